// Writing answers and notes: what is typed is never lost, and an answer can be taken back for ten seconds.
import { draftOf, giveBack, keep } from './inbox-drafts.js';
import { post } from './inbox-send.js';
import { toast } from './toasts.js';

const composer = () => document.getElementById('composer');
const field = () => document.getElementById('composer-text');
const newest = () => document.getElementById('compose-to')?.dataset.seen ?? '';
const changed = form => document.body.dispatchEvent(new CustomEvent('inbox:cases', { detail: [Number(form.dataset.case)] }));

// The same words sent twice after a lost connection are one answer.
let attempt = { content: '', key: '' };
let lastSent = null;

function keyFor(content) {
  if (attempt.content !== content) {
    attempt = { content, key: [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('') };
  }
  return attempt.key;
}

function tell(kept = true) {
  const length = field().value.length;
  document.getElementById('composer-state').textContent = length === 0 ? '' : `${length} characters${kept ? ' · kept' : ''}`;
}

export function mode(name) {
  const form = composer();
  if (!form) return;
  form.dataset.mode = name;
  for (const tab of form.querySelectorAll('[role="tab"]')) {
    const on = tab.dataset.mode === name;
    tab.classList.toggle('active', on);
    tab.setAttribute('aria-selected', String(on));
  }
  document.getElementById('composer-body').setAttribute('aria-labelledby', `tab-${name}`);
  field().setAttribute('aria-label', name === 'note' ? 'Your note' : 'Your answer');
  field().placeholder = name === 'note' ? 'Write a note for your colleagues …' : 'Write an answer …';
  field().value = draftOf(form, name)?.text ?? '';
  field().disabled = name === 'reply' && form.dataset.canReply !== 'yes';
  document.getElementById('send').disabled = field().disabled;
  tell();
}

export function write(name) {
  mode(name);
  document.getElementById('desk').dataset.screen = 'case';
  field()?.focus();
}

export function composeIn(place) {
  const form = place.querySelector('#composer');
  if (!form) return;
  if (/Mac|iPhone|iPad/.test(navigator.platform)) {
    for (const hint of form.querySelectorAll('.send-key')) hint.textContent = '⌘ ↵';
  }
  mode(form.dataset.canReply === 'yes' && !draftOf(form, 'note') ? 'reply' : 'note');
}

function fieldsOf(form, then, anyway) {
  const text = field().value;
  const fields = [['text', text]];
  if (form.dataset.mode === 'note') {
    if (form.querySelector('[name="shared"]')?.checked) fields.push(['shared', 'true']);
  } else {
    const seen = draftOf(form, 'reply')?.seen || newest();
    fields.push(['then', then], ['seen', seen], ['anyway', String(anyway)]);
    for (const cc of form.querySelectorAll('[name="cc"]')) fields.push(['cc', cc.value]);
  }
  fields.push(['key', keyFor(JSON.stringify([form.dataset.case, form.dataset.mode, fields]))]);
  return fields;
}

async function send(form, then, anyway = false) {
  if (field().value.trim() === '' || form.dataset.sending) return;
  const kind = form.dataset.mode;
  form.dataset.sending = 'yes';
  field().readOnly = true;
  const done = await post(kind === 'note' ? form.dataset.note : form.dataset.reply, fieldsOf(form, then, anyway));
  delete form.dataset.sending;
  field().readOnly = false;
  if (done.ok) {
    keep(form, kind, '', '');
    if (composer() === form) {
      field().value = '';
      document.getElementById('compose-to')?.removeAttribute('data-edited');
      tell();
    }
    if (kind === 'reply') offerUndo(form, done.data.messageId, Date.parse(done.data.sendsAt));
    changed(form);
  } else if (done.code === 'newer_message') {
    askAgain(form, then);
  } else {
    toast(done.text, { kind: 'bad' });
  }
}

function askAgain(form, then) {
  const dialog = document.getElementById('newer-dialog');
  document.getElementById('send-anyway').onclick = () => {
    dialog.close();
    send(form, then, true);
  };
  dialog.onclose = () => keep(form, 'reply', field().value, newest());
  changed(form);
  dialog.showModal();
}

function offerUndo(form, message, sendsAt) {
  const offer = { form, message, close: () => {} };
  lastSent = offer;
  const left = () => Math.ceil((sendsAt - Date.now()) / 1000);
  const shown = toast(`Your answer leaves in ${Math.max(left(), 1)} s.`, { kind: 'good', seconds: Math.max(left(), 1), action: { label: 'Undo', run: () => undo(offer) } });
  const words = document.getElementById('toasts').lastElementChild.querySelector('.grow');
  // Read out once; the countdown is for the eye.
  words.parentElement.setAttribute('aria-live', 'off');
  const tick = setInterval(() => {
    words.textContent = `Your answer leaves in ${Math.max(left(), 0)} s.`;
    if (left() <= 0) end();
  }, 250);
  const end = () => {
    clearInterval(tick);
    shown.close();
    if (lastSent === offer) lastSent = null;
    changed(form);
  };
  offer.close = end;
}

async function undo({ form, message, close }) {
  const done = await post(`${form.dataset.undoUrl}&message=${message}`);
  close();
  if (!done.ok) {
    toast(done.text, { kind: 'bad' });
    return;
  }
  giveBack(form, done.data.text);
  if (composer()?.dataset.case === form.dataset.case) write('reply');
  toast('Taken back. Your text is in the composer again.', { kind: 'good' });
  changed(form);
}

export const undoLast = () => { if (lastSent) undo(lastSent); };

document.addEventListener('input', e => {
  if (e.target.id !== 'composer-text') return;
  const form = composer();
  const begun = draftOf(form, form.dataset.mode);
  tell(keep(form, form.dataset.mode, e.target.value, begun?.seen || newest()));
});

document.addEventListener('submit', e => {
  if (e.target.id !== 'composer') return;
  e.preventDefault();
  send(e.target, e.submitter?.dataset.then ?? 'Waiting');
});

document.addEventListener('keydown', e => {
  if (e.target.id === 'composer-text' && e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
    e.preventDefault();
    send(composer(), 'Waiting');
  } else if (e.target.id === 'composer-text' && e.key === 'Escape') {
    e.target.blur();
  }
});

document.addEventListener('click', e => {
  const tab = e.target.closest('#composer [role="tab"]');
  if (tab) write(tab.dataset.mode);
  const back = e.target.closest('[data-undo]');
  if (back) undo(lastSent?.message === Number(back.dataset.undo) ? lastSent : { form: composer(), message: back.dataset.undo, close: () => {} });
});

// Who gets a copy.
function addCopy(input) {
  const address = input.value.trim().replace(/,$/, '');
  if (address === '') return;
  if (!input.checkValidity()) {
    input.reportValidity();
    return;
  }
  const chip = document.createElement('span');
  chip.className = 'chip';
  chip.dataset.cc = address;
  const value = Object.assign(document.createElement('input'), { type: 'hidden', name: 'cc', value: address });
  const remove = Object.assign(document.createElement('button'), { type: 'button', className: 'chip-x', ariaLabel: `Leave out ${address}` });
  remove.dataset.ccRemove = '';
  remove.append(Object.assign(document.createElement('i'), { className: 'bi bi-x', ariaHidden: 'true' }));
  chip.append(value, address, ' ', remove);
  input.before(chip);
  input.value = '';
  input.closest('#compose-to').dataset.edited = '';
}

document.addEventListener('keydown', e => {
  if (!e.target.matches?.('[data-cc-add]') || (e.key !== 'Enter' && e.key !== ',')) return;
  e.preventDefault();
  addCopy(e.target);
});
document.addEventListener('focusout', e => { if (e.target.matches?.('[data-cc-add]')) addCopy(e.target); });
document.addEventListener('click', e => {
  const remove = e.target.closest('[data-cc-remove]');
  if (!remove) return;
  remove.closest('#compose-to').dataset.edited = '';
  remove.parentElement.remove();
});
