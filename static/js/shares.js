// The list of all shares: a row opens in its place, is saved by itself, and comes back alone. Without
// scripts the same links and forms lead to pages of their own.

import { ask, fetched } from "./asking.js";
import { make } from "./elements.js";
import { bengali } from "./digits.js";
import { listen } from "./share-keys.js";

const table = document.querySelector("[data-shares]");
const many = document.querySelector("[data-many]");
const told = document.querySelector("[data-share-told]");

const linkOf = (row) => row.querySelector("[data-open]");
const markOf = (row) => row.querySelector("[data-mark]");
const formRowOf = (row) => (row?.nextElementSibling?.matches("[data-opened]") ? row.nextElementSibling : null);
const say = (text) => {
  told.textContent = text;
  told.hidden = !text;
};

function fragment(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}

// The row that a form of the list belongs to, and the row in hand.
const rowOf = (element) => {
  const row = element?.closest?.("tbody tr");
  return row?.matches("[data-opened]") ? row.previousElementSibling : row;
};

function focusIn(opened, part) {
  const field = opened.querySelector(`[data-part=${part}], [data-act=${part}]`) ?? opened.querySelector("[data-part]") ?? opened.querySelector("a, button");
  field?.focus();
  field?.select?.();
}

async function open(row, part = "due_on") {
  const there = formRowOf(row);
  if (there) return focusIn(there, part);
  const answer = await fetched(linkOf(row).href, { "X-Autosave": "1" });
  if (!answer) return location.assign(linkOf(row).href);
  if (formRowOf(row)) return null;
  const opened = make("tr", { class: "open-row", "data-opened": "" }, make("td", { colspan: "7" }, fragment(JSON.parse(answer).form)));
  row.after(opened);
  say("");
  return focusIn(opened, part);
}

function close(row) {
  const opened = formRowOf(row);
  if (!opened) return false;
  opened.remove();
  linkOf(row).focus();
  return true;
}

// Only the row that was sent comes back. Another's change in between comes with what was typed upon it.
async function save(form, act) {
  const opened = form.closest("[data-opened]");
  if (opened.dataset.sending) return;
  opened.dataset.sending = "1";
  const row = opened.previousElementSibling;
  const body = new FormData(form);
  body.set("act", act);
  const answer = await ask(form.action, body);
  delete opened.dataset.sending;
  if (!answer || answer.status >= 500) return say("সংযোগ নেই বা সার্ভার সাড়া দিচ্ছে না; লেখা এখানেই আছে, আবার চাপুন।");
  if (answer.redirected) return say("প্রবেশের সময় শেষ হয়েছে; অন্য ট্যাবে আবার প্রবেশ করে এখানে চাপুন। লেখা এখানেই আছে।");
  if (![200, 409, 422].includes(answer.status)) return say("এ সারি বদলানোর অনুমতি আপনার নেই, বা সারিটি আর নেই।");
  const { row: fresh, form: again, said } = await answer.json();
  const marked = markOf(row)?.checked;
  if (fresh) row.replaceWith(fragment(fresh));
  const now = opened.previousElementSibling;
  if (marked && markOf(now)) markOf(now).checked = true;
  if (again) {
    opened.firstElementChild.replaceChildren(fragment(again));
    opened.querySelector("[data-error-summary]")?.focus();
    return null;
  }
  say(said);
  close(now);
  return countMarks();
}

function countMarks() {
  if (!many) return 0;
  const count = table.querySelectorAll("[data-mark]:checked").length;
  many.querySelector("[data-marked]").textContent = count ? `(${bengali(count)}টি)` : "";
  many.classList.toggle("has-marks", count > 0);
  return count;
}

function mark(row) {
  const box = markOf(row);
  if (!box) return;
  box.checked = !box.checked;
  countMarks();
}

function markAll(isOn) {
  table.querySelectorAll("[data-mark]").forEach((box) => (box.checked = isOn));
  return countMarks();
}

// With marks an act is for all of them, else for the row in hand.
function lead(row, part) {
  if (countMarks() && many) {
    many.open = true;
    return focusIn(many, part);
  }
  return row ? open(row, part) : null;
}

// The lines that did not come with the page. An address may lead to one of them.
async function bringRest() {
  const way = document.querySelector("[data-rest]");
  const rows = way && (await fetched(way.firstElementChild.href, { "X-Autosave": "1" }));
  if (rows) {
    table.tBodies[0].append(fragment(rows));
    way.remove();
    countMarks();
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }
  table.dataset.ready = "1";
}

if (table) {
  table.addEventListener("click", (event) => {
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!plain) return;
    const closing = event.target.closest("[data-close]");
    const opening = event.target.closest("[data-open]");
    if (closing || opening) event.preventDefault();
    if (closing) close(rowOf(closing));
    else if (opening) open(rowOf(opening));
  });
  table.addEventListener("submit", (event) => {
    event.preventDefault();
    save(event.target, event.submitter?.value ?? "save");
  });
  table.addEventListener("change", (event) => event.target.matches("[data-mark]") && countMarks());
  countMarks();
  listen(table, { open, close, mark, markAll, act: lead, rowOf, linkOf });
  bringRest();
}
