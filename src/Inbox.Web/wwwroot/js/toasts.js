// Short words about what just happened. Errors stay until they are read; the rest goes after a while.
const shelf = () => document.getElementById('toasts');

/**
 * @param {string} text what to say; an action either runs something or leads to an address
 * @param {{kind?: 'good'|'bad'|'plain', action?: {label: string, run?: () => void, href?: string}, seconds?: number}} [options]
 * @returns {{close: () => void}}
 */
export function toast(text, { kind = 'plain', action, seconds = kind === 'bad' ? 0 : 6 } = {}) {
  const box = document.createElement('div');
  box.className = kind;
  box.setAttribute('role', kind === 'bad' ? 'alert' : 'status');
  const words = document.createElement('span');
  words.className = 'grow';
  words.textContent = text;
  box.append(words);
  const close = () => box.remove();
  if (action) {
    const button = document.createElement(action.href ? 'a' : 'button');
    if (action.href) button.href = action.href;
    else button.type = 'button';
    button.className = 'btn btn-sm btn-outline-secondary';
    button.textContent = action.label;
    button.addEventListener('click', () => { close(); action.run?.(); });
    box.append(button);
  }
  const dismiss = document.createElement('button');
  dismiss.type = 'button';
  dismiss.className = 'btn-close';
  dismiss.ariaLabel = 'Close';
  dismiss.addEventListener('click', close);
  box.append(dismiss);

  // The same complaint twice is one complaint.
  for (const other of shelf().children) {
    if (other.firstChild?.textContent === text) other.remove();
  }
  shelf().append(box);
  if (seconds > 0) setTimeout(close, seconds * 1000);
  return { close };
}
