// Keys choose labels and the answers besides; what stands alone and labels exclude each other. Everything works without
// this file.
import { mountDoings } from "./doings.js";
import { choose, digitOf } from "./visit.js";

export function mountChoices(form, signal) {
  const choices = form.querySelector("[data-choices]");
  if (!choices) return;
  const inputs = [...choices.querySelectorAll("input[type=radio], input[type=checkbox]")];
  const alone = inputs.filter((input) => input.dataset.choiceAlone);
  const labels = inputs.filter((input) => !input.dataset.choiceAlone);

  function press(input, event) {
    if (!input) return false;
    if (event.repeat) return;
    input.focus();
    choose(input, input.type === "radio" || !input.checked);
  }
  const besides = alone.map((input) => [input.dataset.choiceAlone, (event) => press(input, event)]);
  const label = (event) => press(labels[digitOf(event) - 1], event);
  mountDoings(form, signal, { label, ...Object.fromEntries(besides) });

  choices.addEventListener(
    "change",
    ({ target }) => {
      if (target.type !== "checkbox" || !target.checked) return;
      const others = alone.includes(target) ? inputs.filter((input) => input !== target) : alone;
      others.forEach((input) => choose(input, false));
    },
    { signal },
  );
}
