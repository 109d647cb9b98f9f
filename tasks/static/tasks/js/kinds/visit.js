// What every desk shares: listeners that end when the next assignment comes, and which keys belong to a text field.

const visits = new WeakMap();

/** A signal for the listeners of this assignment. Called again for the same form, it ends those of the one before. */
export function freshSignal(form) {
  visits.get(form)?.abort();
  const visit = new AbortController();
  visits.set(form, visit);
  form.addEventListener("desk:left", () => visit.abort(), { once: true });
  return visit.signal;
}

/** Whether a key press belongs to the element that has the focus, or to an open dialog, and not to the desk. */
export function isTyping(event) {
  const writes = "textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable]";
  return Boolean(event.target.closest?.(writes) || document.querySelector("dialog[open]"));
}

/** The digit of a key, on keyboards too that need Shift for digits; null for other keys. */
export function digitOf(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const found = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
  return found ? Number(found[1]) : null;
}

/** Tick or untick a choice as a click would, so that drafts notice. */
export function choose(input, checked) {
  if (input.checked === checked) return;
  input.checked = checked;
  announceChange(input);
}

export function announceChange(element) {
  element.dispatchEvent(new Event("input", { bubbles: true }));
  element.dispatchEvent(new Event("change", { bubbles: true }));
}
