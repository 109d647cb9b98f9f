// The text field grows with its text; a flag and a text exclude each other, and so do two flags.
import { choose } from "./visit.js";

export function mountTranscript(form, signal) {
  const field = form.querySelector("[data-transcript]");
  if (!field) return;
  const flags = [...form.querySelectorAll("[data-transcript-flag]")];

  function grow() {
    if (CSS.supports("field-sizing", "content")) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }

  field.addEventListener(
    "input",
    () => {
      grow();
      if (field.value.trim()) flags.forEach((flag) => choose(flag, false));
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
  grow();
}
