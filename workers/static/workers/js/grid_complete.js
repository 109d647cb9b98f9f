// Before a screen is sent, what has no answer yet is named: nothing leaves until each has one, or these are given back.

/** `goTo(cell)` makes one the current one. */
export function mountComplete(form, { signal, goTo }) {
  const cells = [...form.querySelectorAll("[data-cell]")];
  const word = form.querySelector("[data-desk-word]");

  function link(cell) {
    const one = document.createElement("a");
    one.href = `#${cell.id}`;
    one.textContent = cell.dataset.cell;
    return one;
  }

  function tell(open) {
    const links = open.flatMap((cell, number) => (number ? [", ", link(cell)] : [link(cell)]));
    const line = document.createElement("p");
    line.append(`${form.dataset.wordMissing} `, ...links);
    word.hidden = form.querySelector("[data-rest]").hidden = false;
    word.setAttribute("role", "alert");
    word.replaceChildren(line);
    for (const cell of open) cell.classList.add("is-wrong");
    goTo(open[0]);
  }

  form.addEventListener(
    "submit",
    (event) => {
      const open = cells.filter((cell) => !cell.querySelector("input[type=radio]:checked"));
      // A button with a name gives something back, and sends the others as they are.
      if (event.submitter?.name || !open.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      tell(open);
    },
    { signal, capture: true },
  );
}
