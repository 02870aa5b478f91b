// The page of a row that two people wrote: nothing is sent before one of the two texts is chosen; what
// is typed meanwhile is kept in this browser. Without this file it is a plain form.

import * as copies from "./copies.js";
import { forms } from "./form.js";
import { watch } from "./leaving.js";
import { putRow, rowOf, settle } from "./row.js";
import { Saver } from "./saver.js";
import { strokeOf } from "./strokes.js";
import { word } from "./words.js";

const page = document.querySelector("[data-writing]");
const [form] = forms();
const keyOf = () => `minutes:${page.dataset.user}:${new URL(form.action).pathname}`;

const saver = new Saver(page, {
  conflict: word.rowConflict,
  keyOf,
  read: () => ({ row: rowOf(form) }),
  write: (_, copy) => putRow(form, copy.row),
});

form.addEventListener("input", () => saver.changed(form));

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button[name=act]");
  if (pressed?.form !== form || !["save", "yield"].includes(pressed.value)) return;
  event.preventDefault();
  saver.finish(form, pressed.value, page.dataset.items);
});

document.addEventListener("keydown", (event) => {
  if (strokeOf(event) !== "Ctrl+KeyS") return;
  event.preventDefault();
  saver.finish(form, "save", page.dataset.items);
});

async function start() {
  settle(form);
  const [kept] = await copies.all(keyOf());
  // The version my text was typed upon: who leaves without a choice is in conflict again.
  saver.of(form).base = kept?.[1].version ?? "0";
}
watch(saver);
saver.begin(start());
