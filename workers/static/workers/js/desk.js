// The desk: everything that a new assignment on the page needs, and ends for the one before.
import { mountDrafts } from "./drafts.js";
import { mountKeys } from "./keys.js";
import { mountLease } from "./lease.js";
import * as memory from "./memory.js";

let visit = new AbortController();

function mount() {
  visit.abort();
  visit = new AbortController();
  const form = document.querySelector("#answer[data-assignment]");
  if (!form) return;
  const { signal } = visit;
  const say = (sentence) => {
    const place = form.querySelector("[data-desk-word]");
    place.textContent = sentence;
    place.hidden = !sentence;
  };
  const drafts = mountDrafts(form, { signal, say });
  mountLease(form, { signal, say });
  mountKeys(form, { signal });
  mountSending(form, { signal, say, drafts });
  if (form.dataset.kindScript) {
    import(form.dataset.kindScript).then((kind) => {
      if (signal.aborted) return;
      kind.mount(form);
      drafts.ready();
    });
  } else drafts.ready();
  const first = form.querySelector("[data-desk-tools] textarea");
  (first ?? form.querySelector("[data-desk-stage]")).focus({ preventScroll: true });
}

/** What htmx does with the form: a lost network and a lost sign-in are said beside the button, and nothing is lost. */
function mountSending(form, { signal, say, drafts }) {
  const on = (name, react) => form.addEventListener(name, react, { signal });
  on("htmx:beforeRequest", () => {
    drafts.pause();
    say("");
  });
  on("htmx:sendError", () => say(form.dataset.wordOffline));
  on("htmx:timeout", () => say(form.dataset.wordOffline));
  on("htmx:responseError", () => say(form.dataset.wordFailed));
  on("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo } = event.detail;
    const arrivedAt = new URL(xhr.responseURL || location.href).pathname;
    if (arrivedAt === new URL(pathInfo.finalRequestPath, location.href).pathname) {
      if (xhr.status === 200) drafts.forget();
      return;
    }
    event.detail.shouldSwap = false;
    drafts.keepHere();
    say(form.dataset.wordSignedOut);
  });
  on("htmx:afterRequest", () => drafts.resume());
}

/** The panel of instructions stays as its reader left it, from one assignment to the next and from day to day. */
function mountInstructions() {
  const panel = document.querySelector("[data-desk-instructions]");
  if (!panel) return;
  const name = `instructions:${panel.dataset.deskInstructions}`;
  const wide = matchMedia("(min-width: 70rem)").matches;
  panel.open = wide && memory.recall(name) !== "closed";
  panel.addEventListener("toggle", () => memory.remember(name, panel.open ? "open" : "closed"));
}

mountInstructions();
mount();
document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "desk-work") mount();
});
