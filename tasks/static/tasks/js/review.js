// Review by keyboard: j and k go from answer to answer, x ticks, a approves, r rejects. And a box that ticks them all.

const list = document.querySelector("[data-review]");
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

const ACTIONS = {
  j: () => step(1),
  k: () => step(-1),
  x: (item) => item?.querySelector('[name="assignment"]')?.click(),
  a: (item) => item?.querySelector("[data-approve]")?.click(),
  r: (item) => {
    const details = item?.querySelector(".review-reject");
    if (!details) return;
    details.open = true;
    details.querySelector("input[type=radio]:checked, input[type=radio]").focus();
  },
};

function isTyping(target) {
  return target.matches("textarea, select, input:not([type=checkbox]), [contenteditable]");
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
  const inside = event.target.closest(".review-reject[open]");
  if (event.key === "Escape" && inside) {
    inside.open = false;
    focusOn(inside.closest(".review-item"));
    return;
  }
  if (isTyping(event.target) || !Object.hasOwn(ACTIONS, event.key)) return;
  event.preventDefault();
  ACTIONS[event.key](document.activeElement?.closest("[data-waiting]"));
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
  const item = event.target.closest?.(".review-item") ?? event.detail.elt;
  if (!item?.matches?.(".review-item")) return;
  showTicked();
  const wrong = item.querySelector("[aria-invalid=true]");
  if (wrong) return wrong.focus();
  focusOn(item);
  if (event.detail.requestConfig?.elt?.matches?.("[data-approve]")) step(1);
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
  const keys = document.querySelector("[data-review-keys]");
  if (keys) keys.hidden = false;
  showTicked();
}
