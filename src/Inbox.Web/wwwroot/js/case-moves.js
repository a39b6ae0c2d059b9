// Merge, split and their undo: each says what it did, and offers to take it back.
import { confirmed, post } from './inbox-send.js';
import { addressOf, openCase, shown } from './inbox-desk.js';
import { refresh } from './inbox-live.js';
import { toast } from './toasts.js';

async function show(number) {
  await openCase(number, addressOf(number));
  await refresh('*');
}

async function undo(address) {
  const done = await post(address);
  if (!done.ok) {
    toast(done.text, { kind: 'bad' });
    return;
  }
  toast('Undone.', { kind: 'good' });
  await show(done.data.open);
}

async function moved({ words, open, undo: address }) {
  toast(words, { kind: 'good', seconds: 15, action: { label: 'Undo', run: () => undo(address) } });
  await show(open);
}

async function merge(form) {
  const fields = [...new FormData(form)].filter(([name]) => name === 'into');
  if (fields.length === 0) {
    toast('Choose the case that it is merged into.', { kind: 'bad' });
    return;
  }
  let done = await post(form.dataset.merge, fields);
  if (!done.ok && done.code === 'other_customer') {
    if (!await confirmed('other-customer', done.text)) return;
    done = await post(form.dataset.merge, [...fields, ['anyway', 'true']]);
  }
  if (!done.ok) {
    toast(done.text, { kind: 'bad' });
    return;
  }
  form.closest('dialog').close();
  await moved(done.data);
}

/** One click, where the two stand beside each other already. */
async function mergeNow(button) {
  button.disabled = true;
  const done = await post(button.dataset.mergeNow);
  button.disabled = false;
  if (done.ok) await moved(done.data);
  else toast(done.text, { kind: 'bad' });
}

const bar = () => document.getElementById('split-bar');
const picks = () => [...document.querySelectorAll('#thread [data-split-pick]')];

function tell() {
  const chosen = picks().filter(pick => pick.checked).length;
  document.getElementById('split-count').textContent = chosen === 0 ? 'Choose messages' : `${chosen} message${chosen === 1 ? '' : 's'}`;
  bar().querySelector('[type="submit"]').disabled = chosen === 0;
}

function choosing(on) {
  if (!bar()) return;
  document.getElementById('thread').classList.toggle('choosing', on);
  bar().hidden = !on;
  if (!on) for (const pick of picks()) pick.checked = false;
  tell();
  if (on) picks().at(-1)?.focus();
}

/** The messages of the open case get boxes; again, and they go. */
export function beginSplit() {
  choosing(bar()?.hidden === true);
}

async function split(form) {
  const fields = picks().filter(pick => pick.checked).map(pick => ['messages', pick.value]);
  const done = await post(form.dataset.split, [...fields, ['subject', form.elements.subject.value]]);
  if (!done.ok) {
    toast(done.text, { kind: 'bad' });
    return;
  }
  choosing(false);
  form.reset();
  await moved(done.data);
}

document.addEventListener('submit', e => {
  if (e.target.matches('[data-merge]')) {
    e.preventDefault();
    merge(e.target);
  } else if (e.target.matches('[data-split]')) {
    e.preventDefault();
    split(e.target);
  }
});
document.addEventListener('change', e => { if (e.target.matches('[data-split-pick]')) tell(); });

// A search that comes back later does not lose what was chosen meanwhile.
document.addEventListener('htmx:beforeSwap', e => {
  if (e.target.matches('.picks')) e.target.dataset.chosen = e.target.querySelector('input:checked')?.value ?? '';
});
document.addEventListener('htmx:afterSwap', e => {
  const kept = e.target.matches('.picks') && [...e.target.querySelectorAll('input')].find(input => input.value === e.target.dataset.chosen);
  if (kept) kept.checked = true;
});
document.addEventListener('keydown', e => {
  if (e.key === 'Escape' && shown() && bar()?.hidden === false && !e.target.closest('dialog')) choosing(false);
});
document.addEventListener('click', e => {
  if (e.target.closest('#act-split')) beginSplit();
  if (e.target.closest('#split-cancel')) choosing(false);
  const from = e.target.closest('[data-split-from]');
  if (from) {
    const all = picks();
    const first = all.indexOf(from.parentElement.querySelector('[data-split-pick]'));
    for (const pick of all) pick.checked = all.indexOf(pick) >= first;
    tell();
  }
  const now = e.target.closest('[data-merge-now]');
  if (now) mergeNow(now);
  const taken = e.target.closest('[data-undo-move]');
  if (taken) undo(taken.dataset.undoMove);
});
