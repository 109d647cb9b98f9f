// The desk for saying which label fits.
import { mountChoices } from "./choices.js";
import { freshSignal } from "./visit.js";

export function mount(form) {
  mountChoices(form, freshSignal(form));
}
