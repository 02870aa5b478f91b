// A page that is one form (the head of a meeting, its attendance), saved while it is typed like the
// rows of the agenda. Without this file it is a plain form.

import * as copies from "./copies.js";
import { begin, changed, finish, forms, inConflict, of, page, restore, save, valueOf, ways } from "./saving.js";

const [form] = forms();

// The page without what it was asked with.
ways.keyOf = () => `minutes:${page.dataset.user}:${location.pathname}`;

// What the server made of the text, where nobody has typed on: a period that follows its date, the
// number under which a guest is stored.
ways.take = (_, receipt, sent) => {
  for (const [name, value] of Object.entries(receipt.fields ?? {})) {
    const field = form.elements.namedItem(name);
    if (!field || field instanceof RadioNodeList || field === document.activeElement) continue;
    if (name !== "version" && field.value === valueOf(sent, name)) field.value = value;
  }
  (receipt.guests ?? []).forEach((id, line) => {
    const field = form.elements.namedItem(`guest${line}-id`);
    if (field) field.value = id ?? "";
  });
};

function put(fields) {
  const told = new Map(fields);
  for (const [name, value] of fields) {
    const stored = name.match(/^guest\d+-id$/) && value && form.elements.namedItem(`row${value}-name`);
    const line = name.replace(/-id$/, "");
    if (stored) {
      // A guest who has a line of their own by now.
      stored.value = told.get(`${line}-name`);
      form.elements.namedItem(`row${value}-designation`).value = told.get(`${line}-designation`);
      for (const part of ["id", "name", "designation"]) told.set(`${line}-${part}`, "");
    }
  }
  for (const [name, value] of told) {
    const field = form.elements.namedItem(name);
    if (field && name !== "version") field.value = value;
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

// Not at `change`: it comes with the press of a button, which a line that says something new would move.
form.addEventListener("input", () => changed(form));

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const act = event.submitter?.value || "save";
  finish(form, act, act === "more" ? location.pathname : page.dataset.done);
});

document.addEventListener("keydown", (event) => {
  // Keys that an input method is still composing with are not ours.
  if (event.isComposing || event.keyCode === 229 || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  if (inConflict || of(form).conflict) finish(form, "save", page.dataset.done);
  else save(form);
});

async function start() {
  const [kept] = await copies.all(ways.keyOf(form));
  if ("unsaved" in page.dataset || inConflict) {
    // The page shows what was sent and not taken: it is not the server's yet.
    if (inConflict) of(form).base = kept ? valueOf(kept[1].fields, "version") : "-";
    of(form).dirty = true;
  } else if (kept) restore(form, kept[1], put);
}
begin(start());
