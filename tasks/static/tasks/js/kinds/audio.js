// Listening: keys and large buttons for the browser's own player.
import { mountLoop } from "./looping.js";

const JUMP_SECONDS = 2;
const RATES = [0.5, 0.65, 0.8, 1, 1.2, 1.5, 1.75, 2];
const KEYS = {
  Escape: "play",
  F1: "back",
  F2: "forward",
  F3: "slower",
  F4: "faster",
  F8: "loop",
  "Shift+F1": "from",
  "Shift+F2": "to",
};
let rate = 1; // kept for the next clip: whoever listens slowly goes on listening slowly

export function mountAudio(form, signal) {
  const stage = form.querySelector("[data-audio]");
  if (!stage) return;
  const player = stage.querySelector("[data-player]");
  const bar = stage.querySelector("[data-audio-bar]");
  const shown = stage.querySelector("[data-audio-rate]");

  function setRate(next) {
    rate = next;
    player.defaultPlaybackRate = player.playbackRate = rate;
    shown.value = `× ${rate.toLocaleString(document.documentElement.lang || "en")}`;
  }
  const doings = {
    play: () => (player.paused ? player.play().catch(() => {}) : player.pause()),
    back: () => seek(player, player.currentTime - JUMP_SECONDS),
    forward: () => seek(player, player.currentTime + JUMP_SECONDS),
    slower: () => setRate(RATES.findLast((one) => one < rate) ?? RATES[0]),
    faster: () => setRate(RATES.find((one) => one > rate) ?? RATES.at(-1)),
    ...mountLoop(stage, player, signal),
  };
  bar.addEventListener("click", (event) => doings[event.target.closest("[data-audio-do]")?.dataset.audioDo]?.(), {
    signal,
  });
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
      const doing = KEYS[event.shiftKey ? `Shift+${event.key}` : event.key];
      if (!doing) return;
      event.preventDefault();
      doings[doing]();
    },
    { signal },
  );
  bar.hidden = false;
  setRate(rate);
  // A player that left the page with its assignment must not go on speaking.
  signal.addEventListener("abort", () => player.pause());
}

function seek(player, seconds) {
  player.currentTime = Math.min(Math.max(seconds, 0), player.duration || 0);
}
