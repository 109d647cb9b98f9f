// Marking a picture, whatever is marked: joins the picture, the drawing, the list, the keys and the line that says what
// is chosen. The kind brings what a mark is.
import { boundsOf } from "./layer.js";
import { mountList } from "./list.js";
import { createStore } from "./store.js";
import { announceChange, freshSignal } from "./visit.js";
import { mountZoom } from "./zoom.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** What all parts of the desk share, or null when the next assignment has come meanwhile. */
export async function openPicture(form) {
  const signal = freshSignal(form);
  const tools = form.querySelector("[data-marks]");
  if (!tools) return null;
  const layer = form.querySelector("[data-mark-layer]");
  const store = createStore(await boundsOf(layer, form.querySelector("[data-mark-image]")));
  if (signal.aborted) return null;
  layer.setAttribute("viewBox", `0 0 ${store.bounds.width} ${store.bounds.height}`);
  const rows = tools.querySelector("[data-mark-rows]");
  const stage = form.querySelector("[data-mark-stage]");
  mountZoom(form, signal);
  return { form, tools, layer, rows, stage, store, signal, committed: () => announceChange(rows) };
}

/** The list, the button that adds in the middle, and what stands hidden until scripts run. */
export function mountTools(picture, { read, textsOf, settled, hueOf, addInTheMiddle }) {
  const { tools, stage, store, signal, committed } = picture;
  mountList({ ...picture, read, textsOf, settled, hueOf });
  // The focus goes to the picture, where the arrows move what was added.
  const add = () => {
    addInTheMiddle();
    stage.focus({ preventScroll: true });
    committed();
  };
  tools.querySelector("[data-mark-add]").addEventListener("click", add, { signal });
  for (const part of tools.querySelectorAll("[data-mark-palette], [data-mark-add], [data-mark-status]")) part.hidden = false;
  const entry = tools.querySelector("[data-mark-entry]");
  if (entry) entry.open = true;
  tools.classList.add("is-mirroring");
  store.choose(null);
}

/**
 * Keys on the picture and on the names in the list. `move(mark, dx, dy, isSizing)` follows the arrows, `keys` the
 * others; a key that does nothing (false) stays the page's.
 */
export function mountKeys({ form, store, committed, signal }, { move, keys }) {
  form.addEventListener(
    "keydown",
    (event) => {
      if (event.altKey || !event.target.closest("[data-mark-stage], [data-mark-select]")) return;
      const arrow = ARROWS[event.key]?.map((step) => step * (event.shiftKey ? 10 : 1));
      const withControl = event.ctrlKey || event.metaKey;
      if (arrow && store.chosen) move(store.chosen, ...arrow, withControl);
      else if (withControl || arrow || !keys[event.key] || keys[event.key](store.chosen, event) === false) return;
      event.preventDefault();
      committed();
    },
    { signal },
  );
}

/**
 * One line that says what is chosen, for eyes and for screen readers. `wordsOf(mark, words)` gives
 * the sentence among the line's words, and facts for its gaps.
 */
export function mountStatus({ tools, store }, { wordsOf }) {
  const status = tools.querySelector("[data-mark-status]");
  let waiting = 0;
  const shown = () => {
    const { none, count } = status.dataset;
    if (!store.chosen) return store.marks.length ? count.replace("{count}", store.marks.length) : none;
    const { sentence: chosenSentence, ...facts } = wordsOf(store.chosen, status.dataset);
    const all = { number: store.marks.indexOf(store.chosen) + 1, count: store.marks.length, ...store.chosen, ...facts };
    return chosenSentence.replace(/\{(\w+)\}/g, (_all, fact) => (all[fact] || all[fact] === 0 ? all[fact] : "?"));
  };
  store.watch(() => {
    clearTimeout(waiting);
    waiting = setTimeout(() => (status.textContent = shown()), 150);
  });
}
