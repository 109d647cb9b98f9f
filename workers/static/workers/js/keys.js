// Ctrl+Enter submits from anywhere; Enter does where it has no meaning of its own.

const OWN_ENTER = "textarea, select, button, a, summary, audio, video, input:not([type=radio]):not([type=checkbox])";

export function mountKeys(form, { signal }) {
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || event.repeat || event.isComposing || event.defaultPrevented) return;
      if (event.altKey || event.shiftKey || document.querySelector("dialog[open]")) return;
      const withControl = event.ctrlKey || event.metaKey;
      if (!withControl && event.target.closest?.(OWN_ENTER)) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-desk-submit]"));
    },
    { signal },
  );
}
