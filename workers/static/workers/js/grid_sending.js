// What htmx does with a screen: a lost network and a lost sign-in are said beside the button, and nothing is lost.
import { csrfToken } from "../../web/js/csrf.js";
import { onSignedIn, tellSignedOut } from "./signed.js";

const PATIENCE_MS = 1000;

/** `tell()` tells the time so far; `chosen.forget()` is called once everything that was chosen is sent. */
export function mountGridSending(form, { signal, say, chosen, tell }) {
  const on = (name, react) => form.addEventListener(name, (event) => event.target === form && react(event), { signal });
  let sentBy = null;
  let waitsForSignIn = false;
  const failed = (word) => (event) => {
    event.stopPropagation(); // the page's general word would lie over the button
    say(form.dataset[word]);
  };

  form.addEventListener("submit", ({ submitter }) => (sentBy = submitter), { signal, capture: true });
  // The time of the screen is told before its answers, so that each has an equal share of it.
  on("htmx:confirm", (event) => {
    event.preventDefault();
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    Promise.race([tell(), patience]).finally(() => event.detail.issueRequest(true));
  });
  on("htmx:configRequest", ({ detail }) => {
    // Signing in again, in another tab, changes the token: the form's own is then out of date.
    detail.parameters.csrfmiddlewaretoken = csrfToken();
  });
  on("htmx:beforeRequest", () => say(""));
  on("htmx:sendError", failed("wordOffline"));
  on("htmx:timeout", failed("wordOffline"));
  on("htmx:responseError", failed("wordFailed"));
  on("htmx:beforeOnLoad", (event) => {
    const { xhr, pathInfo } = event.detail;
    const arrivedAt = new URL(xhr.responseURL || location.href).pathname;
    const askedFor = new URL(pathInfo.finalRequestPath, location.href).pathname;
    // 403: the browser has forgotten its cookies, the token's among them.
    if ([401, 403].includes(xhr.status) || arrivedAt !== askedFor) {
      event.preventDefault();
      say(form.dataset.wordSignedOut);
      waitsForSignIn = true;
      tellSignedOut();
    } else if (xhr.getResponseHeader("HX-Redirect") && sentBy?.name !== "return") chosen.forget();
  });
  onSignedIn(() => {
    say("");
    if (waitsForSignIn) form.requestSubmit(sentBy);
    waitsForSignIn = false;
  }, signal);
}
