// The rows of the agenda by keyboard.

import { focusOn } from "./acts.js";
import { showKeys } from "./key-list.js";
import { asksForKeys, inField, strokeOf } from "./strokes.js";

export function listen(acts) {
  document.addEventListener("keydown", (event) => {
    // What a list of choices has taken is not ours.
    if (event.defaultPrevented) return;
    const form = event.target.closest?.("[data-row]");
    const taken = onPage(event) || (form && inRow(event, form, acts));
    if (taken) event.preventDefault();
  });
}

// True where the key is taken.
function onPage(event) {
  if (asksForKeys(event) && !inField(event.target)) showKeys();
  const pdf = document.querySelector("[data-pdf]");
  if (strokeOf(event) !== "Ctrl+KeyP" || !pdf) return false;
  pdf.click();
  return true;
}

function inRow(event, form, acts) {
  const ways = {
    "Ctrl+KeyS": () => acts.save(form),
    "Ctrl+Enter": () => acts.decide(form),
    "Alt+ArrowUp": () => acts.move(form, "up"),
    "Alt+ArrowDown": () => acts.move(form, "down"),
  };
  const stroke = strokeOf(event);
  if (stroke === "Enter") return onEnter(event.target, form, acts);
  if (!Object.hasOwn(ways, stroke)) return false;
  ways[stroke]();
  return true;
}

function onEnter(field, form, acts) {
  switch (field.dataset.part) {
    case "code":
    case "topic": {
      const fields = [...form.querySelectorAll("[data-part=code]:not([type=hidden]), textarea")];
      focusOn(fields[fields.indexOf(field) + 1]);
      return true;
    }
    case "due_on":
      acts.goOn(form, field.closest("[data-decision]"));
      return true;
    case "implementers":
    case "implementers_as_printed":
      acts.goToNext(form);
      return true;
    default:
      return false;
  }
}
