// Who gets it: everybody is a chip that can be taken out, and the people of the case are offered.
const kinds = ['to', 'cc', 'bcc'];
const root = () => document.getElementById('compose-people');
const row = kind => root().querySelector(`[data-people="${kind}"]`);
const changed = () => root().dispatchEvent(new CustomEvent('compose:people', { bubbles: true }));
const same = (a, b) => a.toLowerCase() === b.toLowerCase();

/** Whom an answer is owed to, and who else was addressed. */
export function suggested() {
  const line = document.getElementById('compose-to');
  return line
    ? { to: JSON.parse(line.dataset.to), all: JSON.parse(line.dataset.cc), seen: line.dataset.seen, mail: line.dataset.mail === 'yes' }
    : { to: [], all: [], seen: '', mail: true };
}

export const includes = (list, address) => list.some(other => same(other, address));

function nameOf(address) {
  const option = [...document.querySelectorAll('#compose-known option')].find(o => same(o.value, address));
  return option?.dataset.name ? `${option.dataset.name} <${address}>` : address;
}

function chip(address) {
  const made = document.createElement('span');
  made.className = 'chip';
  made.role = 'listitem';
  made.dataset.address = address;
  const remove = Object.assign(document.createElement('button'), { type: 'button', className: 'chip-x', ariaLabel: `Leave out ${address}` });
  remove.dataset.peopleRemove = '';
  remove.append(Object.assign(document.createElement('i'), { className: 'bi bi-x', ariaHidden: 'true' }));
  made.append(nameOf(address), ' ', remove);
  return made;
}

const open = (kind, on) => {
  row(kind).hidden = !on;
  root().querySelector(`[data-people-show="${kind}"]`)?.toggleAttribute('hidden', on);
};

/** @param {{to: string[], cc: string[], bcc: string[]}} people */
export function show(people) {
  for (const kind of kinds) {
    row(kind).querySelector('.people-chips').replaceChildren(...(people[kind] ?? []).map(chip));
    row(kind).querySelector('input').value = '';
    if (kind !== 'to') open(kind, (people[kind] ?? []).length > 0);
  }
}

export const chosen = () => Object.fromEntries(kinds.map(kind => [kind, [...row(kind).querySelectorAll('[data-address]')].map(c => c.dataset.address)]));

function add(input) {
  const address = input.value.trim().replace(/[,;]$/, '').trim();
  if (address === '') return true;
  input.value = address;
  if (!input.checkValidity()) {
    input.reportValidity();
    return false;
  }
  input.value = '';
  if (includes(Object.values(chosen()).flat(), address)) return true;
  row(input.dataset.peopleAdd).querySelector('.people-chips').append(chip(address));
  changed();
  return true;
}

/** What was typed and not yet added belongs to the message, too. @returns {boolean} false when it is no address */
export const settle = () => [...root().querySelectorAll('[data-people-add]')].every(input => input.closest('[hidden]') || add(input));

document.addEventListener('keydown', e => {
  const input = e.target.closest?.('[data-people-add]');
  if (!input) return;
  if (['Enter', ',', ';'].includes(e.key) && !e.ctrlKey && !e.metaKey) {
    e.preventDefault();
    add(input);
  } else if (e.key === 'Backspace' && input.value === '') {
    const last = row(input.dataset.peopleAdd).querySelector('.people-chips').lastElementChild;
    if (last) {
      last.remove();
      changed();
    }
  }
});
document.addEventListener('focusout', e => { if (e.target.matches?.('[data-people-add]')) add(e.target); });
document.addEventListener('input', e => {
  // Chosen from the list, which sends no key.
  if (e.target.matches?.('[data-people-add]') && e.inputType === 'insertReplacementText') add(e.target);
});
document.addEventListener('click', e => {
  const remove = e.target.closest('[data-people-remove]');
  if (remove) {
    const input = remove.closest('[data-people]').querySelector('input');
    remove.parentElement.remove();
    input.focus();
    changed();
  }
  const more = e.target.closest('[data-people-show]');
  if (more) {
    open(more.dataset.peopleShow, true);
    row(more.dataset.peopleShow).querySelector('input').focus();
  }
});
