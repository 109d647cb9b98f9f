// From one assignment to the next: what is on screen, what is held ahead, and what becomes of the answers. The next one is
// on screen before the answer has left; the server's words put right what was assumed.
import { csrfToken } from "../../web/js/csrf.js";
import { forgetDraft } from "./drafts.js";
import { openOutbox } from "./outbox.js";
import { mountStanding } from "./standing.js";
import { prepare } from "./tray.js";
import { mountUndo } from "./undo.js";

/** `mount(form)` gives what a mounted assignment can do: `say`, `drafts`. `leave()` ends what is on screen. */
export function mountFlow({ mount, leave }) {
  const desk = document.querySelector("[data-flow]");
  const { worker, job, aheadUrl, mediaOrigin } = desk.dataset;
  const work = document.querySelector("#desk-work");
  let onScreen = null; // { number, say, drafts }; null while nothing is
  let ahead = [];

  const parts = () => [...(onScreen ? [onScreen] : []), ...ahead];
  const more = () => ({ has: parts().map(({ number }) => number).join(" "), origin: mediaOrigin });
  const tell = mountStanding(() => outbox.flush({ isAsked: true }));
  const outbox = openOutbox({ answered, more, changed });
  const undo = mountUndo({ isSent: (assignment) => !outbox.has(assignment), bringBack });

  function changed(standing) {
    tell(standing);
    desk.toggleAttribute("data-unsent", standing.count > 0);
    // What couldn't be sent may have arrived all the same: it can't be taken back without the server's word.
    if (standing.trouble) undo.hide();
  }

  function begin() {
    const form = work.querySelector("#answer[data-assignment]");
    onScreen = form ? { number: form.dataset.assignment, ...mount(form, { submitted }) } : null;
    if (!form) work.querySelector("[data-desk-done], [data-desk-waiting]")?.focus();
  }

  function show(nodes) {
    leave();
    work.replaceChildren(...nodes);
    window.htmx?.process(work);
    begin();
  }

  const showWaiting = () => show([document.querySelector("#desk-waiting").content.cloneNode(true)]);

  function submitted(entry) {
    const [next, ...others] = ahead;
    onScreen.drafts.end();
    outbox.add({ ...entry, worker, job, next: next?.number ?? "" });
    ahead = others;
    if (next) show(next.nodes);
    else showWaiting();
    if (!outbox.isStuck()) undo.offer(entry.assignment, entry.undoUrl);
  }

  async function answered(entry, answer) {
    if (!answer) return onScreen ? null : location.reload();
    if (answer.code === "refused") {
      undo.hide();
      await comeBack(answer);
    } else {
      forgetDraft(entry.assignment);
      settle(answer);
      if (answer.sentence) onScreen?.say(answer.sentence);
      await undo.arrived(entry.assignment);
    }
  }

  /** Bring the screen in line with what the server says. */
  function settle(answer) {
    const fresh = new Map(Object.entries(answer.parts).map(([number, html]) => [number, () => prepare(number, html)]));
    const known = new Map(ahead.map((part) => [part.number, () => part]));
    const held = [answer.shown, ...answer.ahead].filter((number) => number && !outbox.has(number));
    const isGone = onScreen && !outbox.has(answer.shown) && !held.includes(onScreen.number);
    refreshToday(answer.today);
    if (isGone && !onScreen.drafts.isUntouched()) {
      onScreen.say(desk.dataset.wordGone);
      ahead = [];
      return;
    }
    ahead = held
      .filter((number) => number !== onScreen?.number)
      .map((number) => (known.get(number) ?? fresh.get(number))?.())
      .filter(Boolean);
    if (onScreen && !isGone) return;
    if (answer.page) location.assign(answer.page);
    else if (ahead.length) show(ahead.shift().nodes);
    else if (answer.done && !outbox.has(answer.shown)) show(prepare("", answer.done).nodes);
    if (isGone) onScreen?.say(desk.dataset.wordTaken);
  }

  /** An earlier assignment is on screen again; what was there is saved, and held ahead. */
  async function comeBack(answer) {
    work.inert = true;
    await onScreen?.drafts.flush();
    work.inert = false;
    show(prepare(answer.shown, answer.parts[answer.shown]).nodes);
    ahead = [];
    await hold();
  }

  async function bringBack(ask) {
    work.inert = true;
    await onScreen?.drafts.flush();
    const answer = await ask({ origin: mediaOrigin });
    work.inert = false;
    if (answer?.code !== "undone") {
      onScreen?.say(answer?.sentence ?? desk.dataset.wordNotUndone);
      return;
    }
    show(prepare(answer.shown, answer.parts[answer.shown]).nodes);
    ahead = answer.ahead.map((number) => prepare(number, answer.parts[number]));
    refreshToday(answer.today);
  }

  /** Have the next one held ahead, and get its part of the page. */
  async function hold() {
    const body = new URLSearchParams({ ...more(), csrfmiddlewaretoken: csrfToken() });
    const response = await fetch(aheadUrl, { method: "POST", body, redirect: "manual" }).catch(() => null);
    const answer = response?.ok ? await response.json().catch(() => null) : null;
    if (answer?.shown && onScreen) settle(answer);
  }

  return {
    /** What an earlier page left unsent goes first. */
    async start() {
      await outbox.load(worker, (entry) => entry.job === job);
      const form = work.querySelector("#answer[data-assignment]");
      if (form && outbox.has(form.dataset.assignment)) showWaiting();
      else begin();
      outbox.flush();
      if (onScreen) await hold();
    },
    keepDraft: () => onScreen?.drafts.flush(),
    stop: outbox.stop,
  };
}

/** What the line above the work says of the day, written into what stands there. */
function refreshToday(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const fresh of template.content.querySelectorAll("[data-fresh]")) {
    const place = document.querySelector(`.desk-top [data-fresh="${fresh.dataset.fresh}"]`);
    if (place) place.innerHTML = fresh.innerHTML;
  }
}
