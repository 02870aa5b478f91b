// The rows of the agenda by keyboard.

import { focusOn } from "./acts.js";
import { showKeys } from "./key-list.js";

const inField = (element) => element.matches?.("textarea, input, select");

export function listen(acts) {
  document.addEventListener("keydown", (event) => {
    // Keys that an input method is still composing with, or a list of choices has taken, are not ours.
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const form = event.target.closest?.("[data-row]");
    const taken = onPage(event) || (form && inRow(event, form, acts));
    if (taken) event.preventDefault();
  });
}

// True where the key is taken.
function onPage(event) {
  const control = event.ctrlKey || event.metaKey;
  if (event.key === "?" && !inField(event.target)) showKeys();
  const pdf = document.querySelector("[data-pdf]");
  if (!control || event.shiftKey || event.key.toLowerCase() !== "p" || !pdf) return false;
  pdf.click();
  return true;
}

function inRow(event, form, acts) {
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && key === "s") acts.save(form);
  else if (event.ctrlKey && key === "enter") acts.decide(form);
  else if (event.altKey && key === "arrowup") acts.move(form, "up");
  else if (event.altKey && key === "arrowdown") acts.move(form, "down");
  else if (key === "enter" && !event.shiftKey && !event.altKey) return onEnter(event.target, form, acts);
  else return false;
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
