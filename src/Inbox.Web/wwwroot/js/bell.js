// The bell: how many notifications wait for the reader, and a word of each that comes while the page is open.
import { headers, post } from './inbox-send.js';
import { toast } from './toasts.js';

const bell = document.getElementById('bell');
const most = 99;
const seconds = 12;
// The server tells no more than these of what is new: more would cover the page.
const several = 4;
const told = new Set();
let unread = 0;
let since = null;
let looking = false;
let again = false;

function show() {
  const number = bell.querySelector('.n');
  number.hidden = unread === 0;
  number.textContent = unread > most ? `${most}+` : unread;
  bell.ariaLabel = unread === 0 ? 'Notifications' : `Notifications, ${unread > most ? `more than ${most}` : unread} unread`;
}

function tell(news, newest) {
  const fresh = news.filter(n => !told.has(n.id));
  for (const { id } of fresh) told.add(id);
  if (fresh.length >= several) {
    since = newest;
    toast('Several new notifications.', { seconds, action: { label: 'Show', href: '/notifications' } });
    return;
  }
  for (const { text, case: number, address } of fresh.reverse()) {
    toast(text, { seconds, action: { label: number ? 'Open' : 'Show', href: address ?? '/notifications' } });
  }
}

/** What is about a case is read once the case was opened, from wherever. */
async function readOfCase() {
  const id = document.querySelector('#case main[data-case]')?.dataset.case;
  if (id && unread > 0 && (await post(`/notifications?handler=ReadCase&case=${id}`)).ok) await look();
}

// Quietly: a session that has ended must not take a page away under somebody's hands, and the next hint asks again.
async function ask() {
  try {
    const response = await fetch(`/notifications?handler=Count${since === null ? '' : `&after=${since}`}`, { headers: headers() });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

async function look() {
  if (looking) {
    again = true;
    return;
  }
  looking = true;
  const answer = await ask();
  looking = false;
  if (answer) {
    const first = since === null;
    since ??= answer.newest;
    unread = answer.unread;
    show();
    tell(answer.news, answer.newest);
    if (first) await readOfCase();
  }
  if (again) {
    again = false;
    await look();
  }
}

if (bell) {
  document.body.addEventListener('inbox:notices', look);
  document.body.addEventListener('inbox:cases', e => { if (e.detail === '*') look(); });
  document.addEventListener('inbox:read', look);
  document.addEventListener('inbox:opened', readOfCase);
  addEventListener('pageshow', e => { if (e.persisted) look(); });
  look();
}
