// Lays a fresh answer of the server over what stands there, piece by piece: pieces that did not change are not touched,
// so scrolling, focus, selection and what is being typed stay as they are.
const served = new WeakMap();

const clock = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

/** The server writes UTC; the reader lives somewhere. */
function localise(root) {
  const show = (selector, format) => {
    for (const time of [...root.querySelectorAll(selector), ...(root.matches?.(selector) ? [root] : [])]) {
      const at = Date.parse(time.dateTime);
      time.textContent = format.format(at);
      time.title = exact.format(at);
    }
  };
  show('time[data-clock]', clock);
  show('time[data-day]', day);
}

function adopt(piece, html = piece.outerHTML) {
  served.set(piece, html);
  localise(piece);
}

export function adoptAll(root) {
  for (const parts of root.querySelectorAll('[data-parts]')) {
    for (const piece of parts.children) adopt(piece);
  }
}

/** Somebody is busy in it: it can wait for the next refresh. */
function busy(piece) {
  const active = document.activeElement;
  return piece.hasAttribute('data-edited')
    || piece.querySelector('.dropdown-menu.show, [data-edited]') !== null
    || (piece.contains(active) && active.matches('input, textarea, select') && active.value !== active.defaultValue);
}

export function fragment(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content;
}

function replace(old, fresh) {
  const html = fresh.outerHTML;
  old.replaceWith(fresh);
  adopt(fresh, html);
  htmx.process(fresh);
}

/**
 * @param {Element} parts whose children have ids
 * @param {ParentNode} fresh the same, as the server sees it now
 * @param {{keepBefore?: boolean}} [options] keepBefore: what stands above the first common child was paged in and stays
 */
export function patch(parts, fresh, { keepBefore = false } = {}) {
  const focused = document.activeElement?.id;
  const next = [...fresh.children];
  const ids = new Set(next.map(piece => piece.id));
  const here = [...parts.children];
  const common = here.findIndex(piece => ids.has(piece.id));
  const start = keepBefore && common > 0 ? common : 0;
  if (start > 0) {
    // The fresh stretch begins later than what is loaded: its own head ("show earlier", first day) is there already.
    const first = next.findIndex(piece => piece.id === here[start].id);
    next.splice(0, first);
  }
  for (const piece of here.slice(start)) if (!ids.has(piece.id)) piece.remove();

  let at = parts.children[start] ?? null;
  for (const piece of next) {
    const old = [...parts.children].find(child => child.id === piece.id);
    if (!old) {
      const html = piece.outerHTML;
      parts.insertBefore(piece, at);
      adopt(piece, html);
      htmx.process(piece);
      continue;
    }
    if (old !== at) parts.insertBefore(old, at);
    at = old.nextElementSibling;
    if (served.get(old) !== piece.outerHTML && !busy(old)) replace(old, piece);
  }
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
