// What is being written. The server keeps it a second after the last key, so that it is there on every machine; this
// device keeps what the server has not confirmed yet, so that a lost connection or a closed lid loses nothing.
import { post, read } from './inbox-send.js';

const calm = 900;
const longest = 5000;
const again = 5000;
const keepaliveBytes = 60_000;
const modes = ['reply', 'note', 'forward', 'new'];
const all = new WeakMap();

const blank = () => ({
  id: null, text: '', subject: '', to: null, cc: null, bcc: null, seen: null, channel: null, department: null,
  revision: 0, other: null, files: [], dirty: false, version: 0, since: 0, timer: 0, saving: null, problem: '',
});
const nameOf = (form, mode) => `inbox.draft.${form.dataset.person}.${form.dataset.case}.${mode}`;
const tell = (form, mode) => form.dispatchEvent(new CustomEvent('draft:state', { detail: mode }));

function localOf(form, mode) {
  try {
    return JSON.parse(localStorage.getItem(nameOf(form, mode)));
  } catch {
    return null;
  }
}

function keepLocally(form, mode, draft) {
  try {
    const { text, subject, to, cc, bcc, seen, channel, department, revision } = draft;
    localStorage.setItem(nameOf(form, mode), JSON.stringify({ text, subject, to, cc, bcc, seen, channel, department, revision }));
    draft.local = true;
  } catch {
    // A full or forbidden store: the text still stands in the field and goes to the server.
    draft.local = false;
  }
}

function forgetLocally(form, mode) {
  try {
    localStorage.removeItem(nameOf(form, mode));
  } catch {
    // Nothing was kept then.
  }
}

function draftsOf(form) {
  const known = all.get(form);
  if (known) return known;
  const drafts = Object.fromEntries(modes.map(mode => [mode, blank()]));
  all.set(form, drafts);
  for (const kept of JSON.parse(form.dataset.drafts || '[]')) Object.assign(drafts[kept.mode], kept);
  for (const mode of modes) {
    const local = localOf(form, mode);
    if (!local || local.text === undefined) continue;
    // Never confirmed by the server. If it went on meanwhile, it keeps both.
    Object.assign(drafts[mode], local, { dirty: true });
    soon(form, mode);
  }
  return drafts;
}

export const draftOf = (form, mode) => draftsOf(form)[mode];

export const isBegun = draft => draft.text.trim() !== '' || draft.files.length > 0;

/** The draft changed: on this device at once, on the server soon. */
export function keep(form, mode, changes) {
  const draft = draftOf(form, mode);
  Object.assign(draft, changes, { dirty: true, version: draft.version + 1 });
  keepLocally(form, mode, draft);
  soon(form, mode);
  tell(form, mode);
}

function soon(form, mode, wait = calm) {
  const draft = draftsOf(form)[mode];
  draft.since ||= Date.now();
  clearTimeout(draft.timer);
  draft.timer = setTimeout(() => save(form, mode), Math.max(0, Math.min(wait, draft.since + longest - Date.now())));
}

function fieldsOf(form, mode, draft, otherSeen) {
  const fields = [['case', form.dataset.case], ['mode', mode], ['text', draft.text], ['subject', draft.subject], ['revision', String(draft.revision)], ['otherSeen', String(otherSeen)]];
  if (draft.to) {
    fields.push(['people', 'true']);
    for (const kind of ['to', 'cc', 'bcc']) for (const address of draft[kind] ?? []) fields.push([kind, address]);
  }
  for (const name of ['seen', 'channel', 'department']) if (draft[name]) fields.push([name, String(draft[name])]);
  return fields;
}

async function send(form, mode, { leaving = false, otherSeen = false }) {
  const draft = draftOf(form, mode);
  const { version } = draft;
  draft.since = 0;
  const done = await post('/drafts?handler=Save', fieldsOf(form, mode, draft, otherSeen), { keepalive: leaving && draft.text.length * 3 < keepaliveBytes });
  if (done.ok) {
    Object.assign(draft, { id: done.data.id, revision: done.data.revision, other: done.data.other, problem: '' });
    if (draft.version === version) {
      draft.dirty = false;
      forgetLocally(form, mode);
    } else {
      keepLocally(form, mode, draft);
      soon(form, mode);
    }
  } else {
    draft.problem = done.code === 'offline' ? 'kept on this computer' : done.text;
    if (done.code === 'offline') draft.timer = setTimeout(() => save(form, mode), again);
  }
  tell(form, mode);
}

/** Saves what the server does not have yet, one request after the other. */
export async function save(form, mode, options = {}) {
  const draft = draftOf(form, mode);
  clearTimeout(draft.timer);
  if (draft.saving && !options.leaving) await draft.saving;
  if (!draft.dirty && !options.otherSeen) return;
  draft.saving = send(form, mode, options);
  await draft.saving;
  draft.saving = null;
}

/** Nothing more is saved from here until the next change: it is about to be sent. */
export async function rest(form, mode) {
  const draft = draftOf(form, mode);
  clearTimeout(draft.timer);
  if (draft.saving) await draft.saving;
  clearTimeout(draft.timer);
}

/** It has left, or was thrown away. */
export function forget(form, mode) {
  clearTimeout(draftOf(form, mode).timer);
  draftsOf(form)[mode] = blank();
  forgetLocally(form, mode);
}

/** The server has other words than this window: those of a message taken back, or of another machine. */
export function adopt(form, mode, kept) {
  forget(form, mode);
  Object.assign(draftOf(form, mode), kept);
}

/** Reads one's own draft anew. */
export async function fetchDraft(form, mode) {
  const json = await read(`/drafts?handler=Mine&case=${form.dataset.case}&mode=${mode}`);
  const kept = json ? JSON.parse(json) : null;
  if (kept) adopt(form, mode, kept);
  return draftOf(form, mode);
}

/** A refresh of the page brought the drafts as the server has them. @returns {string[]} the modes that changed here */
export function meet(form, served) {
  const changed = [];
  for (const kept of JSON.parse(served || '[]')) {
    const draft = draftOf(form, kept.mode);
    if (kept.revision <= draft.revision || draft.dirty || draft.saving) continue;
    adopt(form, kept.mode, kept);
    changed.push(kept.mode);
  }
  return changed;
}

function leave() {
  const form = document.getElementById('composer');
  if (!form) return;
  for (const mode of modes) if (draftOf(form, mode).dirty && !form.dataset.sending) save(form, mode, { leaving: true });
}

addEventListener('pagehide', leave);
document.addEventListener('visibilitychange', () => { if (document.hidden) leave(); });
addEventListener('online', leave);
