// Live updates. A page listens on the body: hx-trigger="inbox:cases from:body". "inbox:notices" says that the reader's
// notifications changed; after a gap only "inbox:cases" with "*" comes, which means everything.
// Browsers allow six connections a host, so only visible tabs hold a stream; one that comes back refreshes. The tab that
// shows notifications by the browser holds one behind others, too.
const calm = 1000;
let source = null;
let waiting = new Set();
let timer = 0;
let retry = 0;
let kept = false;

function tell() {
  timer = 0;
  const detail = waiting.has('*') ? '*' : [...waiting];
  waiting = new Set();
  document.body.dispatchEvent(new CustomEvent('inbox:cases', { detail }));
}

function changed(ids) {
  if (document.hidden) {
    // A page that nobody sees refetches nothing; it looks at everything when it comes back.
    if (ids.includes('*')) document.body.dispatchEvent(new CustomEvent('inbox:notices'));
    return;
  }
  for (const id of ids) waiting.add(id);
  // Not all open pages at the same moment.
  timer ||= setTimeout(tell, Math.random() * calm);
}

function open() {
  if (source || (document.hidden && !kept) || !document.body.dataset.live) return;
  clearTimeout(retry);
  source = new EventSource('/live');
  source.addEventListener('cases', e => changed(e.data === '*' ? ['*'] : e.data.split(',').map(Number)));
  // Only the pages of one person ask then, so they need not wait for each other.
  source.addEventListener('notices', () => document.body.dispatchEvent(new CustomEvent('inbox:notices')));
  // What happened between the page and its stream, or while that was broken, nobody told.
  for (const gap of ['ready', 'resync']) source.addEventListener(gap, () => changed(['*']));
  source.addEventListener('error', () => {
    // The browser gives up for good when the server answers with an error; we do not.
    if (source?.readyState === EventSource.CLOSED) {
      close();
      retry = setTimeout(open, 5000 + Math.random() * 5000);
    }
  });
}

function close() {
  source?.close();
  source = null;
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    if (!kept) close();
  } else {
    open();
    if (document.body.dataset.live) changed(['*']);
  }
});
addEventListener('pagehide', close);
addEventListener('pageshow', open);
open();

// Hints can be lost, so open pages also look for themselves.
setInterval(() => { if ((!document.hidden || kept) && document.body.dataset.live) changed(['*']); }, 30_000);

/** @param {boolean} keep hold the stream although nobody sees this page */
export function keepOpen(keep) {
  kept = keep;
  if (keep) open();
  else if (document.hidden) close();
}
