// Sending what was written, and taking it back for ten seconds.
import { chosen, settle, suggested } from './compose-people.js';
import { draftOf, fetchDraft, forget, keep, rest } from './inbox-drafts.js';
import { isUploading } from './compose-files.js';
import { mode, write } from './inbox-composer.js';
import { post } from './inbox-send.js';
import { toast } from './toasts.js';

const composer = () => document.getElementById('composer');
const field = () => document.getElementById('composer-text');
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

function fieldsOf(form, kind, then, { anyway = false, toAnyway = false, sendAt = '' }) {
  const draft = draftOf(form, kind);
  const fields = [['text', field().value]];
  if (draft.id) fields.push(['draft', String(draft.id)]);
  if (kind === 'note') {
    if (form.querySelector('[name="shared"]')?.checked) fields.push(['shared', 'true']);
  } else {
    if (form.dataset.mail === 'yes') {
      fields.push(['people', 'true']);
      for (const [who, addresses] of Object.entries(chosen())) for (const address of addresses) fields.push([who, address]);
    }
    if (kind === 'reply') {
      fields.push(['then', then], ['seen', draft.seen || suggested().seen], ['anyway', String(anyway)], ['toAnyway', String(toAnyway)]);
      if (sendAt) fields.push(['sendAt', sendAt]);
    } else {
      fields.push(['then', then], ['subject', document.getElementById('compose-subject').value]);
      if (form.querySelector('[name="onHold"]')?.checked) fields.push(['onHold', 'true']);
      for (const name of ['channel', 'department']) if (form.elements[name]) fields.push([name, form.elements[name].value]);
    }
  }
  fields.push(['key', keyFor(JSON.stringify([form.dataset.case, kind, fields]))]);
  return fields;
}

/** @param {HTMLFormElement} form @param {string} then the status afterwards @param {{anyway?: boolean, toAnyway?: boolean, sendAt?: string}} [options] */
export async function send(form, then, options = {}) {
  if (field().value.trim() === '' || field().disabled || form.dataset.sending) return;
  const kind = form.dataset.mode;
  if (kind !== 'note' && form.dataset.mail === 'yes' && !settle()) return;
  if (isUploading()) {
    toast('A file is still on its way. Send when it is there.', { kind: 'bad' });
    return;
  }
  form.dataset.sending = 'yes';
  field().readOnly = true;
  await rest(form, kind);
  const done = await post(form.dataset[kind], fieldsOf(form, kind, then, options));
  delete form.dataset.sending;
  field().readOnly = false;
  if (done.ok) {
    sent(form, kind, done.data, options);
    return;
  }
  // Still a draft, and saved as one again.
  keep(form, kind, { text: field().value });
  if (done.code === 'newer_message') askAgain(form, then, options);
  else if (done.code === 'recipient_changed') askWho(form, then, options, done.text);
  else toast(done.text, { kind: 'bad' });
}

function sent(form, kind, data, { sendAt }) {
  forget(form, kind);
  if (data?.open) {
    location.assign(data.open);
    return;
  }
  if (composer() === form) mode(kind === 'forward' && form.dataset.canReply === 'yes' ? 'reply' : kind);
  if (sendAt) toast(`Your answer leaves ${new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(Date.parse(data.sendsAt))}. It stands in the conversation until then.`, { kind: 'good' });
  else if (kind !== 'note') offerUndo(form, data.messageId, Date.parse(data.sendsAt));
  changed(form);
}

function askAgain(form, then, options) {
  const dialog = document.getElementById('newer-dialog');
  document.getElementById('send-anyway').onclick = () => {
    dialog.close();
    send(form, then, { ...options, anyway: true });
  };
  dialog.onclose = () => keep(form, 'reply', { seen: suggested().seen });
  changed(form);
  dialog.showModal();
}

function askWho(form, then, options, text) {
  const dialog = document.getElementById('recipient-dialog');
  document.getElementById('recipient-text').textContent = text;
  document.getElementById('recipient-anyway').onclick = () => {
    dialog.close();
    send(form, then, { ...options, anyway: true, toAnyway: true });
  };
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
  const begun = draftOf(form, 'reply');
  if (begun.dirty) await rest(form, 'reply');
  const done = await post(`${form.dataset.undoUrl}&message=${message}`);
  close();
  if (!done.ok) {
    toast(done.text, { kind: 'bad' });
    return;
  }
  if (done.data.mode === 'new') {
    location.assign('/cases/new');
    return;
  }
  const draft = await fetchDraft(form, done.data.mode);
  // Words that had not reached the server yet.
  if (begun.dirty && begun.text.trim() && !draft.text.includes(begun.text)) keep(form, done.data.mode, { text: `${draft.text}\n\n${begun.text}` });
  if (composer()?.dataset.case === form.dataset.case) write(done.data.mode);
  toast('Taken back. Your text is in the composer again.', { kind: 'good' });
  changed(form);
}

export const undoLast = () => { if (lastSent) undo(lastSent); };

document.addEventListener('click', e => {
  const back = e.target.closest('[data-undo]');
  if (back) undo(lastSent?.message === Number(back.dataset.undo) ? lastSent : { form: composer(), message: back.dataset.undo, close: () => {} });
});
