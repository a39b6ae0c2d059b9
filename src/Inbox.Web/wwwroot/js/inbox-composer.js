// Writing: answers, messages to third parties, notes, and the first message of a case. What is typed is never lost.
import './compose-files.js';
import './compose-approval.js';
import './compose-later.js';
import './compose-names.js';
import { chosen, includes, show, suggested } from './compose-people.js';
import { draftOf, fetchDraft, forget, isBegun, keep, meet, save } from './inbox-drafts.js';
import { endPreview } from './compose-format.js';
import { post, read } from './inbox-send.js';
import { send } from './compose-send.js';
import { showFiles } from './compose-files.js';
import { fragment } from './inbox-patch.js';
import { toast } from './toasts.js';
import { showWays } from './compose-ways.js';

const composer = () => document.getElementById('composer');
const field = () => document.getElementById('composer-text');
const words = {
  reply: ['Your answer', 'Write an answer …'],
  forward: ['Your message', 'Write to third parties …'],
  note: ['Your note', 'Write a note for your colleagues …'],
  new: ['Your message', 'Write a message …'],
};

function tell(form) {
  const draft = draftOf(form, form.dataset.mode);
  const kept = draft.problem || (draft.dirty ? (draft.local === false ? 'saving …' : 'kept') : 'saved');
  document.getElementById('composer-state').textContent = isBegun(draft) ? `${draft.text.length} characters · ${kept}` : '';
  document.getElementById('discard-draft').hidden = !isBegun(draft);
  const other = document.getElementById('compose-other');
  other.hidden = !draft.other;
  if (draft.other && other.dataset.words !== draft.other) {
    other.dataset.words = draft.other;
    const text = Object.assign(document.createElement('div'), { className: 'colleague-text', textContent: draft.other });
    const button = (label, act) => Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-sm btn-outline-secondary', textContent: label, onclick: act });
    const settle = added => {
      if (added) field().value = `${field().value.trimEnd()}\n\n${draft.other}`.trimStart();
      other.hidden = true;
      draft.other = null;
      keep(form, form.dataset.mode, { text: field().value });
      save(form, form.dataset.mode, { otherSeen: true });
    };
    other.replaceChildren('Another window of yours had written something else:', text, button('Add it below', () => settle(true)), ' ', button('Drop it', () => settle(false)));
  }
}

/** Whoever wrote last is not among the recipients that the agent sees: say so, and change nothing. */
function warn(form) {
  const box = document.getElementById('compose-warn');
  const [owed] = suggested().to;
  const people = chosen();
  const missed = form.dataset.mode === 'reply' && owed && people.to.length > 0 && !includes(people.to, owed);
  box.hidden = !missed;
  if (!missed) return;
  const take = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-sm btn-link p-0', textContent: 'Write there instead' });
  take.onclick = () => {
    show({ ...chosen(), to: [owed] });
    peopleChanged();
  };
  box.replaceChildren(`The newest message came from ${owed}. `, take);
}

function markTabs(form) {
  const { all } = suggested();
  const toAll = all.length > 0 && all.every(address => includes([...chosen().cc, ...chosen().to], address));
  const tabAll = document.getElementById('tab-all');
  if (tabAll) tabAll.hidden = all.length === 0;
  for (const tab of form.querySelectorAll('[role="tab"]')) {
    const on = tab.dataset.mode === form.dataset.mode && (form.dataset.mode !== 'reply' || tab.hasAttribute('data-all') === toAll);
    tab.classList.toggle('active', on);
    tab.setAttribute('aria-selected', String(on));
    if (on) document.getElementById('composer-body').setAttribute('aria-labelledby', tab.id);
  }
  warn(form);
}

function fill(form) {
  const { mode } = form.dataset;
  const draft = draftOf(form, mode);
  const suggestion = suggested();
  form.dataset.mail = mode === 'note' || (mode === 'reply' && !suggestion.mail) ? 'no' : 'yes';
  field().value = draft.text;
  document.getElementById('compose-subject').value = draft.subject;
  show(draft.to ? draft : mode === 'reply' ? { to: suggestion.to, cc: suggestion.all, bcc: [] } : { to: [], cc: [], bcc: [] });
  showFiles(draft);
  markTabs(form);
  tell(form);
  showWays(form);
}

export function mode(name) {
  const form = composer();
  // What stands in the field is on its way: it must not become something else meanwhile.
  if (!form || form.dataset.sending) return;
  endPreview();
  form.dataset.mode = name;
  const [label, hint] = words[name];
  field().setAttribute('aria-label', label);
  field().placeholder = hint;
  const shut = (name === 'reply' && form.dataset.canReply === 'no') || (name === 'forward' && form.dataset.canForward === 'no');
  field().disabled = shut;
  for (const button of form.querySelectorAll('[type="submit"], #send-later, #compose-tools button, #compose-subject, [data-people-add]')) button.disabled = shut;
  fill(form);
}

/** @param {string} name reply, forward or note @param {{all?: boolean}} [options] all: to everybody who was addressed, or to the sender only */
export function write(name, { all } = {}) {
  const form = composer();
  if (!form || form.dataset.sending || (name === 'forward' && form.dataset.canForward !== 'yes')) return;
  mode(name);
  document.getElementById('desk').dataset.screen = 'case';
  if (name === 'reply' && all !== undefined && suggested().all.length > 0) {
    const suggestion = suggested();
    show({ ...chosen(), to: suggestion.to, cc: all ? suggestion.all : [] });
    peopleChanged();
  }
  field().focus();
}

