// Keys of the notifications page. The list is fetched anew while one walks through it: the place is kept by id.
import { shortcut } from './keys.js';

const rows = () => [...document.querySelectorAll('.notice')];
let at = null;

function stand(row) {
  at = row?.id ?? null;
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
}

function here() {
  const all = rows();
  return all.find(r => r.contains(document.activeElement)) ?? all.find(r => r.id === at) ?? null;
}

function move(step) {
  const all = rows();
  const from = all.indexOf(here());
  stand(all[from < 0 ? 0 : Math.min(Math.max(from + step, 0), all.length - 1)]);
}

function markRead() {
  const row = here();
  const button = row?.querySelector('form button');
  if (!button) return;
  // One that is read may leave the list; its neighbour is where one stands then.
  const all = rows();
  at = document.location.search.includes('unread=true') ? all[all.indexOf(row) + 1]?.id ?? all[all.indexOf(row) - 1]?.id ?? null : row.id;
  button.click();
}

const open = () => here()?.querySelector('.said a')?.click();

// Only where nothing inside has the focus: a button takes Enter for itself.
document.addEventListener('keydown', e => {
  if (e.key === 'Enter' && e.target.classList?.contains('notice')) open();
});

document.addEventListener('htmx:afterSettle', () => {
  if (at && !document.activeElement?.closest('.notice')) document.getElementById(at)?.focus({ preventScroll: true });
});

shortcut('j', 'Next notification', () => move(1));
shortcut('k', 'Notification before', () => move(-1));
shortcut('o', 'Open its case (Enter, too)', open);
shortcut('m', 'Mark as read', markRead);
shortcut('M', 'Mark all as read', () => document.getElementById('read-all')?.click());
