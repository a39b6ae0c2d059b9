// What is being written, kept on this device with every keystroke until it has left.
const nameOf = (form, mode) => `inbox.draft.${form.dataset.person}.${form.dataset.case}.${mode}`;

/** @returns {{text: string, seen: string}|null} seen: the newest message when the writing began */
export function draftOf(form, mode) {
  try {
    return JSON.parse(localStorage.getItem(nameOf(form, mode)));
  } catch {
    return null;
  }
}

export function keep(form, mode, text, seen) {
  try {
    if (text === '') localStorage.removeItem(nameOf(form, mode));
    else localStorage.setItem(nameOf(form, mode), JSON.stringify({ text, seen }));
    return true;
  } catch {
    // A full or forbidden store: the text still stands in the field.
    return false;
  }
}

/** An answer that was taken back goes before what has been begun since. */
export function giveBack(form, text) {
  const begun = draftOf(form, 'reply');
  keep(form, 'reply', begun?.text ? `${text}\n\n${begun.text}` : text, begun?.seen ?? '');
}
