// Typing the rows of the agenda: saved two seconds after the last keystroke, kept in this browser
// until the server has answered, and steered by the keyboard. Rows and decisions are opened here
// first and told to the server after, so that a slow line never stands between two keystrokes.
// Without this file every row is a plain form.

import * as copies from "./copies.js";

const page = document.querySelector("[data-writing]");
const bar = document.querySelector("[data-bar]");
const rows = document.querySelector("[data-rows]");
const adding = document.querySelector("[data-add]");
const inConflict = "conflict" in page.dataset;
const PAUSE = 2000;
const AGAIN = [3000, 10000, 30000];
const ASK_AGAIN = 5000;
const LETTERS = "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ";

const word = {
  typing: "লেখা হচ্ছে…",
  saving: "সংরক্ষণ হচ্ছে…",
  saved: (time) => `সংরক্ষিত ${time}`,
  offline: "সংযোগ নেই; লেখা এই কম্পিউটারে রাখা আছে, সংযোগ ফিরলে সংরক্ষিত হবে",
  faulty: "কিছু মেলাতে হবে; লেখা এই কম্পিউটারে রাখা আছে",
  conflict: "আরেকজন এই সারি বদলেছেন; “সংরক্ষণ করুন” চাপলে দুটি লেখাই দেখবেন",
  gone: "আরেকজন সারিটি বাদ দিয়েছেন; আপনার লেখা এই কম্পিউটারে রাখা আছে",
  closed: "কার্যবিবরণীটি এখন লেখার জন্য খোলা নেই (দাখিল হয়ে থাকতে পারে); আপনার লেখা এই কম্পিউটারে রাখা আছে",
  signIn: "প্রবেশের সময় শেষ হয়েছে। লেখা হারায়নি।",
  other: "এই ব্রাউজারে এখন অন্য একজন প্রবেশ করেছেন। আপনার লেখা এই কম্পিউটারে রাখা আছে; নিজে আবার প্রবেশ করলে সংরক্ষিত হবে।",
  recovered: "এই কম্পিউটারে রাখা আপনার লেখা, যার সারি এখন আর নেই:",
  asNew: "নতুন সারি হিসেবে রাখুন",
  let_go: "আর দরকার নেই",
  no_name: "নতুন সারি",
};

const state = new WeakMap(); // form → what is known of its saving
const of = (form) => {
  if (!state.has(form)) state.set(form, { chain: Promise.resolve(true), tries: 0, attempts: [] });
  return state.get(form);
};
const forms = () => [...document.querySelectorAll("[data-row]")];
const isNew = (form) => "new" in form.dataset;
const start = `minutes:${page.dataset.user}:`;
const rowsPath = rows ? location.pathname : null;
const keyOf = (form) => start + (isNew(form) ? `${rowsPath}new/${form.dataset.new}` : new URL(form.action).pathname);
const versionOf = (form) => form.querySelector("[name$=-version]");
const idsOf = (form) => [...form.querySelectorAll("[name$=-id]")];
const decisionsOf = (form) => [...form.querySelectorAll("[data-decision]")];
const fieldsOf = (form) => [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "act"].includes(name));
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

function tell(form, text, late = false) {
  const line = form.querySelector("[data-saved]");
  if (line.textContent !== text) line.textContent = text;
  line.classList.toggle("late", late);
}

function warn(...parts) {
  bar.replaceChildren(...parts);
  bar.hidden = false;
}

// --- The same text? ----------------------------------------------------------------------------

// As the server stores it: composed, without invisible characters, without blanks at the ends.
const plain = (text) =>
  text.normalize("NFC").replace(/\p{Cf}/gu, "").split(/\r?\n/).map((line) => line.trim()).filter(Boolean).join("\n");

// Names without the row's own number; a date is written in many ways and left out.
// Decisions count by their place: those between may have been taken out.
function textOf(fields) {
  const numbers = fields.map(([name]) => name.match(/-d(\d+)-id$/)?.[1]).filter(Boolean).map(Number).sort((a, b) => a - b);
  const told = fields
    .filter(([name, value]) => !/-(version|id|due_on)$/.test(name) && plain(value))
    .map(([name, value]) => [
      name.replace(/^item\w+?-/, "").replace(/^d(\d+)-/, (_, number) => `d${numbers.indexOf(Number(number))}-`),
      plain(value),
    ]);
  return JSON.stringify(told.sort());
}
const isSame = (one, other) => textOf(one) === textOf(other);
const valueOf = (fields, end) => fields.find(([name]) => name.endsWith(end))?.[1];

// --- The copy in this browser ------------------------------------------------------------------

function keepCopy(form) {
  const own = of(form);
  const fields = fieldsOf(form).map(([name, value]) => [
    name,
    // A choice between two texts is not made before it is sent: a page left stays in conflict.
    own.base && name.endsWith("-version") ? own.base : value,
  ]);
  copies.put(keyOf(form), { fields, attempts: own.attempts, after: isNew(form) ? rowBefore(form)?.id : undefined });
}

