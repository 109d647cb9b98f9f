// Files that are chosen or dropped go to the server by themselves; without JavaScript the form sends them.
import { filesOf } from "./dropped.js";
import { makeQueue } from "./upload_queue.js";

const TELL_MS = 1500;
const form = document.querySelector("[data-upload]");
const place = form.querySelector("[data-drop]");
const input = form.querySelector("[data-files]");
const queue = makeQueue(form, tell);

let telling = null;
/** Have the list below ask the server anew: at once for the last file, else once for many. */
function tell(isLast) {
  if (isLast) clearTimeout(telling);
  else if (telling) return;
  telling = setTimeout(() => {
    telling = null;
    document.body.dispatchEvent(new Event("uploaded"));
  }, isLast ? 0 : TELL_MS);
}

for (const each of form.querySelectorAll("[data-without-script]")) each.hidden = true;
for (const each of form.querySelectorAll("[data-with-script]")) each.hidden = false;
input.classList.add("visually-hidden");

function take() {
  queue.add([...input.files]);
  input.value = "";
}

input.addEventListener("change", take);
// Files that were chosen before this script had come.
if (input.files.length) take();
form.addEventListener("submit", (event) => event.preventDefault());

// A file that misses the place would otherwise open in the browser, and the page with its uploads would be gone.
for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
document.addEventListener("dragover", (event) => place.classList.toggle("is-over", place.contains(event.target)));
for (const name of ["drop", "dragend"]) document.addEventListener(name, () => place.classList.remove("is-over"));
place.addEventListener("drop", async (event) => queue.add(await filesOf(event.dataTransfer)));

addEventListener("beforeunload", (event) => {
  if (queue.isBusy()) event.preventDefault();
});
