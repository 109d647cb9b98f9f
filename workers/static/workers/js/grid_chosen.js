// What is chosen on a screen stays in this browser until it is sent: a reload or a closed tab loses nothing.
import { choose } from "../../tasks/js/kinds/visit.js";
import * as memory from "./memory.js";

const PREFIX = "screen:";

export function mountChosen(form, { signal }) {
  const name = PREFIX + form.dataset.job;
  const choices = () => [...form.querySelectorAll("[data-cell] input[type=radio]")];
  const keep = () =>
    memory.remember(name, choices().filter((input) => input.checked).map((input) => [input.name, input.value]));

  memory.tidy(PREFIX);
  for (const [field, value] of memory.recall(name) ?? []) {
    const input = choices().find((one) => one.name === field && one.value === value);
    if (input) choose(input, true);
  }
  form.addEventListener("change", keep, { signal });
  return { forget: () => memory.forget(name) };
}
