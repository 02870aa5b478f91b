// The attendance of a meeting, saved while it is marked. Counts and the quorum follow the marks; the
// page counts again when it is saved. Enter leads from field to field. Without this file it is a
// plain form.

import { bengali } from "./digits.js";
import { partOf } from "./form.js";
import { strokeOf } from "./strokes.js";
import { offer } from "./undo.js";
import { startWhole } from "./whole.js";
import { word } from "./words.js";

const form = document.querySelector("[data-attendance]");
const whole = startWhole(toTheirRows);

// A guest who has a row of their own by now is written there, not in the line they came from.
function toTheirRows() {
  for (const line of form.querySelectorAll("[data-guest]")) {
    const id = partOf(line, "id");
    const row = id.value && form.querySelector(`[data-person="${id.value}"]`);
    if (!row) continue;
    for (const part of ["name", "designation"]) {
      partOf(row, part).value = partOf(line, part).value;
      partOf(line, part).value = "";
    }
    id.value = "";
  }
  // A guest who was taken out has no row any more; who comes back does so as a new one.
  for (const gone of form.querySelectorAll(".marks input[value=gone]:checked")) {
    const person = gone.closest("[data-person]");
    const hasFocus = person.contains(document.activeElement);
    const beside = person.nextElementSibling ?? person.previousElementSibling;
    person.remove();
    if (hasFocus) (beside?.querySelector(".marks input:checked") ?? form.querySelector("[data-guest] [data-part=name]")).focus();
  }
}

const count = () => {
  const tally = { present: 0, represented: 0, guest: 0, absent: 0, leave: 0, unmarked: 0, gone: 0 };
  for (const mark of form.querySelectorAll(".marks input:checked")) tally[mark.value] += 1;
  for (const name of form.querySelectorAll("[data-guest] [data-part=name]")) {
    if (name.value.trim()) tally.guest += 1;
  }
  tally.seated = tally.present + tally.represented + tally.guest;
  for (const place of form.querySelectorAll("[data-count]")) {
    const said = bengali(tally[place.dataset.count]);
    if (place.textContent !== said) place.textContent = said;
  }
  if (form.dataset.quorum) {
    const isShort = tally.present + tally.represented < Number(form.dataset.quorum);
    form.querySelector("[data-quorum-met]").hidden = isShort;
    form.querySelector("[data-quorum-short]").hidden = !isShort;
  }
};

form.addEventListener("change", count);

function set(marks) {
  for (const each of marks) each.checked = true;
  // As if a hand had done it: counted and saved.
  for (const done of ["input", "change"]) marks[0].dispatchEvent(new Event(done, { bubbles: true }));
}

form.querySelector("[data-all]")?.addEventListener("click", (event) => {
  event.preventDefault();
  const present = [...form.querySelectorAll('.marks input[value="present"]')];
  const before = present.map((each) => form.querySelector(`[name="${each.name}"]:checked`));
  if (present.every((each) => each.checked)) return;
  set(present);
  offer(word.allPresent, () => set(before.filter(Boolean)));
  whole.saveIfTyped();
});

// Into the first line for guests that is free, if the row is gone already.
function bringBack(person) {
  if (person.isConnected) return set([person.querySelector(".marks input[value=guest]")]);
  const line = [...form.querySelectorAll("[data-guest]")].find((each) => !partOf(each, "name").value);
  if (!line) return false;
  partOf(line, "id").value = "";
  partOf(line, "name").value = partOf(person, "name").value;
  partOf(line, "designation").value = partOf(person, "designation").value.trim().split("\n").join(", ");
  partOf(line, "name").dispatchEvent(new Event("input", { bubbles: true }));
  count();
  return whole.saveIfTyped();
}

form.addEventListener("change", ({ target }) => {
  if (target.value !== "gone") return;
  const person = target.closest("[data-person]");
  offer(word.guestGone(partOf(person, "name").value), () => bringBack(person));
});

// Who marks a long list goes on; sending the page would end it. The last field leads to its button.
form.addEventListener("keydown", (event) => {
  const field = event.target;
  if (strokeOf(event) !== "Enter" || !field.matches("input")) return;
  event.preventDefault();
  const stops = [...form.elements].filter(
    (each) =>
      each.matches("input:not([type=hidden]), textarea, .actions button") &&
      each.checkVisibility() &&
      (each.type !== "radio" || each.checked || each === field),
  );
  let next = stops[stops.indexOf(field) + 1];
  // One stop for each person, whichever mark the focus was on.
  if (field.type === "radio" && next.name === field.name) next = stops[stops.indexOf(next) + 1];
  next.focus();
  if (next.matches("textarea, [type=text]")) next.setSelectionRange(next.value.length, next.value.length);
  whole.saveIfTyped();
});

// A page the browser brings back may hold marks the server has not counted.
window.addEventListener("pageshow", count);
