// Submitting: what stands in the form becomes an entry of the outbox, and the next one takes its place at once.

/** What stands in a form is named by its assignment, or by all of them where there are many. */
export const numberOf = (form) => form.dataset.screen ?? form.dataset.assignment;

export function mountSending(form, { signal, submitted }) {
  const shownAt = Date.now();
  let isSubmitted = false;

  // The second half of a double click falls on the next one's button.
  form.addEventListener(
    "click",
    (event) => {
      if (event.detail > 1 && event.target.closest("[data-desk-submit]")) event.preventDefault();
    },
    { signal },
  );
  form.addEventListener(
    "submit",
    (event) => {
      if (event.submitter?.name === "return") return; // giving back is a page of its own
      event.preventDefault();
      if (isSubmitted) return;
      isSubmitted = true;
      const fields = [...new FormData(form, event.submitter)].map(([name, value]) => [name, String(value)]);
      submitted({
        key: form.elements.key.value,
        assignment: numberOf(form),
        isScreen: "screen" in form.dataset,
        url: form.dataset.sendUrl,
        undoUrl: form.dataset.undoUrl,
        fields: fields.filter(([name]) => name !== "csrfmiddlewaretoken"),
        at: Date.now(),
        workedMs: Date.now() - shownAt,
      });
    },
    { signal },
  );
}
