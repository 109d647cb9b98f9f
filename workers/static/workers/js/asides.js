// Asking and reporting beside the work: each page opens in a dialog, so what is worked on stays as it is.
import { doingOf } from "../../tasks/js/kinds/doings.js";
import { csrfToken } from "../../web/js/csrf.js";

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
  // Where several are on the screen, the current one is meant.
  const meant = form.querySelector("[data-current]") ?? form;
  const link = meant.querySelector(`[data-aside="${doingOf(form, event)}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});

// Opened, the answers count as read: the count of new ones has done its work.
for (const list of document.querySelectorAll("[data-questions]")) {
  list.addEventListener("toggle", async () => {
    const count = list.querySelector("[data-questions-new]");
    if (!list.open || !count) return;
    const response = await fetch(list.dataset.questions, { method: "POST", headers: { "X-CSRFToken": csrfToken() } }).catch(() => null);
    if (response?.status === 204) count.remove();
  });
}
