// Brings a picture nearer: the canvas grows inside its scrolling view. The middle of what is seen stays in the middle.

import { mountEditions } from "./editions.js";

const STEPS = [1, 1.5, 2, 3, 4, 6];

export function mountZoom(form, signal) {
  const root = form.querySelector("[data-zoom-root]");
  if (!root) return;
  const view = root.querySelector("[data-zoom-view]");
  const canvas = root.querySelector("[data-zoom-canvas]");
  const bar = root.querySelector("[data-zoom-bar]");
  let step = 0;

  function go(next) {
    step = Math.min(Math.max(next, 0), STEPS.length - 1);
    const across = (view.scrollLeft + view.clientWidth / 2) / view.scrollWidth;
    const down = (view.scrollTop + view.clientHeight / 2) / view.scrollHeight;
    canvas.style.width = canvas.style.height = `${STEPS[step] * 100}%`;
    view.scrollLeft = across * view.scrollWidth - view.clientWidth / 2;
    view.scrollTop = down * view.scrollHeight - view.clientHeight / 2;
    bar.querySelector("[data-zoom=out]").disabled = step === 0;
    bar.querySelector("[data-zoom=in]").disabled = step === STEPS.length - 1;
  }

  const doings = { out: () => go(step - 1), fit: () => go(0), in: () => go(step + 1) };
  const keys = { "+": "in", "=": "in", "-": "out", 0: "fit" };
  bar.addEventListener("click", (event) => doings[event.target.closest("[data-zoom]")?.dataset.zoom]?.(), { signal });
  document.addEventListener(
    "keydown",
    (event) => {
      const doing = event.altKey && !event.ctrlKey && !event.metaKey && keys[event.key];
      if (!doing) return;
      event.preventDefault();
      doings[doing]();
    },
    { signal },
  );
  mountEditions(canvas.querySelector("img"), signal);
  bar.hidden = false;
  go(0);
}
