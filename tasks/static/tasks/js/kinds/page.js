// The page around a line: opened by button or Alt+P, with the line in the middle of what is seen; nearer and farther.
import { mountDoings } from "./doings.js";

const STEPS = [1, 1.5, 2, 3, 4];

export function mountPage(form, signal) {
  const page = form.querySelector("[data-page]");
  if (!page) return;
  const view = page.querySelector("[data-page-view]");
  const canvas = page.querySelector("[data-page-canvas]");
  const bar = page.querySelector("[data-page-bar]");
  let step = 0;

  function go(next) {
    step = Math.min(Math.max(next, 0), STEPS.length - 1);
    canvas.style.width = `${STEPS[step] * 100}%`;
    bar.querySelector("[data-page-zoom=out]").disabled = step === 0;
    bar.querySelector("[data-page-zoom=in]").disabled = step === STEPS.length - 1;
    const [line, seen] = [page.querySelector("[data-page-line]"), view].map((each) => each.getBoundingClientRect());
    view.scrollTop += line.top + line.height / 2 - seen.top - seen.height / 2;
    view.scrollLeft += line.left + line.width / 2 - seen.left - seen.width / 2;
  }

  function show() {
    view.scrollIntoView({ block: "nearest" });
    go(step);
  }

  const doings = { out: () => go(step - 1), in: () => go(step + 1) };
  page.addEventListener("toggle", () => page.open && show(), { signal });
  bar.addEventListener("click", ({ target }) => doings[target.closest("[data-page-zoom]")?.dataset.pageZoom]?.(), { signal });
  mountDoings(form, signal, { page: () => void (page.open = !page.open) });
  bar.hidden = false;
}
