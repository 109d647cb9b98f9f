// The boxes of one picture and which of them is chosen. The drawing and the list both show it and both change it.

export function createStore(bounds) {
  const boxes = [];
  const watchers = [];
  let chosenId = null;
  let lastId = 0;
  const tell = (source) => watchers.forEach((watch) => watch(source));

  return {
    bounds,
    boxes,
    get chosen() {
      return boxes.find((box) => box.id === chosenId) ?? null;
    },
    watch: (watcher) => watchers.push(watcher),
    /** `source` tells a watcher that it made the change itself. */
    add(box, source) {
      const added = { ...box, id: (lastId += 1) };
      boxes.push(added);
      chosenId = added.id;
      tell(source);
      return added;
    },
    change(id, change, source) {
      const box = boxes.find((one) => one.id === id);
      if (!box || !change) return;
      Object.assign(box, change);
      tell(source);
    },
    remove(id, source) {
      const index = boxes.findIndex((box) => box.id === id);
      if (index < 0) return;
      boxes.splice(index, 1);
      if (chosenId === id) chosenId = null;
      tell(source);
    },
    choose(id, source) {
      if (chosenId === id) return;
      chosenId = id;
      tell(source);
    },
    tell,
  };
}
