// Answers that a second person reads before they leave.
import { offerUndo, send } from './compose-send.js';
import { confirmed, post } from './inbox-send.js';
import { toast } from './toasts.js';

async function approve(button) {
  button.disabled = true;
  let done = await post(button.dataset.approve);
  if (done.code === 'changed_since' && await confirmed('approve', done.text)) done = await post(button.dataset.approve, [['anyway', 'true']]);
  button.disabled = false;
  const form = document.getElementById('composer');
  if (done.ok) {
    offerUndo(form, done.data.messageId, Date.parse(done.data.sendsAt), 'The answer');
    document.body.dispatchEvent(new CustomEvent('inbox:cases', { detail: [Number(form.dataset.case)] }));
  } else if (done.code !== 'changed_since') toast(done.text, { kind: 'bad' });
}

document.addEventListener('click', e => {
  const button = e.target.closest('[data-approve]');
  if (button) approve(button);
  const asking = e.target.closest('[data-for-approval]');
  if (asking) send(document.getElementById('composer'), 'Waiting', { forApproval: true });
});
