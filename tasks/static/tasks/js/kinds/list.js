// The list of marks: real form fields, one fieldset a mark. They are what is posted; the drawing follows them and they
// follow the drawing.

const SOURCE = "list";

/**
 * `read(values)` makes a mark of the fields' values; where they say too little its numbers are NaN and it isn't drawn.
 * `textsOf(mark)` are the values that the fields should have; `settled(mark)` the mark as it fits into the picture, or
 * null while it makes no sense.
 */
export function mountList({ rows, read, textsOf, settled, store, hueOf, committed, signal }) {
  const byId = new Map();
  const fieldsOf = (row) => [...row.querySelectorAll("[data-field]")];
  const valuesOf = (row) => Object.fromEntries(fieldsOf(row).map((field) => [field.dataset.field, field.value]));
  const rowOf = (target) => target.closest("[data-mark-row]");
  const idOf = (target) => [...byId].find(([, row]) => row.contains(target))?.[0];
  const prototype = rows.lastElementChild?.cloneNode(true);
  let nextIndex = rows.children.length;

  for (const row of [...rows.children]) {
    if (fieldsOf(row).some((field) => field.value)) byId.set(store.add(read(valuesOf(row)), SOURCE).id, enhanced(row));
    else row.remove();
  }

  function enhanced(row) {
    for (const button of row.querySelectorAll("button")) button.hidden = false;
    row.querySelector("[data-mark-name]").hidden = true;
    return row;
  }

  function made() {
    const row = enhanced(prototype.cloneNode(true));
    for (const field of fieldsOf(row)) field.name = field.name.replace(/-\d+-/, `-${nextIndex}-`);
    nextIndex += 1;
    rows.append(row);
    return row;
  }

  function write(row, mark) {
    const texts = textsOf(mark);
    for (const field of fieldsOf(row)) {
      const text = texts[field.dataset.field];
      if (text !== undefined && field.value !== text) field.value = text;
    }
  }

  function show(source) {
    // A row that goes is kept: by undo it comes back to its place and under its number.
    for (const [id, row] of byId) if (!store.marks.some((mark) => mark.id === id)) row.remove();
    store.marks.forEach((mark, index) => {
      if (!byId.has(mark.id)) byId.set(mark.id, made());
      const row = byId.get(mark.id);
      if (rows.children[index] !== row) rows.insertBefore(row, rows.children[index] ?? null);
      if (source !== SOURCE) write(row, mark);
      row.dataset.hue = hueOf(mark);
      if (rows.dataset.name) {
        row.querySelector("[data-mark-select]").textContent = rows.dataset.name.replace("{number}", index + 1);
      }
      row.classList.toggle("is-chosen", mark.id === store.chosen?.id);
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
    neighbour?.querySelector("[data-mark-select]").focus();
    committed();
  }

  rows.addEventListener(
    "input",
    ({ target }) => {
      if (target.dataset.field) store.change(idOf(target), read(valuesOf(rowOf(target))), SOURCE);
    },
    { signal },
  );
  rows.addEventListener(
    "change",
    ({ target }) => {
      const mark = target.dataset.field && settled(read(valuesOf(rowOf(target))));
      if (mark) store.change(idOf(target), mark);
    },
    { signal },
  );
  rows.addEventListener("focusin", ({ target }) => store.choose(idOf(target) ?? null, SOURCE), { signal });
  rows.addEventListener(
    "click",
    ({ target }) => {
      if (target.closest("[data-mark-delete]")) removed(idOf(target), rowOf(target));
      if (target.closest("[data-mark-select]")) store.choose(idOf(target));
    },
    { signal },
  );
  store.watch(show);
}

/** What a field of numbers says; NaN where it says nothing. */
export const numberOf = (text) => (text === "" ? NaN : Number(text));

/** What a field of numbers should say; nothing new where the number is still being typed. */
export const textOf = (number) => (Number.isFinite(number) ? String(number) : undefined);
