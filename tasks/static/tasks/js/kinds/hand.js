// Moves a picture in its view: two fingers, which also bring it nearer; one finger or the mouse while the hand is on; the
// mouse with Space held or with its middle button. Where nothing is drawn, the mouse always.
import { mountDoings } from "./doings.js";

const OWN_SPACE = "button, input, select, textarea, a, summary, audio";

/** Returns what turns the hand on and off. */
export function mountHand({ form, bar, zoom, gesture, signal }) {
  const { view } = zoom;
  const isDrawnOn = Boolean(view.querySelector("[data-mark-layer]"));
  const button = bar.querySelector("[data-zoom=hand]");
  const pointers = new Map();
  let grip = null; // what was seized, and how large it was then
  let isOn = false;
  let isHeld = false; // Space

  /** The middle of all fingers, and how far they are apart. */
  function holding() {
    const [one, other = one] = pointers.values();
    const spread = pointers.size > 1 ? Math.hypot(one.x - other.x, one.y - other.y) || 1 : 1;
    return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, spread };
  }

  function seize() {
    const at = holding();
    grip = { ...zoom.sharesAt(at), spread: at.spread, factor: zoom.factor() };
  }

  function moves({ pointerType, button: pressed }) {
    if (pointers.size > 1 || isOn) return true;
    return pointerType === "mouse" && (isHeld || pressed === 1 || (!isDrawnOn && pressed === 0));
  }

  const take = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };

  function onDown(event) {
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (!grip && !moves(event)) return;
    if (!grip) gesture.cancel();
    if (event.pointerType === "mouse") view.setPointerCapture(event.pointerId);
    seize();
    take(event);
  }

  function onMove(event) {
    if (!pointers.has(event.pointerId)) return;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (!grip) return;
    const at = holding();
    zoom.show((grip.factor * at.spread) / grip.spread, grip, at);
    take(event);
  }

  function onUp(event) {
    if (!pointers.delete(event.pointerId) || !grip) return;
    take(event);
    if (pointers.size) seize();
    else grip = null;
  }

  const showHand = () => view.classList.toggle("is-hand", isOn || isHeld || !isDrawnOn);
  function turn() {
    isOn = !isOn;
    button.setAttribute("aria-pressed", isOn);
    showHand();
  }
  function hold(event) {
    if (event.target.closest(OWN_SPACE)) return false;
    isHeld = true;
    showHand();
  }
  const letGo = ({ key }) => {
    if (key !== " ") return;
    isHeld = false;
    showHand();
  };

  const listeners = { pointerdown: onDown, pointermove: onMove, pointerup: onUp, pointercancel: onUp };
  for (const [name, listener] of Object.entries(listeners)) view.addEventListener(name, listener, { signal, capture: true });
  // Two fingers are ours before the browser takes them; one may still scroll what isn't drawn on.
  const onTouch = (event) => event.touches.length > 1 && event.preventDefault();
  view.addEventListener("touchstart", onTouch, { signal, passive: false });
  mountDoings(form, signal, { hand: hold });
  document.addEventListener("keyup", letGo, { signal });
  showHand();
  return turn;
}
