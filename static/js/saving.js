// How anything typed is saved by itself: two seconds after the last keystroke, kept in this browser
// until the server has answered, one request at a time, each with the version the one before brought
// back. A page says what is its own by `ways`: the rows of the agenda (writing.js), and the pages
// that are one form (whole.js).

import * as copies from "./copies.js";

export const page = document.querySelector("[data-writing]");
export const inConflict = "conflict" in page.dataset;
export const start = `minutes:${page.dataset.user}:`;

const bar = document.querySelector("[data-bar]");
const PAUSE = 2000;
const AGAIN = [3000, 10000, 30000];
const ASK_AGAIN = 5000;
const BEFORE_LEAVING = 4000;

export const word = {
  typing: "লেখা হচ্ছে…",
  saving: "সংরক্ষণ হচ্ছে…",
  saved: (time) => `সংরক্ষিত ${time}`,
  offline: "সংযোগ নেই; লেখা এই কম্পিউটারে রাখা আছে, সংযোগ ফিরলে সংরক্ষিত হবে",
  faulty: "কিছু মেলাতে হবে; লেখা এই কম্পিউটারে রাখা আছে",
  conflict: "আরেকজন এই পাতা বদলেছেন; “সংরক্ষণ করুন” চাপলে দুটি লেখাই দেখবেন",
  gone: "আরেকজন সারিটি বাদ দিয়েছেন; আপনার লেখা এই কম্পিউটারে রাখা আছে",
  closed: "কার্যবিবরণীটি এখন লেখার জন্য খোলা নেই (দাখিল হয়ে থাকতে পারে); আপনার লেখা এই কম্পিউটারে রাখা আছে",
  signIn: "প্রবেশের সময় শেষ হয়েছে। লেখা হারায়নি।",
  other: "এই ব্রাউজারে এখন অন্য একজন প্রবেশ করেছেন। আপনার লেখা এই কম্পিউটারে রাখা আছে; নিজে আবার প্রবেশ করলে সংরক্ষিত হবে।",
};

// What differs from page to page.
export const ways = {
  keyOf: (form) => start + new URL(form.action).pathname,
  // Tell the server of a form it does not know yet; false if it could not be told.
  open: async () => true,
  // What the answer brings beside the version.
  take() {},
  saved() {},
  // What a copy holds beside the fields.
  more: () => ({}),
  gone() {},
  // Where to ask whether this person may write here now.
  door: () => page.dataset.items ?? location.pathname,
};

const state = new WeakMap(); // form → what is known of its saving
export const of = (form) => {
  if (!state.has(form)) state.set(form, { chain: Promise.resolve(true), tries: 0, attempts: [] });
  return state.get(form);
};
export const forms = () => [...document.querySelectorAll("[data-row]")];
export const versionOf = (form) => form.querySelector("[name$=version]");
export const fieldsOf = (form) =>
  [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "act"].includes(name));
export const valueOf = (fields, end) => fields.find(([name]) => name.endsWith(end))?.[1];
export const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

export function tell(form, text, late = false) {
  const line = form.querySelector("[data-saved]");
  if (line.textContent !== text) line.textContent = text;
  line.classList.toggle("late", late);
}

export function warn(...parts) {
  bar.replaceChildren(...parts);
  bar.hidden = false;
}

export function button(text, pressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-outline-primary";
  made.textContent = text;
  made.addEventListener("click", pressed);
  return made;
}

// --- The same text? ----------------------------------------------------------------------------

// As the server stores it: composed, without invisible characters, without blanks at the ends.
const plain = (text) =>
  text.normalize("NFC").replace(/\p{Cf}/gu, "").split(/\r?\n/).map((line) => line.trim()).filter(Boolean).join("\n");

// Names without the row's own number; a date of a row is written in many ways and left out.
// Decisions count by their place: those between may have been taken out.
function textOf(fields) {
  const numbers = fields.map(([name]) => name.match(/-d(\d+)-id$/)?.[1]).filter(Boolean).map(Number).sort((a, b) => a - b);
  const told = fields
    .filter(([name, value]) => !/(^|-)(version|id|due_on)$/.test(name) && plain(value))
    .map(([name, value]) => [
      name.replace(/^item\w+?-/, "").replace(/^d(\d+)-/, (_, number) => `d${numbers.indexOf(Number(number))}-`),
      plain(value),
    ]);
  return JSON.stringify(told.sort());
}
export const isSame = (one, other) => textOf(one) === textOf(other);

// --- The copy in this browser ------------------------------------------------------------------

export function keepCopy(form) {
  const own = of(form);
  const fields = fieldsOf(form).map(([name, value]) => [
    name,
    // A choice between two texts is not made before it is sent: a page left stays in conflict.
    own.base && name.endsWith("version") ? own.base : value,
  ]);
  copies.put(ways.keyOf(form), { fields, attempts: own.attempts, ...ways.more(form) });
}

// A kept text goes back into its form; `put(fields, {ids, exactly})` does it: `exactly` where nothing
// came in between, `ids` where the copy knows better which stored parts are meant.
export function restore(form, kept, put) {
  const { fields, attempts = [] } = kept;
  const here = fieldsOf(form);
  if (isSame(fields, here) && fields.every(([name, value]) => !name.endsWith("-due_on") || valueOf(here, name) === value)) {
    copies.drop(ways.keyOf(form));
    return;
  }
  // Ours, if the server has what was sent last and only the answer was lost.
  const ours = attempts.some((sent) => isSame(sent, here));
  const version = valueOf(fields, "version");
  const isCurrent = ours || version === versionOf(form).value;
  put(fields, { ids: !isCurrent || !ours, exactly: isCurrent });
  if (!isCurrent) versionOf(form).value = version;
  of(form).dirty = true;
  tell(form, word.typing);
  save(form);
}

