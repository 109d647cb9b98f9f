// Marks and special characters go into the text where the caret is, by button or by key. The browser's own undo takes
// them back, for they come in as typing does.
import { mountDoings } from "./doings.js";

export function mountInserting(form, signal) {
  const bar = form.querySelector("[data-inserts]");
  if (!bar) return;
  let field = null; // where the caret was last

  function insert({ insert: before, insertEnd: end, insertAround }) {
    const target = field?.isConnected ? field : form.querySelector("[data-transcript]");
    if (!target) return;
    target.focus();
    const { value, selectionStart, selectionEnd } = target;
    const chosen = value.slice(selectionStart, selectionEnd);
    const words = insertAround === undefined ? "" : chosen.trim();
    // A double click also takes the space after a word: it stays outside.
    const lead = words ? chosen.slice(0, chosen.indexOf(words)) : "";
    const trail = words ? chosen.slice(lead.length + words.length) : "";
    type(target, lead + before + words + end + trail);
    const waits = insertAround !== undefined && !words;
    const caret = selectionStart + lead.length + before.length + (waits ? 0 : words.length + end.length);
    target.setSelectionRange(caret, caret);
  }

  form.addEventListener("focusin", ({ target }) => target.matches("[data-transcript]") && (field = target), { signal });
  bar.addEventListener("click", ({ target }) => insert(target.closest("[data-insert]")?.dataset ?? {}), { signal });
  const marks = [...bar.querySelectorAll("[data-insert-do]")].map(({ dataset }) => [dataset.insertDo, () => insert(dataset)]);
  mountDoings(form, signal, Object.fromEntries(marks));
  bar.hidden = false;
}

/** Put `text` in the place of what is chosen. `insertText` alone is known to the browser's undo. */
function type(target, text) {
  if (document.execCommand("insertText", false, text)) return;
  target.setRangeText(text, target.selectionStart, target.selectionEnd, "end");
  target.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}
