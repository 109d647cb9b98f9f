// How long the work was in view and in use, in stretches: in view without a break, in use from the start on. Times come
// from the machine's steady clock and never from counting ticks, for timers of hidden pages run late. All that is
// noticed of a person is that there was some input: not which, not where, not what.

const BEAT_MS = 15_000;
const SUSPENDED_MS = 60_000;
const LONGEST_MS = 600_000;
const INPUTS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "input", "scroll"];

/** Watch over one assignment until `signal` aborts, and tell every 15 seconds while it is in view and in use. */
export function attend(form, { signal, teller }) {
  const graceMs = Number(form.dataset.graceMs);
  let stretch = null; // null while the page is hidden
  let lastLook = performance.now();
  let lastInput = lastLook;
  let lastBeat = lastLook;

  const isVisible = () => document.visibilityState === "visible";
  const isPlaying = () => [...form.querySelectorAll("audio, video")].some((player) => !player.paused);
  const begin = () => (stretch = teller.begin(form.dataset.assignment, lastLook));

  /** Add the time since the last look to the stretch, and begin another where this one can't go on. */
  function look() {
    const now = performance.now();
    const passed = now - lastLook;
    if (passed <= 0) return;
    if (stretch && passed > SUSPENDED_MS) {
      // The machine slept: nobody was here.
      lastLook = now;
      begin();
      return;
    }
    const isHeard = isPlaying();
    const used = isHeard ? passed : Math.max(0, Math.min(passed, lastInput + graceMs - lastLook));
    if (stretch && stretch.isIdle && used > 0) begin();
    if (stretch) {
      stretch.visibleMs += passed;
      stretch.activeMs += used;
      if (isHeard) stretch.mediaMs += passed;
      stretch.isIdle = used < passed;
    }
    lastLook = now;
    if (stretch?.visibleMs > LONGEST_MS && !stretch.isIdle) begin();
  }

  function tick() {
    const wasIdle = stretch?.isIdle;
    look();
    if (!stretch || (wasIdle && stretch.isIdle)) return; // out of sight or out of use: nothing is told
    if (stretch.isIdle || lastLook - lastBeat >= BEAT_MS) {
      lastBeat = lastLook;
      teller.tell();
    }
  }

  function input() {
    if (stretch?.isIdle) look();
    lastInput = performance.now();
  }

  function turn() {
    look();
    if (!isVisible()) {
      stretch = null;
    } else if (!stretch) {
      // Whoever turns to this page again uses it: the lease is renewed with the next tick.
      lastInput = lastLook;
      lastBeat = lastLook - BEAT_MS;
      begin();
    }
  }

  if (isVisible()) begin();
  const timer = setInterval(tick, 1000);
  for (const name of INPUTS) document.addEventListener(name, input, { signal, passive: true, capture: true });
  // Before the page tells its last counters: see teller.js.
  document.addEventListener("visibilitychange", turn, { signal, capture: true });
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    look();
  });
}
