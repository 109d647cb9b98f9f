// Undo and redo of marks: a gesture, a key, a change in the list is one step each. A reloaded draft begins anew.
import { mountDoings } from "./doings.js";

const STEPS_KEPT = 200;
// Which vertex is chosen is no change of what is marked.
const contentOf = (marks) => JSON.stringify(marks, (name, value) => (name === "vertex" ? undefined : value));

export function mountHistory({ form, rows, stage, store, gesture, committed, signal }) {
  const buttons = form.querySelectorAll("[data-history]");
  let steps = [structuredClone(store.marks)];
  let here = 0;

  function show() {
    for (const button of buttons) button.setAttribute("aria-disabled", !steps[here + Number(button.dataset.history)]);
  }

  function keep() {
    if (contentOf(store.marks) === contentOf(steps[here])) return;
    steps = [...steps.slice(0, here + 1), structuredClone(store.marks)].slice(-STEPS_KEPT);
    here = steps.length - 1;
    show();
  }

  /** The next or the earlier step, with the mark chosen that it changes. False where there is none. */
  function go(by) {
    gesture.cancel();
    const [now, next] = [steps[here], steps[here + by]];
    if (!next) return false;
    here += by;
    const before = new Map(now.map((mark) => [mark.id, contentOf(mark)]));
    const changed = next.find((mark) => before.get(mark.id) !== contentOf(mark));
    store.restore(next, changed?.id ?? null);
    if (!form.contains(document.activeElement)) stage.focus({ preventScroll: true });
    committed();
    show();
  }

  rows.addEventListener("change", keep, { signal });
  for (const button of buttons) button.addEventListener("click", () => go(Number(button.dataset.history)), { signal });
  mountDoings(form, signal, { undo: () => go(-1), redo: () => go(1) });
  show();
}
