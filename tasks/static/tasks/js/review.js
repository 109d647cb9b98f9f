// Review by keyboard: from answer to answer, tick, approve, reject with a reason by its number. And a box that ticks all.

const list = document.querySelector("[data-review]");
const status = document.querySelector("[data-review-status]");
const dialog = document.querySelector("#review-keys");
const waiting = () => [...list.querySelectorAll("[data-waiting]")];
const boxes = () => [...list.querySelectorAll('[name="assignment"]')];

function focusOn(item) {
  if (!item) return;
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const items = waiting();
  const here = document.activeElement?.closest(".review-item");
  if (!here) return focusOn(items[0]);
  const all = [...list.children];
  const ahead = by > 0 ? items.find((item) => all.indexOf(item) > all.indexOf(here))
    : items.findLast((item) => all.indexOf(item) < all.indexOf(here));
  focusOn(ahead ?? here);
}

function tick(item) {
  const box = item?.querySelector('[name="assignment"]');
  if (!box) return;
  box.click();
  say(box.checked ? status.dataset.wordTicked : status.dataset.wordUnticked);
}

function reject(item) {
  const details = item?.querySelector(".review-reject");
  if (!details) return;
  details.open = true;
  details.querySelector("input[type=radio]:checked, input[type=radio]").focus();
}

const next = () => step(1);
const before = () => step(-1);
const ACTIONS = {
  j: next, ArrowDown: next, k: before, ArrowUp: before, x: tick, r: reject,
  a: (item) => item?.querySelector("[data-approve]")?.click(),
  c: (item) => item?.querySelector("[data-compare-open]")?.click(),
  "?": () => dialog?.showModal(),
};

function isTyping(target) {
  return target.matches("textarea, select, audio, input:not([type=checkbox]), [contenteditable]");
}

// In the open form of a rejection a number chooses the reason and leads on to the words.
function chooseReason(event, form) {
  const choice = form.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
  if (!choice || event.target.matches("textarea")) return false;
  choice.checked = true;
  form.querySelector("textarea").focus();
  event.preventDefault();
  return true;
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
  const inside = event.target.closest(".review-reject[open]");
  if (event.key === "Escape" && inside) {
    inside.open = false;
    const item = inside.closest(".review-item");
    return item ? focusOn(item) : inside.querySelector("summary").focus();
  }
  if (inside && /^[1-9]$/.test(event.key) && chooseReason(event, inside)) return;
  if (isTyping(event.target) || !Object.hasOwn(ACTIONS, event.key)) return;
  event.preventDefault();
  ACTIONS[event.key](document.activeElement?.closest("[data-waiting]"));
}

function say(words) {
  if (status && words) status.textContent = words;
}

function showTicked() {
  const count = boxes().filter((box) => box.checked).length;
  const all = document.querySelector("[data-review-all] input");
  if (!all) return;
  all.checked = count > 0 && count === boxes().length;
  all.indeterminate = count > 0 && !all.checked;
}

// After a decision the answer stands there decided; who works by keyboard goes on with the next one. A form that came
// back for lack of something keeps the focus.
function onDecided(event) {
  const asked = event.detail.requestConfig?.elt;
  const item = event.target.closest?.(".review-item") ?? event.detail.elt;
  if (!item?.matches?.(".review-item") || asked?.matches?.("[data-compare-open]")) return;
  showTicked();
  const wrong = item.querySelector("[aria-invalid=true]");
  if (wrong) return wrong.focus();
  say((item.querySelector(".review-said") ?? item.querySelector(".badge"))?.textContent.trim());
  focusOn(item);
  if (asked?.matches?.("[data-approve]")) step(1);
}

if (list) {
  document.addEventListener("keydown", onKey);
  list.addEventListener("change", showTicked);
  document.body.addEventListener("htmx:afterSwap", onDecided);
  const all = document.querySelector("[data-review-all]");
  if (all) {
    all.hidden = false;
    all.addEventListener("change", (event) => {
      for (const box of boxes()) box.checked = event.target.checked;
      showTicked();
    });
  }
  const keys = document.querySelector("[data-keys-open]");
  if (keys) {
    keys.hidden = false;
    keys.addEventListener("click", () => dialog.showModal());
  }
  showTicked();
}
