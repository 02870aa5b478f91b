// A page that is one form (the head of a meeting, its attendance), saved while it is typed like the
// rows of the agenda. A page makes it with what is its own.

import * as copies from "./copies.js";
import { fieldsOf, forms } from "./form.js";
import { watch } from "./leaving.js";
import { Saver } from "./saver.js";
import { strokeOf } from "./strokes.js";
import { word } from "./words.js";

// `settle()`: what is to be put right in the form after a copy or an answer came into it.
export function startWhole(settle = () => {}) {
  const page = document.querySelector("[data-writing]");
  const [form] = forms();
  // The page without what it was asked with.
  const key = `minutes:${page.dataset.user}:${location.pathname}`;
  const saver = new Saver(page, {
    conflict: word.pageConflict,
    keyOf: () => key,
    read: () => ({ fields: fieldsOf(form) }),
    write(_, copy) {
      for (const [name, value] of copy.fields) {
        const field = form.elements.namedItem(name);
        if (field) field.value = value;
      }
      settle();
      form.dispatchEvent(new Event("change", { bubbles: true }));
    },
    saved: settle,
  });
  const isInConflict = () => saver.inConflict || saver.of(form).conflict;

  // Not at `change`: it comes with the press of a button, which a line that says something new would move.
  form.addEventListener("input", () => saver.changed(form));

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const act = event.submitter?.value || "save";
    saver.finish(form, act, act === "more" ? location.pathname : page.dataset.done);
  });

  document.addEventListener("keydown", (event) => {
    if (strokeOf(event) !== "Ctrl+KeyS") return;
    event.preventDefault();
    if (isInConflict()) saver.finish(form, "save", page.dataset.done);
    else saver.save(form);
  });

  async function bringBack() {
    const late = ([found]) => found && !isInConflict() && !saver.of(form).dirty && saver.restore(form, found[1]);
    const [kept] = await copies.all(key, late);
    if (saver.inConflict) saver.of(form).base = kept?.[1].version ?? "0";
    // The page shows what was sent and not taken: it is not the server's yet.
    if (saver.inConflict || "unsaved" in page.dataset) saver.of(form).dirty = true;
    else if (kept) saver.restore(form, kept[1]);
  }
  watch(saver);
  saver.begin(bringBack());

  // Saves what was typed, unless two texts stand side by side.
  return { saveIfTyped: () => saver.of(form).dirty && !isInConflict() && saver.save(form) };
}
