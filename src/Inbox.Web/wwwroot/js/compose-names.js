// Naming people in a note: typing @ offers them, and who is chosen stands in the text as plain words.
const field = () => document.getElementById('composer-text');
const form = () => document.getElementById('composer');
const pattern = /(?:^|[^\p{L}\p{N}._@/+-])@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]*)?)$/u;
let list = null;
let begin = 0;
let asked = 0;
let timer = 0;
let chosen = '';

function close() {
  asked++;
  clearTimeout(timer);
  list?.remove();
  list = null;
  field()?.removeAttribute('aria-activedescendant');
  field()?.removeAttribute('aria-controls');
}

function mark(step) {
  const options = [...list.children];
  const at = options.findIndex(o => o.getAttribute('aria-selected') === 'true');
  const next = options[(at + step + options.length) % options.length];
  for (const option of options) option.setAttribute('aria-selected', String(option === next));
  next.scrollIntoView({ block: 'nearest' });
  field().setAttribute('aria-activedescendant', next.id);
}

function choose(option) {
  const text = field();
  chosen = `@${option.dataset.name} `;
  text.setRangeText(chosen, begin, text.selectionStart, 'end');
  close();
  text.focus();
  text.dispatchEvent(new Event('input', { bubbles: true }));
}

function show(people) {
  list?.remove();
  list = Object.assign(document.createElement('ul'), { id: 'names', className: 'names', role: 'listbox', ariaLabel: 'People to name' });
  list.append(...people.map((person, i) => {
    const option = Object.assign(document.createElement('li'), { id: `name-${i}`, role: 'option', ariaSelected: 'false' });
    option.dataset.name = person.name;
    option.append(
      Object.assign(document.createElement('b'), { textContent: person.name }), ' ',
      Object.assign(document.createElement('span'), { className: 'muted', textContent: person.of }),
      person.gains ? Object.assign(document.createElement('span'), { className: 'chip warn', textContent: 'may read this case then' }) : '');
    return option;
  }));
  field().after(list);
  field().setAttribute('aria-controls', list.id);
  mark(1);
}

async function offer() {
  const text = field();
  const typed = form().dataset.mode === 'note' && text.selectionStart === text.selectionEnd
    ? pattern.exec(text.value.slice(0, text.selectionStart)) : null;
  if (!typed) {
    close();
    return;
  }
  begin = text.selectionStart - typed[1].length - 1;
  if (chosen && text.value.startsWith(chosen, begin)) {
    close();
    return;
  }
  const mine = ++asked;
  let people = [];
  try {
    const response = await fetch(`/people?${new URLSearchParams({ q: typed[1], case: form().dataset.case })}`);
    if (response.ok) people = await response.json();
  } catch {
    // Without a connection nothing is offered; the name can be typed.
  }
  if (mine !== asked || document.activeElement !== text) return;
  if (people.length === 0) close();
  else show(people);
}

document.addEventListener('input', e => {
  if (e.target.id !== 'composer-text') return;
  clearTimeout(timer);
  timer = setTimeout(offer, 100);
});

// Before the composer sees them: with the list open, Enter chooses and Escape closes the list only.
document.addEventListener('keydown', e => {
  if (!list || e.target.id !== 'composer-text' || e.ctrlKey || e.metaKey) return;
  if (e.key === 'ArrowDown') mark(1);
  else if (e.key === 'ArrowUp') mark(-1);
  else if (e.key === 'Enter' || e.key === 'Tab') choose(list.querySelector('[aria-selected="true"]'));
  else if (e.key === 'Escape') close();
  else return;
  e.preventDefault();
  e.stopPropagation();
}, true);
document.addEventListener('mousedown', e => {
  const option = e.target.closest?.('#names [role="option"]');
  if (!option) return;
  e.preventDefault();
  choose(option);
});
document.addEventListener('submit', e => { if (list && e.target.id === 'composer') close(); });
document.addEventListener('focusout', e => { if (list && e.target.id === 'composer-text') close(); });