function restore(form, kept) {
  const { fields, attempts = [] } = kept;
  const here = fieldsOf(form);
  if (isSame(fields, here) && fields.every(([name, value]) => !name.endsWith("-due_on") || valueOf(here, name) === value)) {
    copies.drop(keyOf(form));
    return;
  }
  // Ours, if the server has what was sent last and only the answer was lost.
  const ours = attempts.some((sent) => isSame(sent, here));
  const version = valueOf(fields, "-version");
  const isCurrent = ours || version === versionOf(form).value;
  setFields(form, fields, { ids: !isCurrent || !ours, exactly: isCurrent });
  if (!isCurrent) versionOf(form).value = version;
  of(form).dirty = true;
  tell(form, word.typing);
  save(form);
}

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

function button(text, pressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-outline-primary";
  made.textContent = text;
  made.addEventListener("click", pressed);
  return made;
}

// --- Saving ------------------------------------------------------------------------------------

function changed(form) {
  const own = of(form);
  own.dirty = true;
  if (!("ready" in page.dataset)) return; // The copy of before is still being read.
  keepCopy(form);
  if (inConflict) return;
  if (!own.conflict) tell(form, word.typing);
  clearTimeout(own.timer);
  own.timer = setTimeout(() => save(form), PAUSE);
}

// One request a row at a time: each carries the version the one before brought back.
function save(form, act = null) {
  const own = of(form);
  clearTimeout(own.timer);
  own.chain = own.chain.then(() => send(form, act)).catch((error) => {
    console.error(error);
    return later(form, word.offline);
  });
  return own.chain;
}

// A POST that may fail to arrive: null then.
function ask(url, body) {
  return fetch(url, {
    method: "POST",
    body,
    headers: { "X-Autosave": "1" },
    credentials: "same-origin",
    signal: AbortSignal.timeout(30000),
  }).catch(() => null);
}

async function send(form, act) {
  const own = of(form);
  if (own.gone) return stay(form, word.gone);
  if (isNew(form) && !(await openThere(form))) return false;
  const sent = fieldsOf(form);
  const body = new FormData(form);
  if (act) body.set("act", act);
  if (!own.attempts.some((each) => isSame(each, sent))) own.attempts = [...own.attempts, sent].slice(-5);
  if (own.dirty) keepCopy(form);
  own.dirty = false;
  if (!own.conflict) tell(form, word.saving);
  const answer = await ask(form.action, body);
  const refused = await refusal(form, answer);
  if (refused === "again") return send(form, act);
  if (refused) return false;
  if (answer.status === 409) return isOurs(form, sent, await answer.json()) && send(form, act);
  if (answer.status === 422) return showFaults(form, await answer.json());
  const receipt = await answer.json();
  take(form, receipt, sent);
  own.tries = 0;
  own.conflict = false;
  clearFaults(form);
  if (own.dirty) keepCopy(form);
  else copies.drop(keyOf(form));
  tell(form, own.dirty ? word.typing : word.saved(receipt.saved));
  refreshPreview();
  return receipt;
}

// The ids are those of the decisions that were sent, in their order; what was opened since has none.
function take(form, receipt, sent) {
  versionOf(form).value = receipt.version;
  const names = sent.map(([name]) => name).filter((name) => name.endsWith("-id"));
  names.forEach((name, place) => {
    const field = form.elements.namedItem(name);
    if (field) field.value = receipt.decisions[place] ?? "";
  });
  of(form).attempts = [];
  settle(form);
}

// A conflict with a save of our own, whose answer was lost, is none.
function isOurs(form, sent, told) {
  const own = of(form);
  const standing = Object.entries(told.fields);
  const next = Number(versionOf(form).value) + 1 === told.version;
  const same = [sent, ...(next ? own.attempts : [])].find((each) => isSame(each, standing));
  if (same) {
    own.dirty = true;
    take(form, told, same);
    return true;
  }
  own.conflict = true;
  return stay(form, word.conflict);
}

// What stands between a row and its being saved. "again": nothing any more. false: nothing at all.
async function refusal(form, answer) {
  const own = of(form);
  if (!answer || answer.status >= 500) return later(form, word.offline) || "later";
  if (answer.redirected) return askToSignIn(form) || "sign in";
  if (answer.status === 403 || answer.status === 404) {
    const door = await freshToken();
    if (door === "out") return askToSignIn(form) || "sign in";
    if (door === "away") return later(form, word.offline) || "later";
    if (door === "other") {
      warn(word.other);
      return stay(form, word.other) || "other";
    }
    if (answer.status === 404 && door === "open") {
      if (!own.gone) form.querySelector("[data-saved]").after(button(word.asNew, (event) => openAgain(form, event.target)));
      own.gone = true;
      return stay(form, word.gone) || "gone";
    }
    // Refused once: perhaps only the token was old, from before signing in again. Twice: it is meant.
    if (door === "open" && !own.refused) {
      own.refused = true;
      return "again";
    }
    return stay(form, word.closed) || "closed";
  }
  own.refused = false;
  return false;
}

