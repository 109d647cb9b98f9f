// The lease as its holder sees it: quiet until five minutes are left.

const QUIET_SECONDS = 300;

export function mountLease(form, { signal, say }) {
  const shown = document.querySelector("[data-lease]");
  let endsAt = performance.now() + Number(form.dataset.secondsLeft) * 1000;
  let isLost = false;

  function show() {
    const seconds = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
    shown.classList.toggle("is-near", !isLost && seconds <= QUIET_SECONDS);
    if (isLost || seconds > QUIET_SECONDS) {
      shown.textContent = isLost ? "" : shown.dataset.quiet;
      return;
    }
    const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    shown.textContent = shown.dataset.left.replace("{time}", clock);
  }

  /** What the server said of this one; nothing when it said nothing. */
  function heard(leases) {
    const secondsLeft = leases[form.dataset.assignment];
    if (secondsLeft === undefined || isLost) return;
    isLost = secondsLeft === null;
    if (isLost) say(form.dataset.wordLeaseLost);
    else endsAt = performance.now() + secondsLeft * 1000;
    show();
  }

  const timer = setInterval(show, 1000);
  signal.addEventListener("abort", () => clearInterval(timer));
  show();
  return { heard, until: () => Date.now() + endsAt - performance.now() };
}
