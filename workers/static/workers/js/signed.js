// A sign-in that ended under the desk. Whoever meets it says so once; whoever mends it in place says that too:
//   document listens to "desk:signed-out"          (the desk dispatches it; nothing is lost, everything waits)
//   document.dispatchEvent(new Event("desk:signed-in"))   (then drafts and answers are sent again by themselves)

export function tellSignedOut() {
  document.dispatchEvent(new Event("desk:signed-out"));
}

export function onSignedIn(react, signal) {
  document.addEventListener("desk:signed-in", () => react(), { signal });
}
