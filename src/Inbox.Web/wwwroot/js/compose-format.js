// Markdown with a few buttons and keys, and how it will look.
import { draftOf } from './inbox-drafts.js';
import { post } from './inbox-send.js';
import { fragment } from './inbox-patch.js';
import { toast } from './toasts.js';

const field = () => document.getElementById('composer-text');
const shown = () => document.getElementById('compose-preview');

/** Puts words where the cursor is, so that the browser's own undo takes them out again. */
export function insert(words) {
  const text = field();
  text.focus();
  if (!document.execCommand('insertText', false, words)) {
    text.setRangeText(words, text.selectionStart, text.selectionEnd, 'end');
    text.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

function replace(start, end, words, selectStart, selectEnd) {
  const text = field();
  text.focus();
  text.setSelectionRange(start, end);
  insert(words);
  text.setSelectionRange(selectStart, selectEnd);
}

function around(mark, sample) {
  const { selectionStart: start, selectionEnd: end, value } = field();
  const inner = value.slice(start, end);
  if (value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark) {
    replace(start - mark.length, end + mark.length, inner, start - mark.length, end - mark.length);
    return;
  }
  const words = inner || sample;
  replace(start, end, mark + words + mark, start + mark.length, start + mark.length + words.length);
}

function lines(prefix) {
  const { selectionStart, selectionEnd, value } = field();
  const start = value.lastIndexOf('\n', selectionStart - 1) + 1;
  const next = value.indexOf('\n', selectionEnd);
  const end = next < 0 ? value.length : next;
  const rows = value.slice(start, end).split('\n');
  const on = rows.every(row => row.startsWith(prefix));
  const words = rows.map(row => (on ? row.slice(prefix.length) : prefix + row)).join('\n');
  replace(start, end, words, start, start + words.length);
}

function link() {
  const { selectionStart: start, selectionEnd: end, value } = field();
  const inner = value.slice(start, end);
  const address = /^https?:\/\/\S+$/.test(inner);
  const [label, target] = address ? ['text', inner] : [inner || 'text', 'https://'];
  const words = `[${label}](${target})`;
  const at = address || !inner ? start + 1 : start + label.length + 3;
  replace(start, end, words, at, at + (address || !inner ? label.length : target.length));
}

const formats = {
  bold: () => around('**', 'bold'),
  italic: () => around('_', 'italic'),
  link,
  list: () => lines('- '),
  quote: () => lines('> '),
  code: () => (field().value.slice(field().selectionStart, field().selectionEnd).includes('\n') ? around('\n```\n', 'code') : around('`', 'code')),
};

export function endPreview() {
  const toggle = document.getElementById('preview');
  if (toggle?.getAttribute('aria-pressed') !== 'true') return;
  toggle.setAttribute('aria-pressed', 'false');
  shown().hidden = true;
  field().hidden = false;
}

async function preview() {
  const toggle = document.getElementById('preview');
  if (toggle.getAttribute('aria-pressed') === 'true') {
    endPreview();
    field().focus();
    return;
  }
  const form = field().form;
  const draft = draftOf(form, form.dataset.mode);
  const done = await post('/drafts?handler=Preview', [['text', field().value], ...(draft.id ? [['draft', String(draft.id)]] : [])]);
  if (!done.ok) {
    toast(done.text, { kind: 'bad' });
    return;
  }
  shown().replaceChildren(fragment(done.data));
  toggle.setAttribute('aria-pressed', 'true');
  field().hidden = true;
  shown().hidden = false;
  shown().focus();
}

document.addEventListener('click', e => {
  if (e.target.closest('#preview')) preview();
  const button = e.target.closest('#compose-tools [data-format]');
  if (button && !field().disabled) {
    endPreview();
    formats[button.dataset.format]();
  }
});

const keys = { b: 'bold', i: 'italic', k: 'link' };
document.addEventListener('keydown', e => {
  if (e.target.id !== 'composer-text' || !(e.ctrlKey || e.metaKey) || e.shiftKey || e.altKey || !keys[e.key] || e.target.form.dataset.mode === 'note') return;
  e.preventDefault();
  formats[keys[e.key]]();
});
