// Typing the rows of the agenda: saved two seconds after the last keystroke, kept in this browser
// until the server has answered, and steered by the keyboard. Rows and decisions are opened here
// first and told to the server after, so that a slow line never stands between two keystrokes.
// Without this file every row is a plain form.

import * as copies from "./copies.js";
import {
  ask, begin, button, changed, fieldsOf, finish, forms, inConflict, isSame, keepCopy, later, of, page, refusal, restore,
  save, start, take, token, valueOf, versionOf, ways, word,
} from "./saving.js";

const rows = document.querySelector("[data-rows]");
const adding = document.querySelector("[data-add]");
const LETTERS = "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ";

Object.assign(word, {
  conflict: "আরেকজন এই সারি বদলেছেন; “সংরক্ষণ করুন” চাপলে দুটি লেখাই দেখবেন",
  recovered: "এই কম্পিউটারে রাখা আপনার লেখা, যার সারি এখন আর নেই:",
  asNew: "নতুন সারি হিসেবে রাখুন",
  let_go: "আর দরকার নেই",
  no_name: "নতুন সারি",
});

const isNew = (form) => "new" in form.dataset;
const rowsPath = rows ? location.pathname : null;
const keyOf = (form) => start + (isNew(form) ? `${rowsPath}new/${form.dataset.new}` : new URL(form.action).pathname);
const idsOf = (form) => [...form.querySelectorAll("[name$=-id]")];
const decisionsOf = (form) => [...form.querySelectorAll("[data-decision]")];

Object.assign(ways, {
  keyOf,
  open: async (form) => !isNew(form) || openThere(form),
  // The ids are those of the decisions that were sent, in their order; what was opened since has none.
  take(form, receipt, sent) {
    const names = sent.map(([name]) => name).filter((name) => name.endsWith("-id"));
    names.forEach((name, place) => {
      const field = form.elements.namedItem(name);
      if (field) field.value = receipt.decisions[place] ?? "";
    });
    settle(form);
  },
  saved: () => refreshPreview(),
  more: (form) => ({ after: isNew(form) ? rowBefore(form)?.id : undefined }),
  gone: (form) =>
    form.querySelector("[data-saved]").after(button(word.asNew, (event) => openAgain(form, event.target))),
});

// --- Kept texts --------------------------------------------------------------------------------

// Put kept texts into a row; decisions that are not there yet are opened. `exactly` takes out those
// that are not in the texts; `ids` says which decisions are meant.
function setFields(form, fields, { ids, exactly }) {
  const told = new Map(fields.map(([name, value]) => [name.replace(/^item\w+?-/, ""), value]));
  const wanted = new Set([...told.keys()].map((name) => name.match(/^(d\d+)-/)?.[1]).filter(Boolean));
  for (const decision of decisionsOf(form)) {
    if (exactly && wanted.size && !wanted.has(indexOf(decision))) decision.remove();
  }
  const there = new Set(decisionsOf(form).map(indexOf));
  for (const index of wanted) if (!there.has(index)) addDecision(form, index);
  for (const [name, value] of told) {
    const field = form.elements.namedItem(`${form.id}-${name}`);
    if (field && !name.endsWith("version") && (ids || !name.endsWith("-id"))) field.value = value;
  }
  settle(form);
}

const indexOf = (decision) => decision.querySelector("[name$=-id]").name.match(/-(d\d+)-id$/)[1];

