// Where a page says how the saving goes: a line in each form, and a bar above all of them.

import { isKept, isSilent } from "./copies.js";
import { word } from "./words.js";

const bar = () => document.querySelector("[data-bar]");

// It promises no more than this browser keeps.
export function tell(form, text, late = false) {
  const line = form.querySelector("[data-saved]");
  const kept = isKept() ? text : text.replace(word.keptHere, word.keptNowhere);
  const said = [kept, isSilent() && word.silent].filter(Boolean).join(" · ");
  if (line.textContent !== said) line.textContent = said;
  line.classList.toggle("late", late || isSilent());
}

export function warn(...parts) {
  bar().replaceChildren(...parts);
  bar().hidden = false;
}

export function warnNoMore() {
  bar().hidden = true;
}

export const isWarning = () => !bar().hidden;
