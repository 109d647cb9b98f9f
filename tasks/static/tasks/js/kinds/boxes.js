// The desk for boxes: joins the drawing, the list, the labels and the keys.
import { mountDrawing } from "./drawing.js";
import { grown, isWhole, moved } from "./geometry.js";
import { mountList } from "./list.js";
import { createStore } from "./store.js";
import { announceChange, choose, digitOf, freshSignal, isTyping } from "./visit.js";
import { mountZoom } from "./zoom.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export async function mount(form) {
  const signal = freshSignal(form);
  const tools = form.querySelector("[data-boxes]");
  if (!tools) return;
  const layer = form.querySelector("[data-box-layer]");
  const store = createStore(await boundsOf(layer, form.querySelector("[data-box-image]")));
  if (signal.aborted) return;
  layer.setAttribute("viewBox", `0 0 ${store.bounds.width} ${store.bounds.height}`);

  const rows = tools.querySelector("[data-box-rows]");
  const palette = [...tools.querySelectorAll("[data-box-palette] input")];
  const newLabel = () => palette.find((input) => input.checked)?.value ?? "";
  const hueOf = (label) => String(palette.findIndex((input) => input.value === label));
  const committed = () => announceChange(rows);
  const shared = { store, hueOf, committed, signal };
  mountZoom(form, signal);
  mountList({ rows, ...shared });
  const drawing = mountDrawing({ layer, newLabel, ...shared });
  mountPalette({ palette, ...shared });
  mountKeys({ form, drawing, ...shared });
  mountStatus({ tools, ...shared });
  const stage = form.querySelector("[data-box-stage]");
  tools.querySelector("[data-box-add]").addEventListener("click", () => addInTheMiddle({ stage, newLabel, ...shared }), { signal });
  for (const part of tools.querySelectorAll("[data-box-palette], [data-box-add], [data-box-status]")) part.hidden = false;
  const entry = tools.querySelector("[data-box-entry]");
  entry.open = true;
  entry.classList.add("is-mirroring");
  store.choose(null);
  store.tell();
}

/** The size of the picture: from the server, or for one that it never fetched from the picture itself. */
async function boundsOf(layer, image) {
  if (layer.dataset.width) return { width: Number(layer.dataset.width), height: Number(layer.dataset.height) };
  await image.decode().catch(() => {});
  return { width: image.naturalWidth || 1, height: image.naturalHeight || 1 };
}

/** The focus goes to the picture, where the arrows move what was added. */
function addInTheMiddle({ stage, store, newLabel, committed }) {
  const { width, height } = store.bounds;
  const [w, h] = [Math.ceil(width / 5), Math.ceil(height / 5)];
  store.add({ x: Math.floor((width - w) / 2), y: Math.floor((height - h) / 2), w, h, label: newLabel() });
  stage.focus({ preventScroll: true });
  committed();
}

/** The label chosen here is the next box's, and the chosen box's too; choosing a box shows its label here. */
function mountPalette({ palette, store, committed, signal }) {
  store.watch(() => {
    const shown = palette.find((input) => input.value === store.chosen?.label);
    if (shown) shown.checked = true;
  });
  for (const input of palette) {
    input.addEventListener(
      "change",
      () => {
        if (!store.chosen) return;
        store.change(store.chosen.id, { label: input.value });
        committed();
      },
      { signal },
    );
  }
  document.addEventListener(
    "keydown",
    (event) => {
      const input = palette[digitOf(event) - 1];
      if (!input || isTyping(event)) return;
      event.preventDefault();
      if (input.checked) announceChange(input);
      else choose(input, true);
    },
    { signal },
  );
}

function mountKeys({ form, drawing, store, committed, signal }) {
  form.addEventListener(
    "keydown",
    (event) => {
      const box = store.chosen;
      if (!box || event.altKey || !event.target.closest("[data-box-stage], [data-box-select]")) return;
      const [dx, dy] = (ARROWS[event.key] ?? [0, 0]).map((step) => step * (event.shiftKey ? 10 : 1));
      if (dx || dy) {
        if (!isWhole(box)) return;
        const isResizing = event.ctrlKey || event.metaKey;
        store.change(box.id, (isResizing ? grown : moved)(box, dx, dy, store.bounds));
      } else if (event.key === "Delete" || event.key === "Backspace") {
        form.querySelector("[data-box-stage]").focus({ preventScroll: true });
        store.remove(box.id);
      } else if (event.key === "Escape") {
        drawing.cancel();
        store.choose(null);
      } else return;
      event.preventDefault();
      committed();
    },
    { signal },
  );
}

/** One line that says what is chosen, for eyes and for screen readers; and "nothing" gives way to boxes. */
function mountStatus({ tools, store }) {
  const status = tools.querySelector("[data-box-status]");
  const nothing = tools.querySelector("[data-box-nothing]");
  let waiting = 0;
  const sentence = () => {
    const { chosen, boxes } = store;
    const { none, count, unnamed } = status.dataset;
    if (!chosen) return boxes.length ? count.replace("{count}", boxes.length) : none;
    const facts = { ...chosen, number: boxes.indexOf(chosen) + 1, count: boxes.length, label: chosen.label || unnamed };
    return status.dataset.chosen.replace(/\{(\w+)\}/g, (_all, name) => facts[name] || "?");
  };
  store.watch(() => {
    nothing.disabled = store.boxes.length > 0;
    if (nothing.disabled) nothing.checked = false;
    clearTimeout(waiting);
    waiting = setTimeout(() => (status.textContent = sentence()), 150);
  });
}
