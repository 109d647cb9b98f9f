// Asking the server for what changes something and answers with JSON.
import { csrfToken } from "../../web/js/csrf.js";

const PATIENCE_MS = 15_000;

/** What it said; null when there was no answer, or none of use. */
export async function ask(url, fields) {
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: csrfToken() });
  const options = { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) };
  const response = await fetch(url, options).catch(() => null);
  return response?.ok ? response.json().catch(() => null) : null;
}
