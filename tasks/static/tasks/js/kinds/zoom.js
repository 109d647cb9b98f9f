// Brings a picture nearer and moves it: the canvas grows inside its scrolling view. By key and button the middle of
// what is seen stays in the middle; by wheel and by fingers what is under them stays under them.
import { mountDoings } from "./doings.js";
import { mountEditions } from "./editions.js";
import { between } from "./geometry.js";
import { mountHand } from "./hand.js";

const STEPS = [1, 1.5, 2, 3, 4, 6];
const [FIT, NEAREST] = [STEPS[0], STEPS.at(-1)];

/** `gesture.cancel()` ends what a finger or the mouse has begun on the picture. */
export function mountZoom(form, signal, gesture = { cancel() {} }) {
  const root = form.querySelector("[data-zoom-root]");
  if (!root) return;
  const view = root.querySelector("[data-zoom-view]");
  const canvas = root.querySelector("[data-zoom-canvas]");
  const bar = root.querySelector("[data-zoom-bar]");
  let factor = FIT;

  /** Where a point of the screen lies in the picture's place, as shares of its width and height. */
  function sharesAt({ x, y }) {
    const place = canvas.getBoundingClientRect();
    return { across: (x - place.left) / place.width, down: (y - place.top) / place.height };
  }

  /** Show the picture so large that what lies at these shares comes under this point of the screen. */
  function show(nextFactor, { across, down }, { x, y }) {
    factor = between(FIT, nextFactor, NEAREST);
    canvas.style.width = canvas.style.height = `${factor * 100}%`;
    const place = canvas.getBoundingClientRect();
    view.scrollLeft += place.left + across * place.width - x;
    view.scrollTop += place.top + down * place.height - y;
    view.classList.toggle("is-near", factor > FIT);
    bar.querySelector("[data-zoom=zoom_out]").setAttribute("aria-disabled", factor === FIT);
    bar.querySelector("[data-zoom=zoom_in]").setAttribute("aria-disabled", factor === NEAREST);
  }

  function middle() {
    const place = view.getBoundingClientRect();
    return { x: place.left + place.width / 2, y: place.top + place.height / 2 };
  }

  const zoomTo = (nextFactor, point = middle()) => show(nextFactor, sharesAt(point), point);
  const doings = {
    zoom_out: () => zoomTo(STEPS.findLast((step) => step < factor) ?? FIT),
    zoom_fit: () => zoomTo(FIT),
    zoom_in: () => zoomTo(STEPS.find((step) => step > factor) ?? NEAREST),
  };
  const zoom = { view, show, sharesAt, factor: () => factor };
  doings.hand = mountHand({ form, bar, zoom, gesture, signal });

  bar.addEventListener("click", (event) => doings[event.target.closest("[data-zoom]")?.dataset.zoom]?.(), { signal });
  mountDoings(form, signal, { zoom_out: doings.zoom_out, zoom_fit: doings.zoom_fit, zoom_in: doings.zoom_in });
  view.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoomTo(factor * Math.exp(-between(-100, event.deltaY, 100) / 300), { x: event.clientX, y: event.clientY });
    },
    { signal, passive: false },
  );
  mountEditions(canvas.querySelector("img"), signal);
  bar.hidden = false;
  zoomTo(FIT);
}
