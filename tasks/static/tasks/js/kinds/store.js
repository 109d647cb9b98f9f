// What is marked on one picture and which mark is chosen. The drawing and the list both show it and both change it.

export function createStore(bounds) {
  const marks = [];
  const watchers = [];
  let chosenId = null;
  let lastId = 0;
  const tell = (source) => watchers.forEach((watch) => watch(source));

  return {
    bounds,
    marks,
    get chosen() {
      return marks.find((mark) => mark.id === chosenId) ?? null;
    },
    watch: (watcher) => watchers.push(watcher),
    /** `source` tells a watcher that it made the change itself. */
    add(mark, source) {
      const added = { ...mark, id: (lastId += 1) };
      marks.push(added);
      chosenId = added.id;
      tell(source);
      return added;
    },
    change(id, change, source) {
      const mark = marks.find((one) => one.id === id);
      if (!mark || !change) return;
      Object.assign(mark, change);
      tell(source);
    },
    remove(id, source) {
      const index = marks.findIndex((mark) => mark.id === id);
      if (index < 0) return;
      marks.splice(index, 1);
      if (chosenId === id) chosenId = null;
      tell(source);
    },
    choose(id, source) {
      if (chosenId === id) return;
      chosenId = id;
      tell(source);
    },
    /** Everything as it was: `earlier` are the marks of another moment, with their ids. */
    restore(earlier, chosen) {
      marks.splice(0, marks.length, ...structuredClone(earlier));
      chosenId = chosen;
      tell();
    },
    tell,
  };
}
