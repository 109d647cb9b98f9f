// Keys choose labels and the answers besides; what stands alone and labels exclude each other. Everything works without
// this file.
import { choose, digitOf, isTyping } from "./visit.js";

export function mountChoices(form, signal) {
  const choices = form.querySelector("[data-choices]");
  if (!choices) return;
  const inputs = [...choices.querySelectorAll("input[type=radio], input[type=checkbox]")];
  const alone = inputs.filter((input) => input.dataset.choiceAlone);
  const labels = inputs.filter((input) => !input.dataset.choiceAlone);

  function chosenBy(event) {
    const digit = digitOf(event);
    if (digit) return labels[digit - 1];
    if (event.ctrlKey || event.altKey || event.metaKey) return null;
    const key = digit === 0 ? "0" : event.key.toLowerCase();
    return alone.find((input) => input.dataset.choiceAlone === key);
  }

  document.addEventListener(
    "keydown",
    (event) => {
      const input = !event.repeat && !isTyping(event) && chosenBy(event);
      if (!input) return;
      event.preventDefault();
      input.focus();
      choose(input, input.type === "radio" || !input.checked);
    },
    { signal },
  );

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
