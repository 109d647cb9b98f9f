// A sign-in that ended under the desk. Whoever meets it says so once; whoever mends it in place says that too:
//   document listens to "desk:signed-out"          (the desk dispatches it; nothing is lost, everything waits)
//   document.dispatchEvent(new Event("desk:signed-in"))   (then drafts and answers are sent again by themselves)

/** `isAsked`: the person wants to sign in now, even if they put it off before. */
export function tellSignedOut({ isAsked = false } = {}) {
  document.dispatchEvent(new CustomEvent("desk:signed-out", { detail: { isAsked } }));
}

export function onSignedIn(react, signal) {
  document.addEventListener("desk:signed-in", () => react(), { signal });
}
