// The preview: the tools of the desk can be tried, and nothing is sent.
import { mountVeil } from "../../web/js/veil.js";

import { mountKeyList } from "./kinds/keylist.js";

const form = document.querySelector("#answer");
form.addEventListener("submit", (event) => event.preventDefault());
mountVeil(form, { signal: new AbortController().signal });
if (form.dataset.kindScript) {
  const kind = await import(form.dataset.kindScript);
  kind.mount(form);
}

mountKeyList();

const panel = document.querySelector("[data-desk-instructions]");
panel.open = matchMedia("(min-width: 70rem)").matches;
