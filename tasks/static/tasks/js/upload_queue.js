// The files on their way: three at once, the first of those that wait with a row, counts of all that are exact.
import { makeBoard } from "./upload_board.js";
import { newKey, send } from "./transfer.js";
import { makeRow, percentWords } from "./upload_row.js";

const AT_ONCE = 3;
const ROWS = 30;

/** `onArrived` is called for each file that the server has. */
export function makeQueue(form, onArrived) {
  const words = form.dataset;
  const board = makeBoard(form);
  const waiting = [];
  const running = new Set();
  const troubled = new Set();
  const counts = { files: 0, done: 0, refused: 0, bytes: 0, doneBytes: 0 };

  function add(files) {
    for (const file of files) {
      const one = { file, key: newKey(), share: 0, row: null, stop: null };
      counts.files += 1;
      counts.bytes += file.size;
      if (file.size > Number(words.mostBytes)) fail(one, words.wordLarge, false);
      else waiting.push(one);
    }
    advance();
  }

  /** Start as many as may run at once, and give the first of the others their rows. */
  function advance() {
    while (running.size < AT_ONCE && waiting.length) run(waiting.shift());
    const free = Math.max(0, ROWS - running.size);
    for (const one of waiting.slice(0, free)) if (!one.row) rowOf(one).move(0, words.wordWaiting);
    draw();
  }

  function rowOf(one) {
    if (!one.row) {
      one.row = makeRow(one.file, { onCancel: () => takeBack(one), onAgain: () => again(one) });
      board.list.append(one.row.element);
    }
    return one.row;
  }

  async function run(one) {
    running.add(one);
    one.stop = new AbortController();
    const row = rowOf(one);
    const move = (share, word) => {
      one.share = share;
      row.move(share, word ?? percentWords(share));
      draw();
    };
    move(0);
    const answer = await send(one.file, {
      url: form.action,
      key: one.key,
      signal: one.stop.signal,
      onProgress: (share) => move(share),
      onAgain: () => move(0, words.wordAgain),
    });
    running.delete(one);
    if (!answer.trouble) arrived(one, answer);
    else if (answer.trouble !== "cancelled") fail(one, sentenceFor(answer.trouble), answer.trouble !== "large");
    advance();
  }

  /** The server has the file, or has noted why it refused it: the list below tells. Without an id it has neither. */
  function arrived(one, answer) {
    if (!answer.id) return fail(one, answer.refused, false);
    counts.done += 1;
    counts.doneBytes += one.file.size;
    if (answer.refused) counts.refused += 1;
    one.row.element.remove();
    board.note(answer.note);
    onArrived(!running.size && !waiting.length);
  }

  function fail(one, sentence, mayTryAgain) {
    troubled.add(one);
    rowOf(one).fail(sentence, mayTryAgain);
  }

  function again(one) {
    troubled.delete(one);
    waiting.unshift(one);
    advance();
  }

  /** Forget a file. What has arrived of it meanwhile is removed in the list below. */
  function takeBack(one) {
    one.stop?.abort();
    if (waiting.includes(one)) waiting.splice(waiting.indexOf(one), 1);
    troubled.delete(one);
    counts.files -= 1;
    counts.bytes -= one.file.size;
    one.row.element.remove();
    advance();
  }

  function sentenceFor(trouble) {
    return words[`word${trouble[0].toUpperCase()}${trouble.slice(1)}`];
  }

  function draw() {
    const sentBytes = [...running].reduce((sum, one) => sum + one.share * one.file.size, counts.doneBytes);
    board.draw({ ...counts, sentBytes, isBusy: isBusy(), hidden: waiting.filter((one) => !one.row).length });
  }

  function isBusy() {
    return running.size > 0 || waiting.length > 0;
  }

  return { add, isBusy, hasTrouble: () => troubled.size > 0 };
}
