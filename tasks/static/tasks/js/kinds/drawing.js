// Drawing boxes: drag on the picture draws, drag on the chosen box moves it, drag on its edges resizes it, a click
// chooses (again: the next box under the pointer, at last none).
import { boxesAt, boxOf, contains, dragged, handleAt, handlesOf, isWhole, moved } from "./geometry.js";
import { beginning, changing, element, groupOf, handleOf, mountGestures, mountRendering, nameAt } from "./layer.js";

const CURSORS = { n: "ns", s: "ns", e: "ew", w: "ew", nw: "nwse", se: "nwse", ne: "nesw", sw: "nesw" };

export function mountDrawing(picture) {
  const { layer, store, newLabel, hueOf, signal } = picture;
  const { bounds } = store;

  function actionAt(point, reach) {
    const chosen = store.chosen;
    if (!chosen || !isWhole(chosen)) return drawing();
    const handle = handleAt(chosen, point, reach);
    const resized = (before, to) => dragged(before, handle, to, bounds);
    if (handle) return changing(store, chosen, `${CURSORS[handle]}-resize`, resized);
    if (!contains(chosen, point)) return drawing();
    return changing(store, chosen, "move", (before, to, from) => moved(before, to.x - from.x, to.y - from.y, bounds));
  }

  function drawing() {
    return beginning(store, (to, from) => {
      const box = boxOf(from, to, bounds);
      return box && { ...box, label: newLabel() };
    });
  }

  const meet = (point) => boxesAt(store.marks, point)[0];

  function tapped(point) {
    const under = boxesAt(store.marks, point);
    const next = under[under.findIndex((box) => box.id === store.chosen?.id) + 1];
    store.choose(next?.id ?? null);
  }

  function drawn(box, unit) {
    if (!isWhole(box)) return null;
    const group = groupOf(box, { store, hueOf });
    group.append(element("rect", { class: "kind-shape", x: box.x, y: box.y, width: box.w, height: box.h }));
    group.append(nameAt(box, `${store.marks.indexOf(box) + 1} ${box.label}`, unit));
    if (box.id === store.chosen?.id) group.append(...handlesOf(box).map((handle) => handleOf(handle, unit)));
    return group;
  }

  mountRendering({ layer, store, drawn, signal });
  return { cancel: mountGestures({ ...picture, actionAt, tapped, meet }) };
}
