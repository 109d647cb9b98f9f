// How sending stands, in words above the work: quiet while all goes well.

const PATIENT_MS = 2000;

export function mountStanding(retry) {
  const place = document.querySelector("[data-outbox]");
  const word = place.querySelector("[data-outbox-word]");
  const count = place.querySelector("[data-outbox-count]");
  const again = place.querySelector("button");
  let timer = 0;
  again.addEventListener("click", retry);

  function show(trouble, waiting) {
    const key = { offline: "wordOffline", failed: "wordFailed", signed_out: "wordSignedOut" }[trouble] ?? "wordSending";
    const isQuiet = !trouble && !waiting;
    if (word.textContent !== place.dataset[key] || place.hidden !== isQuiet) word.textContent = isQuiet ? "" : place.dataset[key];
    count.textContent = waiting ? place.dataset.wordCount.replace("{count}", waiting) : "";
    again.hidden = !trouble || !waiting || !navigator.onLine;
    place.hidden = isQuiet;
  }

  return ({ trouble, count: waiting }) => {
    clearTimeout(timer);
    if (trouble || !waiting) show(trouble, waiting);
    else timer = setTimeout(show, PATIENT_MS, trouble, waiting);
  };
}
