// One file on its way to the server. A lost connection is tried again with the same key, so it arrives once.
import { csrfToken } from "../../web/js/csrf.js";

const PAUSES_MS = [1000, 3000, 9000];

/** Names a file for all attempts to send it. (crypto.randomUUID is missing on plain http.) */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Resolves to the server's answer, or to `{trouble}`: offline, failed, large, signedOut, cancelled. */
export async function send(file, { url, key, signal, onProgress, onAgain }) {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await once(file, { url, key, signal, onProgress });
    const isPassing = answer.trouble === "offline" || answer.trouble === "failed";
    if (!isPassing || attempt === PAUSES_MS.length) return answer;
    onAgain();
    await pause(PAUSES_MS[attempt], signal);
    if (signal.aborted) return { trouble: "cancelled" };
  }
}

function once(file, { url, key, signal, onProgress }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.set("client_key", key);
    body.set("files", file, file.name);
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.upload.addEventListener("progress", (event) => onProgress(event.total ? event.loaded / event.total : 0));
    request.addEventListener("load", () => resolve(answerOf(request, url)));
    request.addEventListener("error", () => resolve({ trouble: "offline" }));
    request.addEventListener("abort", () => resolve({ trouble: "cancelled" }));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}

function answerOf(request, url) {
  if (new URL(request.responseURL).pathname !== new URL(url, location.href).pathname) return { trouble: "signedOut" };
  if (request.status === 413) return { trouble: "large" };
  try {
    return request.status === 200 ? JSON.parse(request.responseText) : { trouble: "failed" };
  } catch {
    return { trouble: "failed" };
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
