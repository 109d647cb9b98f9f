// The board above the rows: how many files have arrived in all, and one bar for their bytes.
import { countWords } from "./upload_row.js";

export function makeBoard(form) {
  const words = form.dataset;
  const part = (name) => form.querySelector(`[data-${name}]`);
  let shown = null;

  /** Many files move many times in a second: the page follows once a frame. */
  function draw(counts) {
    if (shown === null) requestAnimationFrame(paint);
    shown = counts;
  }

  function paint() {
    const { files, done, refused, bytes, sentBytes, isBusy, hidden } = shown;
    shown = null;
    part("board").hidden = !files;
    part("total").textContent = words.wordTotal.replace("{done}", countWords(done)).replace("{all}", countWords(files));
    part("total-bar").value = bytes ? sentBytes / bytes : Number(!isBusy);
    part("total-refused").hidden = !refused;
    part("total-refused").textContent = words.wordRefused.replace("{count}", countWords(refused));
    part("more").hidden = !hidden;
    part("more").textContent = words.wordMore.replace("{count}", countWords(hidden));
    part("finished").textContent = !isBusy && done ? words.wordFinished : "";
  }

  return {
    list: part("list"),
    draw,
    /** What the server says of a file that it has taken, when there is something to say. */
    note(sentence) {
      part("note").hidden = !sentence;
      part("note-words").textContent = sentence ?? "";
    },
  };
}
