// Playing in a loop: the whole piece, or a part of it that was dragged over the waveform or set by keys. The waveform also
// shows where the player is, and a click in it goes there.

const LEAST_SECONDS = 0.2;
const DRAG_PX = 6;

export function mountLoop(stage, player, signal) {
  const drawing = stage.querySelector("[data-waveform] svg");
  const told = stage.querySelector("[data-audio-loop]");
  const button = stage.querySelector("[data-audio-do=loop]");
  let part = null; // [from, to] in seconds
  let isOn = false;

  const seconds = (value) => value.toLocaleString(document.documentElement.lang || "en", { maximumFractionDigits: 1 });
  const wide = () => drawing.viewBox.baseVal.width / (player.duration || 1);

  function show() {
    player.loop = isOn && !part;
    button.setAttribute("aria-pressed", String(isOn));
    const words = !isOn ? told.dataset.off : part ? told.dataset.part : told.dataset.whole;
    told.textContent = words.replace("{from}", seconds(part?.[0] ?? 0)).replace("{to}", seconds(part?.[1] ?? 0));
    const drawn = drawing?.querySelector("[data-waveform-part]");
    drawn?.setAttribute("x", part ? part[0] * wide() : 0);
    drawn?.setAttribute("width", part ? (part[1] - part[0]) * wide() : 0);
  }

  function set(from, to) {
    const [first, last] = [Math.max(0, from), Math.min(to, player.duration || 0)];
    part = last - first >= LEAST_SECONDS ? [first, last] : null;
    isOn = Boolean(part) || isOn;
    show();
  }

  function goOn() {
    if (isOn && part && player.currentTime >= part[1]) player.currentTime = part[0];
    const x = player.duration ? player.currentTime * wide() : 0;
    for (const side of ["x1", "x2"]) drawing?.querySelector("[data-waveform-now]").setAttribute(side, drawing ? x : 0);
    if (!player.paused && !signal.aborted) requestAnimationFrame(goOn);
  }

  const doings = {
    loop() {
      isOn = !isOn;
      if (!isOn) part = null;
      show();
    },
    from: () => set(player.currentTime, part && part[1] > player.currentTime ? part[1] : player.duration),
    to: () => set(part && part[0] < player.currentTime ? part[0] : 0, player.currentTime),
  };

  if (drawing) mountDrag(drawing, player, { set, wide, signal });
  for (const name of ["play", "seeked", "timeupdate", "loadedmetadata"]) player.addEventListener(name, goOn, { signal });
  // A part that reaches the end of the piece comes to no end of its own.
  player.addEventListener("ended", () => isOn && part && ((player.currentTime = part[0]), player.play()), { signal });
  told.hidden = false;
  show();
  return doings;
}

/** A click goes to a place; a drag with mouse or finger loops what it passed over, from its beginning. */
function mountDrag(drawing, player, { set, wide, signal }) {
  const waveform = drawing.parentElement;
  let begun = null;

  const at = (event) => {
    const box = drawing.getBoundingClientRect();
    const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
    return share * (player.duration || 0);
  };
  const span = (event) => [begun.at, at(event)].sort((one, other) => one - other);
  const isDrag = (event) => begun && Math.abs(event.clientX - begun.x) >= DRAG_PX;

  const listeners = {
    pointerdown(event) {
      if (event.button || !event.isPrimary) return;
      begun = { x: event.clientX, at: at(event) };
      waveform.setPointerCapture(event.pointerId);
    },
    pointermove(event) {
      if (!isDrag(event)) return;
      const [from, to] = span(event);
      const drawn = drawing.querySelector("[data-waveform-part]");
      drawn.setAttribute("x", from * wide());
      drawn.setAttribute("width", (to - from) * wide());
    },
    pointerup(event) {
      if (!begun) return;
      if (isDrag(event)) set(...span(event));
      player.currentTime = isDrag(event) ? span(event)[0] : begun.at;
      begun = null;
    },
    pointercancel: () => (begun = null),
  };
  for (const [name, listener] of Object.entries(listeners)) waveform.addEventListener(name, listener, { signal });
}
