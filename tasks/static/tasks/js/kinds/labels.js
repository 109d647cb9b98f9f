// Labels of what is drawn: the palette of the next and of the chosen mark; and "nothing" gives way to marks.
import { mountDoings } from "./doings.js";
import { announceChange, choose, digitOf } from "./visit.js";

/** The label chosen here is the next mark's, and the chosen mark's too; choosing a mark shows its label here. */
export function mountLabels({ form, tools, store, committed, signal }) {
  const palette = [...tools.querySelectorAll("[data-mark-palette] input")];
  const nothing = tools.querySelector("[data-mark-nothing]");
  store.watch(() => {
    const shown = palette.find((input) => input.value === store.chosen?.label);
    if (shown) shown.checked = true;
    nothing.disabled = store.marks.length > 0;
    if (nothing.disabled) nothing.checked = false;
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
  mountDoings(form, signal, {
    label(event) {
      const input = palette[digitOf(event) - 1];
      if (!input) return false;
      if (input.checked) announceChange(input);
      else choose(input, true);
    },
  });
  return {
    newLabel: () => palette.find((input) => input.checked)?.value ?? "",
    hueOf: (mark) => String(palette.findIndex((input) => input.value === mark.label)),
  };
}
