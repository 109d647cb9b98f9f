// Many on one screen: one of them is the current one, arrows go from one to the next, and a key gives it a label and
// moves on. Everything works without this file.
import { mountDoings } from "./doings.js";
import { choose, digitOf, freshSignal } from "./visit.js";

/** `goTo(cell)` makes it the current one; `firstOpen()` is the one to begin with. */
export function mount(form) {
  const signal = freshSignal(form);
  const cells = [...form.querySelectorAll("[data-cell]")];
  const submit = form.querySelector("[data-desk-submit]");
  let current = cells[0];

  const isAnswered = (cell) => cell.querySelector("input[type=radio]:checked") !== null;

  /** Tab finds the current one alone, and asking and reporting are about it. */
  function makeCurrent(cell) {
    current = cell;
    for (const one of cells) {
      one.tabIndex = one === cell ? 0 : -1;
      one.toggleAttribute("data-current", one === cell);
    }
  }

  function goTo(cell) {
    if (!cell) return;
    makeCurrent(cell);
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest" });
  }

  /** The one after it; behind the last, the first without an answer, and when all have one, the button. */
  function moveOn() {
    const following = cells[cells.indexOf(current) + 1] ?? cells.find((cell) => !isAnswered(cell));
    if (following) goTo(following);
    else (submit ?? current).focus();
  }

  function choosing(keyOf) {
    return (event) => {
      const input = current.querySelector(`[data-key="${keyOf(event)}"]`);
      if (!input) return false;
      if (event.repeat) return;
      choose(input, true);
      moveOn();
    };
  }

  /** In the reading order; up and down by the columns that the screen shows. On a choice the arrows stay the choice's. */
  function beside(event) {
    if (!event.target.matches("[data-cell]")) return false;
    const top = cells[0].getBoundingClientRect().top;
    const columns = cells.filter((cell) => Math.abs(cell.getBoundingClientRect().top - top) < 1).length;
    const isBackwards = getComputedStyle(form).direction === "rtl";
    const steps = { ArrowLeft: isBackwards ? 1 : -1, ArrowRight: isBackwards ? -1 : 1, ArrowUp: -columns, ArrowDown: columns };
    goTo(cells[cells.indexOf(current) + steps[event.key]]);
  }

  mountDoings(form, signal, {
    label: choosing(digitOf),
    cant_tell: choosing(() => "cant_tell"),
    not_shown: choosing(() => "not_shown"),
    beside,
  });
  for (const cell of cells) {
    cell.addEventListener("focusin", () => makeCurrent(cell), { signal });
    cell.addEventListener("click", ({ target }) => target.closest("img") && goTo(cell), { signal });
  }
  makeCurrent(current);
  return { goTo, firstOpen: () => form.querySelector(".is-wrong") ?? cells.find((cell) => !isAnswered(cell)) ?? cells[0] };
}
