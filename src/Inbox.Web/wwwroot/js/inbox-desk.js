// Which case is open, and which of the stacked screens a small window shows.
import { adoptAll, fragment } from './inbox-patch.js';
import { read } from './inbox-send.js';
import { composeIn } from './inbox-composer.js';
import { toast } from './toasts.js';

const desk = document.getElementById('desk');
const place = document.getElementById('case');

export const shown = () => document.querySelector('#case main[data-case]');
export const rows = () => [...document.querySelectorAll('#rows a.row-case')];

export function screen(name) {
  desk.dataset.screen = name;
}

export function markOpen() {
  const open = shown()?.dataset.case;
  for (const row of rows()) {
    const on = row.dataset.case === open;
    row.classList.toggle('on', on);
    if (on) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
  }
}

export function toEnd() {
  const thread = document.getElementById('thread');
  if (thread) thread.scrollTop = thread.scrollHeight;
}

/**
 * @param {string} number C-1042
 * @param {string|null} address for the address bar; null when it stands there already
 */
export async function openCase(number, address) {
  place.setAttribute('aria-busy', 'true');
  const html = await read(`/cases/${encodeURIComponent(number)}?handler=Panel`);
  place.removeAttribute('aria-busy');
  if (html === null) {
    toast(`${number} could not be opened. Try again.`, { kind: 'bad' });
    return;
  }
  if (address) history.pushState({}, '', address);
  place.replaceChildren(fragment(html));
  adoptAll(place);
  htmx.process(place);
  const main = shown();
  document.title = `${main.dataset.number} ${main.dataset.subject} · Inbox`;
  markOpen();
  composeIn(place);
  toEnd();
  screen('case');
  document.dispatchEvent(new Event('inbox:opened'));
}

/** The list with this case beside it; on a case's own page there is no list, and it is simply opened. */
export function addressOf(number) {
  if (desk.classList.contains('alone')) return `/cases/${number}`;
  const address = new URL(location.href);
  address.searchParams.set('case', number);
  return address.pathname + address.search;
}

document.addEventListener('click', e => {
  const to = e.target.closest('[data-screen-to]');
  if (to) {
    if (desk.classList.contains('alone') && to.dataset.screenTo === 'list') location.assign('/inbox');
    screen(to.dataset.screenTo);
    return;
  }
  const row = e.target.closest('a.row-case');
  if (!row || e.ctrlKey || e.metaKey || e.shiftKey || e.button !== 0) return;
  e.preventDefault();
  openCase(`C-${row.dataset.case}`, row.getAttribute('href'));
});

addEventListener('popstate', () => {
  const number = new URLSearchParams(location.search).get('case');
  if (number && !desk.classList.contains('alone')) openCase(number, null);
  else location.reload();
});

// Rows that were paged in belong to the same list.
document.addEventListener('htmx:afterSettle', markOpen);
