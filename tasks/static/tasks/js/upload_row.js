// The row of one file on its way. Of thousands that wait, only the first have one.

const KILO = 1000;
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];
let rowCount = 0;

export function makeRow(file, { onCancel, onAgain }) {
  const row = document.querySelector("#upload-row").content.firstElementChild.cloneNode(true);
  const part = (name) => row.querySelector(`[data-${name}]`);
  rowCount += 1;
  part("name").id = `upload-name-${rowCount}`;
  part("name").textContent = part("name").title = file.name;
  part("size").textContent = sizeWords(file.size);
  for (const name of ["bar", "cancel", "again"]) part(name).setAttribute("aria-describedby", `upload-name-${rowCount}`);
  part("cancel").addEventListener("click", onCancel);
  part("again").addEventListener("click", onAgain);

  function set({ state, share, reason, mayTryAgain }) {
    part("state").textContent = state;
    part("bar").hidden = share === null;
    part("bar").value = share ?? 0;
    part("reason").hidden = !reason;
    part("reason").textContent = reason;
    part("again").hidden = !mayTryAgain;
    row.classList.toggle("is-refused", Boolean(reason));
  }

  return {
    element: row,
    move: (share, word) => set({ state: word, share, reason: "", mayTryAgain: false }),
    fail: (sentence, mayTryAgain) => set({ state: "", share: null, reason: sentence, mayTryAgain }),
  };
}

export function percentWords(share) {
  return new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(share);
}

export function countWords(count) {
  return new Intl.NumberFormat(document.documentElement.lang).format(count);
}

function sizeWords(bytes) {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(KILO)));
  const digits = step > 1 ? 1 : 0;
  const form = { style: "unit", unit: UNITS[step], unitDisplay: "short", maximumFractionDigits: digits };
  return new Intl.NumberFormat(document.documentElement.lang, form).format(bytes / KILO ** step);
}
