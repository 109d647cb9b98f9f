// What htmx does with the form: a lost network and a lost sign-in are said beside the button, and nothing is lost.
import { csrfToken } from "../../web/js/csrf.js";
import { onSignedIn, tellSignedOut } from "./signed.js";

export function mountSending(form, { signal, say, drafts }) {
  const on = (name, react) => form.addEventListener(name, react, { signal });
  let waitsForSignIn = false;
  const failed = (word) => (event) => {
    event.stopPropagation(); // the page's general word would lie over the button
    say(form.dataset[word]);
  };

  on("htmx:configRequest", ({ detail }) => {
    // Signing in again, in another tab, changes the token: the form's own is then out of date.
    detail.parameters.csrfmiddlewaretoken = csrfToken();
  });
  on("htmx:beforeRequest", () => {
    drafts.pause();
    say("");
  });
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
      drafts.keepHere();
      say(form.dataset.wordSignedOut);
      waitsForSignIn = true;
      tellSignedOut();
    } else if (xhr.status === 200) drafts.forget();
  });
  on("htmx:afterRequest", () => drafts.resume());
  onSignedIn(() => {
    say("");
    if (waitsForSignIn) form.requestSubmit(form.querySelector("[data-desk-submit]"));
    waitsForSignIn = false;
  }, signal);
}
