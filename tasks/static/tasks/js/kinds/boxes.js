// The desk for boxes: what a box says in the list, on the line and to the keys.
import { mountDrawing } from "./drawing.js";
import { grown, inside, isWhole, moved } from "./geometry.js";
import { mountLabels } from "./labels.js";
import { numberOf, textOf } from "./list.js";
import { mountKeys, mountStatus, mountTools, neighbours, openPicture } from "./marking.js";

export async function mount(form) {
  const picture = await openPicture(form);
  if (!picture) return;
  const { store, stage } = picture;
  const { bounds } = store;
  const { newLabel, hueOf } = mountLabels(picture);

  function addInTheMiddle() {
    const [w, h] = [Math.ceil(bounds.width / 5), Math.ceil(bounds.height / 5)];
    store.add({ x: Math.floor((bounds.width - w) / 2), y: Math.floor((bounds.height - h) / 2), w, h, label: newLabel() });
  }

  mountTools(picture, {
    hueOf,
    addInTheMiddle,
    read: ({ label, x, y, w, h }) => ({ label, x: numberOf(x), y: numberOf(y), w: numberOf(w), h: numberOf(h) }),
    textsOf: ({ label, x, y, w, h }) => ({ label, x: textOf(x), y: textOf(y), w: textOf(w), h: textOf(h) }),
    settled: (box) => (isWhole(box) ? inside(box, bounds) : null),
  });
  const drawing = mountDrawing({ ...picture, newLabel, hueOf });
  const remove = (box) => {
    if (!box) return false;
    stage.focus({ preventScroll: true });
    store.remove(box.id);
  };
  mountKeys(picture, {
    move: (box, dx, dy) => isWhole(box) && store.change(box.id, moved(box, dx, dy, bounds)),
    size: (box, dx, dy) => isWhole(box) && store.change(box.id, grown(box, dx, dy, bounds)),
    keys: {
      ...neighbours(store),
      remove,
      let_go(box) {
        if (!box) return false;
        drawing.cancel();
        store.choose(null);
      },
    },
  });
  mountStatus(picture, { wordsOf: (box, { chosen, unnamed }) => ({ sentence: chosen, label: box.label || unnamed }) });
  store.tell();
}
