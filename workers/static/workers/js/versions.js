// Two versions of one draft, shown beside each other by the server's own words: the person chooses.

export function chooseVersion(conflict, { keepMine, takeTheirs }) {
  const dialog = document.querySelector("#draft-versions");
  if (dialog.open) return;
  dialog.querySelector("[data-versions]").innerHTML = conflict.html;
  const chosen = new AbortController();
  dialog.addEventListener(
    "click",
    ({ target }) => {
      const choice = target.closest("[data-choose-version]")?.dataset.chooseVersion;
      if (!choice) return;
      chosen.abort();
      dialog.close();
      if (choice === "mine") keepMine();
      else takeTheirs();
    },
    { signal: chosen.signal },
  );
  // Escape would leave both versions undecided and saving paused: a choice is asked for.
  dialog.addEventListener("cancel", (event) => event.preventDefault(), { signal: chosen.signal });
  dialog.showModal();
  // Whoever was typing must not choose with the next key by accident.
  dialog.focus();
}
