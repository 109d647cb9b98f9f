// Asking the server for what changes something and answers with JSON.
import { csrfToken } from "../../web/js/csrf.js";

/** What it said; null when there was no answer, or none of use. */
export async function ask(url, fields) {
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: csrfToken() });
  const response = await fetch(url, { method: "POST", body, redirect: "manual" }).catch(() => null);
  return response?.ok ? response.json().catch(() => null) : null;
}
