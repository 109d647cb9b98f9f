// The desk for polygons: what a polygon says in the list, on the line and to the keys.
import { mountLabels } from "./labels.js";
import { mountKeys, mountStatus, mountTools, openPicture } from "./marking.js";
import { changedAt, insertedAt, isDrawn, pointsOf, shifted, textOfPoints, vertexFrom } from "./outlines.js";
import { mountTracing } from "./tracing.js";

export async function mount(form) {
  const picture = await openPicture(form);
  if (!picture) return;
  const { store, stage } = picture;
  const { bounds } = store;
  const { newLabel, hueOf } = mountLabels(picture);

  function addInTheMiddle() {
    const half = Math.ceil(Math.min(bounds.width, bounds.height) / 10);
    const [x, y] = [Math.floor(bounds.width / 2), Math.floor(bounds.height / 2)];
    const corners = [[-half, -half], [half, -half], [half, half], [-half, half]];
    const points = corners.map(([dx, dy]) => vertexFrom({ x: x + dx, y: y + dy }, bounds));
    store.add({ label: newLabel(), points, isOpen: false, vertex: null });
  }

  const read = ({ label, points: text }) => {
    const points = pointsOf(text);
    return { label, points, isOpen: points.length < 3, vertex: null };
  };
  mountTools(picture, {
    hueOf,
    addInTheMiddle,
    read,
    textsOf: (mark) => ({ label: mark.label, points: isDrawn(mark) ? textOfPoints(mark.points) : undefined }),
    settled: (mark) =>
      isDrawn(mark) ? { ...mark, points: mark.points.map(([x, y]) => vertexFrom({ x, y }, bounds)) } : null,
  });
  const tracing = mountTracing({ ...picture, newLabel, hueOf });
  mountKeys(picture, { move: (mark, dx, dy) => move(mark, dx, dy, store), keys: keysOf({ store, stage, tracing }) });
  mountStatus(picture, { wordsOf });
  store.tell();
}

/** The arrows move the chosen vertex, of an outline that is still open its last one, else all of it. */
function move(mark, dx, dy, { change, bounds }) {
  if (!isDrawn(mark)) return;
  const vertex = mark.isOpen ? mark.points.length - 1 : mark.vertex;
  if (vertex === null) return change(mark.id, { points: shifted(mark.points, dx, dy, bounds) });
  const [x, y] = mark.points[vertex];
  change(mark.id, { points: changedAt(mark.points, vertex, vertexFrom({ x: x + dx, y: y + dy }, bounds)) });
}

function keysOf({ store, stage, tracing }) {
  /** From vertex to vertex, and after the last one to the whole polygon. */
  const step = (by) => (mark) => {
    if (!mark || mark.isOpen || !isDrawn(mark)) return false;
    const places = mark.points.length + 1;
    const here = mark.vertex ?? mark.points.length;
    const next = (here + by + places) % places;
    store.change(mark.id, { vertex: next === mark.points.length ? null : next });
  };

  function insert(mark) {
    if (!mark || mark.vertex === null || mark.isOpen) return false;
    const [[ax, ay], [bx, by]] = [mark.points[mark.vertex], mark.points[(mark.vertex + 1) % mark.points.length]];
    const between = vertexFrom({ x: (ax + bx) / 2, y: (ay + by) / 2 }, store.bounds);
    store.change(mark.id, { points: insertedAt(mark.points, mark.vertex + 1, between), vertex: mark.vertex + 1 });
  }

  function remove(mark) {
    if (!mark) return false;
    const vertex = mark.isOpen ? mark.points.length - 1 : mark.vertex;
    const points = mark.points.filter((_point, index) => index !== vertex);
    if (vertex !== null && points.length >= (mark.isOpen ? 1 : 3)) {
      return void store.change(mark.id, { points, vertex: mark.isOpen ? null : vertex % points.length });
    }
    stage.focus({ preventScroll: true });
    store.remove(mark.id);
  }

  function letGo(mark) {
    if (!mark) return false;
    tracing.cancel();
    if (mark.isOpen && mark.points.length < 3) store.remove(mark.id);
    else if (mark.isOpen) tracing.close();
    store.choose(null);
  }

  const close = (mark) => (mark?.isOpen ? tracing.close() : false);
  return { close, let_go: letGo, remove, insert, before: step(-1), after: step(1) };
}

function wordsOf(mark, words) {
  const facts = { label: mark.label || words.unnamed, vertices: mark.points.length };
  if (mark.isOpen) return { ...facts, sentence: words.open };
  if (mark.vertex === null) return { ...facts, sentence: words.chosen };
  const [x, y] = mark.points[mark.vertex];
  return { ...facts, sentence: words.vertex, vertex: mark.vertex + 1, x, y };
}
