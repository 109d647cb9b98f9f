// Drawing on the picture with mouse, pen or finger: drag on the picture draws, drag on the chosen box moves it, drag on
// its edges resizes it, a click chooses (again: the next box under the pointer, at last none).
import { boxesAt, boxOf, contains, dragged, handleAt, handlesOf, isWhole, moved } from "./geometry.js";

const SVG = "http://www.w3.org/2000/svg";
const CURSORS = { n: "ns", s: "ns", e: "ew", w: "ew", nw: "nwse", se: "nwse", ne: "nesw", sw: "nesw" };

export function mountDrawing({ layer, store, newLabel, hueOf, committed, signal }) {
  let gesture = null;
  const scale = () => layer.getScreenCTM()?.a || 1; // screen pixels for one pixel of the picture
  const pointOf = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(layer.getScreenCTM().inverse());
  const reachOf = (event) => (event.pointerType === "mouse" ? 7 : 20) / scale();

  function actionAt(event) {
    const chosen = store.chosen;
    if (!chosen || !isWhole(chosen)) return { mode: "draw" };
    const handle = handleAt(chosen, pointOf(event), reachOf(event));
    if (handle) return { mode: "resize", handle, cursor: `${CURSORS[handle]}-resize` };
    return contains(chosen, pointOf(event)) ? { mode: "move", cursor: "move" } : { mode: "draw" };
  }

  function follow(point) {
    const { mode, start, before, handle, id } = gesture;
    if (mode === "move") store.change(id, moved(before, point.x - start.x, point.y - start.y, store.bounds));
    if (mode === "resize") store.change(id, dragged(before, handle, point, store.bounds));
    if (mode !== "draw") return;
    const box = boxOf(start, point, store.bounds);
    if (id) store.change(id, box);
    else if (box) gesture.id = store.add({ ...box, label: newLabel() }).id;
  }

  function chooseAt(point) {
    const under = boxesAt(store.boxes, point);
    const next = under[under.findIndex((box) => box.id === store.chosen?.id) + 1];
    store.choose(next?.id ?? null);
  }

  function cancel() {
    if (gesture?.isMoving && gesture.mode === "draw") store.remove(gesture.id);
    else if (gesture?.isMoving) store.change(gesture.id, gesture.before);
    gesture = null;
  }

  function onDown(event) {
    if (!event.isPrimary) return cancel();
    if (event.button !== 0) return;
    event.preventDefault();
    layer.closest("[tabindex]").focus({ preventScroll: true });
    const action = actionAt(event);
    const chosen = action.mode === "draw" ? null : store.chosen;
    gesture = { ...action, start: pointOf(event), before: chosen && { ...chosen }, id: chosen?.id, isMoving: false };
    layer.setPointerCapture(event.pointerId);
  }

  function onMove(event) {
    if (!gesture) {
      layer.style.cursor = actionAt(event).cursor ?? "crosshair";
      return;
    }
    if (!event.isPrimary) return;
    const point = pointOf(event);
    gesture.isMoving ||= Math.hypot(point.x - gesture.start.x, point.y - gesture.start.y) * scale() > 4;
    if (gesture.isMoving) follow(point);
  }

  function onUp(event) {
    if (!gesture || !event.isPrimary) return;
    const wasMoving = gesture.isMoving;
    gesture = null;
    if (wasMoving) committed();
    else chooseAt(pointOf(event));
  }

  function render() {
    const unit = 1 / scale();
    layer.replaceChildren(...store.boxes.filter(isWhole).map((box) => drawn(box, unit)));
  }

  function drawn(box, unit) {
    const group = element("g", { "data-hue": hueOf(box.label) });
    const isChosen = box.id === store.chosen?.id;
    group.append(element("rect", { class: "kind-box", x: box.x, y: box.y, width: box.w, height: box.h }));
    if (isChosen) group.classList.add("is-chosen");
    const above = box.y > 18 * unit;
    const y = above ? box.y - 5 * unit : box.y + 15 * unit;
    const name = element("text", { class: "kind-box-name", x: box.x + 4 * unit, y, "font-size": 13 * unit });
    name.textContent = `${store.boxes.indexOf(box) + 1} ${box.label}`.trim();
    group.append(name);
    if (!isChosen) return group;
    const size = 9 * unit;
    for (const { x, y: top } of handlesOf(box)) {
      const place = { x: x - size / 2, y: top - size / 2, width: size, height: size };
      group.append(element("rect", { class: "kind-handle", ...place }));
    }
    return group;
  }

  const listeners = { pointerdown: onDown, pointermove: onMove, pointerup: onUp, pointercancel: cancel };
  for (const [name, listener] of Object.entries(listeners)) layer.addEventListener(name, listener, { signal });
  store.watch(render);
  const sizes = new ResizeObserver(render);
  sizes.observe(layer);
  signal.addEventListener("abort", () => sizes.disconnect());
  return { cancel };
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
