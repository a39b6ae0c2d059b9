// Messages: the formatted mail in its frame, the whole text, the countdown of what is queued.
import { fragment } from './inbox-patch.js';
import { read } from './inbox-send.js';

/** The frame runs no script, but it is of our origin, so that its height can be read from here. */
function fit(frame) {
  const page = frame.contentDocument;
  if (!page?.body) return;
  const grow = () => { frame.style.height = `${Math.min(page.documentElement.scrollHeight, 6000)}px`; };
  grow();
  new ResizeObserver(grow).observe(page.body);
}

// The load event does not bubble, but it can be caught on its way down.
document.addEventListener('load', e => { if (e.target.matches?.('iframe.mail-frame')) fit(e.target); }, true);
for (const frame of document.querySelectorAll('iframe.mail-frame')) if (frame.contentDocument?.readyState === 'complete') fit(frame);

function frameFor(address) {
  const frame = document.createElement('iframe');
  frame.className = 'mail-frame';
  frame.setAttribute('sandbox', 'allow-same-origin allow-popups allow-popups-to-escape-sandbox');
  frame.title = 'Message as formatted by its sender';
  frame.src = address;
  return frame;
}

function toggle(button, { show, hide, other, otherShow }) {
  const open = button.getAttribute('aria-expanded') !== 'true';
  button.setAttribute('aria-expanded', String(open));
  button.textContent = open ? hide : show;
  if (open && other?.getAttribute('aria-expanded') === 'true') {
    other.setAttribute('aria-expanded', 'false');
    other.textContent = otherShow;
  }
  return open;
}

const formatted = ['Show formatted', 'Show text'];
const whole = ['Show whole message', 'Show less'];

document.addEventListener('click', async e => {
  const button = e.target.closest('[data-frame], [data-whole]');
  if (!button) return;
  const message = button.closest('.msg');
  const isFrame = button.hasAttribute('data-frame');
  const open = toggle(button, isFrame
    ? { show: formatted[0], hide: formatted[1], other: message.querySelector('[data-whole]'), otherShow: whole[0] }
    : { show: whole[0], hide: whole[1], other: message.querySelector('[data-frame]'), otherShow: formatted[0] });
  message.querySelector('.mail-frame')?.remove();
  message.querySelector('.whole')?.remove();
  message.classList.toggle('framed', open && isFrame);
  const said = message.querySelector('.said');
  if (open) {
    const markup = isFrame ? null : await read(button.dataset.whole);
    if (isFrame) said.after(frameFor(button.dataset.frame));
    else if (markup !== null) said.after(fragment(markup));
  }
  said.hidden = open;
});

function countDown() {
  for (const left of document.querySelectorAll('[data-sends-at]')) {
    const seconds = Math.ceil((Date.parse(left.dataset.sendsAt) - Date.now()) / 1000);
    left.textContent = seconds > 0 ? `· leaves in ${seconds} s` : '';
    const undo = left.parentElement.querySelector('[data-undo]');
    if (undo) undo.hidden = seconds <= 0;
  }
}

setInterval(countDown, 500);
