// What comes with a warning: Alt+V shows and hides it, and nothing is heard while it is hidden. The rest is CSS.

/** `root` holds the switch, and the media that it hides. */
export function mountVeil(root, { signal }) {
  const box = root.querySelector("[data-veil-switch]");
  if (!box) return;
  const silence = () => {
    if (!box.checked) root.querySelectorAll("audio").forEach((player) => player.pause());
  };
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.code !== "KeyV" || !event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
      event.preventDefault();
      box.click();
      box.focus();
    },
    { signal },
  );
  // Enter shows it too: on a desk it would submit an answer to what nobody has seen.
  box.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      box.click();
    },
    { signal },
  );
  box.addEventListener("change", silence, { signal });
  root.addEventListener("play", silence, { signal, capture: true });
}
