// The panel of instructions stays as its reader left it, from one assignment to the next and from day to day.
import * as memory from "./memory.js";

export function mountInstructions() {
  const panel = document.querySelector("[data-desk-instructions]");
  if (!panel) return;
  const name = `instructions:${panel.dataset.deskInstructions}`;
  const wide = matchMedia("(min-width: 70rem)").matches;
  panel.open = wide && memory.recall(name) !== "closed";
  panel.addEventListener("toggle", () => memory.remember(name, panel.open ? "open" : "closed"));
}
