// Asking and reporting beside the work: each page opens in a dialog, so what is worked on stays as it is.
import { doingOf } from "../../tasks/js/kinds/doings.js";

const dialog = document.querySelector("#desk-aside");
const content = document.querySelector("#desk-aside-content");

dialog.addEventListener("htmx:afterSettle", () => {
  for (const button of content.querySelectorAll("[data-aside-close]")) button.hidden = false;
  if (!dialog.open) dialog.showModal();
  const first = content.querySelector("[aria-invalid=true], [data-aside-first], input:not([type=hidden]), textarea");
  (first ?? content.querySelector("button")).focus();
});
dialog.addEventListener("click", ({ target }) => target.closest("[data-aside-close]") && dialog.close());
document.addEventListener("keydown", (event) => {
  const form = document.querySelector("#answer[data-assignment]");
  if (!form || event.repeat || document.querySelector("dialog[open]")) return;
  const link = form.querySelector(`[data-aside="${doingOf(form, event)}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
