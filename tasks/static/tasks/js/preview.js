// The preview: the tools of the desk can be tried, an answer can be checked, and nothing of it is kept.
import { mountVeil } from "../../web/js/veil.js";

import { mountKeyList } from "./kinds/keylist.js";

const form = document.querySelector("#answer");
// The keys of a kind send the form themselves: that is the button, which htmx listens to.
form.addEventListener("submit", (event) => {
  if (event.submitter) return;
  event.preventDefault();
  form.querySelector("[data-check]")?.click();
});
mountVeil(form, { signal: new AbortController().signal });
if (form.dataset.kindScript) {
  const kind = await import(form.dataset.kindScript);
  kind.mount(form);
}

mountKeyList();

const panel = document.querySelector("[data-desk-instructions]");
panel.open = matchMedia("(min-width: 70rem)").matches;
