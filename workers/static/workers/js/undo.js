// The last submission can be taken back for ten seconds, by a button and by Alt+Z.
import { csrfToken } from "../../web/js/csrf.js";

const UNDO_MS = 10_000;

/** `isSent(assignment)`: whether the server has it by now. `bringBack(ask)`: gets what asks the server to undo. */
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
    const { url } = last;
    await bringBack(async (fields) => {
      const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: csrfToken() });
      const response = await fetch(url, { method: "POST", body, redirect: "manual" }).catch(() => null);
      return response?.ok ? response.json().catch(() => null) : null;
    });
    hide();
  }

  button.addEventListener("click", undo);
  document.addEventListener("keydown", (event) => {
    const isZ = event.key.toLowerCase() === "z" || (event.code === "KeyZ" && !/^[a-z]$/i.test(event.key));
    if (!isZ || !event.altKey || event.ctrlKey || event.metaKey || event.repeat || place.hidden) return;
    if (document.querySelector("dialog[open]")) return;
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