// Text whose row is no longer there: shown until its writer puts it in a new row or lets it go.
function showRecovered(place, fields, key) {
  const block = document.createElement("section");
  block.className = "recovered";
  block.dataset.recovered = key;
  const told = document.createElement("p");
  told.textContent = word.recovered;
  block.append(told);
  for (const [name, value] of fields) {
    if (/-(version|id|topic_separator)$/.test(name) || !value.trim()) continue;
    const paragraph = document.createElement("p");
    paragraph.textContent = value;
    block.append(paragraph);
  }
  const asNew = button(word.asNew, () => {
    const form = openRow(null);
    setFields(form, fields.map(([name, value]) => [name, name.endsWith("-id") ? "" : value]), { ids: true, exactly: true });
    changed(form);
    copies.drop(key);
    block.remove();
    enter(form, "first");
    save(form);
  });
  const letGo = button(word.let_go, () => {
    copies.drop(key);
    block.remove();
  });
  const tools = document.createElement("p");
  tools.append(asNew, " ", letGo);
  block.append(tools);
  place.before(block);
}

// --- The paper beside the form -----------------------------------------------------------------

const sheet = document.querySelector("[data-paper]");
let previewTimer;

function refreshPreview() {
  clearTimeout(previewTimer);
  previewTimer = setTimeout(async () => {
    if (!sheet || sheet.offsetParent === null) return;
    const answer = await fetch(page.dataset.preview, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const top = sheet.scrollTop;
    sheet.innerHTML = await answer.text();
    sheet.scrollTop = top;
    follow(document.activeElement?.closest("[data-row]"));
  }, 300);
}

// The row that is being written stands in sight on the paper too, and is marked there.
function follow(form) {
  if (!form || !sheet || sheet.offsetParent === null) return;
  const printed = sheet.querySelectorAll("table.rows tbody");
  const place = printed[forms().filter((each) => !isNew(each)).indexOf(form)];
  printed.forEach((each) => each.classList.toggle("here", each === place));
  if (!place) return;
  const [box, seen] = [place.getBoundingClientRect(), sheet.getBoundingClientRect()];
  if (box.top < seen.top || box.bottom > seen.bottom) sheet.scrollTop += box.top - seen.top - 24;
}
document.addEventListener("focusin", (event) => follow(event.target.closest("[data-row]")));

// --- Rows and decisions opened here ------------------------------------------------------------

// A new row behind another one, or at the end; it is told to the server when something is typed.
function openRow(after, key = crypto.randomUUID().replaceAll("-", "")) {
  const made = document.createElement("template");
  made.innerHTML = document.querySelector("[data-blank]").innerHTML.replaceAll("item0", `item${key}`);
  const form = made.content.querySelector("[data-row]");
  form.dataset.new = key;
  form.querySelector("[name=csrfmiddlewaretoken]").value = token();
  document.querySelector("[data-empty]")?.remove();
  const before = after ?? forms().at(-1);
  if (before) {
    before.after(form);
    // An office keeps to one sign between topic and discussion.
    const [from, to] = [before, form].map((each) => each.querySelector("[name$=-topic_separator]"));
    if (to && from.selectedIndex >= 0) to.value = from.value;
    if (to?.selectedIndex === -1) to.selectedIndex = 0;
  } else rows.append(form);
  return form;
}

// A row that somebody took out is opened anew, with all that stands in it.
function openAgain(form, pressed) {
  const key = crypto.randomUUID().replaceAll("-", "");
  copies.drop(keyOf(form));
  rename(form, form.id, `item${key}`);
  form.dataset.new = key;
  for (const field of idsOf(form)) field.value = "";
  Object.assign(of(form), { gone: false, conflict: false, attempts: [] });
  pressed.remove();
  enter(form, "first");
  changed(form);
  save(form);
}

// Of a long agenda most rows come as they read; here each gets its form, made from the blank one.
function unfold(lean) {
  const pk = lean.id.slice(4);
  const made = document.createElement("template");
  made.innerHTML = document.querySelector("[data-blank]").innerHTML.replaceAll("item0", lean.id);
  const form = made.content.querySelector("[data-row]");
  form.setAttribute("action", form.getAttribute("action").replace(/0\/$/, `${pk}/`));
  const textIn = (place, name) => place.querySelector(`:scope > [data-v="${name}"]`)?.textContent ?? "";
  const fields = ["topic_separator", "discussion", "implementers_as_printed"].map((name) => [name, textIn(lean, name)]);
  fields.push(["topic", lean.querySelector('h2 > [data-v="topic"]').textContent]);
  lean.querySelectorAll("[data-d]").forEach((told, place) => {
    const values = { id: told.dataset.d, due_on: told.dataset.due ?? "" };
    for (const name of ["text", "implementers", "progress"]) values[name] = textIn(told, name);
    for (const [name, value] of Object.entries(values)) fields.push([`d${place}-${name}`, value]);
  });
  form.querySelector("[data-look]").search = `?item=${pk}`;
  form.querySelector("[data-serial]").textContent = lean.querySelector("[data-serial]").textContent;
  form.querySelector("[name=csrfmiddlewaretoken]").value = token();
  versionOf(form).value = lean.dataset.lean;
  setFields(form, fields, { ids: true, exactly: true });
  // Nobody typed this: what a form was made with is what it goes back to.
  for (const field of form.elements) if ("defaultValue" in field) field.defaultValue = field.value;
  lean.replaceWith(form);
}

// The nearest row that the server knows.
const isRowThere = (element) => element.matches("[data-row]") && !isNew(element);
function rowBefore(form) {
  let before = form.previousElementSibling;
  while (before && !isRowThere(before)) before = before.previousElementSibling;
  return before;
}
function rowAfter(form) {
  let after = form.nextElementSibling;
  while (after && !isRowThere(after)) after = after.nextElementSibling;
  return after;
}

// New rows are opened one after another, so that each finds the one before it.
let opening = Promise.resolve();
function openThere(form) {
  opening = opening.then(() => openNow(form)).catch(() => later(form, word.offline));
  return opening;
}

async function openNow(form) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token());
  body.set("key", form.dataset.new);
  // Behind the row before it; the first row of a meeting with rows cannot be new.
  body.set("after", rowBefore(form)?.id.slice(4) ?? "");
  const answer = await ask(adding.action, body);
  const refused = await refusal(form, answer);
  if (refused === "again") return openNow(form);
  if (refused) return false;
  const told = await answer.json();
  const former = keyOf(form);
  document.getElementById(`item${told.item}`)?.remove();
  rename(form, form.id, `item${told.item}`);
  form.action = told.url;
  delete form.dataset.new;
  take(form, told, fieldsOf(form));
  of(form).dirty = true;
  keepCopy(form);
  copies.drop(former);
  showSerials(told.serials);
  return true;
}