// --- Saving ------------------------------------------------------------------------------------

export function changed(form) {
  const own = of(form);
  own.dirty = true;
  if (!("ready" in page.dataset)) return; // The copy of before is still being read.
  keepCopy(form);
  if (inConflict) return;
  if (!own.conflict) tell(form, word.typing);
  clearTimeout(own.timer);
  own.timer = setTimeout(() => save(form), PAUSE);
}

// One request a form at a time: each carries the version the one before brought back.
export function save(form, act = null) {
  const own = of(form);
  clearTimeout(own.timer);
  own.chain = own.chain.then(() => send(form, act)).catch((error) => {
    console.error(error);
    return later(form, word.offline);
  });
  return own.chain;
}

// A POST that may fail to arrive: null then.
export function ask(url, body) {
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
  if (!(await ways.open(form))) return false;
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
  else copies.drop(ways.keyOf(form));
  tell(form, own.dirty ? word.typing : word.saved(receipt.saved));
  ways.saved(form, receipt);
  return receipt;
}

export function take(form, receipt, sent) {
  versionOf(form).value = receipt.version;
  of(form).attempts = [];
  ways.take(form, receipt, sent);
}

// A conflict with a save of our own, whose answer was lost, is none.
function isOurs(form, sent, told) {
  const own = of(form);
  const standing = Object.entries(told.fields);
  // Versions that count say how many saves came in between; the others stand for a content.
  const next = typeof told.version === "string" || Number(versionOf(form).value) + 1 === told.version;
  const same = [sent, ...(next ? own.attempts : [])].find((each) => isSame(each, standing));
  if (same) {
    own.dirty = true;
    take(form, told, same);
    return true;
  }
  own.conflict = true;
  return stay(form, word.conflict);
}

// What stands between a form and its being saved. "again": nothing any more. false: nothing at all.
export async function refusal(form, answer) {
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
      if (!own.gone) ways.gone(form);
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

export function later(form, text) {
  const own = of(form);
  own.dirty = true;
  keepCopy(form);
  tell(form, text, true);
  clearTimeout(own.timer);
  own.timer = setTimeout(() => save(form), AGAIN[Math.min(own.tries++, AGAIN.length - 1)]);
  return false;
}

export function stay(form, text) {
  of(form).dirty = true;
  keepCopy(form);
  tell(form, text, true);
  return false;
}

export function showFaults(form, { faults }) {
  clearFaults(form);
  for (const [name, messages] of Object.entries(faults)) {
    const named = form.elements.namedItem(name);
    // A group of choices is told of behind all of them.
    const field = named instanceof RadioNodeList ? named[0] : named;
    const told = document.createElement("p");
    told.className = "fault";
    told.dataset.told = "";
    told.textContent = messages[0];
    if (field) {
      told.id = `${field.id}_error`;
      field.setAttribute("aria-invalid", "true");
      describe(field, told.id);
    }
    if (named instanceof RadioNodeList) field.closest("fieldset").append(told);
    else if (field) field.after(told);
    else form.querySelector("[data-saved]").after(told);
  }
  return stay(form, word.faulty);
}

export function clearFaults(form) {
  form.querySelectorAll(".fault, .invalid-feedback").forEach((told) => told.remove());
  form.querySelectorAll("[aria-invalid]").forEach((field) => {
    field.removeAttribute("aria-invalid");
    field.classList.remove("is-invalid");
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

// One of two texts is chosen, or a page is done with; the copy goes when the server has it, not when
// it was sent. What the server cannot take is shown by the plain form: its page says it all.
export async function finish(form, act, goal) {
  await of(form).chain;
  const body = new FormData(form);
  body.set("act", act);
  keepCopy(form);
  tell(form, word.saving);
  const answer = await ask(form.action, body);
  const refused = await refusal(form, answer);
  // In a conflict nothing is sent by itself.
  if (inConflict) clearTimeout(of(form).timer);
  if (refused === "again") return finish(form, act, goal);
  if (refused) return false;
  if (answer.status === 409) return form.submit(); // A third text came in between: shown likewise.
  if (answer.status === 422) return "plain" in form.dataset ? form.submit() : showFaults(form, await answer.json());
  copies.drop(ways.keyOf(form));
  of(form).dirty = false;
  location.assign(goal);
  return true;
}

const waiting = () => forms().filter((form) => of(form).dirty && !of(form).gone);
const retryAll = () => !inConflict && waiting().forEach((form) => save(form));
window.addEventListener("online", retryAll);
window.addEventListener("pagehide", () => forms().forEach((form) => of(form).dirty && keepCopy(form)));

// Whoever leaves by a link takes what was just typed along to the server, unless the line is down.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const inPlace = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !inPlace || event.defaultPrevented || link.target || inConflict || !waiting().length) return;
  if (link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  const gaveUp = new Promise((done) => setTimeout(done, BEFORE_LEAVING));
  Promise.race([Promise.all(waiting().map((form) => save(form))), gaveUp]).finally(() => location.assign(link.href));
});

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
  const answer = await fetch(ways.door(), { credentials: "same-origin" }).catch(() => null);
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

// At the start: what was kept goes back into the forms; only then is anything saved.
export function begin(restored) {
  restored.catch(console.error).finally(() => {
    page.dataset.ready = "1";
    forms().filter((form) => of(form).dirty).forEach(changed);
  });
}
