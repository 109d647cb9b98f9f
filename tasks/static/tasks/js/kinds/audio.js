// Listening: keys and large buttons for the browser's own player, a waveform to seek in.

const JUMP_SECONDS = 2;
const RATES = [0.5, 0.65, 0.8, 1, 1.2, 1.5, 1.75, 2];
const KEYS = { Escape: "play", F1: "back", F2: "forward", F3: "slower", F4: "faster" };
let rate = 1; // kept for the next clip: whoever listens slowly goes on listening slowly

export function mountAudio(form, signal) {
  const stage = form.querySelector("[data-audio]");
  if (!stage) return;
  const player = stage.querySelector("[data-player]");
  mountControls(stage, player, signal);
  mountWaveform(stage, player, signal);
  // A player that left the page with its assignment must not go on speaking.
  signal.addEventListener("abort", () => player.pause());
}

function mountControls(stage, player, signal) {
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
  };
  bar.addEventListener("click", (event) => doings[event.target.closest("[data-audio-do]")?.dataset.audioDo]?.(), {
    signal,
  });
  document.addEventListener(
    "keydown",
    (event) => {
      const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
      if (!plain || !KEYS[event.key] || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      doings[KEYS[event.key]]();
    },
    { signal },
  );
  bar.hidden = false;
  setRate(rate);
}

function mountWaveform(stage, player, signal) {
  const waveform = stage.querySelector("[data-waveform]");
  const drawing = waveform.querySelector("svg");
  if (!drawing) return;
  const now = drawing.querySelector("[data-waveform-now]");

  function showProgress() {
    const x = player.duration ? (player.currentTime / player.duration) * drawing.viewBox.baseVal.width : 0;
    now.setAttribute("x1", x);
    now.setAttribute("x2", x);
    if (!player.paused && !signal.aborted) requestAnimationFrame(showProgress);
  }
  waveform.addEventListener(
    "click",
    (event) => {
      const box = drawing.getBoundingClientRect();
      seek(player, ((event.clientX - box.left) / box.width) * (player.duration || 0));
    },
    { signal },
  );
  for (const name of ["play", "seeked", "timeupdate", "loadedmetadata"]) {
    player.addEventListener(name, showProgress, { signal });
  }
}

function seek(player, seconds) {
  player.currentTime = Math.min(Math.max(seconds, 0), player.duration || 0);
}
