// The layer over a picture: its pixels, what is drawn on it, and gestures of mouse, pen and finger.

const HOLD_MS = 500;
const SVG = "http://www.w3.org/2000/svg";

/** The size of the picture: from the server, or for one that it never fetched from the picture itself. */
export async function boundsOf(layer, image) {
  if (layer.dataset.width) return { width: Number(layer.dataset.width), height: Number(layer.dataset.height) };
  await image.decode().catch(() => {});
  return { width: image.naturalWidth || 1, height: image.naturalHeight || 1 };
}

const scaleOf = (layer) => layer.getScreenCTM()?.a || 1; // screen pixels for one pixel of the picture

/** Draws every mark again whenever one has changed; `unit` is the length of one pixel of the screen. */
export function mountRendering({ layer, store, drawn, signal }) {
  const render = () => {
    const unit = 1 / scaleOf(layer);
    layer.replaceChildren(...store.marks.map((mark) => drawn(mark, unit)).filter(Boolean));
  };
  store.watch(render);
  const sizes = new ResizeObserver(render);
  sizes.observe(layer);
  signal.addEventListener("abort", () => sizes.disconnect());
}

/**
 * A drag follows the action that `actionAt(point, reach)` finds where it began: `{cursor, follow(point, start), undo()}`.
 * A press that doesn't move is `tapped(point, reach)`; one of a finger that stays, or of the mouse's other button, is
 * held on the mark that `meet(point, reach)` finds. The return value ends a drag as if it had never begun.
 */
export function mountGestures({ layer, store, gesture: shared, actionAt, tapped, meet, committed, signal }) {
  let gesture = null;
  const pointOf = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(layer.getScreenCTM().inverse());
  const reachOf = (event) => (event.pointerType === "mouse" ? 7 : 22) / scaleOf(layer);

  function cancel() {
    if (gesture?.isMoving) gesture.action.undo();
    end();
  }

  function end() {
    clearTimeout(gesture?.timer);
    gesture = null;
  }

  function hold(event) {
    cancel();
    const mark = meet(pointOf(event), reachOf(event));
    if (!mark) return;
    store.choose(mark.id);
    shared.held(mark, { x: event.clientX, y: event.clientY });
  }

  function onDown(event) {
    if (!event.isPrimary) return cancel();
    if (event.button !== 0) return;
    event.preventDefault();
    layer.closest("[tabindex]").focus({ preventScroll: true });
    const start = pointOf(event);
    gesture = { action: actionAt(start, reachOf(event)), start, isMoving: false };
    if (event.pointerType !== "mouse") gesture.timer = setTimeout(hold, HOLD_MS, event);
    layer.setPointerCapture(event.pointerId);
  }

  function onMove(event) {
    if (!gesture) {
      layer.style.cursor = actionAt(pointOf(event), reachOf(event)).cursor;
      return;
    }
    if (!event.isPrimary) return;
    const point = pointOf(event);
    const way = Math.hypot(point.x - gesture.start.x, point.y - gesture.start.y);
    gesture.isMoving ||= way * scaleOf(layer) > (event.pointerType === "mouse" ? 4 : 8);
    if (!gesture.isMoving) return;
    clearTimeout(gesture.timer);
    gesture.action.follow(point, gesture.start);
  }

  function onUp(event) {
    if (!gesture || !event.isPrimary) return;
    const { isMoving, action } = gesture;
    end();
    if (!isMoving) return tapped(pointOf(event), reachOf(event));
    action.done?.();
    committed();
  }

  const listeners = { pointerdown: onDown, pointermove: onMove, pointerup: onUp, pointercancel: cancel };
  for (const [name, listener] of Object.entries(listeners)) layer.addEventListener(name, listener, { signal });
  const onOtherButton = (event) => {
    event.preventDefault();
    hold(event);
  };
  layer.addEventListener("contextmenu", onOtherButton, { signal });
  signal.addEventListener("abort", end);
  shared.cancel = cancel;
  // A busy browser may take the first drag for its own, before it knows how the layer wants to be touched.
  layer.addEventListener("touchstart", (event) => event.preventDefault(), { signal, passive: false });
  return cancel;
}

/** The action of a drag that changes a mark: `changed(before, to, from)` says how. */
export function changing(store, mark, cursor, changed) {
  const before = { ...mark };
  const follow = (to, from) => store.change(before.id, changed(before, to, from));
  return { cursor, follow, undo: () => store.change(before.id, before) };
}

/** The action of a drag that draws a new mark: `made(to, from)` says what it is, null while it is nothing. */
export function beginning(store, made) {
  let id = null;
  const follow = (to, from) => {
    const mark = made(to, from);
    if (id) store.change(id, mark);
    else if (mark) id = store.add(mark).id;
  };
  return { cursor: "crosshair", follow, undo: () => store.remove(id) };
}

export function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** A group in the colour of its mark; the chosen one stands out. */
export function groupOf(mark, { store, hueOf }) {
  const group = element("g", { "data-hue": hueOf(mark) });
  if (mark.id === store.chosen?.id) group.classList.add("is-chosen");
  return group;
}

/** The name of a mark above `x`, `y`, or below where the picture ends. */
export function nameAt({ x, y }, words, unit) {
  const down = y > 18 * unit ? y - 5 * unit : y + 15 * unit;
  const name = element("text", { class: "kind-mark-name", x: x + 4 * unit, y: down, "font-size": 13 * unit });
  name.textContent = words.trim();
  return name;
}

/** A square to seize a corner or a vertex by. */
export function handleOf({ x, y }, unit, size = 9) {
  const side = size * unit;
  return element("rect", { class: "kind-handle", x: x - side / 2, y: y - side / 2, width: side, height: side });
}
