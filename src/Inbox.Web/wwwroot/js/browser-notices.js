// Notifications by the browser. One page shows them, whichever holds the lock, also while it lies behind others; it keeps
// the live stream open for that. Another takes over when it closes.
import { headers } from './inbox-send.js';
import { keepOpen } from './live.js';

const stored = 'inbox-browser-told';
const pages = 'BroadcastChannel' in globalThis ? new BroadcastChannel('inbox-pages') : null;
const answerWithin = 150;
let holding = false;
let looking = false;
let again = false;

const openCase = () => (document.hidden ? null : document.querySelector('#case main[data-case]')?.dataset.case ?? null);
const numberOf = id => (id ? `C-${id}` : null);

// Every page says whether somebody looks at a case in it just now.
pages?.addEventListener('message', ({ data }) => {
  if (data.shows && numberOf(openCase()) === data.shows) pages.postMessage({ seen: data.shows });
});

/** Whether some page of this browser shows the case before somebody's eyes. */
function inSight(number) {
  if (!number) return false;
  if (numberOf(openCase()) === number) return true;
  if (!pages) return false;
  return new Promise(done => {
    const heard = ({ data }) => { if (data.seen === number) end(true); };
    const end = seen => {
      pages.removeEventListener('message', heard);
      done(seen);
    };
    pages.addEventListener('message', heard);
    pages.postMessage({ shows: number });
    setTimeout(() => end(false), answerWithin);
  });
}

function show({ id, text, case: number, address }) {
  try {
    const shown = new Notification('Inbox', { body: text, tag: `inbox-${number ?? id}`, icon: '/img/icon.svg' });
    shown.addEventListener('click', () => {
      shown.close();
      globalThis.focus();
      const to = address ?? '/notifications';
      if (location.pathname + location.search !== to) location.assign(to);
    });
  } catch {
    // Telephones show them by a service worker only, and Inbox has none: they have the bell.
    release();
  }
}

async function look() {
  if (!holding) return;
  if (looking) {
    // What this look has asked for may be older than the hint.
    again = true;
    return;
  }
  looking = true;
  try {
    const since = localStorage.getItem(stored);
    const response = await fetch(`/notifications?handler=Browser${since === null ? '' : `&after=${since}`}`, { headers: headers() });
    if (response.ok) {
      const { upto, news } = await response.json();
      localStorage.setItem(stored, upto);
      for (const one of news) {
        if (!await inSight(one.case)) show(one);
      }
    }
  } catch {
    // The next hint, or the next half minute, asks again.
  } finally {
    looking = false;
  }
  if (again) {
    again = false;
    await look();
  }
}

let release = () => {};

function begin() {
  if (holding || !('Notification' in globalThis) || Notification.permission !== 'granted' || !navigator.locks || !document.body.dataset.live) return;
  navigator.locks.request('inbox-browser-notices', () => new Promise(done => {
    holding = true;
    release = () => {
      holding = false;
      keepOpen(false);
      done();
    };
    keepOpen(true);
    look();
  }));
}

document.body.addEventListener('inbox:notices', look);
document.body.addEventListener('inbox:cases', e => { if (e.detail === '*') look(); });
document.body.addEventListener('inbox:may-notify', begin);
addEventListener('pagehide', () => release());
addEventListener('pageshow', e => { if (e.persisted) begin(); });
begin();
