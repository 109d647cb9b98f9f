// The answers that wait to be sent, in the browser's own database: they outlive a reload, a closed tab and a crash.
// A browser that forbids it keeps them as long as the page is open.

const STORE = "outbox";
const KEPT_MS = 30 * 86_400_000;
let opening = null;

function database() {
  opening ??= new Promise((done, fail) => {
    const request = indexedDB.open("visible-hands", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  return opening;
}

async function ask(mode, act) {
  const transaction = (await database()).transaction(STORE, mode, { durability: "strict" });
  return new Promise((done, fail) => {
    const request = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => done(request.result);
    transaction.onabort = () => fail(transaction.error);
  });
}

/** Resolves when the entry is written to the disk, or can't be. */
export function keep(entry) {
  return ask("readwrite", (store) => store.put(entry)).catch(() => null);
}

export function drop(key) {
  return ask("readwrite", (store) => store.delete(key)).catch(() => null);
}

/** What waits of `worker`, oldest first. What nobody could send for a month is let go. */
export async function waitingOf(worker) {
  const entries = await ask("readonly", (store) => store.getAll()).catch(() => []);
  const [old, young] = [[], []];
  for (const entry of entries) (Date.now() - entry.at > KEPT_MS ? old : young).push(entry);
  await Promise.all(old.map((entry) => drop(entry.key)));
  return young.filter((entry) => entry.worker === worker).sort((one, other) => one.at - other.at);
}
