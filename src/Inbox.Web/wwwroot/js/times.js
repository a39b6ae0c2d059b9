// Keeps "5 minutes ago" and "12m late" true while a page stays open; the words are those of Shown.cs.
const minute = 60, hour = 3600, day = 86400;

export function duration(seconds) {
  const s = Math.abs(seconds);
  if (s < minute) return `${Math.floor(s)}s`;
  if (s < hour) return `${Math.floor(s / minute)}m`;
  const [big, bigUnit, small, smallUnit] = s < day ? [hour, 'h', minute, 'm'] : [day, 'd', hour, 'h'];
  const rest = Math.floor((s % big) / small);
  return `${Math.floor(s / big)}${bigUnit}${rest ? ` ${rest}${smallUnit}` : ''}`;
}

export function ago(seconds) {
  const count = (n, unit) => `${n} ${unit}${n === 1 ? '' : 's'} ago`;
  if (seconds < minute) return 'just now';
  if (seconds < hour) return count(Math.floor(seconds / minute), 'minute');
  if (seconds < day) return count(Math.floor(seconds / hour), 'hour');
  if (seconds < 60 * day) return count(Math.floor(seconds / day), 'day');
  if (seconds < 730 * day) return count(Math.floor(seconds / (30 * day)), 'month');
  return count(Math.floor(seconds / (365 * day)), 'year');
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function refreshTimes(root = document) {
  const now = Date.now();
  for (const time of root.querySelectorAll('time[data-ago]')) {
    const at = Date.parse(time.dateTime);
    time.textContent = ago((now - at) / 1000);
    time.title = exact.format(at);
  }
  for (const chip of root.querySelectorAll('time[data-due]')) {
    const at = Date.parse(chip.dateTime);
    const left = (at - now) / 1000;
    const tone = left < 0 ? 'late' : left < hour ? 'warn' : 'calm';
    chip.querySelector('span').textContent = left < 0 ? `${duration(left)} late` : duration(left);
    chip.title = exact.format(at);
    chip.classList.remove('late', 'warn', 'calm');
    chip.classList.add(tone);
  }
}

refreshTimes();
setInterval(refreshTimes, 20_000);
document.addEventListener('htmx:afterSettle', () => refreshTimes());
