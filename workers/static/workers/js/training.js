// A training task: the tools of the desk and its keys; the form is sent as it is.
import { mountKeyList } from "../../tasks/js/kinds/keylist.js";
import { mountVeil } from "../../web/js/veil.js";
import { mountKeys } from "./keys.js";

const form = document.querySelector("#answer");
const { signal } = new AbortController();
mountKeys(form, { signal });
mountVeil(form, { signal });
if (form.dataset.kindScript) {
  const kind = await import(form.dataset.kindScript);
  kind.mount(form);
}
mountKeyList();
const panel = document.querySelector("[data-desk-instructions]");
panel.open = matchMedia("(min-width: 70rem)").matches;
const first = form.querySelector("[data-veil-switch]") ?? form.querySelector("[data-desk-tools] textarea");
(first ?? form.querySelector("[data-desk-stage]")).focus({ preventScroll: true });
