// From one assignment to the next: what is on screen, what is held ahead, and what becomes of the answers. The next one is
// on screen before the answer has left; the server's words put right what was assumed.
import { ask } from "./asking.js";
import { openOutbox } from "./outbox.js";
import { mountScreen } from "./screen.js";
import { numberOf } from "./sending.js";
import { mountStanding } from "./standing.js";
import { mountTray, prepare } from "./tray.js";
import { mountUndo } from "./undo.js";

/**
 * `mount(form)` gives what a mounted form can do: `say`, `drafts`. `leave()` ends what is on screen; `rest()` is called
 * when nothing comes after it, `forget(entry)` when the server has an answer; `first()` is awaited before one is sent.
 */
export function mountFlow({ mount, leave, rest, forget, first }) {
  const desk = document.querySelector("[data-flow]");
  const { worker, job, aheadUrl, mediaOrigin } = desk.dataset;
  const work = document.querySelector("#desk-work");
  let onScreen = null; // { number, say, drafts }; null while nothing is
  const tray = mountTray(desk);
  const screen = mountScreen({ work, leave, begin });

  const tellDay = (html) => (document.querySelector("[data-day]").innerHTML = html);
  const parts = () => [...(onScreen ? [onScreen] : []), ...tray.parts()];
  const more = () => ({ has: parts().map(({ number }) => number).join(" "), origin: mediaOrigin });
  const tell = mountStanding(() => outbox.flush({ isAsked: true }));
  const outbox = openOutbox({ answered, more, changed, first });
  const undo = mountUndo({ isSent: (assignment) => !outbox.has(assignment), bringBack });

  function changed(standing) {
    tell(standing);
    desk.toggleAttribute("data-unsent", standing.count > 0);
    // What couldn't be sent may have arrived all the same: it can't be taken back without the server's word.
    if (standing.trouble) undo.hide();
  }

  function begin() {
    const form = work.querySelector("#answer[data-assignment]");
    onScreen = form ? { number: numberOf(form), ...mount(form, { submitted }) } : null;
    if (form) return;
    rest();
    work.querySelector("[data-desk-done], [data-desk-waiting]")?.focus();
  }

  function submitted(entry) {
    const [next] = tray.parts();
    onScreen.drafts.end();
    outbox.add({ ...entry, worker, job, next: next?.number ?? "" });
    tray.take();
    if (next) screen.show(next.nodes);
    else {
      screen.wait();
      onScreen = null;
    }
    if (!outbox.isStuck()) undo.offer(entry.assignment, entry.undoUrl);
  }

  async function answered(entry, answer) {
    if (!answer) return onScreen ? null : location.reload();
    if (answer.code === "refused") {
      undo.hide();
      await comeBack(answer);
    } else {
      forget(entry);
      settle(answer);
      if (answer.sentence) onScreen?.say(answer.sentence);
      await undo.arrived(entry.assignment);
    }
  }

  /** Bring the screen in line with what the server says. */
  function settle(answer) {
    const fresh = new Map(Object.entries(answer.parts).map(([number, html]) => [number, () => prepare(number, html)]));
    const known = new Map(tray.parts().map((part) => [part.number, () => part]));
    const held = [answer.shown, ...answer.ahead].filter((number) => number && !outbox.has(number));
    const isGone = onScreen && !outbox.has(answer.shown) && !held.includes(onScreen.number);
    tellDay(answer.today);
    if (isGone && !onScreen.drafts.isUntouched()) {
      onScreen.say(desk.dataset.wordGone);
      tray.fill([]);
      return;
    }
    const others = held.filter((number) => number !== onScreen?.number);
    const list = others.map((number) => (known.get(number) ?? fresh.get(number))?.()).filter(Boolean);
    const next = !onScreen || isGone ? list.shift() : null;
    tray.fill(list);
    if (onScreen && !isGone) return;
    if (answer.page) location.assign(answer.page);
    else if (next) screen.show(next.nodes);
    else if (answer.done && !outbox.has(answer.shown)) screen.show(prepare("", answer.done).nodes);
    if (isGone) onScreen?.say(desk.dataset.wordTaken);
  }

  /** An earlier assignment is on screen again; what was there is saved, and held ahead. */
  async function comeBack(answer) {
    work.inert = true;
    await onScreen?.drafts.flush();
    screen.show(prepare(answer.shown, answer.parts[answer.shown]).nodes);
    tray.fill([]);
    await hold();
  }

  async function bringBack(url) {
    work.inert = true;
    await onScreen?.drafts.flush();
    const answer = await ask(url, { origin: mediaOrigin });
    work.inert = false;
    if (answer?.code !== "undone") {
      onScreen?.say(answer?.sentence ?? desk.dataset.wordNotUndone);
      return;
    }
    screen.show(prepare(answer.shown, answer.parts[answer.shown]).nodes);
    tray.fill(answer.ahead.map((number) => prepare(number, answer.parts[number])));
    tellDay(answer.today);
  }

  /** Have the next one held ahead, and get its part of the page. */
  async function hold() {
    const asked = screen.turn();
    const answer = await ask(aheadUrl, more());
    if (answer?.shown && onScreen && screen.turn() === asked) settle(answer);
  }

  return {
    /** What an earlier page left unsent goes first. */
    async start() {
      await outbox.load(worker, (entry) => entry.job === job);
      const form = work.querySelector("#answer[data-assignment]");
      if (form && outbox.has(numberOf(form))) screen.showWaiting();
      else begin();
      outbox.flush();
      if (onScreen) await hold();
    },
    keepDraft: () => onScreen?.drafts.flush(),
    stop() {
      undo.hide();
      outbox.stop();
    },
  };
}
