// Requests of the agent's page. Failures come back to the caller in words, so that nothing typed is given up before.
import { toast } from './toasts.js';

const lost = 'No connection to Inbox. What you typed is still here; try again.';

export function headers() {
  return { 'HX-Request': 'true', ...JSON.parse(document.body.getAttribute('hx-headers') ?? '{}') };
}

async function words(response) {
  const type = response.headers.get('Content-Type') ?? '';
  if (type.startsWith('text/plain')) return response.text();
  if (type.includes('json')) {
    const problem = await response.json();
    return problem.errors ? Object.values(problem.errors).flat().join(' ') : problem.detail ?? problem.title;
  }
  return 'Something went wrong on our side. What you typed is still here; try again.';
}

function signIn(response) {
  location.assign(response.headers.get('HX-Redirect') ?? '/sign-in');
}

/**
 * @param {string} address
 * @param {() => void} [gone] called when what stood there is gone, or no longer the reader's to see
 * @returns {Promise<string|null>} the markup, or null when it could not be had: a refresh comes again by itself
 */
export async function read(address, gone) {
  try {
    const response = await fetch(address, { headers: headers() });
    if (response.status === 401) signIn(response);
    if (response.status === 404) gone?.();
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} address
 * @param {Iterable<[string, string]>} [fields]
 * @param {{keepalive?: boolean}} [options] keepalive: finish although the page is being left
 * @returns {Promise<{ok: boolean, data?: any, code?: string, text?: string}>}
 */
export async function post(address, fields = [], { keepalive = false } = {}) {
  let response;
  try {
    response = await fetch(address, { method: 'POST', body: new URLSearchParams([...fields]), headers: headers(), keepalive });
  } catch {
    return { ok: false, code: 'offline', text: lost };
  }
  if (response.status === 401) {
    signIn(response);
    return { ok: false, text: 'Your session has ended. What you typed is kept.' };
  }
  if (!response.ok) return { ok: false, code: response.headers.get('Inbox-Error') ?? '', text: await words(response) };
  const type = response.headers.get('Content-Type') ?? '';
  return { ok: true, data: type.includes('json') ? await response.json() : type.startsWith('text/html') ? await response.text() : null };
}

/** Asks for a reason in the page's dialog. @returns {Promise<string|null>} */
export function ask(question) {
  const dialog = document.getElementById('reason-dialog');
  const field = document.getElementById('reason-text');
  document.getElementById('reason-title').textContent = question;
  field.value = '';
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => {
    dialog.querySelector('form').onsubmit = () => resolve(field.value.trim());
    dialog.onclose = () => resolve(null);
  });
}

/** Asks one of the page's questions, a dialog with a text and a yes. @param {string} question how their ids begin @returns {Promise<boolean>} */
export function confirmed(question, text) {
  const dialog = document.getElementById(`${question}-dialog`);
  document.getElementById(`${question}-text`).textContent = text;
  dialog.showModal();
  return new Promise(resolve => {
    document.getElementById(`${question}-yes`).onclick = () => { resolve(true); dialog.close(); };
    dialog.onclose = () => resolve(false);
  });
}

/** Something is still open on the case: resolve it all the same? @returns {Promise<boolean>} */
export const anyway = text => confirmed('anyway', text);

/** Does something to a case; asks for a reason where one is needed. @returns {Promise<boolean>} */
export async function act(address, fields = []) {
  const done = await post(address, fields);
  if (done.ok) return true;
  if (done.code === 'reason_needed' && document.getElementById('reason-dialog')) {
    const reason = await ask(done.text);
    return reason ? act(address, [...fields, ['reason', reason]]) : false;
  }
  if (done.code === 'open_tasks') return await anyway(done.text) && act(address, [...fields, ['tasksLeft', 'true']]);
  toast(done.text, { kind: 'bad' });
  return false;
}
