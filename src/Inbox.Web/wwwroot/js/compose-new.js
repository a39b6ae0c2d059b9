// The page of a new message: the composer alone, with the door it goes through and the department it is for.
import { composeIn } from './inbox-composer.js';
import { draftOf, keep } from './inbox-drafts.js';
import { show } from './compose-people.js';

const form = document.getElementById('composer');
const channel = document.getElementById('new-channel');
const department = document.getElementById('new-department');

function follow() {
  form.dataset.megabytes = channel.selectedOptions[0].dataset.megabytes;
  for (const signature of form.querySelectorAll('[data-signature]')) signature.hidden = signature.dataset.signature !== department.value;
}

function choose(select, value) {
  if (value && [...select.options].some(option => option.value === String(value))) select.value = String(value);
}

if (form) {
  const draft = draftOf(form, 'new');
  choose(channel, draft.channel);
  choose(department, draft.department ?? channel.selectedOptions[0].dataset.department);
  composeIn(document);
  const known = [...document.querySelectorAll('#compose-known option')];
  if (draft.to === null && known.length > 0) show({ to: [known[0].value], cc: [], bcc: [] });
  follow();
  form.addEventListener('change', e => {
    if (e.target === channel) choose(department, channel.selectedOptions[0].dataset.department);
    if (e.target !== channel && e.target !== department) return;
    follow();
    Object.assign(draftOf(form, 'new'), { channel: channel.value, department: department.value });
    if (draftOf(form, 'new').text) keep(form, 'new', { channel: channel.value, department: department.value });
  });
  document.querySelector('[data-people-add="to"]').focus();
}
