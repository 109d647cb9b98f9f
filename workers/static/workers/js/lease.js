// The lease and its signs of life: how long the page was visible and in use, told as two counters every 15 seconds.
// Nothing else about the person leaves the browser. All times come from timestamps: timers of hidden pages run late.
import { csrfToken } from "../../web/js/csrf.js";

const BEAT_MS = 15_000;
const IDLE_MS = 120_000;
const SUSPENDED_MS = 60_000;
const QUIET_SECONDS = 300;
const INPUTS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "input", "scroll"];

export function mountLease(form, { signal, say }) {
  const shown = document.querySelector("[data-lease]");
  const today = document.querySelector("[data-today]");
  let visibleMs = Number(form.dataset.visibleMs);
  let activeMs = Number(form.dataset.activeMs);
  let endsAt = performance.now() + Number(form.dataset.secondsLeft) * 1000;
  let lastLook = performance.now();
  let lastInput = lastLook;
  let lastBeat = lastLook;
  let wasVisible = isVisible();
  let isLost = false;

  /** Add the time since the last look, if the page was visible through it and the machine was awake. */
  function look() {
    const now = performance.now();
    const passed = now - lastLook;
    if (wasVisible && passed <= SUSPENDED_MS) {
      visibleMs += passed;
      const playing = [...form.querySelectorAll("audio, video")].some((player) => !player.paused);
      activeMs += playing ? passed : Math.max(0, Math.min(now, lastInput + IDLE_MS) - lastLook);
    }
    lastLook = now;
    wasVisible = isVisible();
  }

  async function beat() {
    look();
    lastBeat = lastLook;
    const body = JSON.stringify({ visible_ms: Math.round(visibleMs), active_ms: Math.round(Math.min(activeMs, visibleMs)) });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
    const response = await fetch(form.dataset.heartbeatUrl, { method: "POST", headers, body, keepalive: true }).catch(() => null);
    if (!response || response.redirected || signal.aborted) return;
    const answer = await response.json().catch(() => null);
    if (!answer || signal.aborted) return;
    if (response.ok) renewed(answer);
    else if (answer.code === "lease_lost") lost(answer.sentence);
  }

  function renewed(answer) {
    endsAt = performance.now() + answer.seconds_left * 1000;
    today.textContent = answer.today;
    showLease();
  }

  function lost(sentence) {
    isLost = true;
    shown.textContent = "";
    say(sentence);
  }

  /** Quiet until five minutes are left. */
  function showLease() {
    const seconds = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
    shown.classList.toggle("is-near", !isLost && seconds <= QUIET_SECONDS);
    if (isLost || seconds > QUIET_SECONDS) {
      shown.textContent = isLost ? "" : shown.dataset.quiet;
      return;
    }
    const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    shown.textContent = shown.dataset.left.replace("{time}", clock);
  }

  function tick() {
    look();
    showLease();
    if (isVisible() && !isLost && lastLook - lastBeat >= BEAT_MS) beat();
  }

  const timer = setInterval(tick, 1000);
  signal.addEventListener("abort", () => clearInterval(timer));
  for (const name of INPUTS) {
    document.addEventListener(name, () => (lastInput = performance.now()), { signal, passive: true, capture: true });
  }
  document.addEventListener(
    "visibilitychange",
    () => {
      if (!isLost) beat();
    },
    { signal },
  );
  showLease();
}

function isVisible() {
  return document.visibilityState === "visible";
}