// Names in place: the field that is being typed into stays the same element.
function rename(form, from, to) {
  for (const element of [form, ...form.querySelectorAll("*")]) {
    for (const name of ["id", "name", "for", "aria-labelledby", "aria-describedby", "aria-controls"]) {
      const value = element.getAttribute(name);
      if (value?.includes(from)) element.setAttribute(name, value.replaceAll(from, to));
    }
  }
}

function showSerials(serials) {
  for (const [pk, serial] of serials) {
    const shown = document.querySelector(`#item${pk} [data-serial]`);
    if (shown) shown.textContent = serial ?? "";
  }
}

function addDecision(form, index = null) {
  const taken = decisionsOf(form).map((each) => Number(indexOf(each).slice(1)));
  const number = index === null ? Math.max(-1, ...taken) + 1 : Number(index.slice(1));
  const blank = document.querySelector("[data-blank]")?.content.querySelector("[data-decision]");
  if (!blank) return null;
  const made = document.createElement("template");
  made.innerHTML = blank.outerHTML.replaceAll("item0-d0", `${form.id}-d${number}`);
  const decision = made.content.firstElementChild;
  const next = decisionsOf(form).find((each) => Number(indexOf(each).slice(1)) > number);
  if (next) next.before(decision);
  else if (taken.length) decisionsOf(form).at(-1).after(decision);
  else form.querySelector(".row-part:last-child").prepend(decision);
  settle(form);
  return decision;
}

