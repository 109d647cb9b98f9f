// The desk for keypoints: every point of the job stands in the list; the chosen one is placed, moved, occluded or absent.
import { mountDoings } from "./doings.js";
import { between } from "./geometry.js";
import { changing, element, groupOf, mountGestures, mountRendering, nameAt } from "./layer.js";
import { numberOf, textOf } from "./list.js";
import { mountKeys, mountStatus, mountTools, neighbours, openPicture } from "./marking.js";
import { digitOf } from "./visit.js";

const RADIUS = 6;
const ABSENT = { state: "absent", x: NaN, y: NaN };
const isPlaced = ({ state, x, y }) => state !== "absent" && Number.isFinite(x) && Number.isFinite(y);
const isUnset = (point) => !isPlaced(point) && point.state !== "absent";

export async function mount(form) {
  const picture = await openPicture(form);
  if (!picture) return;
  const { store, layer } = picture;
  const hueOf = (point) => String(store.marks.indexOf(point));
  const middle = { x: store.bounds.width / 2, y: store.bounds.height / 2 };

  /** The point at `x`, `y` inside the picture; it stays occluded if it was. */
  function placed({ state }, { x, y }) {
    const [right, lower] = [store.bounds.width - 1, store.bounds.height - 1];
    const place = { x: between(0, Math.round(x), right), y: between(0, Math.round(y), lower) };
    return { ...place, state: state === "occluded" ? state : "visible" };
  }

  /** After a point comes the next one that isn't set yet, if any is left. */
  function goOn() {
    const here = store.marks.indexOf(store.chosen);
    const inTurn = [...store.marks.slice(here + 1), ...store.marks.slice(0, here + 1)];
    const next = inTurn.find(isUnset);
    if (next) store.choose(next.id);
  }

  mountTools(picture, {
    hueOf,
    read: ({ name, state, x, y }) => ({ name, state, x: numberOf(x), y: numberOf(y) }),
    textsOf: ({ state, x, y }) => (state === "absent" ? { state, x: "", y: "" } : { state, x: textOf(x), y: textOf(y) }),
    settled: (point) => (isPlaced(point) ? placed(point, point) : point.state === "absent" ? ABSENT : null),
    addInTheMiddle() {
      const point = store.chosen ?? store.marks.find(isUnset);
      if (!point) return;
      store.choose(point.id);
      store.change(point.id, placed(point, middle));
    },
  });
  mountRendering({ ...picture, drawn: (point, unit) => drawn(point, unit, { store, hueOf }) });
  mountGestures({ ...picture, ...gesturesOf({ store, placed, goOn, committed: picture.committed }) });
  mountKeys(picture, {
    move(point, dx, dy) {
      store.change(point.id, placed(point, isPlaced(point) ? { x: point.x + dx, y: point.y + dy } : middle));
    },
    keys: keysOf({ store, goOn }),
  });
  mountNumbers(picture);
  mountStatus(picture, { wordsOf });
  goOn();
  store.tell();
}

function gesturesOf({ store, placed, goOn, committed }) {
  function pointAt({ x, y }, reach) {
    const ways = store.marks.map((point) => (isPlaced(point) ? Math.hypot(point.x - x, point.y - y) : Infinity));
    const least = Math.min(...ways);
    return least <= reach ? store.marks[ways.indexOf(least)] : null;
  }
  return {
    meet: pointAt,
    actionAt(place, reach) {
      const seized = pointAt(place, reach);
      const point = seized ?? store.chosen;
      if (!point) return { cursor: "default", follow() {}, undo() {} };
      const action = changing(store, point, seized ? "move" : "crosshair", placed);
      const follow = (to, from) => {
        store.choose(point.id);
        action.follow(to, from);
      };
      return { ...action, follow, done: seized ? undefined : goOn };
    },
    tapped(place, reach) {
      const seized = pointAt(place, reach);
      const chosen = store.chosen;
      if (seized && !(chosen && isUnset(chosen))) return store.choose(seized.id);
      if (!chosen) return;
      store.change(chosen.id, placed(chosen, place));
      committed();
      goOn();
    },
  };
}

function keysOf({ store, goOn }) {
  function isNotThere(point, event) {
    if (!point || event.repeat) return false;
    store.change(point.id, ABSENT);
    goOn();
  }
  function hide(point) {
    if (!point || !isPlaced(point)) return false;
    store.change(point.id, { state: point.state === "occluded" ? "visible" : "occluded" });
  }
  const letGo = (point) => (point ? store.choose(null) : false);
  return { ...neighbours(store), hide, remove: isNotThere, let_go: letGo };
}

/** A digit chooses a point, wherever the focus is, and takes it to the picture, where the arrows move the point. */
function mountNumbers({ form, store, stage, signal }) {
  mountDoings(form, signal, {
    label(event) {
      const point = store.marks[digitOf(event) - 1];
      if (!point) return false;
      stage.focus({ preventScroll: true });
      store.choose(point.id);
    },
  });
}

function drawn(point, unit, { store, hueOf }) {
  if (!isPlaced(point)) return null;
  const group = groupOf(point, { store, hueOf });
  const isChosen = point.id === store.chosen?.id;
  const place = { cx: point.x, cy: point.y };
  if (isChosen) group.append(element("circle", { class: "kind-ring", ...place, r: 2 * RADIUS * unit }));
  group.append(element("circle", { class: `kind-point is-${point.state}`, ...place, r: RADIUS * unit }));
  const number = store.marks.indexOf(point) + 1;
  const beside = { x: point.x + RADIUS * unit, y: point.y - RADIUS * unit };
  group.append(nameAt(beside, isChosen ? `${number} ${point.name}` : String(number), unit));
  return group;
}

function wordsOf(point, words) {
  if (isUnset(point)) return { sentence: words.unset };
  return { sentence: isPlaced(point) ? words.chosen : words.missing, state: words[point.state] };
}
