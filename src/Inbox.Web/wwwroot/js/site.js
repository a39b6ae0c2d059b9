// What every page has. Pages import from the same files: { toast } from './toasts.js', { shortcut } from './keys.js'.
import './errors.js';
import './keys.js';
import './times.js';
import './live.js';
import './bell.js';
import './browser-notices.js';
import { toast } from './toasts.js';

const root = document.documentElement;

function markThemes() {
  for (const choice of document.querySelectorAll('[data-theme-choice]')) {
    choice.setAttribute('aria-pressed', String(choice.dataset.themeChoice === root.dataset.theme));
  }
}

document.addEventListener('click', e => {
  const choice = e.target.closest('[data-theme-choice]');
  if (!choice) return;
  root.dataset.theme = choice.dataset.themeChoice;
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `inbox-theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax${secure}`;
  document.dispatchEvent(new Event('inbox:theme'));
});
document.addEventListener('inbox:theme', markThemes);
// The menu of one's account comes anew when one goes away or is back.
document.addEventListener('htmx:afterSettle', markThemes);
markThemes();

// Buttons that copy what stands in another element, such as a token that is shown once.
document.addEventListener('click', async e => {
  const button = e.target.closest('[data-copy]');
  if (!button) return;
  const text = document.querySelector(button.dataset.copy).textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
    toast('Copied.', { kind: 'good' });
  } catch {
    toast('Copying is not allowed here: select the text and copy it by hand.', { kind: 'bad' });
  }
});

// Fields that should not stay, such as passwords, once they were taken.
document.addEventListener('htmx:afterRequest', e => {
  if (e.detail.successful) e.detail.elt.closest?.('form[data-reset]')?.reset();
});

// A server may say something in words with any answer: HX-Trigger: {"inbox:say": "Saved."}
document.addEventListener('inbox:say', e => toast(e.detail.value, { kind: 'good' }));