// What follows from how much a row holds: the letters of its decisions, its name.
function settle(form) {
  const decisions = decisionsOf(form);
  const many = decisions.length > 1;
  decisions.forEach((decision, place) => {
    const legend = decision.querySelector("legend");
    legend.textContent = `সিদ্ধান্ত (${LETTERS[place] ?? place + 1})`;
    legend.classList.toggle("visually-hidden", !many);
    const drop = decision.querySelector("button[name=act]");
    drop.hidden = !many;
    drop.value = `drop-${place}`;
  });
  const together = form.querySelector("[data-as-printed]");
  if (together) together.hidden = !many && !together.querySelector("textarea").value;
  const topic = form.querySelector("[name$=-topic]").value.trim();
  const name = form.querySelector("[data-name]");
  name.textContent = topic.length > 60 ? `${topic.slice(0, 59)}…` : topic || word.no_name;
}

// --- Acts of a row -----------------------------------------------------------------------------

function enter(form, focus) {
  const texts = form.querySelectorAll("[data-decision] textarea[name$=-text]");
  const first = form.querySelector("[name$=-code]:not([type=hidden]), textarea");
  focusOn(focus === "decision" ? texts[texts.length - 1] : first);
}

// Writing goes on where the text ends; the browser alone would put the caret before it.
function focusOn(field) {
  field?.focus();
  field?.setSelectionRange?.(field.value.length, field.value.length);
}

function goToNext(form) {
  if (of(form).dirty) save(form);
  let next = form.nextElementSibling;
  while (next && !next.matches("[data-row]")) next = next.nextElementSibling;
  enter(next ?? openRow(form), "first");
}

// From the end of a decision to the next one of its row, or to the next row.
function goOn(form, decision) {
  const below = decision.nextElementSibling;
  if (!below?.matches("[data-decision]")) return goToNext(form);
  if (of(form).dirty) save(form);
  focusOn(below.querySelector("textarea"));
}

function decide(form) {
  if (!addDecision(form)) return;
  enter(form, "decision");
  changed(form);
}

function dropDecision(form, decision) {
  const near = decision.nextElementSibling?.matches("[data-decision]") ? decision.nextElementSibling : decision.previousElementSibling;
  decision.remove();
  focusOn(near.querySelector("textarea"));
  settle(form);
  changed(form);
  save(form);
}

// The other row goes round the one that is being written: its focus stays.
async function move(form, name) {
  const receipt = await save(form, name);
  if (!receipt) return;
  const other = name === "up" ? rowBefore(form) : rowAfter(form);
  if (other) form[name === "up" ? "after" : "before"](other);
  showSerials(receipt.serials);
  follow(form);
}

// In a conflict the plain form goes on: its answer shows both texts.
function saveNow(form) {
  if (inConflict) return finish(form, "save", page.dataset.items);
  if (!of(form).conflict) return save(form);
  keepCopy(form);
  return form.submit();
}

// What has no way of its own here is done by the plain form; its page opens at the row.
async function press(form, name) {
  if (isNew(form) && !of(form).dirty) {
    copies.drop(keyOf(form));
    form.remove();
    return;
  }
  if (await save(form)) form.querySelector(`button[value="${name}"]`).click();
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button[name=act]");
  const form = pressed?.form;
  if (!form?.matches("[data-row]") || pressed.dataset.through) return;
  if (pressed.dataset.confirm && !pressed.dataset.asked) {
    event.preventDefault();
    pressed.textContent = pressed.dataset.confirm;
    pressed.dataset.asked = "1";
    return;
  }
  if (inConflict) {
    if (!["save", "yield"].includes(pressed.value)) return;
    event.preventDefault();
    finish(form, pressed.value, page.dataset.items);
    return;
  }
  event.preventDefault();
  const act = pressed.value;
  if (act === "save") saveNow(form);
  else if (act === "next") goToNext(form);
  else if (act === "decide") decide(form);
  else if (act === "insert") enter(openRow(form), "first");
  else if (act === "up" || act === "down") move(form, act);
  else if (act.startsWith("drop-")) dropDecision(form, pressed.closest("[data-decision]"));
  else {
    pressed.dataset.through = "1";
    press(form, act).finally(() => delete pressed.dataset.through);
  }
});

