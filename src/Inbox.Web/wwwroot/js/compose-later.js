// An answer that leaves later: in the morning, on Monday, or when the agent says.
import { send } from './compose-send.js';

document.addEventListener('click', e => {
  const choice = e.target.closest('[data-later], [data-later-own]');
  if (!choice) return;
  const own = document.getElementById('later-at');
  if (choice.hasAttribute('data-later-own') && !own.value) {
    own.focus();
    return;
  }
  const at = choice.dataset.later ?? new Date(own.value).toISOString();
  bootstrap.Dropdown.getOrCreateInstance(document.getElementById('send-later')).hide();
  send(document.getElementById('composer'), 'Waiting', { sendAt: at });
});
