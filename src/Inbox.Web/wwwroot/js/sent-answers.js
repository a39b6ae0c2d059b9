// Answers that have left: edited or deleted where they stand.
import { measure } from './compose-limit.js';
import { act, confirmed, post } from './inbox-send.js';
import { toast } from './toasts.js';

const dialog = () => document.getElementById('edit-answer-dialog');
const field = () => document.getElementById('edit-answer-text');
const nameOf = message => `inbox.edit.${document.getElementById('composer')?.dataset.person}.${message}`;

// The answer being edited, and how long it may be.
let editing = { message: '', to: '', said: '', limit: null, rule: null };

/** What was typed and not handed in; it is there again after the page was closed. @returns {{text: string, said: string}|null} */
function kept(message) {
  try {
    return JSON.parse(localStorage.getItem(nameOf(message)));
  } catch {
    return null;
  }
}

function keep({ message, said }, text) {
  try {
    if (text === said) localStorage.removeItem(nameOf(message));
    else localStorage.setItem(nameOf(message), JSON.stringify({ text, said }));
  } catch {
    // A full or forbidden store: the text still stands in the field.
  }
}

/** Beside the field: a toast would lie behind the dialog. */
function say(words) {
  const out = document.getElementById('edit-answer-problem');
  out.textContent = words;
  out.hidden = !words;
}

function tellLength() {
  const out = document.getElementById('edit-answer-count');
  const { limit, rule } = editing;
  out.hidden = !limit;
  if (!limit) return false;
  const { over, near, words } = measure(field().value, limit);
  out.classList.toggle('is-late', over);
  out.classList.toggle('is-warn', !over && near);
  out.textContent = words;
  out.title = rule ? `Counted as the other side counts: ${rule}` : '';
  return over;
}

async function open(button) {
  let answer;
  try {
    const response = await fetch(button.dataset.from, { headers: { Accept: 'application/json' } });
    if (!response.ok) throw new Error(response.statusText);
    answer = await response.json();
  } catch {
    toast('The answer could not be read. Try again.', { kind: 'bad' });
    return;
  }
  editing = { message: button.dataset.editAnswer, to: button.dataset.to, said: answer.text, limit: answer.limit, rule: answer.rule };
  const before = kept(editing.message);
  field().value = before?.text ?? answer.text;
  say(before && before.said !== answer.text ? 'Somebody has edited it since you began. What you typed stands in the field.' : '');
  tellLength();
  dialog().showModal();
  field().focus();
}

async function put() {
  if (tellLength()) return;
  const done = await post(editing.to, [['text', field().value]]);
  if (!done.ok) {
    say(done.text);
    return;
  }
  keep(editing, editing.said);
  dialog().close();
}

document.addEventListener('click', async e => {
  const edit = e.target.closest('[data-edit-answer]');
  if (edit) await open(edit);
  const remove = e.target.closest('[data-delete-answer]');
  if (remove && await confirmed('delete-answer', 'Nobody can read it there any more. It stays in this conversation, marked, and the customer is owed another answer.')) await act(remove.dataset.deleteAnswer);
});
document.addEventListener('submit', e => {
  if (!e.target.closest('#edit-answer-dialog')) return;
  e.preventDefault();
  put();
});
document.addEventListener('input', e => {
  if (e.target.id !== 'edit-answer-text') return;
  keep(editing, e.target.value);
  tellLength();
});
