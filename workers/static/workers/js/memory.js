// What this browser keeps. A store that is full or forbidden is no reason to stop working: the server's copy counts.

const KEPT_MS = 7 * 86_400_000;

export function remember(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify({ at: Date.now(), value }));
  } catch {
    return;
  }
}

export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(name))?.value ?? null;
  } catch {
    return null;
  }
}

export function forget(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    return;
  }
}

/** Let go of what has lain under `prefix` for a week. */
export function tidy(prefix) {
  try {
    for (const name of Object.keys(localStorage).filter((key) => key.startsWith(prefix))) {
      if (Date.now() - (JSON.parse(localStorage.getItem(name))?.at ?? 0) > KEPT_MS) localStorage.removeItem(name);
    }
  } catch {
    return;
  }
}
