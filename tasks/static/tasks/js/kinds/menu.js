// What can be done with a mark: opens where a finger rests on it long, or where the mouse's other button meets it.

export function mountMenu({ form, stage, store, gesture, committed, signal }, keys) {
  const menu = form.querySelector("[data-mark-menu]");
  const isOpen = () => menu.matches(":popover-open");

  function close() {
    if (!isOpen()) return;
    menu.hidePopover();
    stage.focus({ preventScroll: true });
  }

  gesture.held = (mark, { x, y }) => {
    const name = `${store.marks.indexOf(mark) + 1} ${mark.label ?? mark.name}`;
    menu.querySelector("[data-mark-menu-name]").textContent = name.trim();
    menu.showPopover();
    const { width, height } = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(x - width / 2, innerWidth - width - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(y - height - 16, innerHeight - height - 8))}px`;
    menu.querySelector("[data-mark-do]").focus();
  };

  function onClick(event) {
    const way = event.target.closest("[data-mark-do]")?.dataset.markDo;
    if (way === undefined) return;
    close();
    if (way && keys[way](store.chosen, event) !== false) committed();
  }

  function onKey(event) {
    if (event.key !== "Escape" || !isOpen()) return;
    event.preventDefault();
    close();
  }

  menu.addEventListener("click", onClick, { signal });
  document.addEventListener("keydown", onKey, { signal, capture: true });
  document.addEventListener("pointerdown", ({ target }) => menu.contains(target) || close(), { signal, capture: true });
}
