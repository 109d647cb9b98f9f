// The desk with many micro-tasks on one screen: what its form needs, again after each refusal.
import { mount as mountCells } from "../../tasks/js/kinds/grid.js";
import { mountKeyList } from "../../tasks/js/kinds/keylist.js";
import { mountVeil } from "../../web/js/veil.js";
import { mountSignInAgain } from "./again.js";
import { attend } from "./attention.js";
import { mountChosen } from "./grid_chosen.js";
import { mountGridSending } from "./grid_sending.js";
import { mountInstructions } from "./instructions.js";
import { mountKeys } from "./keys.js";
import { mountLease } from "./lease.js";
import { mountMissing } from "./missing.js";
import { mountOneTab } from "./one_tab.js";
import { mountSession } from "./session.js";

let visit = new AbortController();
let lease = null;

/** Everything on the screen is in view together: the server shares each moment out among them. */
function together(form) {
  const numbers = [...form.querySelectorAll("input[name=cell]")].map((field) => field.value);
  const begin = (_, at) => {
    const stretches = numbers.map((number) => session.teller.begin(number, at));
    const setAll = (_one, name, value) => stretches.every((stretch) => Reflect.set(stretch, name, value));
    return new Proxy(stretches[0], { set: setAll });
  };
  return { begin, tell: session.teller.tell };
}

function mount() {
  visit.abort();
  visit = new AbortController();
  const { signal } = visit;
  const form = document.querySelector("#answer[data-assignment]");
  const word = form.querySelector("[data-desk-word]");
  const say = (sentence) => {
    word.textContent = sentence;
    word.hidden = !sentence;
  };
  const chosen = mountChosen(form, { signal });
  lease = mountLease(form, { signal, say });
  attend(form, { signal, teller: together(form) });
  const cells = mountCells(form);
  mountKeys(form, { signal });
  mountVeil(form, { signal });
  for (const cell of form.querySelectorAll("[data-cell]")) mountMissing(cell, { signal });
  mountGridSending(form, { signal, say, chosen, tell: session.teller.tell });
  const veil = form.querySelector("[data-veil-switch]");
  if (veil && !form.querySelector(".is-wrong")) veil.focus({ preventScroll: true });
  else cells.goTo(cells.firstOpen());
  form.dataset.ready = "";
}

/** Another tab goes on with this job, or the worker stops: what is chosen is kept in this browser. */
const stepBack = async () => visit.abort();

mountInstructions();
mountSignInAgain();
mountKeyList();
document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "desk-work") mount();
});
// A page that the browser kept whole and shows again may hold answers that were sent long ago.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
const session = mountSession({
  finish: stepBack,
  heard: (answer) => lease?.heard(answer.leases),
  keptUntil: () => lease?.until() ?? Date.now(),
});
const sit = mountOneTab({ stepBack });
if (!session.isStopped && (await sit())) mount();
