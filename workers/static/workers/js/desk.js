// The desk: everything that a new assignment on the page needs, and ends for the one before.
import { mountSignInAgain } from "./again.js";
import { mountKeyList } from "../../tasks/js/kinds/keylist.js";
import { attend } from "./attention.js";
import { mountDrafts } from "./drafts.js";
import { mountFlow } from "./flow.js";
import { mountInstructions } from "./instructions.js";
import { mountKeys } from "./keys.js";
import { mountLease } from "./lease.js";
import { sendLeftovers } from "./leftovers.js";
import { mountMissing } from "./missing.js";
import { mountOneTab } from "./one_tab.js";
import { mountSending } from "./sending.js";
import { mountVeil } from "../../web/js/veil.js";
import { mountSession } from "./session.js";

let visit = new AbortController();
let lease = null;

/** Set up the assignment of `form`; what can be asked of it while it is on screen. */
function mount(form, { submitted }) {
  visit = new AbortController();
  const { signal } = visit;
  const say = (sentence) => {
    const place = form.querySelector("[data-desk-word]");
    place.textContent = sentence;
    place.hidden = !sentence;
  };
  const drafts = mountDrafts(form, { signal, say });
  lease = mountLease(form, { signal, say });
  attend(form, { signal, teller: session.teller });
  mountKeys(form, { signal });
  mountMissing(form, { signal });
  mountVeil(form, { signal });
  mountSending(form, { signal, submitted });
  const ready = () => {
    if (signal.aborted) return;
    form.dataset.ready = "";
    drafts.ready();
  };
  if (form.dataset.kindScript) {
    import(form.dataset.kindScript)
      .then((kind) => (signal.aborted ? null : kind.mount(form)))
      .finally(ready);
  } else ready();
  const first = form.querySelector("[data-veil-switch]") ?? form.querySelector("[data-desk-tools] textarea");
  (first ?? form.querySelector("[data-desk-stage]")).focus({ preventScroll: true });
  return { say, drafts };
}

/** End what is on screen: its listeners, its clocks, its player. */
function leave() {
  document.querySelector("#answer")?.dispatchEvent(new Event("desk:left"));
  visit.abort();
}

/** Another tab goes on with this job, or the worker stops: what stands here is saved, and nothing more is sent. */
async function stepBack() {
  await flow.keepDraft();
  flow.stop();
  leave();
}

mountInstructions();
mountSignInAgain();
mountKeyList();
// A page that the browser kept whole and shows again may hold an answer that was sent long ago.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
const session = mountSession({
  finish: stepBack,
  heard: (answer) => lease?.heard(answer.leases),
  keptUntil: () => lease?.until() ?? Date.now(),
});
const flow = mountFlow({ mount, leave, rest: () => session.teller.tell() });
const sit = mountOneTab({ stepBack });
if (!session.isStopped) {
  if (await sit()) await flow.start();
  sendLeftovers();
}
