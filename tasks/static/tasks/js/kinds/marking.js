// Marking a picture, whatever is marked: joins the picture, the drawing, the list, the keys and the line that says what
// is chosen. The kind brings what a mark is.
import { mountDoings } from "./doings.js";
import { mountHistory } from "./history.js";
import { boundsOf } from "./layer.js";
import { mountList } from "./list.js";
import { mountMenu } from "./menu.js";
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
  // What a finger or the mouse has begun on the picture can be ended, and a long press tells what it met.
  const gesture = { cancel() {}, held() {} };
  mountZoom(form, signal, gesture);
  return { form, tools, layer, rows, stage, store, gesture, signal, committed: () => announceChange(rows) };
}

/** The list, the button that adds in the middle, and what stands hidden until scripts run. */
export function mountTools(picture, { read, textsOf, settled, hueOf, addInTheMiddle }) {
  const { form, tools, stage, store, signal, committed } = picture;
  mountList({ ...picture, read, textsOf, settled, hueOf });
  // The focus goes to the picture, where the arrows move what was added.
  const add = () => {
    addInTheMiddle();
    stage.focus({ preventScroll: true });
    committed();
  };
  tools.querySelector("[data-mark-add]").addEventListener("click", add, { signal });
  mountDoings(form, signal, { add });
  for (const part of tools.querySelectorAll("[data-mark-palette], [data-mark-add], [data-mark-status]")) part.hidden = false;
  const entry = tools.querySelector("[data-mark-entry]");
  if (entry) entry.open = true;
  tools.classList.add("is-mirroring");
  store.choose(null);
}

/**
 * Keys on the picture and on the names in the list, undo, and what a long press offers. `move(mark, dx, dy)` and `size`
 * follow the arrows, `keys` the other keys by what they do; one that does nothing (false) stays the page's.
 */
export function mountKeys(picture, { move, size, keys }) {
  const { form, store, committed, signal } = picture;
  const step = (follow) => (chosen, event) => {
    if (!chosen || !follow) return false;
    follow(chosen, ...ARROWS[event.key].map((way) => way * (event.shiftKey ? 10 : 1)));
  };
  const all = { ...keys, move: step(move), size: step(size) };
  const doings = Object.entries(all).map(([name, doing]) => [
    name,
    (event) => (doing(store.chosen, event) === false ? false : committed()),
  ]);
  mountDoings(form, signal, Object.fromEntries(doings), { within: "[data-mark-stage], [data-mark-select]" });
  mountHistory(picture);
  mountMenu(picture, keys);
}

/** From mark to mark in the order of the list, round and round. */
export function neighbours(store) {
  const step = (by) => (chosen) => {
    const { length } = store.marks;
    if (!length) return false;
    const here = chosen ? store.marks.indexOf(chosen) : by < 0 ? 0 : -1;
    store.choose(store.marks[(here + by + length) % length].id);
  };
  return { before: step(-1), after: step(1) };
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
