// Typing the rows of the agenda, steered by the keyboard. Rows and decisions are opened here first and
// told to the server after, so that a slow line never stands between two keystrokes. Without this
// file every row is a plain form.

import { Acts, enter } from "./acts.js";
import { asksFirst } from "./arming.js";
import { button } from "./elements.js";
import { listen } from "./keys.js";
import { watch } from "./leaving.js";
import { Opening } from "./opening.js";
import { bringBack } from "./recovery.js";
import { isNew, putRow, rowOf } from "./row.js";
import { openRow, rowBefore, unfold } from "./rows.js";
import { Saver } from "./saver.js";
import { Sheet } from "./sheet.js";
import { word } from "./words.js";

const page = document.querySelector("[data-writing]");
const adding = document.querySelector("[data-add]");
const start = `minutes:${page.dataset.user}:${location.pathname}`;
const keyOf = (form) =>
  isNew(form) ? `${start}new/${form.dataset.new}` : `minutes:${page.dataset.user}:${new URL(form.action).pathname}`;

const saver = new Saver(page, {
  conflict: word.rowConflict,
  keyOf,
  read: (form) => ({
    row: rowOf(form),
    new: form.dataset.new,
    after: isNew(form) ? rowBefore(form)?.id : undefined,
  }),
  write: (form, copy) => putRow(form, copy.row),
  open: (form) => opening.tell(form),
  saved: () => sheet.refresh(),
  gone: (form) => form.querySelector("[data-saved]").after(button(word.asNew, (event) => openAgain(form, event.target))),
});
const opening = new Opening(saver, adding.action, keyOf);
const sheet = new Sheet(page.dataset.preview);
const acts = new Acts(saver, sheet);

function openAgain(form, pressed) {
  pressed.remove();
  enter(form);
  opening.again(form);
}

adding.addEventListener("submit", (event) => {
  event.preventDefault();
  enter(openRow(null));
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-row]");
  if (form) saver.changed(form);
});

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button[name=act]");
  const form = pressed?.form;
  if (!form?.matches("[data-row]")) return;
  event.preventDefault();
  if (asksFirst(pressed)) return;
  if ("drop" in pressed.dataset) acts.dropDecision(form, pressed.closest("[data-decision]"));
  else acts.do(form, pressed.value);
});

listen(acts);
watch(saver);
document.querySelectorAll("[data-lean]").forEach(unfold);
const wanted = page.dataset.focus && document.getElementById(`item${page.dataset.focus}`);
// The browser takes the focus away when it jumps to the row the address names; ours comes after.
if (wanted) window.addEventListener("load", () => setTimeout(() => enter(wanted)));
saver.begin(bringBack(saver, start, keyOf));
