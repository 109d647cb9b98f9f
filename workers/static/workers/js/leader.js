// What one tab of a browser must do alone. The browser's own locks decide, so a tab that is closed, reloaded or dead hands
// over by itself. A browser without them (a page by plain http) has no leader: each tab does it, and the server drops
// what comes twice.

const PREFIX = "visible-hands:";
const PATIENCE_MS = 2000;

/**
 * Stand for leading `name` (“outbox”, say): one tab of this browser leads at a time, the next one when it is gone.
 * `lead()` is called once, when this tab's turn comes. `isLeading` of what comes back tells whether it has.
 */
export function standFor(name, { signal, lead = () => {} }) {
  const candidate = { isLeading: false };
  const begin = () => {
    candidate.isLeading = true;
    lead();
  };
  if (!navigator.locks) begin();
  else {
    const serve = () => {
      if (signal.aborted) return null;
      begin();
      return new Promise((resign) => signal.addEventListener("abort", resign));
    };
    navigator.locks.request(PREFIX + name, { signal }, serve).catch(() => (candidate.isLeading = false));
  }
  return candidate;
}

/**
 * A seat that one tab of this browser holds at a time: the desk of a job. `sit()` tells whether it is ours now; another
 * tab that holds it says so at once. `take()` asks that tab to step back first: its `stepBack()` saves what it must.
 */
export function seat(name, { stepBack }) {
  if (!navigator.locks) return { sit: async () => true, take: async () => true };
  const channel = new BroadcastChannel(PREFIX + name);
  let release = null; // set while the seat is ours
  let heard = () => {};

  /** True once the lock is ours. It stays so until `release()`, or until a tab that waited in vain takes it away. */
  function granted(options) {
    return new Promise((answer) => {
      const keep = () => {
        answer(true);
        return new Promise((free) => (release = free));
      };
      navigator.locks.request(PREFIX + name, options, keep).catch(lose);
    });
  }

  async function lose() {
    if (!release) return;
    release = null;
    await stepBack();
  }

  async function sit(question = "who") {
    if (release) return true;
    const waiting = new AbortController();
    const isTaken = new Promise((answer) => (heard = answer));
    const isSilent = new Promise((answer) => setTimeout(answer, PATIENCE_MS, "silent"));
    const ours = granted({ signal: waiting.signal });
    channel.postMessage(question);
    const outcome = await Promise.race([ours, isTaken, isSilent]);
    if (outcome === true || release) return true;
    waiting.abort();
    // Whoever holds it neither answers nor lets go: a tab that the browser froze, say.
    return outcome === "silent" ? granted({ steal: true }) : false;
  }

  channel.addEventListener("message", async ({ data: said }) => {
    if (said === "here") heard(false);
    else if (!release) return;
    else if (said === "who") channel.postMessage("here");
    else if (said === "step back") {
      await stepBack();
      release?.();
      release = null;
    }
  });
  return { sit, take: () => sit("step back") };
}
