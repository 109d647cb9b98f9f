// Answers that an earlier page left in this browser are sent from every page of a worker, unless their own desk is open
// and sends them itself.
import { forgetDraft, keepAsDraft } from "./drafts.js";
import { forgetChosen, keepChosen } from "./grid_chosen.js";
import { openOutbox } from "./outbox.js";
import { mountStanding } from "./standing.js";

const place = document.querySelector("[data-outbox]");

/** The jobs whose desks are open in this browser: see one_tab.js. */
async function openDesks() {
  const { held } = (await navigator.locks?.query()) ?? { held: [] };
  return new Set(held.map(({ name }) => name.split("desk:")[1]));
}

export async function sendLeftovers(changed) {
  const answered = (entry, answer) => {
    // What can't be taken as it is waits on its desk, as it was entered.
    if (answer?.code === "refused") entry.isScreen ? keepChosen(entry) : keepAsDraft(entry);
    else if (answer) entry.isScreen ? forgetChosen(entry) : forgetDraft(entry.assignment);
  };
  const outbox = openOutbox({ answered, changed });
  // After Stop nothing is sent: they wait for Start, or for the next page.
  document.addEventListener("desk:stopped", () => outbox.stop());
  const open = await openDesks();
  await outbox.load(place.dataset.worker, (entry) => entry.job !== place.dataset.job && !open.has(entry.job));
  await outbox.flush();
  return outbox;
}

if (!place.dataset.job) {
  const standing = mountStanding(() => outbox?.flush({ isAsked: true }));
  let outbox = null;
  outbox = await sendLeftovers(standing);
}
