// Signing in again without leaving the desk. The server sends each step as a part with its form; 204 says that the
// person is back. Nothing of the desk is touched meanwhile.
import { csrfToken } from "../../web/js/csrf.js";

export function mountSignInAgain() {
  const dialog = document.querySelector("#sign-in-again");
  if (!dialog) return;
  const part = dialog.querySelector("[data-again-part]");
  const word = dialog.querySelector("[data-again-word]");
  let isBack = false;
  let isPutOff = false;

  const say = (sentence) => {
    word.textContent = sentence;
    word.hidden = !sentence;
  };

  async function ask(address, options = {}) {
    const response = await fetch(address, options).catch(() => null);
    if (!dialog.open) return;
    if (!response) say(dialog.dataset.wordOffline);
    else if (response.status === 204) goOn();
    else if (!response.ok) say(response.status === 429 ? dialog.dataset.wordMany : dialog.dataset.wordFailed);
    else show(await response.text());
  }

  function show(html) {
    say("");
    part.innerHTML = html;
    const login = part.querySelector("[name=login]");
    if (login && !login.value) login.value = dialog.dataset.email;
    part.querySelector("[name=password], [name=code], [type=submit]").focus();
  }

  /** The token changes with every sign-in: what the page's forms carry is out of date. */
  function goOn() {
    isBack = true;
    dialog.close();
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = csrfToken();
    document.dispatchEvent(new Event("desk:signed-in"));
  }

  document.addEventListener("desk:signed-out", ({ detail }) => {
    if (dialog.open || (isPutOff && !detail?.isAsked)) return;
    isBack = false;
    part.replaceChildren();
    say("");
    dialog.showModal();
    ask(dialog.dataset.address);
  });
  // Whoever put it off is asked again by their next submission, and not by every draft.
  document.addEventListener("submit", ({ target }) => (isPutOff &&= target.id !== "answer"), { capture: true });
  dialog.addEventListener("close", () => (isPutOff = !isBack));
  dialog.addEventListener("click", ({ target }) => target.closest("[data-again-later]") && dialog.close());
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const form = event.target;
    const isGet = form.method === "get";
    ask(form.action, isGet ? {} : { method: "POST", body: new URLSearchParams(new FormData(form)) });
  });
}
