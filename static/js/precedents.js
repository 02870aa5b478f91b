// Earlier decisions of the committee beside the row (F2). Without this file the link to them opens a
// page.

import { fetched } from "./asking.js";
import { make } from "./elements.js";
import { partOf } from "./form.js";
import { strokeOf } from "./strokes.js";
import { type } from "./typing.js";

const LONGEST_QUESTION = 400;
const word = Object.freeze({
  looking: "খোঁজা হচ্ছে…",
  unreachable: "সংযোগ নেই বা প্রবেশের সময় শেষ; একটু পরে আবার চেষ্টা করুন। লেখা যেমন ছিল তেমন আছে।",
  bringTopic: "এই বিষয় আনুন",
});

const page = document.querySelector("[data-writing]");
const found = make("div", {});
const closing = make("button", { type: "button", class: "as-link" }, "বন্ধ করুন (Esc)");
const dialog = make(
  "dialog",
  { class: "precedents", "aria-labelledby": "precedents-name" },
  make("div", { class: "precedents-head" }, make("h2", { id: "precedents-name" }, "আগের সিদ্ধান্ত"), closing),
  found,
);
document.body.append(dialog);

let asker = null; // {field, start, end}: where the text goes

const canAsk = (element) => element.matches?.("[data-row] textarea:not([data-part^=implementers])");
const takesTopic = () => asker.field.dataset.part === "topic";

function ask(area) {
  const { selectionStart: start, selectionEnd: end } = area;
  asker = { field: area, start, end };
  const topic = partOf(area.form, "topic")?.value ?? "";
  dialog.showModal();
  look(area.value.slice(start, end).trim() || area.value.trim() || topic.trim());
}

async function look(question) {
  found.textContent = word.looking;
  const asked = encodeURIComponent(question.slice(0, LONGEST_QUESTION));
  const html = await fetched(`${page.dataset.precedents}?q=${asked}`, { "X-Dialog": "1" });
  if (!dialog.open) return;
  if (html === null) {
    found.replaceChildren(make("p", { role: "alert" }, word.unreachable));
    return;
  }
  found.innerHTML = html;
  const buttons = found.querySelectorAll("[data-bring]");
  if (takesTopic()) buttons.forEach((button) => (button.textContent = word.bringTopic));
  (buttons[0] ?? found.querySelector("input")).focus();
}

function bring(button) {
  const { field: area, start, end } = asker;
  const earlier = button.closest("li").querySelector(takesTopic() ? "[data-topic]" : "[data-text]").textContent;
  asker = null;
  dialog.close();
  type(area, start, end, earlier);
}

dialog.addEventListener("close", () => {
  if (!asker) return;
  // This is told a moment after the dialog went: whoever has gone on to another field stays there.
  const { field: area, start, end } = asker;
  if (document.activeElement === document.body) area.focus();
  if (document.activeElement === area) area.setSelectionRange(start, end);
});
closing.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  const button = event.target.closest("[data-bring]");
  if (button) bring(button);
  else if (event.target === dialog && event.clientX < dialog.getBoundingClientRect().left) dialog.close();
});
dialog.addEventListener("submit", (event) => {
  event.preventDefault();
  look(new FormData(event.target).get("q").trim());
});
dialog.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const buttons = [...found.querySelectorAll("[data-bring]")];
  const at = buttons.indexOf(document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  buttons[Math.max(0, Math.min(buttons.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
});

document.addEventListener("keydown", (event) => {
  if (strokeOf(event) !== "F2" || !canAsk(event.target)) return;
  event.preventDefault();
  ask(event.target);
});

// The field that was left last in a row is the one its link asks for.
const lastIn = new WeakMap();
document.addEventListener("focusin", (event) => {
  if (canAsk(event.target)) lastIn.set(event.target.form, event.target);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-row] [data-look]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const row = link.closest("[data-row]");
  ask(lastIn.get(row) ?? row.querySelector("[data-part=text], textarea"));
});
