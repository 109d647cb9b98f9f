// Turns: each speaker's button, or Alt with its number, begins the turn of that speaker after the one with the caret.
import { mountDoings } from "./doings.js";
import { announceChange } from "./visit.js";

export function mountTurns(form, signal) {
  const list = form.querySelector("[data-turn-rows]");
  if (!list) return;
  const bar = form.querySelector("[data-turn-bar]");
  const buttons = [...bar.querySelectorAll("[data-turn-by]")];
  const rows = () => [...list.querySelectorAll("[data-turn]")];
  const textOf = (row) => row.querySelector("[data-transcript]");
  const speakerOf = (row) => row.querySelector("[data-turn-speaker]");
  const isBlank = (row) => !textOf(row).value.trim() && !speakerOf(row).value;
  let current = null;

  function number() {
    const words = list.dataset;
    rows().forEach((row, index) => {
      const name = (sentence) => sentence.replace("{number}", index + 1);
      speakerOf(row).name = `turn-${index}-speaker`;
      textOf(row).name = `turn-${index}-text`;
      speakerOf(row).setAttribute("aria-label", name(words.speakerWords));
      textOf(row).setAttribute("aria-label", name(words.textWords));
      const remove = row.querySelector("[data-turn-delete]");
      remove.setAttribute("aria-label", name(words.deleteWords));
      remove.hidden = rows().length === 1;
      row.dataset.hue = speakerOf(row).selectedIndex - 1;
    });
  }

  function addAfter(row) {
    const added = row.cloneNode(true);
    textOf(added).value = "";
    textOf(added).style.height = "";
    row.after(added);
    return added;
  }

  function begin(speaker) {
    const at = current?.isConnected ? current : rows().at(-1);
    const row = textOf(at).value.trim() ? addAfter(at) : at;
    speakerOf(row).value = speaker;
    number();
    textOf(row).focus();
    announceChange(speakerOf(row));
  }

  function remove(row) {
    if (rows().length === 1) return;
    const next = row.previousElementSibling ?? row.nextElementSibling;
    row.remove();
    number();
    textOf(next).focus();
    announceChange(textOf(next));
  }

  function takeBack(event) {
    const row = event.target.closest("[data-turn]");
    if (event.key !== "Backspace" || event.target !== textOf(row) || event.target.value || event.repeat) return;
    event.preventDefault();
    remove(row);
  }

  list.addEventListener("focusin", ({ target }) => (current = target.closest("[data-turn]")), { signal });
  list.addEventListener("change", number, { signal });
  list.addEventListener("keydown", takeBack, { signal });
  list.addEventListener("click", ({ target }) => target.closest("[data-turn-delete]") && remove(target.closest("[data-turn]")), {
    signal,
  });
  bar.addEventListener("click", ({ target }) => target.closest("[data-turn-by]") && begin(target.closest("[data-turn-by]").dataset.turnBy), {
    signal,
  });
  mountDoings(form, signal, {
    speaker(event) {
      const button = buttons[event.code.at(-1) - 1];
      if (!button) return false;
      begin(button.dataset.turnBy);
    },
  });
  // Without this file some empty rows stand ready; here one is enough.
  rows().filter(isBlank).forEach((row) => rows().length > 1 && row.remove());
  bar.hidden = false;
  number();
}
