// The last submission can be taken back for ten seconds, by a button and by Alt+Z.
import { doingOf, pressOf } from "../../tasks/js/kinds/doings.js";

const UNDO_MS = 10_000;

/** `isSent(assignment)`: whether the server has it by now. `bringBack(url)` asks it to undo there. */
export function mountUndo({ isSent, bringBack }) {
  const place = document.querySelector("[data-undo]");
  const button = place.querySelector("button");
  let last = null;
  let timer = 0;

  function hide() {
    clearTimeout(timer);
    last = null;
    place.hidden = true;
  }

  function offer(assignment, url) {
    hide();
    last = { assignment, url, isWanted: false };
    place.hidden = button.disabled = false;
    timer = setTimeout(hide, UNDO_MS);
  }

  async function undo() {
    if (!last || button.disabled) return;
    button.disabled = last.isWanted = true;
    clearTimeout(timer);
    if (isSent(last.assignment)) await take();
  }

  async function take() {
    await bringBack(last.url);
    hide();
  }

  button.addEventListener("click", undo);
  document.addEventListener("keydown", (event) => {
    const form = document.querySelector("#answer");
    // While nothing is on screen there is no form to declare it.
    const isUndo = form ? doingOf(form, event) === "undo_answer" : pressOf(event) === "Alt+z";
    if (!isUndo || event.repeat || place.hidden || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    undo();
  });
  return {
    offer,
    hide,
    /** An answer arrived: if it is the last one and its undoing was asked for meanwhile, now is the time. */
    async arrived(assignment) {
      if (last?.assignment === assignment && last.isWanted) await take();
    },
  };
}
