// What a key does at this desk: the form says it, as the server declared it for the list of keys and for the hints too.
import { digitOf, isTyping } from "./visit.js";

const declared = new WeakMap();

/** The key of an event as it is declared: "Control+Shift+z", "?", "Alt++". A digit is one on every keyboard. */
export function pressOf(event) {
  const digit = digitOf(event);
  if (digit !== null) return String(digit);
  return withHeld(event, event.key);
}

function withHeld(event, key) {
  const isSign = key.length === 1;
  // Which signs need Shift differs from keyboard to keyboard; with a letter it counts only beside Ctrl.
  const hasShift = event.shiftKey && (!isSign || (event.ctrlKey || event.metaKey) && event.code.startsWith("Key"));
  const held = [(event.ctrlKey || event.metaKey) && "Control", event.altKey && "Alt", hasShift && "Shift"];
  return [...held.filter(Boolean), isSign ? key.toLowerCase() : key].join("+");
}

/** What the form declares for this key, if anything. A form that takes nothing in has no keys. */
export function doingOf(form, event) {
  if (form.closest("[inert]")) return undefined;
  if (!declared.has(form)) declared.set(form, JSON.parse(form.dataset.keys));
  // Alt writes other signs on some keyboards: then the key counts by its place.
  const place = event.altKey && /^(?:Key|Digit)(.)$/.exec(event.code)?.[1];
  return declared.get(form)[pressOf(event)] ?? (place ? declared.get(form)[withHeld(event, place)] : undefined);
}

/**
 * Follows the keys of the desk by `doings[name](event)`; one that returns false leaves the key to the page. `within`
 * limits them to where the focus is. Whoever types keeps the keys that write; those with Alt and F1 to F12 work always.
 */
export function mountDoings(form, signal, doings, { within = "*" } = {}) {
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
      const doing = doings[doingOf(form, event)];
      const isFree = event.altKey || /^(F\d+|Escape)$/.test(event.key);
      if (!doing || !event.target.closest?.(within) || (!isFree && isTyping(event))) return;
      if (doing(event) !== false) event.preventDefault();
    },
    { signal, capture: true },
  );
}
