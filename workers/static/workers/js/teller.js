// What this page tells the server of time: a few counters for each stretch of work, again and again until it is heard.
// One tab of the browser sends for all of them; a tab that goes out of sight sends its own, since it may not come back.
import { csrfToken } from "../../web/js/csrf.js";
import { standFor } from "./leader.js";

const PATIENCE_MS = 3000;
const POST_MS = 10_000;
const MOST_BEATS = 200;
const CHANNEL = "visible-hands:heartbeats";

/** `heard(answer)` is called with what the server says. Nothing is sent once `signal` aborts. */
export function mountTeller({ url, nowMs, signal, heard }) {
  const tab = crypto.getRandomValues(new Uint32Array(3)).join("-").slice(0, 22);
  const leader = standFor("heartbeats", { signal });
  const channel = new BroadcastChannel(CHANNEL);
  let stretches = [];
  let seq = 0;
  let clock = nowMs - performance.now(); // the server's clock less this page's steady one
  let onItsWay = null;
  let answered = () => {};

  /** A new stretch of time in view with one assignment. Its counters are the caller's to raise. */
  function begin(assignment, at) {
    const beganMs = Math.round(clock + at);
    const stretch = { assignment, seq: (seq += 1), beganMs, visibleMs: 0, activeMs: 0, mediaMs: 0, toldMs: 0 };
    // What began in the same moment is on the same screen.
    const isOf = (known) => known.visibleMs > known.toldMs || known.beganMs === beganMs;
    stretches = [...stretches.filter(isOf), stretch].slice(-MOST_BEATS);
    return stretch;
  }

  function body() {
    const beats = stretches
      .filter((stretch) => stretch.visibleMs > stretch.toldMs)
      .map((stretch) => ({
        assignment: stretch.assignment,
        seq: stretch.seq,
        began_ms: stretch.beganMs,
        visible_ms: Math.floor(stretch.visibleMs),
        active_ms: Math.floor(stretch.activeMs),
        media_ms: Math.floor(Math.min(stretch.mediaMs, stretch.activeMs)),
      }));
    return { tab, beats };
  }

  /** Send what a page tells; what the server says, or null. */
  async function post(told) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
    const late = AbortSignal.timeout(POST_MS);
    const sent = { method: "POST", headers, body: JSON.stringify(told), keepalive: true, signal: late };
    const response = await fetch(url, sent).catch(() => null);
    return response?.ok && !response.redirected ? response.json().catch(() => null) : null;
  }

  /** Let the leading tab send; null when it doesn't answer in time. */
  function relay(told) {
    channel.postMessage({ told });
    return new Promise((resolve) => {
      answered = resolve;
      setTimeout(resolve, PATIENCE_MS, null);
    });
  }

  async function send(isLeaving) {
    const told = body();
    if (signal.aborted || !told.beats.length) return;
    const answer = ((!isLeaving && !leader.isLeading && (await relay(told))) || (await post(told)));
    if (!answer) return;
    for (const beat of told.beats) {
      const stretch = stretches.find((known) => known.seq === beat.seq);
      if (stretch) stretch.toldMs = beat.visible_ms + 1;
    }
    clock = Math.max(clock, answer.now_ms - performance.now());
    if (!signal.aborted) heard(answer);
  }

  channel.addEventListener("message", async ({ data }) => {
    if (data.answer && data.tab === tab) answered(data.answer);
    if (!data.told || !leader.isLeading || signal.aborted) return;
    const answer = await post(data.told);
    if (answer) channel.postMessage({ tab: data.told.tab, answer });
  });
  signal.addEventListener("abort", () => channel.close());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send(true), { signal });

  const tell = () => (onItsWay ??= send(false).finally(() => (onItsWay = null)));
  /** Until nothing is on its way, or the server has been silent for a moment. */
  const quiet = () => Promise.race([onItsWay, new Promise((over) => setTimeout(over, PATIENCE_MS))]);
  return { begin, tell, body, quiet };
}