export function composeIn(place) {
  const form = place.querySelector('#composer');
  if (!form) return;
  if (/Mac|iPhone|iPad/.test(navigator.platform)) {
    for (const hint of form.querySelectorAll('.send-key')) hint.textContent = '⌘ ↵';
  }
  const early = field().value;
  form.addEventListener('draft:state', e => { if (e.detail === form.dataset.mode && composer() === form) tell(form); });
  if (form.dataset.only) mode(form.dataset.only);
  else mode(['reply', 'forward', 'note'].find(name => isBegun(draftOf(form, name))) ?? (form.dataset.canReply === 'yes' ? 'reply' : 'note'));
  addEarly(form, early);
}

/** What was typed while this script was still on its way to the browser comes behind what was kept. */
function addEarly(form, early) {
  if (!early.trim() || field().value.includes(early)) return;
  field().value = field().value ? `${field().value.trimEnd()}\n\n${early}` : early;
  keep(form, form.dataset.mode, changes(form));
  showWays(form);
}

/** The page was refreshed below the composer: other drafts, other people, another newest message. */
export function newsForComposer(served) {
  const form = composer();
  const typing = document.activeElement?.matches('[data-people-add]') && document.activeElement.value !== '';
  const untouched = form.dataset.mode === 'reply' && draftOf(form, 'reply').to === null;
  if (meet(form, served.dataset.drafts).includes(form.dataset.mode)) fill(form);
  else if (untouched && !typing) fill(form);
  else markTabs(form);
  showWays(form);
}

function changes(form) {
  const draft = draftOf(form, form.dataset.mode);
  const people = form.dataset.mail === 'yes' ? chosen() : {};
  return { text: field().value, subject: document.getElementById('compose-subject').value, seen: draft.seen || suggested().seen || null, channel: form.elements.channel?.value ?? null, department: form.elements.department?.value ?? null, ...people };
}

function peopleChanged() {
  const form = composer();
  const draft = draftOf(form, form.dataset.mode);
  if (isBegun(draft) || draft.subject) keep(form, form.dataset.mode, changes(form));
  else Object.assign(draft, chosen());
  markTabs(form);
}

async function discard(form) {
  const { mode: name } = form.dataset;
  const draft = draftOf(form, name);
  if (draft.saving) await draft.saving;
  const done = draft.id ? await post(`/drafts?handler=Discard&draft=${draft.id}`) : { ok: true };
  if (!done.ok && done.code !== 'no_such_draft') {
    toast(done.text, { kind: 'bad' });
    return;
  }
  const { text, subject, to, cc, bcc } = draft;
  forget(form, name);
  fill(form);
  const back = () => {
    keep(form, name, { text, subject, to, cc, bcc });
    if (composer() === form) mode(name);
  };
  toast('Discarded.', { action: text.trim() ? { label: 'Bring it back', run: back } : undefined });
}

async function forwardThis(button) {
  const form = composer();
  if (form.dataset.sending) return;
  const done = await post(`/drafts?handler=Forward&case=${form.dataset.case}&message=${button.dataset.forwardMessage}`);
  if (!done.ok) toast(done.text, { kind: 'bad' });
  if (!done.ok && done.code !== 'forward_begun') return;
  if (done.data?.leftOut.length > 0) toast(`Left out: ${done.data.leftOut.join(', ')}.`, { kind: 'bad' });
  await fetchDraft(form, 'forward');
  write('forward');
  field().setSelectionRange(0, 0);
  field().scrollTop = 0;
  if (chosen().to.length === 0) document.querySelector('[data-people-add="to"]').focus();
}

async function editScheduled(button) {
  const form = composer();
  if (form.dataset.sending) return;
  await save(form, 'reply');
  const done = await post(button.dataset.editScheduled);
  if (!done.ok) {
    toast(done.text, { kind: 'bad' });
    return;
  }
  await fetchDraft(form, 'reply');
  write('reply');
  document.body.dispatchEvent(new CustomEvent('inbox:cases', { detail: [Number(form.dataset.case)] }));
}

async function readDraft(button) {
  const open = button.getAttribute('aria-expanded') !== 'true';
  const text = button.parentElement.querySelector('.colleague-text');
  const html = open ? await read(button.dataset.readDraft) : '';
  if (html === null) return;
  text.replaceChildren(fragment(html));
  text.hidden = !open;
  button.setAttribute('aria-expanded', String(open));
  button.textContent = open ? 'Close it' : 'Read it';
}

document.addEventListener('compose:people', peopleChanged);
document.addEventListener('input', e => {
  if (e.target.id !== 'composer-text' && e.target.id !== 'compose-subject') return;
  const form = composer();
  keep(form, form.dataset.mode, changes(form));
});
document.addEventListener('submit', e => {
  if (e.target.id !== 'composer') return;
  e.preventDefault();
  send(e.target, e.submitter?.dataset.then ?? 'Waiting');
});
document.addEventListener('keydown', e => {
  if (!e.target.closest?.('#composer')) return;
  if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
    e.preventDefault();
    send(composer(), 'Waiting');
  } else if (e.target.id === 'compose-subject' && e.key === 'Enter') {
    e.preventDefault();
    field().focus();
  } else if (e.target.id === 'composer-text' && e.key === 'Escape') {
    e.target.blur();
  }
});
document.addEventListener('click', e => {
  const tab = e.target.closest('#composer [role="tab"]');
  if (tab) write(tab.dataset.mode, tab.dataset.mode === 'reply' ? { all: tab.hasAttribute('data-all') } : {});
  if (e.target.closest('#discard-draft')) discard(composer());
  const forward = e.target.closest('[data-forward-message]');
  if (forward) forwardThis(forward);
  const edit = e.target.closest('[data-edit-scheduled]');
  if (edit) editScheduled(edit);
  const reading = e.target.closest('[data-read-draft]');
  if (reading) readDraft(reading);
});
