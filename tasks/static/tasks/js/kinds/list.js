// The list of boxes: real form fields, one fieldset a box. They are what is posted; the drawing follows them and they
// follow the drawing.
import { inside, isWhole } from "./geometry.js";

const SIDES = ["x", "y", "w", "h"];
const SOURCE = "list";

export function mountList({ rows, store, hueOf, committed, signal }) {
  const byId = new Map();
  const fieldsOf = (row) => Object.fromEntries([...row.querySelectorAll("[data-field]")].map((one) => [one.dataset.field, one]));
  const idOf = (target) => [...byId].find(([, row]) => row.contains(target))?.[0];
  const prototype = rows.lastElementChild.cloneNode(true);
  let nextIndex = rows.children.length;

  for (const row of [...rows.children]) {
    const box = read(row);
    if (box) byId.set(store.add(box, SOURCE).id, enhanced(row));
    else row.remove();
  }

  /** What a row says; null when nobody has filled in anything. Fields that aren't numbers are NaN and not drawn. */
  function read(row) {
    const fields = fieldsOf(row);
    if (Object.values(fields).every((field) => !field.value)) return null;
    const numbers = SIDES.map((side) => [side, fields[side].value === "" ? NaN : Number(fields[side].value)]);
    return { label: fields.label.value, ...Object.fromEntries(numbers) };
  }

  function enhanced(row) {
    for (const button of row.querySelectorAll("button")) button.hidden = false;
    row.querySelector("[data-box-name]").hidden = true;
    return row;
  }

  function made() {
    const row = enhanced(prototype.cloneNode(true));
    for (const field of row.querySelectorAll("[data-field]")) field.name = `box-${nextIndex}-${field.dataset.field}`;
    nextIndex += 1;
    rows.append(row);
    return row;
  }

  function write(row, box) {
    const fields = fieldsOf(row);
    if (fields.label.value !== box.label) fields.label.value = box.label;
    for (const side of SIDES) {
      if (Number.isFinite(box[side]) && Number(fields[side].value || NaN) !== box[side]) fields[side].value = box[side];
    }
  }

  function show(source) {
    for (const [id, row] of byId) {
      if (store.boxes.some((box) => box.id === id)) continue;
      row.remove();
      byId.delete(id);
    }
    store.boxes.forEach((box, index) => {
      if (!byId.has(box.id)) byId.set(box.id, made());
      const row = byId.get(box.id);
      if (source !== SOURCE) write(row, box);
      row.dataset.hue = hueOf(box.label);
      row.querySelector("[data-box-select]").textContent = rows.dataset.name.replace("{number}", index + 1);
      row.classList.toggle("is-chosen", box.id === store.chosen?.id);
    });
    const chosen = byId.get(store.chosen?.id);
    if (chosen && source !== SOURCE) bringIntoView(chosen);
  }

  /** Scrolls the list alone, never the page: on a phone the picture must stay where it is. */
  function bringIntoView(row) {
    const above = row.getBoundingClientRect().top - rows.getBoundingClientRect().top;
    const below = row.getBoundingClientRect().bottom - rows.getBoundingClientRect().bottom;
    if (above < 0) rows.scrollTop += above;
    else if (below > 0) rows.scrollTop += below;
  }

  function removed(id, row) {
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    store.remove(id);
    neighbour?.querySelector("[data-box-select]").focus();
    committed();
  }

  rows.addEventListener(
    "input",
    ({ target }) => {
      if (target.dataset.field) store.change(idOf(target), read(target.closest("[data-box-row]")), SOURCE);
    },
    { signal },
  );
  rows.addEventListener(
    "change",
    ({ target }) => {
      const box = target.dataset.field && read(target.closest("[data-box-row]"));
      if (box && isWhole(box)) store.change(idOf(target), inside(box, store.bounds));
    },
    { signal },
  );
  rows.addEventListener("focusin", ({ target }) => store.choose(idOf(target) ?? null, SOURCE), { signal });
  rows.addEventListener(
    "click",
    ({ target }) => {
      if (target.closest("[data-box-delete]")) removed(idOf(target), target.closest("[data-box-row]"));
      if (target.closest("[data-box-select]")) store.choose(idOf(target));
    },
    { signal },
  );
  store.watch(show);
}
