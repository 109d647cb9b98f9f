// Drafts: what stands in the form is kept on the server every few seconds of change, and in this browser until the
// server has it. A lost network, an expired sign-in or a closed tab loses nothing.
import { csrfToken } from "../../web/js/csrf.js";
import * as memory from "./memory.js";
import { restore } from "./restoring.js";
import { onSignedIn, tellSignedOut } from "./signed.js";
import { chooseVersion } from "./versions.js";

const SAVE_MS = 3000;
// So long a draft may be on its way; so long others wait for it.
const PATIENCE_MS = 15_000;
const FLUSH_MS = 3000;
// Of a page that goes away browsers send 64 kB at most, and refuse the whole of what is longer.
const MOST_PARTING = 60_000;
const PREFIX = "draft:";
const NOT_ANSWER = new Set(["csrfmiddlewaretoken", "key", "revision"]);

/** The server has the answer of `assignment`: nothing is left to keep. */
export function forgetDraft(assignment) {
  memory.forget(PREFIX + assignment);
}

/** What was entered and sent, and is not taken: the desk shows it again. */
export function keepAsDraft({ assignment, fields }) {
  const revision = Number(new Map(fields).get("revision"));
  memory.remember(PREFIX + assignment, { fields: fields.filter(([field]) => !NOT_ANSWER.has(field)), revision });
}

export function mountDrafts(form, { signal, say }) {
  const name = PREFIX + form.dataset.assignment;
  let revision = Number(form.elements.revision.value);
  let untouched = null; // what the server drew, as text
  let saved = null; // what the server has, as text; null until the desk stands ready
  const isRefused = form.hasAttribute("data-refused");
  let isPaused = false;
  let isSaving = false;
  let inFlight = null;

  const fields = () =>
    [...new FormData(form)].filter(([field]) => !NOT_ANSWER.has(field)).map(([field, value]) => [field, String(value)]);
  const forget = () => memory.forget(name);
  const keepHere = () => memory.remember(name, { fields: fields(), revision });

  async function send(sent, knownRevision) {
    const body = new URLSearchParams(sent);
    body.set("revision", knownRevision);
    body.set("csrfmiddlewaretoken", csrfToken());
    const keepalive = body.toString().length < MOST_PARTING;
    const options = { method: "POST", body, keepalive, signal: AbortSignal.timeout(PATIENCE_MS) };
    const response = await fetch(form.dataset.draftUrl, options).catch(() => null);
    if (!response) return { code: "offline" };
    // 403: the browser has forgotten its cookies, the token's among them.
    if (response.redirected || [401, 403].includes(response.status)) return { code: "signed_out" };
    return response.json().catch(() => ({ code: "failed" }));
  }

  async function save() {
    const now = fields();
    if (saved === null || isPaused || signal.aborted || JSON.stringify(now) === saved) return;
    keepHere();
    if (isSaving) return;
    isSaving = true;
    inFlight = send(now, revision).then((answer) => settle(answer, now));
    await inFlight;
    isSaving = false;
  }

  /** Save what stands there now, whatever is on its way. A server that is silent is waited for no longer than a moment. */
  function flush() {
    save();
    const patience = new Promise((over) => setTimeout(over, FLUSH_MS));
    return Promise.race([Promise.resolve(inFlight).then(save), patience]);
  }

  /** `isRestored`: the sent fields came from this browser's memory, and the page doesn't show them yet. */
  async function settle(answer, sent, isRestored = false) {
    if (signal.aborted) return;
    if (answer.code === "conflict") ask(answer, sent, isRestored);
    else if (answer.code === "signed_out") {
      say(form.dataset.wordSignedOut);
      tellSignedOut();
    } else if (answer.code) {
      if (answer.sentence) say(answer.sentence);
    } else if (isRestored) reload();
    else {
      form.elements.revision.value = revision = answer.revision;
      saved = JSON.stringify(sent);
      if (JSON.stringify(fields()) === saved) forget();
      else keepHere();
    }
  }

  function ask(conflict, sent, isRestored) {
    isPaused = true;
    chooseVersion(conflict, {
      keepMine: async () => {
        isPaused = false;
        await settle(await send(sent, conflict.revision), sent, isRestored);
      },
      takeTheirs: reload,
    });
  }

  function reload() {
    forget();
    location.reload();
  }

  /** The desk stands as the server drew it. What this browser kept and the server never got goes there first. */
  async function ready() {
    const drawn = JSON.stringify(fields());
    const kept = memory.recall(name);
    if (kept && !isRefused && JSON.stringify(kept.fields) !== drawn) {
      const answer = await restore(form, { signal, say, send: () => send(kept.fields, kept.revision) });
      await settle(answer, kept.fields, true);
    }
    saved = isRefused ? "" : drawn;
    untouched = drawn;
  }

  memory.tidy(PREFIX);
  const timer = setInterval(save, SAVE_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(), { signal });
  onSignedIn(save, signal);
  return {
    ready,
    flush,
    isUntouched: () => untouched === null || JSON.stringify(fields()) === untouched,
    /** The answer is on its way: what stands here is kept in this browser until it has arrived, and saved no more. */
    end() {
      isPaused = true;
      keepHere();
    },
  };
}
