// The desk for typing what is said.
import { mountAudio } from "./audio.js";
import { mountTranscript } from "./transcript.js";
import { freshSignal } from "./visit.js";

export function mount(form) {
  const signal = freshSignal(form);
  mountTranscript(form, signal);
  mountAudio(form, signal);
}
