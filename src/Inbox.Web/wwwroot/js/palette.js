// Canned answers and macros: one list, found while typing, taken with Enter. An answer stands where the cursor was; a
// macro changes the case at once, and what it writes to the customer waits in the composer.
import { endPreview, insert } from './compose-format.js';
import { anyway, ask, post, read } from './inbox-send.js';
import { fragment } from './inbox-patch.js';
import { write } from './inbox-composer.js';
import { toast } from './toasts.js';

const dialog = () => document.getElementById('palette');
const words = () => document.getElementById('palette-words');
const list = () => document.getElementById('palette-list');
const preview = () => document.getElementById('palette-preview');
const composer = () => document.getElementById('composer');
const field = () => document.getElementById('composer-text');
const entries = () => [...list().querySelectorAll('[data-take]')];
const isNote = () => composer().dataset.mode === 'note';
let asked = 0;
let timer = 0;
let taking = false;

function choose(entry) {
  for (const other of entries()) other.setAttribute('aria-selected', String(other === entry));
  if (entry) words().setAttribute('aria-activedescendant', entry.id);
  else words().removeAttribute('aria-activedescendant');
  entry?.scrollIntoView({ block: 'nearest' });
  preview().replaceChildren(...(entry ? [...entry.querySelector('.palette-preview-of').cloneNode(true).children] : []));
}

const chosen = () => list().querySelector('[aria-selected="true"]');

function step(by) {
  const all = entries();
  if (all.length > 0) choose(all[(all.indexOf(chosen()) + by + all.length) % all.length]);
}

async function search() {
  const mine = ++asked;
  const html = await read(`${dialog().dataset.address}&note=${isNote()}&${new URLSearchParams([['q', words().value]])}`);
  if (html === null || mine !== asked) return;
  list().replaceChildren(fragment(html));
  choose(entries()[0]);
}

export function openPalette() {
  if (!dialog() || dialog().open) return;
  words().value = '';
  list().replaceChildren();
  preview().replaceChildren();
  dialog().showModal();
  words().focus();
  search();
}

/** Puts a text where the cursor is, with the first thing that nobody could fill in selected. */
function place(text) {
  endPreview();
  if (field().disabled) {
    toast('This case cannot be answered now.', { kind: 'bad' });
    return;
  }
  const start = field().selectionStart;
  insert(text);
  const [left] = text.match(/\{\{[^{}]*\}\}/) ?? [];
  if (!left) return;
  const at = field().value.indexOf(left, start);
  field().setSelectionRange(at, at + left.length);
  toast(`Nothing is known for ${left}. Fill it in before you send.`);
}

async function runMacro(address, fields = []) {
  const done = await post(address, fields);
  if (done.code === 'reason_needed') {
    const reason = await ask(done.text);
    return reason ? runMacro(address, [...fields, ['reason', reason]]) : null;
  }
  if (done.code === 'open_tasks') return await anyway(done.text) ? runMacro(address, [...fields, ['tasksLeft', 'true']]) : null;
  return done;
}

async function take(kind, id) {
  if (taking) return;
  taking = true;
  try {
    const number = composer().dataset.case;
    const done = kind === 'macro'
      ? await runMacro(`/palette?handler=Macro&case=${number}&id=${id}`)
      : await post(`/palette?handler=Answer&case=${number}&id=${id}&note=${isNote()}`);
    if (!done) return;
    if (!done.ok) {
      toast(done.text, { kind: 'bad' });
      return;
    }
    if (kind === 'macro') {
      toast(`${done.data.name}: done.${done.data.offered ? ' The other department has to accept.' : ''}`, { kind: 'good' });
      document.body.dispatchEvent(new CustomEvent('inbox:cases', { detail: [Number(number)] }));
    }
    if (!done.data.text || composer()?.dataset.case !== number) return;
    if (kind === 'macro' && isNote()) write('reply');
    place(done.data.text);
  } finally {
    taking = false;
  }
}

function takeEntry(entry) {
  dialog().close();
  take(entry.dataset.take, entry.dataset.id);
}

document.addEventListener('beforeinput', e => {
  if (e.target.id !== 'composer-text' || e.inputType !== 'insertText' || e.data !== '/' || !dialog()) return;
  const { value, selectionStart: start, selectionEnd: end } = e.target;
  if (start !== end || (start > 0 && value[start - 1] !== '\n')) return;
  e.preventDefault();
  openPalette();
});

document.addEventListener('input', e => {
  if (e.target.id !== 'palette-words') return;
  clearTimeout(timer);
  timer = setTimeout(search, 120);
});

document.addEventListener('keydown', e => {
  if (e.target.id !== 'palette-words') return;
  if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
    e.preventDefault();
    step(e.key === 'ArrowDown' ? 1 : -1);
  } else if (e.key === 'Enter') {
    e.preventDefault();
    if (chosen()) takeEntry(chosen());
  } else if (e.key === '/' && words().value === '') {
    // Who wants the stroke itself types it twice.
    e.preventDefault();
    dialog().close();
    if (document.activeElement === field()) insert('/');
  }
});

document.addEventListener('click', e => {
  if (e.target.closest('#open-palette')) openPalette();
  const entry = e.target.closest('[data-take]');
  if (!entry) return;
  if (entry.closest('#palette')) takeEntry(entry);
  else take(entry.dataset.take, entry.dataset.id);
});
