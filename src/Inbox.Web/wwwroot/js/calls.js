// The call form: timers, what an outcome needs, and a draft that outlives a closed tab.
import { shortcut } from './keys.js';

const form = document.getElementById('call');
if (form) {
  const field = name => form.elements[`Call.${name}`];
  const kept = ['Number', 'Name', 'Text', 'HoldSeconds', 'DurationSeconds', 'CallBackAt', 'CallBackZone', 'DepartmentId', 'Subject', 'Priority', 'Outcome', 'Incoming'];
  const key = `inbox:call:${form.dataset.draft}`;
  const mostAge = 24 * 3600 * 1000;

  // Draft
  const save = () => {
    const draft = { at: Date.now() };
    for (const name of kept) draft[name] = field(name)?.value;
    if (draft.Text || draft.Name || draft.Subject) localStorage.setItem(key, JSON.stringify(draft));
  };
  const restore = () => {
    for (const name of Object.keys(localStorage).filter(k => k.startsWith('inbox:call:'))) {
      if (Date.now() - (JSON.parse(localStorage.getItem(name)).at ?? 0) > mostAge) localStorage.removeItem(name);
    }
    const draft = JSON.parse(localStorage.getItem(key) ?? 'null');
    for (const name of draft ? kept : []) {
      if (draft[name] && field(name)) field(name).value = draft[name];
    }
    if (draft) globalThis.htmx?.trigger(field('Number'), 'input');
  };
  form.addEventListener('input', save);
  form.addEventListener('htmx:afterRequest', e => {
    if (e.target === form && e.detail.successful) localStorage.removeItem(key);
  });

  // Timers: what was typed is where they go on from.
  const running = new Map();
  const read = input => input.value.split(':').reduce((sum, part) => sum * 60 + (parseInt(part, 10) || 0), 0);
  const write = (input, s) => { input.value = `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, '0')}`; };
  const face = (button, on) => {
    button.classList.toggle('running', on);
    button.setAttribute('aria-pressed', String(on));
    button.firstElementChild.className = `bi bi-${on ? 'stop' : 'play'}-fill`;
  };
  const stop = button => {
    clearInterval(running.get(button));
    running.delete(button);
    face(button, false);
    save();
  };
  const start = button => {
    const input = document.getElementById(button.dataset.timer);
    const since = Date.now() - (input.value.includes(':') ? read(input) : read(input) * 60) * 1000;
    const tick = () => write(input, (Date.now() - since) / 1000);
    tick();
    running.set(button, setInterval(tick, 500));
    face(button, true);
  };
  const toggle = button => {
    if (running.has(button)) return stop(button);
    // Who is talking is no longer on hold.
    for (const other of running.keys()) stop(other);
    start(button);
  };
  const timers = [...form.querySelectorAll('[data-timer]')];
  for (const button of timers) button.addEventListener('click', () => toggle(button));
  form.addEventListener('submit', () => [...running.keys()].forEach(stop), { capture: true });

  // What the outcome needs
  const spoke = () => ['Answered', 'Resolved', 'CallBackPromised'].includes(field('Outcome').value) || (field('Outcome').value === 'WrongNumber' && field('Incoming').value === 'true');
  const follow = () => {
    const show = (id, on) => {
      const part = document.getElementById(id);
      part.hidden = !on;
      for (const input of part.querySelectorAll('input, select')) input.disabled = !on;
    };
    show('callback', !['Resolved', 'WrongNumber'].includes(field('Outcome').value));
    show('then', spoke());
    show('newcase', !form.querySelector('[name="Call.Pick"]:checked')?.value.startsWith('case:'));
    field('CallBackAt').required = field('Outcome').value === 'CallBackPromised';
  };
  form.addEventListener('change', e => {
    if (e.target.name === 'Call.Pick' && e.target.dataset.name && !field('Name').value) field('Name').value = e.target.dataset.name;
    follow();
    here();
  });
  document.addEventListener('htmx:afterSettle', follow);

  // The promised time on the agent's own clock
  const there = (at, zone) => {
    const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
      .formatToParts(at).map(p => [p.type, p.value]));
    return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute);
  };
  function here() {
    const [typed, zone, note] = [field('CallBackAt').value, field('CallBackZone').value, document.getElementById('callback-here')];
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    note.textContent = '';
    if (!typed || zone === own) return;
    const wall = Date.parse(`${typed}Z`);
    const at = wall - (there(wall, zone) - wall);
    note.textContent = `That is ${new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(at)} on your clock.`;
  }

  form.addEventListener('keydown', e => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      form.requestSubmit();
    } else if (e.key === 'Enter' && e.target.matches('input:not([type=radio])')) {
      // Half a note is not saved by the return key of a number.
      e.preventDefault();
    }
  });
  shortcut('h', 'Start or stop the hold timer', () => toggle(timers[0]));
  shortcut('t', 'Start or stop the call timer', () => toggle(timers[1]));
  restore();
  follow();
  here();
}
