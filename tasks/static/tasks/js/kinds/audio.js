// Listening: keys and large buttons for the browser's own player.
import { mountDoings } from "./doings.js";
import { mountLoop } from "./looping.js";

const JUMP_SECONDS = 2;
const RATES = [0.5, 0.65, 0.8, 1, 1.2, 1.5, 1.75, 2];
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
    play: () => void (player.paused ? player.play().catch(() => {}) : player.pause()),
    back: () => seek(player, player.currentTime - JUMP_SECONDS),
    forward: () => seek(player, player.currentTime + JUMP_SECONDS),
    slower: () => setRate(RATES.findLast((one) => one < rate) ?? RATES[0]),
    faster: () => setRate(RATES.find((one) => one > rate) ?? RATES.at(-1)),
    ...mountLoop(stage, player, signal),
  };
  bar.addEventListener("click", (event) => doings[event.target.closest("[data-audio-do]")?.dataset.audioDo]?.(), {
    signal,
  });
  mountDoings(form, signal, doings);
  bar.hidden = false;
  setRate(rate);
  // A player that left the page with its assignment must not go on speaking.
  signal.addEventListener("abort", () => player.pause());
}

function seek(player, seconds) {
  player.currentTime = Math.min(Math.max(seconds, 0), player.duration || 0);
}
