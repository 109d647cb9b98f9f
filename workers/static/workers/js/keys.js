// The key that submits does so from anywhere; Enter alone where it has no meaning of its own.
import { doingOf, pressOf } from "../../tasks/js/kinds/doings.js";

const OWN_ENTER = "textarea, select, button, a, summary, audio, video, input:not([type=radio]):not([type=checkbox])";

export function mountKeys(form, { signal }) {
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.repeat || event.isComposing || event.defaultPrevented) return;
      if (document.querySelector("dialog[open]") || form.closest("[inert]")) return;
      const isPlainEnter = pressOf(event) === "Enter" && !event.target.closest?.(OWN_ENTER);
      if (!isPlainEnter && doingOf(form, event) !== "submit") return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-desk-submit]"));
    },
    { signal },
  );
}
