// The keys of the agent's page. Each has a button or link that does the same.
import { shortcut } from './keys.js';
import { beginSplit } from './case-moves.js';
import { openCase, rows } from './inbox-desk.js';
import { undoLast } from './compose-send.js';
import { openPalette } from './palette.js';
import { write } from './inbox-composer.js';

function move(step) {
  const all = rows();
  if (all.length === 0) return;
  const focused = all.indexOf(document.activeElement);
  const at = focused >= 0 ? focused : all.findIndex(row => row.classList.contains('on'));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}

function open() {
  const row = document.activeElement?.closest?.('a.row-case') ?? rows()[0];
  if (row) openCase(`C-${row.dataset.case}`, row.getAttribute('href'));
}

const press = id => () => document.getElementById(id)?.click();

shortcut('j', 'Next case', () => move(1));
shortcut('k', 'Case before', () => move(-1));
shortcut('o', 'Open the case (Enter, too)', open);
shortcut('/', 'Search', () => document.getElementById('q')?.select());
shortcut('r', 'Reply', () => write('reply'));
shortcut('R', 'Reply to all', () => write('reply', { all: true }));
shortcut('f', 'Forward to third parties', () => write('forward'));
shortcut('n', 'Note', () => write('note'));
shortcut('m', 'Canned answers and macros (/ at the start of a line, too)', openPalette);
shortcut('c', 'New message', press('new-case'));
shortcut('l', 'Log a call', press('log-call'));
shortcut('e', 'Resolve', press('act-resolve'));
shortcut('h', 'Hand off', press('act-handoff'));
shortcut('H', 'Hand back, done', press('act-handback'));
shortcut('t', 'Ask another department for something', press('act-task'));
shortcut('a', 'Assign to me', press('act-take'));
shortcut('z', 'No reply needed', press('act-noreply'));
shortcut('M', 'Merge into another case', press('act-merge'));
shortcut('S', 'Split: choose messages', beginSplit);
shortcut('w', 'Follow, or no longer', press('act-follow'));
shortcut('y', 'Yes: move it where it seems to belong', press('act-suggested'));
shortcut('u', 'Undo the answer just sent', undoLast);
