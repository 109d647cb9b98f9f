// The desk with many micro-tasks on one screen: what a new screen needs besides what every desk does.
import { mount as mountCells } from "../../tasks/js/kinds/grid.js";
import { attend } from "./attention.js";
import { openDesk } from "./desk_page.js";
import { forgetChosen, mountChosen } from "./grid_chosen.js";
import { mountComplete } from "./grid_complete.js";
import { mountMissing } from "./missing.js";

const PATIENCE_MS = 1000;

/** Everything on the screen is in view together: the server shares each moment out among them. */
function together(form, teller) {
  const numbers = [...form.querySelectorAll("input[name=cell]")].map((field) => field.value);
  const begin = (_, at) => {
    const stretches = numbers.map((number) => teller.begin(number, at));
    const setAll = (_one, name, value) => stretches.every((stretch) => Reflect.set(stretch, name, value));
    return new Proxy(stretches[0], { set: setAll });
  };
  return { begin, tell: teller.tell };
}

/** The time of a screen is told before its answers, so that each has an equal share of it. */
function first(teller) {
  return Promise.race([teller.tell(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}

function mount(form, { signal, teller }) {
  const chosen = mountChosen(form, { signal });
  attend(form, { signal, teller: together(form, teller) });
  const cells = mountCells(form);
  mountComplete(form, { signal, goTo: cells.goTo });
  for (const cell of form.querySelectorAll("[data-cell]")) mountMissing(cell, { signal });
  const veil = form.querySelector("[data-veil-switch]");
  if (veil && !form.querySelector(".is-wrong")) veil.focus({ preventScroll: true });
  else cells.goTo(cells.firstOpen());
  form.dataset.ready = "";
  return chosen;
}

await openDesk({ mount, first, forget: forgetChosen });
