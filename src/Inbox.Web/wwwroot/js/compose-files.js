// Files that go with what is written: chosen, dropped or pasted; they lie on the server with the draft until it is sent.
import { draftOf, keep } from './inbox-drafts.js';
import { headers, post } from './inbox-send.js';
import { insert } from './compose-format.js';
import { toast } from './toasts.js';

const megabyte = 1_000_000;
const list = () => document.getElementById('compose-files');
const form = () => document.getElementById('composer');
const shownSize = bytes => (bytes < 1000 ? `${bytes} B` : bytes < megabyte ? `${Math.round(bytes / 1000)} kB` : `${(bytes / megabyte).toFixed(1)} MB`);
const uploads = new Set();

function item(name, size) {
  const made = document.createElement('li');
  const box = Object.assign(document.createElement('span'), { className: 'file' });
  const icon = Object.assign(document.createElement('i'), { className: 'bi bi-paperclip', ariaHidden: 'true' });
  const title = Object.assign(document.createElement('span'), { className: 'cut', textContent: name });
  const weight = Object.assign(document.createElement('span'), { className: 'faint num', textContent: shownSize(size) });
  const remove = Object.assign(document.createElement('button'), { type: 'button', className: 'chip-x', ariaLabel: `Take out ${name}` });
  remove.append(Object.assign(document.createElement('i'), { className: 'bi bi-x', ariaHidden: 'true' }));
  box.append(icon, title, weight, remove);
  made.append(box);
  return { made, box, icon, weight, remove };
}

/** What an image shows, for those who cannot see it; hidden where the channel takes no such words. */
function descriptionOf(file) {
  const field = Object.assign(document.createElement('input'), {
    className: 'form-control form-control-sm file-words', value: file.description ?? '', maxLength: 1000,
    placeholder: 'What it shows, for those who cannot see it', ariaLabel: `Description of ${file.name}`,
  });
  field.dataset.describe = file.id;
  return field;
}

function kept(file) {
  const { made, icon, remove, box } = item(file.name, file.size);
  if (file.type.startsWith('image/')) made.append(descriptionOf(file));
  if (file.contentId) icon.className = 'bi bi-image';
  made.dataset.file = file.id;
  remove.dataset.takeOut = file.id;
  box.title = file.contentId ? `${file.name}, shown in the text` : file.name;
  return made;
}

let describing = Promise.resolve();

/** Ends when the server has every description that was typed. */
export const described = () => describing;

async function describe(at, id, words) {
  const done = await post('/drafts?handler=Describe', [['file', String(id)], ['words', words]]);
  if (!done.ok) {
    toast(done.text, { kind: 'bad' });
    return;
  }
  const file = draftOf(at, at.dataset.mode).files.find(f => f.id === id);
  if (file) file.description = words;
}

export const isUploading = () => uploads.size > 0;

export function showFiles(draft) {
  const busy = [...uploads].filter(u => u.draft === draft).map(u => u.made);
  list().replaceChildren(...draft.files.map(kept), ...busy);
}

function request(at, mode, file, inline, progress) {
  const address = `/drafts?handler=Attach&${new URLSearchParams([['case', at.dataset.case], ['mode', mode], ['name', file.name || 'image.png'], ['type', file.type], ['inline', String(inline)]])}`;
  const xhr = new XMLHttpRequest();
  const done = new Promise(resolve => {
    xhr.open('POST', address);
    for (const [name, value] of Object.entries(headers())) xhr.setRequestHeader(name, value);
    xhr.setRequestHeader('Content-Type', 'application/octet-stream');
    xhr.upload.onprogress = e => { if (e.lengthComputable) progress(e.loaded / e.total); };
    xhr.onload = () => {
      if (xhr.status === 200) resolve({ ok: true, data: JSON.parse(xhr.responseText) });
      else if (xhr.status === 401) location.assign(xhr.getResponseHeader('HX-Redirect') ?? '/sign-in');
      else resolve({ ok: false, text: (xhr.getResponseHeader('Content-Type') ?? '').startsWith('text/plain') ? xhr.responseText : `${file.name} could not be stored. Try again.` });
    };
    xhr.onerror = () => resolve({ ok: false, text: `No connection to Inbox: ${file.name} is not attached. Try again.` });
    xhr.onabort = () => resolve({ ok: false, text: '' });
    xhr.send(file);
  });
  return { xhr, done };
}

