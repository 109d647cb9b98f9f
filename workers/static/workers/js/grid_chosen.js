// What is chosen on the screens of a job stays in this browser until the server has it: a reload or a closed tab loses
// nothing, and a screen that waits while an earlier one is taken back comes as it was left.
import { choose } from "../../tasks/js/kinds/visit.js";
import * as memory from "./memory.js";

const PREFIX = "screen:";

/** The server has the answers of a screen: nothing of them is left to keep. */
export function forgetChosen({ job, fields }) {
  const sent = new Set(fields.map(([field]) => field));
  const kept = (memory.recall(PREFIX + job) ?? []).filter(([field]) => !sent.has(field));
  if (kept.length) memory.remember(PREFIX + job, kept);
  else memory.forget(PREFIX + job);
}

/** What was chosen and sent, and is not taken: the desk shows it again. */
export function keepChosen({ job, fields }) {
  memory.remember(PREFIX + job, [...new Map([...(memory.recall(PREFIX + job) ?? []), ...fields])]);
}

export function mountChosen(form, { signal }) {
  const { job } = form.dataset;
  const choices = [...form.querySelectorAll("[data-cell] input[type=radio]")];
  const chosen = () => choices.filter((input) => input.checked).map((input) => [input.name, input.value]);
  const keep = () => keepChosen({ job, fields: chosen() });

  memory.tidy(PREFIX);
  for (const [field, value] of memory.recall(PREFIX + job) ?? []) {
    const input = choices.find((one) => one.name === field && one.value === value);
    if (input) choose(input, true);
  }
  const drawn = JSON.stringify(chosen());
  form.addEventListener("change", keep, { signal });
  return {
    flush: async () => keep(),
    isUntouched: () => JSON.stringify(chosen()) === drawn,
    end: keep,
  };
}
