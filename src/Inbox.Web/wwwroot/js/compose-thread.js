// A text that is too long for one post may leave as several. How many, the server says: it cuts them.
import { post } from './inbox-send.js';

const calm = 300;
const label = () => document.getElementById('compose-thread');
const box = () => label().querySelector('input');
const field = () => document.getElementById('composer-text');
let timer = 0;
let counted = '';

/** @returns {boolean} the agent wants it and it can be done */
export const asThread = () => Boolean(label()) && !label().hidden && box().checked && !box().disabled;

/** @param {HTMLFormElement} form @param {string} way Public or Private @param {boolean} offered the text is too long, and the channel can do it */
export function showThread(form, way, offered) {
  if (!label()) return;
  label().hidden = !offered;
  clearTimeout(timer);
  if (!offered) {
    box().checked = false;
    counted = '';
    return;
  }
  timer = setTimeout(() => tell(form, way), calm);
}

async function tell(form, way) {
  const text = field().value;
  if (counted === text) return;
  const done = await post(form.dataset.posts, [['text', text], ['visibility', way]]);
  if (field()?.value !== text || !label()) return;
  counted = text;
  box().disabled = !done.ok;
  document.getElementById('compose-thread-words').textContent = done.ok ? `Post as a thread of ${done.data.posts} posts` : done.text;
}
