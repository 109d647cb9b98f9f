// The page of a desk, whether it shows one assignment or many: what every form on it needs, its session, and one tab.
import { mountKeyList } from "../../tasks/js/kinds/keylist.js";
import { mountVeil } from "../../web/js/veil.js";
import { mountSignInAgain } from "./again.js";
import { mountFlow } from "./flow.js";
import { mountInstructions } from "./instructions.js";
import { mountKeys } from "./keys.js";
import { mountLease } from "./lease.js";
import { sendLeftovers } from "./leftovers.js";
import { mountOneTab } from "./one_tab.js";
import { mountSending } from "./sending.js";
import { mountSession } from "./session.js";

/**
 * `mount(form, { signal, say, teller })` sets up what is on screen and gives its drafts. `forget(entry)` is called when
 * the server has an answer; `first(teller)` is awaited before one is sent.
 */
export async function openDesk({ mount, forget, first }) {
  let visit = new AbortController();
  let lease = null;

  function begin(form, { submitted }) {
    visit = new AbortController();
    const { signal } = visit;
    const say = (sentence) => {
      const place = form.querySelector("[data-desk-word]");
      place.textContent = sentence;
      place.hidden = !sentence;
    };
    lease = mountLease(form, { signal, say });
    mountKeys(form, { signal });
    mountVeil(form, { signal });
    mountSending(form, { signal, submitted });
    return { say, drafts: mount(form, { signal, say, teller: session.teller }) };
  }

  /** End what is on screen: its listeners, its clocks, its player. */
  function leave() {
    document.querySelector("#answer")?.dispatchEvent(new Event("desk:left"));
    visit.abort();
  }

  /** Another tab goes on with this job, or the worker stops: what stands here is saved, and nothing more is sent. */
  async function stepBack() {
    await flow.keepDraft();
    flow.stop();
    leave();
  }

  mountInstructions();
  mountSignInAgain();
  mountKeyList();
  // A page that the browser kept whole and shows again may hold an answer that was sent long ago.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  const session = mountSession({
    finish: stepBack,
    heard: (answer) => lease?.heard(answer.leases),
    keptUntil: () => lease?.until() ?? Date.now(),
  });
  const { teller } = session;
  const flow = mountFlow({ mount: begin, leave, rest: () => teller.tell(), forget, first: () => first?.(teller) });
  const sit = mountOneTab({ stepBack });
  if (!session.isStopped) {
    if (await sit()) await flow.start();
    sendLeftovers();
  }
}
