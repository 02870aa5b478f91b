// What a sitting does with each earlier decision: by keyboard, and stored as soon as it is chosen.
// Without this file one button stores all of it.

import { ask } from "./asking.js";
import { inField } from "./strokes.js";

const form = document.querySelector("[data-disposals]");
const rows = () => [...form.querySelectorAll("[data-row]")];
const radios = (row) => [...row.querySelectorAll("input[type=radio]")];

// The letter a layout types, and the key of a Latin one that sounds alike.
const CHOICES = { ন: "close", n: "close", স: "extend", s: "extend", চ: "carry", c: "carry" };
const PROPOSED = new Set(["প", "p"]);

form?.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || inField(event.target)) return;
  if (taken(row, event)) event.preventDefault();
});

// True where the key is taken.
function taken(row, event) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") return step(row, event.key === "ArrowDown" ? 1 : -1);
  const key = event.key.toLowerCase();
  const proposed = row.querySelector("[data-proposed]")?.dataset.proposed;
  const choice = PROPOSED.has(key) ? proposed : CHOICES[key];
  if (!choice) return false;
  choose(row, choice);
  return true;
}

function step(row, by) {
  const all = rows();
  const next = all[all.indexOf(row) + by];
  if (!next) return true;
  const choices = radios(next);
  (choices.find((radio) => radio.checked) ?? choices[0]).focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function choose(row, value) {
  const radio = radios(row).find((each) => each.value === value);
  radio.checked = true;
  radio.focus();
  store(row);
}

form?.addEventListener("change", (event) => {
  const row = event.target.closest("[data-row]");
  if (row && event.target.name !== "again") store(row);
});

const sending = new Map(); // row → what is on its way

// One after the other: the second sending of a row has seen what came of the first.
function store(row) {
  const before = sending.get(row) ?? Promise.resolve();
  const now = before.then(() => send(row));
  sending.set(row, now);
  return now;
}

async function send(row) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const fields = [...row.querySelectorAll("[name]:not([name=again])")];
  for (const field of fields) if (field.type !== "radio" || field.checked) body.append(field.name, field.value);
  tell(row, "সংরক্ষণ হচ্ছে…");
  const answer = await ask(row.dataset.url, body);
  const told = answer && !answer.redirected ? await answer.json().catch(() => null) : null;
  clear(row);
  if (answer?.ok && told) return kept(row, fields, told);
  if (answer?.status === 422 && told) return faulty(row, told.faults);
  if (answer?.status === 409 && told) {
    seen(row).value = told.seen;
    return tell(row, told.said, true);
  }
  return tell(row, "সংরক্ষিত হয়নি; নিচের বোতামে আবার চেষ্টা করুন।", true);
}

const seen = (row) => row.querySelector("[data-part=seen]");

function kept(row, fields, told) {
  seen(row).value = told.seen;
  row.querySelector("[data-proposed]")?.removeAttribute("data-proposed");
  // What is stored is asked about no more when the page is left.
  for (const field of fields) if ("defaultValue" in field && field.type !== "radio") field.defaultValue = field.value;
  tell(row, `সংরক্ষিত ${told.saved}: ${told.said}`);
}

function faulty(row, faults) {
  for (const [name, messages] of Object.entries(faults)) {
    const field = row.querySelector(`[data-part="${name}"]`);
    const told = Object.assign(document.createElement("span"), { className: "fault", textContent: messages[0] });
    if (field && field.type !== "radio" && field.type !== "hidden") {
      told.id = `${field.id}_error`;
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", told.id);
      field.after(told);
    } else row.querySelector("[data-told]").before(told);
  }
  tell(row, "এখনো সংরক্ষিত হয়নি", true);
}

function clear(row) {
  row.querySelectorAll(".fault").forEach((told) => told.remove());
  row.querySelectorAll("[aria-invalid]").forEach((field) => {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  });
}

function tell(row, text, late = false) {
  const line = row.querySelector("[data-told]");
  line.textContent = text;
  line.classList.toggle("late", late);
}
