// Text fields grow with their text; a flag and a text exclude each other, and so do two flags. On a phone the conventions
// are folded until asked for.
import { choose } from "./visit.js";

export function mountTranscript(form, signal) {
  const flags = [...form.querySelectorAll("[data-transcript-flag]")];

  function grow(field) {
    if (CSS.supports("field-sizing", "content")) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }

  form.addEventListener(
    "input",
    ({ target }) => {
      if (!target.matches("[data-transcript]")) return;
      grow(target);
      if (target.value.trim()) flags.forEach((flag) => choose(flag, false));
    },
    { signal },
  );
  for (const flag of flags) {
    flag.addEventListener(
      "change",
      () => {
        if (flag.checked) flags.filter((other) => other !== flag).forEach((other) => choose(other, false));
      },
      { signal },
    );
  }
  form.querySelectorAll("[data-transcript]").forEach(grow);
  const conventions = form.querySelector("[data-conventions]");
  if (conventions && matchMedia("(max-width: 40rem)").matches) conventions.open = false;
}
