// Work from Start to Stop. Stop tells the last counters with it; from then on nothing is sent, in no tab of this browser,
// until Start is pressed. What was claimed stays with the worker until its lease ends.
import { csrfToken } from "../../web/js/csrf.js";
import { mountTeller } from "./teller.js";

const CHANNEL = "visible-hands:stop";
const PATIENCE_MS = 5000;

/** `finish()` saves what stands on the page and ends all that would send more; `heard(answer)` gets the server's words. */
export function mountSession({ finish, heard, keptUntil }) {
  const desk = document.querySelector("[data-desk]");
  const stopped = document.querySelector("[data-desk-stopped]");
  const button = document.querySelector("[data-desk-stop]");
  const work = document.querySelector("#desk-work");
  const over = new AbortController();
  const channel = new BroadcastChannel(CHANNEL);
  const session = { isStopped: !stopped.hidden };
  session.teller = mountTeller({
    url: desk.dataset.heartbeatUrl,
    nowMs: Number(desk.dataset.nowMs),
    signal: over.signal,
    heard: (answer) => {
      document.querySelector("[data-day]").innerHTML = answer.today;
      heard(answer);
    },
  });

  function rest() {
    session.isStopped = true;
    over.abort();
    const words = stopped.querySelector("[data-kept]");
    const until = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(keptUntil());
    words.textContent = words.dataset.kept.replace("{time}", until);
    work.hidden = work.inert = button.hidden = true;
    stopped.hidden = false;
    stopped.focus();
    document.dispatchEvent(new Event("desk:stopped"));
  }

  async function stop(event) {
    event.preventDefault();
    if (session.isStopped) return;
    event.target.querySelector("button").disabled = true;
    await finish();
    await session.teller.quiet();
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrfToken() };
    const body = JSON.stringify(session.teller.body());
    // Without a network the server sees the silence itself: stopping hardly waits for it.
    const late = AbortSignal.timeout(PATIENCE_MS);
    await fetch(event.target.action, { method: "POST", headers, body, keepalive: true, signal: late }).catch(() => null);
    channel.postMessage("stop");
    rest();
  }

  if (session.isStopped) over.abort();
  else button.addEventListener("submit", stop);
  channel.addEventListener("message", async () => {
    if (session.isStopped) return;
    await finish();
    rest();
  });
  return session;
}
