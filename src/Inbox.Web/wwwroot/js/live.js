// Live updates. A page listens on the body: hx-trigger="inbox:cases from:body".
// Browsers allow six connections a host, so only visible tabs hold a stream; one that comes back refreshes.
const calm = 1000;
let source = null;
let waiting = new Set();
let timer = 0;
let retry = 0;

function tell() {
  timer = 0;
  const detail = waiting.has('*') ? '*' : [...waiting];
  waiting = new Set();
  document.body.dispatchEvent(new CustomEvent('inbox:cases', { detail }));
}

function changed(ids) {
  for (const id of ids) waiting.add(id);
  // Not all open pages at the same moment.
  timer ||= setTimeout(tell, Math.random() * calm);
}

function open() {
  if (source || document.hidden || !document.body.dataset.live) return;
  clearTimeout(retry);
  source = new EventSource('/live');
  source.addEventListener('cases', e => changed(e.data === '*' ? ['*'] : e.data.split(',').map(Number)));
  source.addEventListener('resync', () => changed(['*']));
  source.addEventListener('error', () => {
    // The browser gives up for good when the server answers with an error; we do not.
    if (source?.readyState === EventSource.CLOSED) {
      close();
      retry = setTimeout(() => { open(); changed(['*']); }, 5000 + Math.random() * 5000);
    }
  });
}

function close() {
  source?.close();
  source = null;
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    close();
  } else {
    open();
    if (document.body.dataset.live) changed(['*']);
  }
});
addEventListener('pagehide', close);
addEventListener('pageshow', open);
open();

// Hints can be lost, so open pages also look for themselves.
setInterval(() => { if (!document.hidden && document.body.dataset.live) changed(['*']); }, 30_000);
