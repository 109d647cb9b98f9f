// The desk of a job in one tab at a time: another tab of this browser says where the work is, and can take it over. So two
// forms of the same answer never stand against each other. Two devices are told apart by the drafts' revisions.
import { seat } from "./leader.js";

export function mountOneTab({ stepBack }) {
  const elsewhere = document.querySelector("[data-desk-elsewhere]");
  const work = document.querySelector("#desk-work");

  function give() {
    work.hidden = work.inert = true;
    elsewhere.hidden = false;
  }

  const place = seat(`desk:${elsewhere.dataset.deskElsewhere}`, {
    stepBack: async () => {
      await stepBack();
      give();
    },
  });

  elsewhere.querySelector("button").addEventListener("click", async ({ currentTarget: button }) => {
    button.disabled = true;
    await place.take();
    location.reload();
  });
  // Whoever comes back to a tab that stepped back finds the work in it again, once no other tab has it.
  document.addEventListener("visibilitychange", async () => {
    if (!elsewhere.hidden && document.visibilityState === "visible" && (await place.sit())) location.reload();
  });

  /** Whether the desk is ours; if not, this tab shows where it is. */
  return async () => {
    const isOurs = await place.sit();
    if (!isOurs) {
      give();
      elsewhere.querySelector("button").focus();
    }
    return isOurs;
  };
}
