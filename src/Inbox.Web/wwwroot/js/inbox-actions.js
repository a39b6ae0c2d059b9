// Buttons and small forms that change a case.
import { act, anyway, ask, read } from './inbox-send.js';
import { fragment } from './inbox-patch.js';
import { toast } from './toasts.js';
import { addressOf, openCase, shown } from './inbox-desk.js';
import { refresh } from './inbox-live.js';

const soon = {
  hours: now => now.setHours(now.getHours() + 3),
  tomorrow: now => { now.setDate(now.getDate() + 1); now.setHours(9, 0, 0, 0); },
  monday: now => { now.setDate(now.getDate() + ((8 - now.getDay()) % 7 || 7)); now.setHours(9, 0, 0, 0); },
};

const openIds = () => [Number(shown()?.dataset.case)];

async function press(button) {
  if (button.dataset.sure && !await anyway(button.dataset.sure)) return;
  const fields = [];
  if (button.dataset.snooze) {
    const until = new Date();
    soon[button.dataset.snooze](until);
    fields.push(['until', until.toISOString()]);
  }
  if (button.dataset.ask) {
    const reason = await ask(button.dataset.ask);
    if (!reason) return;
    fields.push(['reason', reason]);
  }
  button.disabled = true;
  const done = await act(button.dataset.post, fields);
  button.disabled = false;
  if (!done) return;
  if (button.dataset.thenOpen) await openCase(button.dataset.thenOpen, addressOf(button.dataset.thenOpen));
  await refresh(openIds());
}

/** Opens it; a form that depends on how the case stands is read first. */
async function showDialog(dialog) {
  if (dialog.dataset.load) {
    const html = await read(dialog.dataset.load);
    if (html === null) {
      toast('This cannot be done now. Try again.', { kind: 'bad' });
      return;
    }
    dialog.replaceChildren(fragment(html));
    htmx.process(dialog);
    for (const field of dialog.querySelectorAll('[data-tomorrow]')) field.value = localTime(soon.tomorrow);
  }
  dialog.showModal();
}

/** What a datetime-local field holds. */
function localTime(move) {
  const at = new Date();
  move(at);
  at.setMinutes(at.getMinutes() - at.getTimezoneOffset());
  return at.toISOString().slice(0, 16);
}

document.addEventListener('click', e => {
  const button = e.target.closest('[data-post]');
  if (button) {
    press(button);
    return;
  }
  const opener = e.target.closest('[data-dialog]');
  if (opener) {
    showDialog(document.getElementById(opener.dataset.dialog));
    return;
  }
  e.target.closest('[data-close]')?.closest('dialog').close();
});

document.addEventListener('submit', async e => {
  const form = e.target.closest('[data-post-form]');
  if (!form) return;
  e.preventDefault();
  const fields = [...new FormData(form)].map(([name, value]) => [name, ['until', 'due'].includes(name) ? new Date(value).toISOString() : value]);
  if (await act(form.dataset.postForm, fields)) {
    form.closest('dialog')?.close();
    form.reset();
    await refresh(openIds());
  }
});

// Tags: each change sends them all.
async function sendTags(form, tags) {
  if (await act(form.dataset.tags, [['tags', tags.join(',')]])) {
    document.activeElement?.closest('.tags')?.querySelector('.tag-add')?.blur();
    await refresh(openIds());
    document.querySelector('.tag-add')?.focus();
  }
}

const tagsOf = form => [...form.querySelectorAll('[data-tag]')].map(chip => chip.dataset.tag);

document.addEventListener('click', e => {
  const remove = e.target.closest('[data-tag-remove]');
  if (!remove) return;
  const form = remove.closest('form');
  sendTags(form, tagsOf(form).filter(tag => tag !== remove.parentElement.dataset.tag));
});

document.addEventListener('submit', e => {
  const form = e.target.closest('[data-tags]');
  if (!form) return;
  e.preventDefault();
  const field = form.querySelector('.tag-add');
  const added = field.value.split(',').map(tag => tag.trim()).filter(Boolean);
  if (added.length === 0) return;
  field.value = '';
  sendTags(form, [...tagsOf(form), ...added]);
});