async function upload(file, inline) {
  const at = form();
  const { mode } = at.dataset;
  const draft = draftOf(at, mode);
  const most = Number(at.dataset.megabytes);
  const used = draft.files.reduce((sum, f) => sum + f.size, 0) + [...uploads].filter(u => u.draft === draft).reduce((sum, u) => sum + u.size, 0);
  if (used + file.size > most * megabyte) {
    toast(`${file.name} has ${shownSize(file.size)}: the files of one message may have ${most} MB in all.`, { kind: 'bad' });
    return;
  }
  const { made, weight, remove } = item(file.name || 'image.png', file.size);
  const bar = Object.assign(document.createElement('progress'), { max: 1, value: 0, ariaLabel: `Uploading ${file.name}` });
  weight.replaceWith(bar);
  const sending = request(at, mode, file, inline, share => { bar.value = share; });
  let unwanted = false;
  remove.addEventListener('click', () => {
    unwanted = true;
    made.hidden = true;
    // One that is nearly there may be stored already: it is taken out again then.
    if (bar.value < 0.9 && file.size > megabyte) sending.xhr.abort();
  });
  const entry = { draft, size: file.size, made };
  uploads.add(entry);
  list().append(made);
  const done = await sending.done;
  uploads.delete(entry);
  made.remove();
  if (done.ok && unwanted) await post(`/drafts?handler=Detach&file=${done.data.file.id}`);
  if (!done.ok || unwanted) {
    if (done.text && !unwanted) toast(done.text, { kind: 'bad' });
    return;
  }
  draft.id = done.data.draft;
  draft.files.push(done.data.file);
  if (form() === at && at.dataset.mode === mode) {
    showFiles(draft);
    if (inline) insert(`![${file.name.replace(/\.[^.]*$/, '').replace(/[[\]]/g, '')}](cid:${encodeURIComponent(done.data.file.contentId)})`);
  }
}

function takeAll(files, inline) {
  for (const file of files) upload(file, inline && /^image\/(png|jpeg|gif|webp)$/.test(file.type));
}

const takesFiles = () => form() && form().dataset.mode !== 'note' && !document.getElementById('composer-text').disabled;

document.addEventListener('click', async e => {
  const pick = e.target.closest('#compose-tools [data-pick]');
  if (pick) document.getElementById(`pick-${pick.dataset.pick}`).click();
  const out = e.target.closest('[data-take-out]');
  if (!out) return;
  const at = form();
  const draft = draftOf(at, at.dataset.mode);
  const id = Number(out.dataset.takeOut);
  const done = await post(`/drafts?handler=Detach&file=${id}`);
  if (!done.ok) {
    toast(done.text, { kind: 'bad' });
    return;
  }
  const gone = draft.files.find(f => f.id === id);
  draft.files = draft.files.filter(f => f.id !== id);
  showFiles(draft);
  if (gone?.contentId) {
    // An image without a file would be a hole in the text.
    const field = document.getElementById('composer-text');
    const source = `](cid:${encodeURIComponent(gone.contentId)})`;
    field.value = field.value.split('\n').map(line => (line.includes(source) ? line.replace(/!\[[^\]]*\]\(cid:[^)]*\)/g, found => (found.includes(source) ? '' : found)) : line)).join('\n');
  }
  keep(at, at.dataset.mode, { text: document.getElementById('composer-text').value });
});

document.addEventListener('change', e => {
  if (!e.target.dataset?.describe) return;
  const [at, id, words] = [form(), Number(e.target.dataset.describe), e.target.value];
  describing = describing.then(() => describe(at, id, words));
});

document.addEventListener('change', e => {
  if (e.target.id !== 'pick-file' && e.target.id !== 'pick-image') return;
  takeAll(e.target.files, e.target.id === 'pick-image');
  e.target.value = '';
});

document.addEventListener('paste', e => {
  if (e.target.id !== 'composer-text' || !takesFiles() || e.clipboardData.files.length === 0) return;
  // A copied table brings a picture of itself along: the words are meant then.
  if (e.clipboardData.types.includes('text/plain')) return;
  e.preventDefault();
  takeAll(e.clipboardData.files, true);
});

const carriesFiles = e => e.dataTransfer?.types.includes('Files') && e.target.closest?.('#composer') && takesFiles();
document.addEventListener('dragover', e => {
  if (!carriesFiles(e)) return;
  e.preventDefault();
  form().classList.add('dropping');
});
document.addEventListener('dragleave', e => { if (e.target.closest?.('#composer') && !form().contains(e.relatedTarget)) form().classList.remove('dropping'); });
document.addEventListener('drop', e => {
  form()?.classList.remove('dropping');
  if (!carriesFiles(e)) return;
  e.preventDefault();
  takeAll(e.dataTransfer.files, false);
});
