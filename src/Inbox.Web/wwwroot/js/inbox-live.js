// Keeps views, list and the open case true while nobody presses reload.
import { fragment, patch } from './inbox-patch.js';
import { read } from './inbox-send.js';
import { markOpen, shown, toEnd } from './inbox-desk.js';
import { newsForComposer } from './inbox-composer.js';
import { toast } from './toasts.js';

const nearEnd = 48;

/** The server counts once a second for a person. */
const keptFor = 1100;
let recount = 0;
let running = false;
let again = null;

async function refreshViews() {
  const views = document.getElementById('views');
  if (!views) return;
  const html = await read(`/inbox?handler=Views&${new URLSearchParams([['view', new URLSearchParams(location.search).get('view') ?? '']])}`);
  if (html === null) return;
  const fresh = fragment(html);
  // What happened within that second is not counted yet, and nobody will tell of it again.
  clearTimeout(recount);
  if (fresh.getElementById('views-head').dataset.kept === 'yes') recount = setTimeout(refreshViews, keptFor);
  patch(views, fresh);
  const count = document.getElementById('list-count');
  const chosen = views.querySelector('a.on .n');
  if (count && chosen) count.textContent = chosen.firstChild.textContent;
}

async function refreshRows() {
  const list = document.getElementById('rows');
  if (!list) return;
  const loaded = Math.max(30, document.querySelectorAll('#rows > .row-case').length);
  const html = await read(`${list.dataset.refresh}&rows=${loaded}`);
  if (html === null) return;
  patch(list, fragment(html));
  markOpen();
}

const newestOf = thread => [...thread.querySelectorAll('.msg')].at(-1)?.id;

/** The open case went to others who do not show it: a contractor declined it, or handed it back. */
function leave(main) {
  if (shown() !== main) return;
  const [nothing, words] = [document.createElement('main'), document.createElement('div')];
  nothing.id = 'main';
  nothing.tabIndex = -1;
  nothing.className = 'talk nothing';
  words.className = 'empty';
  words.textContent = `${main.dataset.number} is no longer yours to see.`;
  nothing.append(words);
  document.getElementById('case').replaceChildren(nothing);
}

async function refreshCase() {
  const main = shown();
  if (!main) return;
  const html = await read(main.dataset.refresh, () => leave(main));
  if (html === null || shown() !== main) return;
  const fresh = fragment(html);
  const thread = document.getElementById('thread');
  const [before, atEnd] = [newestOf(thread), thread.scrollHeight - thread.scrollTop - thread.clientHeight < nearEnd];
  for (const id of ['case-head', 'thread', 'composer-line', 'later-menu', 'side']) {
    patch(document.getElementById(id), fresh.getElementById(id), { keepBefore: id === 'thread' });
  }
  const canReply = fresh.getElementById('composer').dataset.canReply;
  document.getElementById('composer').dataset.canReply = canReply;
  newsForComposer(fresh.getElementById('composer'));
  main.dataset.subject = fresh.getElementById('main').dataset.subject;

  const newest = document.getElementById(newestOf(thread) ?? '');
  if (!newest || newest.id === before) return;
  if (atEnd) toEnd();
  if (newest.dataset.direction === 'Inbound') {
    toast(`${newest.getAttribute('aria-label')} wrote on ${main.dataset.number}.`, {
      action: atEnd ? undefined : { label: 'Show', run: () => newest.scrollIntoView({ block: 'end', behavior: 'smooth' }) },
    });
  }
}

/** @param {'*'|number[]} cases which cases changed */
export async function refresh(cases) {
  if (running) {
    again = again === '*' || cases === '*' ? '*' : [...(again ?? []), ...cases];
    return;
  }
  running = true;
  try {
    const open = Number(shown()?.dataset.case);
    await Promise.all([refreshViews(), refreshRows(), cases === '*' || cases.includes(open) ? refreshCase() : null]);
  } finally {
    running = false;
  }
  if (again) {
    const next = again;
    again = null;
    await refresh(next);
  }
}

document.body.addEventListener('inbox:cases', e => refresh(e.detail));
