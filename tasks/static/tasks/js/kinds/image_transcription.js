// The desk for typing what is written in a picture.
import { mountInserting } from "./inserting.js";
import { mountPage } from "./page.js";
import { mountTranscript } from "./transcript.js";
import { freshSignal } from "./visit.js";
import { mountZoom } from "./zoom.js";

export function mount(form) {
  const signal = freshSignal(form);
  mountZoom(form, signal);
  mountPage(form, signal);
  mountTranscript(form, signal);
  mountInserting(form, signal);
}
