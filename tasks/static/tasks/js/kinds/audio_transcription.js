// The desk for typing what is said.
import { mountAudio } from "./audio.js";
import { mountInserting } from "./inserting.js";
import { mountTranscript } from "./transcript.js";
import { mountTurns } from "./turns.js";
import { freshSignal } from "./visit.js";

export function mount(form) {
  const signal = freshSignal(form);
  mountTurns(form, signal);
  mountTranscript(form, signal);
  mountInserting(form, signal);
  mountAudio(form, signal);
}
