// A list is dragged into another order. The buttons beside each entry do the same by keyboard and by touch.
const entry = e => e.target.closest?.('[data-order] > li');
const order = list => [...list.children].map(li => li.dataset.id).join(',');
let dragged = null;
let before = '';
let home = null;

document.addEventListener('dragstart', e => {
  dragged = entry(e);
  if (!dragged) return;
  before = order(dragged.parentElement);
  home = dragged.nextElementSibling;
  e.dataTransfer.effectAllowed = 'move';
  e.dataTransfer.setData('text/plain', dragged.dataset.id);
  dragged.classList.add('dragged');
});

document.addEventListener('dragover', e => {
  const over = entry(e);
  if (!dragged || !over || over.parentElement !== dragged.parentElement) return;
  e.preventDefault();
  if (over === dragged) return;
  const box = over.getBoundingClientRect();
  over[e.clientY < box.top + box.height / 2 ? 'before' : 'after'](dragged);
});

document.addEventListener('drop', e => {
  if (dragged) e.preventDefault();
});

document.addEventListener('dragend', e => {
  if (!dragged) return;
  const [li, list] = [dragged, dragged.parentElement];
  dragged = null;
  li.classList.remove('dragged');
  if (e.dataTransfer.dropEffect === 'none') {
    list.insertBefore(li, home);
  } else if (order(list) !== before) {
    htmx.ajax('POST', list.dataset.order, { target: '#ordered', swap: 'outerHTML', values: { ids: order(list) } });
  }
});
