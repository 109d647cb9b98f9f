// Number keys choose labels; "None of these" and labels exclude each other. Everything works without this file.
import { choose, digitOf, isTyping } from "./visit.js";

export function mountChoices(form, signal) {
  const choices = form.querySelector("[data-choices]");
  if (!choices) return;
  const none = choices.querySelector("[data-choice-none]");
  const labels = [...choices.querySelectorAll("input[type=radio], input[type=checkbox]")].filter((input) => input !== none);

  document.addEventListener(
    "keydown",
    (event) => {
      const digit = digitOf(event);
      if (digit === null || event.repeat || isTyping(event)) return;
      const input = digit === 0 ? none : labels[digit - 1];
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
      if (!none || !target.checked) return;
      if (target === none) labels.forEach((label) => choose(label, false));
      else choose(none, false);
    },
    { signal },
  );
}
