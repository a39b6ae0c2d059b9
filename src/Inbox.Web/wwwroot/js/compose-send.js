// Sending what was written, and taking it back for ten seconds.
import { chosen, settle, suggested } from './compose-people.js';
import { draftOf, fetchDraft, forget, keep, rest } from './inbox-drafts.js';
import { described, isUploading } from './compose-files.js';
import { asThread } from './compose-thread.js';
import { mode, write } from './inbox-composer.js';
import { anyway, ask, confirmed, post } from './inbox-send.js';
import { way } from './compose-ways.js';
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

function fieldsOf(form, kind, then, { anyway = false, toAnyway = false, tasksLeft = false, reason = '', publicAnyway = false, sendAt = '', forApproval = false }) {
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
      fields.push(['then', then], ['seen', draft.seen || suggested().seen], ['anyway', String(anyway)], ['toAnyway', String(toAnyway)], ['tasksLeft', String(tasksLeft)]);
      if (reason) fields.push(['reason', reason]);
      if (way(form)) fields.push(['visibility', way(form)], ['publicAnyway', String(publicAnyway)]);
      if (asThread()) fields.push(['asThread', 'true']);
      if (sendAt) fields.push(['sendAt', sendAt]);
      if (forApproval) fields.push(['forApproval', 'true']);
    } else {
      fields.push(['then', then], ['subject', document.getElementById('compose-subject').value]);
      if (form.querySelector('[name="onHold"]')?.checked) fields.push(['onHold', 'true']);
      for (const name of ['channel', 'department']) if (form.elements[name]) fields.push([name, form.elements[name].value]);
    }
  }
  fields.push(['key', keyFor(JSON.stringify([form.dataset.case, kind, fields]))]);
  return fields;
}

/** @param {HTMLFormElement} form @param {string} then the status afterwards @param {{anyway?: boolean, toAnyway?: boolean, tasksLeft?: boolean, reason?: string, publicAnyway?: boolean, unfilled?: boolean, sendAt?: string, forApproval?: boolean}} [options] */
export async function send(form, then, options = {}) {
  if (field().value.trim() === '' || field().disabled || form.dataset.sending) return;
  const kind = form.dataset.mode;
  if (kind !== 'note' && form.dataset.mail === 'yes' && !settle()) return;
  if (isUploading()) {
    toast('A file is still on its way. Send when it is there.', { kind: 'bad' });
    return;
  }
  if (kind !== 'note' && !options.unfilled && field().value.includes('{{')) {
    askUnfilled(form, then, options);
    return;
  }
  form.dataset.sending = 'yes';
  field().readOnly = true;
  await rest(form, kind);
  await described();
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
  else if (done.code === 'open_tasks') {
    if (await anyway(done.text)) send(form, then, { ...options, tasksLeft: true });
  } else if (done.code === 'reason_needed') {
    const reason = await ask(done.text);
    if (reason) send(form, then, { ...options, reason });
  } else if (done.code === 'goes_public') {
    if (await confirmed('public', done.text)) send(form, then, { ...options, publicAnyway: true });
  } else if (done.code === 'recipient_changed') askWho(form, then, options, done.text);
  else toast(done.text, { kind: 'bad' });
}

function sent(form, kind, data, { sendAt }) {
  forget(form, kind);
  if (data?.open) {
    location.assign(data.open);
    return;
  }
  if (composer() === form) mode(kind === 'forward' && form.dataset.canReply === 'yes' ? 'reply' : kind);
  if (data?.awaitsApproval) toast('Your answer waits for approval. It stands in the conversation until then.', { kind: 'good' });
  else if (sendAt) toast(`Your answer leaves ${new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(Date.parse(data.sendsAt))}. It stands in the conversation until then.`, { kind: 'good' });
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

/** A placeholder that nobody filled in would be read by the customer. */
function askUnfilled(form, then, options) {
  const dialog = document.getElementById('unfilled-dialog');
  const left = [...new Set(field().value.match(/\{\{[^{}\n]*\}?\}?/g))];
  document.getElementById('unfilled-text').textContent = `${left.join(', ')} still stands in your text.`;
  document.getElementById('unfilled-anyway').onclick = () => {
    dialog.close();
    send(form, then, { ...options, unfilled: true });
  };
  dialog.onclose = () => field().focus();
  dialog.showModal();
}

/** @param {HTMLFormElement} form @param {number} message its id @param {number} sendsAt until when it can be taken back @param {string} [what] as the toast calls it */
export function offerUndo(form, message, sendsAt, what = 'Your answer') {
  const offer = { form, message, close: () => {} };
  lastSent = offer;
  const left = () => Math.ceil((sendsAt - Date.now()) / 1000);
  const shown = toast(`${what} leaves in ${Math.max(left(), 1)} s.`, { kind: 'good', seconds: Math.max(left(), 1), action: { label: 'Undo', run: () => undo(offer) } });
  const words = document.getElementById('toasts').lastElementChild.querySelector('.grow');
  // Read out once; the countdown is for the eye.
  words.parentElement.setAttribute('aria-live', 'off');
  const tick = setInterval(() => {
    words.textContent = `${what} leaves in ${Math.max(left(), 0)} s.`;
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
