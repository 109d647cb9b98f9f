// What this browser kept of a draft and the server never got goes there before anything is written over it.
import { tellSignedOut } from "./signed.js";

const AGAIN_MS = 3000;
const MOST_FAILURES = 3;

/** What the server says to `send()`, asked until it can be reached. The form takes nothing in meanwhile. */
export async function restore(form, { signal, say, send }) {
  form.inert = true;
  say(form.dataset.wordRestoring);
  let answer = await send();
  for (let failures = 0; !signal.aborted && ["offline", "failed", "signed_out"].includes(answer.code); ) {
    if (answer.code === "signed_out") tellSignedOut();
    else if (answer.code === "failed" && (failures += 1) === MOST_FAILURES) break;
    await new Promise((again) => setTimeout(again, AGAIN_MS));
    answer = await send();
  }
  form.inert = false;
  say("");
  return answer;
}
