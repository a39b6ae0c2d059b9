// Ways of an answer on channels that are not letters: who may read it, until when it is taken, and how long it may be.
import { measure } from './compose-limit.js';
import { asThread, showThread } from './compose-thread.js';

const line = () => document.getElementById('compose-ways');
const field = () => document.getElementById('composer-text');

// What was chosen for this case, over refreshes of the line.
let chosen = { case: '', way: '' };

/** Who may read the answer, "Public" or "Private"; empty where there is nothing to choose by. */
export function way(form) {
  if (!line() || form.dataset.mode !== 'reply') return '';
  return line().querySelector('[name="visibility"]:checked')?.value ?? JSON.parse(line().dataset.ways).usual;
}

function tellLength(form, name, current) {
  const out = document.getElementById('compose-count');
  if (!out) return;
  const { limit, rule } = current ?? {};
  out.hidden = !limit;
  if (!limit) {
    showThread(form, name, false);
    field().removeAttribute('aria-describedby');
    return;
  }
  field().setAttribute('aria-describedby', 'compose-count');
  const { over: tooLong, near, used, words: length } = measure(field().value, limit);
  showThread(form, name, current.splits && tooLong);
  const whole = asThread();
  const over = !whole && tooLong;
  out.classList.toggle('is-late', over);
  out.classList.toggle('is-warn', !over && !whole && near);
  out.textContent = whole ? used : length;
  out.title = rule ? `Counted as the other side counts: ${rule}` : '';
  // Read out when it begins to matter, and not with every key.
  const said = document.getElementById('compose-count-said');
  const words = over ? 'The text is too long.' : whole ? '' : near ? 'The text is nearly as long as it may be.' : '';
  if (said.textContent !== words) said.textContent = words;
}

function tellTime() {
  for (const until of line()?.querySelectorAll('[data-until]') ?? []) {
    if (Date.parse(until.dataset.until) > Date.now() || until.classList.contains('is-late')) continue;
    until.classList.replace('muted', 'is-late');
    until.firstChild.textContent = 'The time to answer ended ';
  }
}

/** @param {HTMLFormElement} form the composer, filled or refreshed */
export function showWays(form) {
  const here = line();
  if (here && chosen.case === form.dataset.case) {
    const radio = here.querySelector(`[name="visibility"][value="${chosen.way}"]`);
    if (radio) radio.checked = true;
  }
  const name = way(form);
  for (const part of here?.querySelectorAll('[data-way]') ?? []) part.hidden = part.dataset.way !== name;
  const current = name ? JSON.parse(here.dataset.ways)[name.toLowerCase()] : null;
  form.dataset.described = current?.described ? 'yes' : 'no';
  form.dataset.files = name && !current?.files ? 'no' : 'yes';
  tellLength(form, name, current);
  tellTime();
}

document.addEventListener('change', e => {
  if (e.target.name === 'asThread') showWays(e.target.closest('#composer'));
  if (e.target.name !== 'visibility') return;
  const form = e.target.closest('#composer');
  if (!form) return;
  chosen = { case: form.dataset.case, way: e.target.value };
  showWays(form);
});
document.addEventListener('input', e => {
  if (e.target.id === 'composer-text') showWays(e.target.closest('#composer'));
});
setInterval(tellTime, 15_000);