function later(form, text) {
  const own = of(form);
  own.dirty = true;
  keepCopy(form);
  tell(form, text, true);
  clearTimeout(own.timer);
  own.timer = setTimeout(() => save(form), AGAIN[Math.min(own.tries++, AGAIN.length - 1)]);
  return false;
}

function stay(form, text) {
  of(form).dirty = true;
  keepCopy(form);
  tell(form, text, true);
  return false;
}

function showFaults(form, { faults }) {
  clearFaults(form);
  for (const [name, messages] of Object.entries(faults)) {
    const field = form.elements.namedItem(name);
    const told = document.createElement("p");
    told.className = "fault";
    told.id = `${field.id}_error`;
    told.textContent = messages[0];
    field.setAttribute("aria-invalid", "true");
    describe(field, told.id);
    field.after(told);
  }
  return stay(form, word.faulty);
}

function clearFaults(form) {
  form.querySelectorAll(".fault").forEach((told) => told.remove());
  form.querySelectorAll("[aria-invalid]").forEach((field) => {
    field.removeAttribute("aria-invalid");
    describe(field);
  });
}

// The fault beside the field's own help, whose id every field with help carries.
function describe(field, fault = "") {
  const help = document.getElementById(`${field.id}_helptext`);
  const told = [help?.id, fault].filter(Boolean).join(" ");
  if (told) field.setAttribute("aria-describedby", told);
  else field.removeAttribute("aria-describedby");
}

const retryAll = () => !inConflict && forms().filter((form) => of(form).dirty && !of(form).gone).forEach((form) => save(form));
window.addEventListener("online", retryAll);
window.addEventListener("pagehide", () => forms().forEach((form) => of(form).dirty && keepCopy(form)));

// --- Signing in again, in place ----------------------------------------------------------------

let asking;
function askToSignIn(form) {
  stay(form, word.signIn);
  if (bar.hidden) {
    const door = document.createElement("a");
    door.href = "/accounts/login/?next=/";
    door.target = "_blank";
    door.textContent = "নতুন ট্যাবে আবার প্রবেশ করুন";
    warn(`${word.signIn} `, door, "; এই পাতায় ফিরে এলে লেখা নিজে থেকে সংরক্ষিত হবে।");
    asking = setInterval(comeBack, ASK_AGAIN);
  }
  return false;
}

async function comeBack() {
  if (bar.hidden) return;
  const door = await freshToken();
  if (door === "other") warn(word.other);
  if (door !== "open" || bar.hidden) return;
  clearInterval(asking);
  bar.hidden = true;
  retryAll();
}

// Whether this person may write here now; a new session's token goes into every form.
async function freshToken() {
  const answer = await fetch(rowsPath ?? page.dataset.items, { credentials: "same-origin" }).catch(() => null);
  if (!answer || answer.status >= 500) return "away";
  if (answer.redirected) return "out";
  if (!answer.ok) return "closed";
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (fresh.querySelector("[data-user]")?.dataset.user !== page.dataset.user) return "other";
  const value = fresh.querySelector("[name=csrfmiddlewaretoken]").value;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = value));
  return "open";
}
window.addEventListener("focus", comeBack);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && comeBack());

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
  if (inConflict) return choose(form, "save");
  if (!of(form).conflict) return save(form);
  keepCopy(form);
  return form.submit();
}

// One of two texts is chosen; the copy goes when the server has it, not when it was sent.
async function choose(form, act) {
  const body = new FormData(form);
  body.set("act", act);
  keepCopy(form);
  tell(form, word.saving);
  const answer = await ask(form.action, body);
  const refused = await refusal(form, answer);
  clearTimeout(of(form).timer);
  if (refused === "again") return choose(form, act);
  if (refused) return false;
  if (answer.status === 409) return form.submit(); // A third text came in between: shown likewise.
  if (answer.status === 422) return showFaults(form, await answer.json());
  copies.drop(keyOf(form));
  of(form).dirty = false;
  location.assign(page.dataset.items);
  return true;
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
    choose(form, pressed.value);
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
  } else if (key === "enter" && !event.shiftKey && !event.altKey && event.target.matches("textarea")) {
    if (event.target.name.endsWith("-topic")) {
      event.preventDefault();
      const fields = [...form.querySelectorAll("textarea")];
      focusOn(fields[fields.indexOf(event.target) + 1]);
    } else if (/-implementers(_as_printed)?$/.test(event.target.name)) {
      event.preventDefault();
      goToNext(form);
    }
  }
});

// --- At the start ------------------------------------------------------------------------------

async function begin() {
  if (inConflict) {
    const [form] = forms();
    settle(form);
    const [kept] = await copies.all(keyOf(form));
    of(form).base = kept ? valueOf(kept[1].fields, "-version") : "0";
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
      restore(form, kept);
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

const restored = begin();
const wanted = page.dataset.focus && document.getElementById(`item${page.dataset.focus}`);
// The browser takes the focus away when it jumps to the row the address names; ours comes after.
if (wanted) window.addEventListener("load", () => setTimeout(() => enter(wanted, "first")));
restored.catch(console.error).finally(() => {
  page.dataset.ready = "1";
  forms().filter((form) => of(form).dirty).forEach(changed);
});