adding?.addEventListener("submit", (event) => {
  event.preventDefault();
  enter(openRow(null), "first");
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-row]");
  if (form) changed(form);
});

// --- Keys --------------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  // Keys that an input method is still composing with, or a list of choices has taken, are not ours.
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  const form = event.target.closest?.("[data-row]");
  const inField = event.target.matches?.("textarea, input, select");
  const control = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (key === "?" && !inField) {
    const keys = document.querySelector(".keys");
    if (!keys) return;
    keys.open = true;
    keys.querySelector("summary").focus();
  } else if (control && key === "p" && !event.shiftKey && document.querySelector("[data-pdf]")) {
    event.preventDefault();
    document.querySelector("[data-pdf]").click();
  } else if (!form) {
    return;
  } else if (control && key === "s") {
    event.preventDefault();
    saveNow(form);
  } else if (inConflict) {
    return;
  } else if (event.ctrlKey && key === "enter") {
    event.preventDefault();
    decide(form);
  } else if (event.altKey && (key === "arrowup" || key === "arrowdown")) {
    event.preventDefault();
    move(form, key === "arrowup" ? "up" : "down");
  } else if (key === "enter" && !event.shiftKey && !event.altKey && event.target.matches("textarea, input")) {
    if (/-(code|topic)$/.test(event.target.name)) {
      event.preventDefault();
      const fields = [...form.querySelectorAll("[name$=-code]:not([type=hidden]), textarea")];
      focusOn(fields[fields.indexOf(event.target) + 1]);
    } else if (/-due_on$/.test(event.target.name)) {
      event.preventDefault();
      goOn(form, event.target.closest("[data-decision]"));
    } else if (/-implementers(_as_printed)?$/.test(event.target.name)) {
      event.preventDefault();
      goToNext(form);
    }
  }
});

// --- At the start ------------------------------------------------------------------------------

async function bringBack() {
  if (inConflict) {
    const [form] = forms();
    settle(form);
    const [kept] = await copies.all(keyOf(form));
    of(form).base = kept ? valueOf(kept[1].fields, "version") : "0";
    return;
  }
  const here = new Map(forms().map((form) => [keyOf(form), form]));
  for (const [key, kept] of await copies.all(start + rowsPath)) {
    const form = here.get(key);
    const made = key.slice((start + rowsPath).length).match(/^new\/(\w+)$/)?.[1];
    if (form && of(form).dirty) {
      // Something was typed into the row while its copy was being read: both stay.
      const aside = `${key}#${kept.at}`;
      copies.put(aside, kept);
      showRecovered(form, kept.fields, aside);
    } else if (form) {
      restore(form, kept, (fields, how) => setFields(form, fields, how));
    } else if (made) {
      restoreNew(made, kept);
    } else if (kept.fields.some(([name, value]) => !/-(version|id|topic_separator)$/.test(name) && value.trim())) {
      showRecovered(rows, kept.fields, key);
    } else copies.drop(key);
  }
}

function restoreNew(key, kept) {
  const form = openRow(document.getElementById(kept.after), key);
  setFields(form, kept.fields, { ids: true, exactly: true });
  of(form).dirty = true;
  save(form);
}

document.querySelectorAll("[data-lean]").forEach(unfold);
if (sheet && !sheet.childElementCount) refreshPreview();
const wanted = page.dataset.focus && document.getElementById(`item${page.dataset.focus}`);
// The browser takes the focus away when it jumps to the row the address names; ours comes after.
if (wanted) window.addEventListener("load", () => setTimeout(() => enter(wanted, "first")));
begin(bringBack());
