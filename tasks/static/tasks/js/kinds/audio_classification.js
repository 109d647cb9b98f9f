// The desk for saying what is heard.
import { mountAudio } from "./audio.js";
import { mountChoices } from "./choices.js";
import { freshSignal } from "./visit.js";

export function mount(form) {
  const signal = freshSignal(form);
  mountChoices(form, signal);
  mountAudio(form, signal);
}
