// Drawing outlines: a click or the end of a drag sets vertex after vertex; the first vertex, or the last one again,
// closes. Of the chosen polygon a vertex is dragged, a side gets a new vertex, the inside moves it all; a click chooses.
import { beginning, changing, element, groupOf, handleOf, mountGestures, mountRendering, nameAt } from "./layer.js";
import { areaOf, changedAt, contains, insertedAt, isDrawn, shifted, sideAt, textOfPoints, vertexAt, vertexFrom } from "./outlines.js";

export function mountTracing(picture) {
  const { layer, store, newLabel, hueOf, committed, signal } = picture;
  const { bounds } = store;
  const at = (point) => vertexFrom(point, bounds);
  const begun = (point) => ({ label: newLabel(), points: [at(point)], isOpen: true, vertex: null });
  const added = ({ points }, point) => ({ points: [...points, at(point)] });
  const inserted = ({ points }, side, point) => ({ points: insertedAt(points, side + 1, at(point)), vertex: side + 1 });

  function actionAt(point, reach) {
    const chosen = store.chosen;
    if (!chosen || !isDrawn(chosen)) return beginning(store, begun);
    const { points, isOpen } = chosen;
    const vertex = vertexAt(points, point, reach);
    const dragged = (before, to) => ({ points: changedAt(before.points, vertex, at(to)), vertex: isOpen ? null : vertex });
    if (vertex >= 0) return changing(store, chosen, "move", dragged);
    if (isOpen) return changing(store, chosen, "crosshair", added);
    const side = sideAt(points, point, reach);
    if (side >= 0) return changing(store, chosen, "copy", (before, to) => inserted(before, side, to));
    if (!contains(points, point)) return beginning(store, begun);
    const moved = (before, to, from) => ({ points: shifted(before.points, to.x - from.x, to.y - from.y, bounds) });
    return changing(store, chosen, "move", moved);
  }

  function close() {
    if (store.chosen.points.length >= 3) store.change(store.chosen.id, { isOpen: false, vertex: null });
  }

  function tapped(point, reach) {
    const chosen = store.chosen;
    if (chosen?.isOpen) traceTo(chosen, point, reach);
    else if (!chosen || !isDrawn(chosen) || !touch(chosen, point, reach)) chooseAt(point);
    committed();
  }

  function traceTo(chosen, point, reach) {
    const vertex = vertexAt(chosen.points, point, reach);
    if (vertex < 0) store.change(chosen.id, added(chosen, point));
    else if (vertex === 0 || vertex === chosen.points.length - 1) close();
  }

  /** Whether the click meant a vertex or a side of the chosen polygon. */
  function touch(chosen, point, reach) {
    const vertex = vertexAt(chosen.points, point, reach);
    const side = vertex < 0 ? sideAt(chosen.points, point, reach) : -1;
    if (vertex >= 0) store.change(chosen.id, { vertex });
    else if (side >= 0) store.change(chosen.id, inserted(chosen, side, point));
    return vertex >= 0 || side >= 0;
  }

  const polygonsAt = (point) =>
    store.marks
      .filter((mark) => isDrawn(mark) && contains(mark.points, point))
      .sort((a, b) => areaOf(a.points) - areaOf(b.points));

  /** What a long press meets: a vertex of the chosen polygon, else the smallest polygon here, all of it. */
  function meet(point, reach) {
    const chosen = store.chosen;
    const vertex = chosen && isDrawn(chosen) && !chosen.isOpen ? vertexAt(chosen.points, point, reach) : -1;
    const mark = vertex < 0 ? polygonsAt(point)[0] : chosen;
    if (mark) store.change(mark.id, { vertex: vertex < 0 ? null : vertex });
    return mark;
  }

  /** The smallest polygon here, at the next click the one below it, at last none; where there is none a new one begins. */
  function chooseAt(point) {
    const under = polygonsAt(point);
    if (!under.length) return store.add(begun(point));
    const next = under[under.findIndex((mark) => mark.id === store.chosen?.id) + 1];
    store.choose(next?.id ?? null);
    if (next) store.change(next.id, { vertex: null });
  }

  function drawn(mark, unit) {
    if (!isDrawn(mark)) return null;
    const { points, isOpen, vertex } = mark;
    const group = groupOf(mark, { store, hueOf });
    const places = points.map(([x, y]) => ({ x, y }));
    const top = places.reduce((highest, place) => (place.y < highest.y ? place : highest));
    group.append(element(isOpen ? "polyline" : "polygon", { class: "kind-shape", points: textOfPoints(points) }));
    group.append(nameAt(top, `${store.marks.indexOf(mark) + 1} ${mark.label}`, unit));
    if (mark.id !== store.chosen?.id) return group;
    places.forEach((place, index) => {
      const handle = handleOf(place, unit, isOpen && index === 0 ? 13 : 9);
      if (index === vertex) handle.classList.add("is-chosen");
      group.append(handle);
    });
    return group;
  }

  mountRendering({ layer, store, drawn, signal });
  return { close, cancel: mountGestures({ ...picture, actionAt, tapped, meet }) };
}
