// Keyboard: every page registers its keys here, and "?" lists them.
const keys = new Map();
let pending = '';
let forget = 0;

/**
 * @param {string} keyName e.g. 'r', '/', or two keys after each other: 'g i'
 * @param {string} does what it does, for the help
 * @param {(e: KeyboardEvent) => void} run
 */
export function shortcut(keyName, does, run) {
  keys.set(keyName, { does, run });
}

const typing = e => e.target.closest?.('input, textarea, select, [contenteditable], dialog[open]');

document.addEventListener('keydown', e => {
  if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || typing(e)) return;
  const pressed = pending ? `${pending} ${e.key}` : e.key;
  clearTimeout(forget);
  pending = '';
  const found = keys.get(pressed) ?? keys.get(e.key);
  if (found) {
    e.preventDefault();
    found.run(e);
  } else if ([...keys.keys()].some(k => k.startsWith(`${e.key} `))) {
    pending = e.key;
    forget = setTimeout(() => { pending = ''; }, 1200);
  }
});

function help() {
  const dialog = document.getElementById('keys');
  const list = dialog.querySelector('dl');
  list.replaceChildren(...[...keys].map(([name, { does }]) => {
    const row = document.createElement('div');
    const dt = document.createElement('dt');
    for (const part of name.split(' ')) {
      const kbd = document.createElement('kbd');
      kbd.textContent = part;
      dt.append(kbd, ' ');
    }
    const dd = document.createElement('dd');
    dd.textContent = does;
    row.append(dt, dd);
    return row;
  }));
  dialog.showModal();
}

shortcut('?', 'These keys', help);
for (const link of document.querySelectorAll('.rail a[data-key]')) {
  shortcut(link.dataset.key, `Go to ${link.getAttribute('aria-label')}`, () => link.click());
}
if (document.getElementById('presence')) shortcut('A', 'Away, or back', () => document.getElementById('presence').click());
