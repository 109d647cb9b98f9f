// What stands in the work's place: an assignment, the end of the job, or, when the server is slow, that more is coming.

const BLINK_MS = 400;

/** `leave()` ends what is on screen; `begin()` sets up what has taken its place. */
export function mountScreen({ work, leave, begin }) {
  let turn = 0;
  let waiting = 0;

  function show(nodes) {
    clearTimeout(waiting);
    leave();
    turn += 1;
    work.inert = false;
    work.replaceChildren(...nodes);
    window.htmx?.process(work);
    begin();
  }

  const showWaiting = () => show([document.querySelector("#desk-waiting").content.cloneNode(true)]);

  return {
    show,
    showWaiting,
    /** What was done stays in sight for a blink: the server is quick, and the screen shouldn't flicker. */
    wait() {
      leave();
      turn += 1;
      work.inert = true;
      waiting = setTimeout(showWaiting, BLINK_MS);
    },
    /** How often it has changed. */
    turn: () => turn,
  };
}
