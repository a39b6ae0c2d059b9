// Answers that have left: edited or deleted where they stand.
import { measure } from './compose-limit.js';
import { act, confirmed, post } from './inbox-send.js';
import { toast } from './toasts.js';

const dialog = () => document.getElementById('edit-answer-dialog');
const field = () => document.getElementById('edit-answer-text');
const kept = message => `edit-answer-${message}`;

// The answer being edited, and how long it may be.
let editing = { message: '', to: '', limit: null, rule: null };

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
  editing = { message: button.dataset.editAnswer, to: button.dataset.to, limit: answer.limit, rule: answer.rule };
  // What was typed and not handed in is still there, also after the page was closed.
  field().value = localStorage.getItem(kept(editing.message)) ?? answer.text;
  tellLength();
  dialog().showModal();
  field().focus();
}

async function put() {
  const { message, to } = editing;
  if (tellLength()) return;
  const done = await post(to, [['text', field().value]]);
  if (!done.ok) {
    toast(done.text, { kind: 'bad' });
    return;
  }
  localStorage.removeItem(kept(message));
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
  localStorage.setItem(kept(editing.message), e.target.value);
  tellLength();
});
