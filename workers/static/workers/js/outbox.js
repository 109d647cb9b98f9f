// The outbox: answers go to the server one after the other, in the order in which they were given. What can't be sent is
// tried again, when the network or the person is back and after longer and longer waits. Each carries the key that
// names its submission, so that an answer that arrived without our knowing is kept once.
import { csrfToken } from "../../web/js/csrf.js";
import * as store from "./outbox_store.js";
import { onSignedIn, tellSignedOut } from "./signed.js";

const PATIENCE_MS = 30_000;
const WAITS_MS = [1000, 2000, 4000, 8000, 15_000, 30_000];

/**
 * `answered(entry, answer)` gets the server's words, null when it knows no such assignment of this person;
 * `changed({ trouble, count })` hears how it stands: trouble is "", "offline", "failed" or "signed_out".
 * `more()` are fields that are sent along as they are at that moment; `first()` is awaited before an answer is sent.
 */
export function openOutbox({ answered, changed = () => {}, more = () => ({}), first = () => null }) {
  let queue = [];
  let trouble = "";
  let tries = 0;
  let timer = 0;
  let isSending = false;

  function stand(next) {
    trouble = next;
    changed({ trouble, count: queue.length });
  }

  async function post(entry) {
    const body = new URLSearchParams(entry.fields);
    const said = { ...more(), worked_ms: entry.workedMs, waited_ms: Math.max(0, Date.now() - entry.at), next: entry.next };
    for (const [name, value] of Object.entries(said)) body.set(name, value);
    body.set("csrfmiddlewaretoken", csrfToken());
    const options = { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) };
    const response = await fetch(entry.url, options).catch(() => null);
    if (!response) return { trouble: "offline" };
    // 403: the browser has forgotten its cookies, the token's among them.
    if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) return { trouble: "signed_out" };
    const answer = await response.json().catch(() => null);
    // Somebody else is signed in: it waits for its own person. Its own person's is gone for good.
    if (response.status === 404 && answer) return String(answer.worker) === entry.worker ? {} : { trouble: "signed_out" };
    return response.ok && answer ? { answer } : { trouble: "failed" };
  }

  /** `isAsked`: the person pressed the button for it. */
  async function flush({ isAsked = false } = {}) {
    clearTimeout(timer);
    if (isSending) return;
    isSending = true;
    let met = "";
    try {
      while (queue.length && !met) met = await sendFirst();
    } finally {
      isSending = false;
    }
    if (met === "signed_out") tellSignedOut({ isAsked });
    stand(met || (navigator.onLine ? "" : "offline"));
    if (!met) tries = 0;
    else if (met !== "signed_out") timer = setTimeout(() => flush(), WAITS_MS[Math.min(tries++, WAITS_MS.length - 1)]);
  }

  async function sendFirst() {
    if (!navigator.onLine) return "offline";
    const entry = queue[0];
    await first();
    if (queue[0] !== entry) return ""; // the work went on elsewhere meanwhile
    const outcome = await post(entry);
    if (outcome.trouble) return outcome.trouble;
    queue.shift();
    await store.drop(entry.key);
    await answered(entry, outcome.answer ?? null);
    return "";
  }

  addEventListener("online", () => flush());
  addEventListener("offline", () => stand("offline"));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && queue.length && flush());
  addEventListener("focus", () => queue.length && flush());
  onSignedIn(() => flush());

  return {
    flush,
    /** Take up what an earlier page left behind, if `isOurs(entry)`. */
    async load(worker, isOurs) {
      queue = (await store.waitingOf(worker)).filter(isOurs);
    },
    add(entry) {
      queue.push(entry);
      const isKept = store.keep(entry);
      stand(trouble);
      flush();
      return isKept;
    },
    /** Whether all of it waits here: a screen of many is named by each of them. */
    has: (number) => number.split(".").every((one) => queue.some((entry) => entry.assignment.split(".").includes(one))),
    isStuck: () => trouble !== "",
    /** Another page goes on with what waits. */
    stop() {
      clearTimeout(timer);
      queue = [];
    },
  };
}
