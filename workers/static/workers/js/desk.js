// The desk: everything that a new assignment on the page needs besides what every desk does.
import { attend } from "./attention.js";
import { openDesk } from "./desk_page.js";
import { forgetDraft, mountDrafts } from "./drafts.js";
import { mountMissing } from "./missing.js";

function mount(form, { signal, say, teller }) {
  const drafts = mountDrafts(form, { signal, say });
  attend(form, { signal, teller });
  mountMissing(form, { signal });
  const ready = () => {
    if (signal.aborted) return;
    form.dataset.ready = "";
    drafts.ready();
  };
  if (form.dataset.kindScript) {
    import(form.dataset.kindScript)
      .then((kind) => (signal.aborted ? null : kind.mount(form)))
      .finally(ready);
  } else ready();
  const first = form.querySelector("[data-veil-switch]") ?? form.querySelector("[data-desk-tools] textarea");
  (first ?? form.querySelector("[data-desk-stage]")).focus({ preventScroll: true });
  return drafts;
}

await openDesk({ mount, forget: ({ assignment }) => forgetDraft(assignment) });
