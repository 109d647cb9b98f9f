// The list of this desk's keys: opened by its button or by its own key, closed by Escape; the focus goes back by itself.
import { doingOf } from "./doings.js";
import { isTyping } from "./visit.js";

export function mountKeyList() {
  const dialog = document.querySelector("#desk-keys");
  const button = document.querySelector("[data-keys-open]");
  button.addEventListener("click", () => dialog.showModal());
  button.hidden = false;
  document.addEventListener("keydown", (event) => {
    const form = document.querySelector("#answer");
    if (!form || event.defaultPrevented || doingOf(form, event) !== "keys" || document.querySelector("dialog[open]")) return;
    if (isTyping(event) && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    dialog.showModal();
  });
}
