// The one place where a failed request is shown. Nothing is swapped, so what was typed stays where it is.
import { toast } from './toasts.js';

const plain = {
  0: 'No connection to Inbox. What you typed is still here; try again.',
  403: 'You may not do that.',
  404: 'That is no longer there.',
  413: 'That is too large.',
  429: 'That was too often. Wait a moment and try again.',
};

function problemOf(xhr) {
  const type = xhr.getResponseHeader('Content-Type') ?? '';
  if (type.includes('json')) {
    try { return JSON.parse(xhr.responseText); } catch { return {}; }
  }
  return type.startsWith('text/plain') ? { detail: xhr.responseText } : {};
}

function clear(form) {
  for (const shown of form.querySelectorAll('[data-field-error]')) shown.remove();
  for (const field of form.querySelectorAll('.is-invalid')) {
    field.classList.remove('is-invalid');
    field.removeAttribute('aria-invalid');
  }
}

/** Puts each message under its field; returns those that have none. */
function showFields(form, errors) {
  const left = [];
  let first = null;
  for (const [name, messages] of Object.entries(errors)) {
    const bare = name.split('.').pop().toLowerCase();
    const field = [...form.elements].find(e => e.name && e.type !== 'hidden' && e.name.split('.').pop().toLowerCase() === bare);
    if (!field) {
      left.push(...messages);
      continue;
    }
    const note = document.createElement('div');
    note.className = 'invalid-feedback';
    note.dataset.fieldError = '';
    note.id = `error-${bare}`;
    note.textContent = messages.join(' ');
    field.classList.add('is-invalid');
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-describedby', note.id);
    (field.closest('.field') ?? field.parentElement).append(note);
    first ??= field;
  }
  first?.focus();
  return left;
}

document.addEventListener('htmx:beforeRequest', e => {
  const form = e.target.closest?.('form');
  if (form) clear(form);
});

document.addEventListener('htmx:responseError', e => {
  const { xhr, elt } = e.detail;
  const problem = problemOf(xhr);
  if (problem.errors) {
    const form = elt.closest('form');
    const left = form ? showFields(form, problem.errors) : Object.values(problem.errors).flat();
    if (left.length > 0) toast(left.join(' '), { kind: 'bad' });
    return;
  }
  toast(problem.detail || problem.title || plain[xhr.status] || 'Something went wrong on our side. What you typed is still here; try again.', { kind: 'bad' });
});

for (const lost of ['htmx:sendError', 'htmx:timeout']) {
  document.addEventListener(lost, e => {
    // A refresh that nobody asked for comes again by itself.
    if (!e.detail.elt?.closest?.('[data-quiet]')) toast(plain[0], { kind: 'bad' });
  });
}
