// The page of choices: what is not in the page goes nowhere else, and the browser is asked by a click only.
for (const row of document.querySelectorAll('[data-way]')) {
  const page = row.querySelector('[data-page]');
  const others = row.querySelectorAll('input[type=checkbox]:not([data-page]), select');
  page.addEventListener('change', () => { for (const other of others) other.disabled = !page.checked; });
}

const words = {
  granted: 'This browser shows them.',
  denied: 'This browser was told not to show them. Allow notifications of this site in its settings.',
  default: 'This browser was not asked yet.',
};
const place = document.getElementById('ask-browser');
const [line, button] = [place.querySelector('span'), place.querySelector('button')];

function show() {
  // Without https a browser has none of it.
  if (!('Notification' in globalThis)) return;
  line.textContent = words[Notification.permission];
  button.hidden = Notification.permission !== 'default';
}

button.addEventListener('click', async () => {
  await Notification.requestPermission();
  show();
  document.body.dispatchEvent(new CustomEvent('inbox:may-notify'));
});
show();
