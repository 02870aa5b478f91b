// Typing the rows of the agenda: saved two seconds after the last keystroke, kept in this browser
// until the server has answered, and steered by the keyboard. Without this file every row is a
// plain form.

const page = document.querySelector("[data-writing]");
const bar = document.querySelector("[data-bar]");
const rows = document.querySelector("[data-rows]");
const PAUSE = 2000;
const AGAIN = [3000, 10000, 30000];
const LATE = "late";

const word = {
  typing: "লেখা হচ্ছে…",
  saving: "সংরক্ষণ হচ্ছে…",
  saved: (time) => `সংরক্ষিত ${time}`,
  offline: "সংযোগ নেই; লেখা এই কম্পিউটারে রাখা আছে, সংযোগ ফিরলে সংরক্ষিত হবে",
  faulty: "কিছু মেলাতে হবে; লেখা এই কম্পিউটারে রাখা আছে",
  conflict: "আরেকজন এই সারি বদলেছেন; “সংরক্ষণ করুন” চাপলে দুটি লেখাই দেখবেন",
  gone: "সারিটি আর নেই বা লেখা বন্ধ হয়েছে; আপনার লেখা এই কম্পিউটারে রাখা আছে",
  signIn: "প্রবেশের সময় শেষ হয়েছে। লেখা হারায়নি।",
};

const state = new WeakMap(); // form → {timer, tries, sending, dirty}
const of = (form) => state.get(form) ?? state.set(form, { tries: 0, chain: Promise.resolve() }).get(form);
const keyOf = (form) => `minutes:${page.dataset.user}:${new URL(form.action).pathname}`;
const versionOf = (form) => form.querySelector("[name$=-version]");
const fieldsOf = (form) => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "act");

function tell(form, text, late = false) {
  const line = form.querySelector("[data-saved]");
  line.textContent = text;
  line.classList.toggle(LATE, late);
}

// --- The copy in this browser ------------------------------------------------------------------

function keepCopy(form) {
  try {
    localStorage.setItem(keyOf(form), JSON.stringify(fieldsOf(form)));
  } catch {
    // A full or forbidden store: the server's copy two seconds later has to do.
  }
}

function dropCopy(form, sent) {
  // Only when nothing was typed since it was sent.
  if (JSON.stringify(texts(fieldsOf(form))) === JSON.stringify(texts(sent))) localStorage.removeItem(keyOf(form));
}

const texts = (fields) => fields.filter(([name]) => !/-(version|id)$/.test(name));

function restoreCopy(form) {
  let kept;
  try {
    kept = JSON.parse(localStorage.getItem(keyOf(form)) ?? "null");
  } catch {
    kept = null;
  }
  if (!kept) return;
  if (JSON.stringify(texts(kept)) === JSON.stringify(texts(fieldsOf(form)))) {
    localStorage.removeItem(keyOf(form));
    return;
  }
  const homeless = [];
  for (const [name, value] of kept) {
    const field = form.elements.namedItem(name);
    // The version too: a row that somebody changed meanwhile has to end in a conflict, not in silence.
    if (field && !/-id$/.test(name)) field.value = value;
    else if (!field && value.trim()) homeless.push(value);
  }
  if (homeless.length) showRecovered(form, homeless);
  tell(form, word.typing);
  save(form);
}

// Text whose field is no longer there: shown, to be copied from, until its writer lets it go.
function showRecovered(place, found, key = null) {
  const block = document.createElement("section");
  block.className = "recovered";
  const told = document.createElement("p");
  told.textContent = "এই কম্পিউটারে রাখা লেখা, যার ঘর এখন আর নেই:";
  block.append(told);
  for (const text of found) {
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    block.append(paragraph);
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-outline-primary";
  button.textContent = "আর দরকার নেই";
  button.addEventListener("click", () => {
    if (key) localStorage.removeItem(key);
    block.remove();
  });
  block.append(button);
  place.prepend(block);
}

// Rows that were taken out while something was being typed into them.
function showLost() {
  const start = `minutes:${page.dataset.user}:${location.pathname}`;
  const here = new Set(forms().map(keyOf));
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(start) || here.has(key)) continue;
    const found = texts(JSON.parse(localStorage.getItem(key))).map(([, value]) => value).filter((value) => value.trim());
    if (found.length) showRecovered(rows, found, key);
    else localStorage.removeItem(key);
  }
}

// --- Saving ------------------------------------------------------------------------------------

function changed(form) {
  const own = of(form);
  own.dirty = true;
  keepCopy(form);
  tell(form, word.typing);
  clearTimeout(own.timer);
  own.timer = setTimeout(() => save(form), PAUSE);
}

// One request a row at a time: each carries the version the one before brought back.
function save(form) {
  const own = of(form);
  clearTimeout(own.timer);
  own.chain = own.chain.then(() => send(form));
  return own.chain;
}

async function send(form) {
  const own = of(form);
  const sent = fieldsOf(form);
  own.dirty = false;
  tell(form, word.saving);
  let answer;
  try {
    answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Autosave": "1" },
      credentials: "same-origin",
      signal: AbortSignal.timeout(30000),
    });
  } catch {
    return later(form, word.offline);
  }
  if (answer.redirected) return askToSignIn(form);
  if (answer.status === 403) return (await freshToken()) && !own.refused ? again(form) : stay(form, word.gone);
  own.refused = false;
  if (answer.status === 409) {
    own.conflict = true;
    return stay(form, word.conflict);
  }
  if (answer.status === 422) return showFaults(form, await answer.json());
  if (answer.status === 404) return stay(form, word.gone);
  if (!answer.ok) return later(form, word.offline);
  const receipt = await answer.json();
  versionOf(form).value = receipt.version;
  form.querySelectorAll("[name$=-id]").forEach((field, index) => (field.value = receipt.decisions[index] ?? ""));
  own.tries = 0;
  own.faulty = false;
  clearFaults(form);
  dropCopy(form, sent);
  if (own.dirty) tell(form, word.typing);
  else tell(form, word.saved(receipt.saved));
  refreshPreview();
  return true;
}

// Refused once: perhaps only the token was old, from before signing in again. Twice: it is meant.
function again(form) {
  of(form).refused = true;
  return send(form);
}

function later(form, text) {
  const own = of(form);
  own.dirty = true;
  tell(form, text, true);
  clearTimeout(own.timer);
  own.timer = setTimeout(() => save(form), AGAIN[Math.min(own.tries++, AGAIN.length - 1)]);
  return false;
}

function stay(form, text) {
  of(form).dirty = true;
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
    field.setAttribute("aria-describedby", told.id);
    field.after(told);
  }
  return stay(form, word.faulty);
}

function clearFaults(form) {
  form.querySelectorAll(".fault").forEach((told) => told.remove());
  form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
}

window.addEventListener("online", () => retryAll());
window.addEventListener("pagehide", () => forms().forEach((form) => of(form).dirty && keepCopy(form)));

const forms = () => [...document.querySelectorAll("[data-row]")];
const retryAll = () => forms().filter((form) => of(form).dirty).forEach(save);

// --- Signing in again, in place ----------------------------------------------------------------

function askToSignIn(form) {
  stay(form, word.signIn);
  if (bar.hidden) {
    bar.replaceChildren(`${word.signIn} `);
    const door = document.createElement("a");
    door.href = `/accounts/login/?next=${encodeURIComponent(location.pathname)}`;
    door.target = "_blank";
    door.textContent = "নতুন ট্যাবে আবার প্রবেশ করুন";
    bar.append(door, "; ফিরে এলে লেখা নিজে থেকে সংরক্ষিত হবে।");
    bar.hidden = false;
  }
  return false;
}

async function comeBack() {
  if (bar.hidden || !(await freshToken())) return;
  bar.hidden = true;
  retryAll();
}

// A new session has a new token, which every form has to carry.
async function freshToken() {
  const answer = await fetch(location.pathname, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return false;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = fresh.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token) return false;
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = token));
  return true;
}
window.addEventListener("focus", comeBack);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && comeBack());

// --- The paper beside the form -----------------------------------------------------------------

let previewTimer;
function refreshPreview() {
  clearTimeout(previewTimer);
  previewTimer = setTimeout(async () => {
    const paper = document.querySelector("[data-paper]");
    if (!paper || paper.offsetParent === null) return;
    const answer = await fetch(page.dataset.preview, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const top = paper.scrollTop;
    paper.innerHTML = await answer.text();
    paper.scrollTop = top;
  }, 300);
}

// --- Acts of a row -----------------------------------------------------------------------------

async function act(form, name, focus) {
  await save(form);
  if (of(form).dirty) return;
  const body = new FormData(form);
  body.set("act", name);
  const answer = await fetch(form.action, {
    method: "POST",
    body,
    headers: { "X-Row": "1" },
    credentials: "same-origin",
  }).catch(() => null);
  if (!answer?.ok || answer.redirected) return press(form, name);
  put(await answer.text(), focus);
}

// The row as the server shows it now: in its place, or at the end when it is a new one.
function put(html, focus) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-row]");
  const old = document.getElementById(fresh.id);
  if (old) old.replaceWith(fresh);
  else {
    document.querySelector("[data-empty]")?.remove();
    rows.append(fresh);
  }
  enter(fresh, focus);
  refreshPreview();
}

function enter(form, focus) {
  const fields = form.querySelectorAll("textarea");
  const texts = form.querySelectorAll(".decision textarea[name$=-text]");
  const target = focus === "decision" ? texts[texts.length - 1] : fields[0];
  target?.focus();
}

// In a conflict the plain form goes on: its answer shows both texts.
function saveNow(form) {
  if (of(form).conflict) {
    keepCopy(form);
    form.submit();
  } else save(form);
}

// What changes more than one row is done by the plain form; its page opens at the row.
async function press(form, name) {
  await save(form);
  if (of(form).dirty) return;
  form.querySelector(`button[value="${name}"]`).click();
}

const inline = { next: "first", decide: "decision" };

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-row] button[name=act]");
  if (!button) return;
  const form = button.form;
  if (button.dataset.confirm && !button.dataset.asked) {
    event.preventDefault();
    button.textContent = button.dataset.confirm;
    button.dataset.asked = "1";
    return;
  }
  if (button.value === "save") {
    event.preventDefault();
    saveNow(form);
  } else if (button.value in inline || button.value.startsWith("drop-")) {
    event.preventDefault();
    act(form, button.value, inline[button.value]);
  }
});

document.querySelector("[data-add]")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { "X-Row": "1" },
    credentials: "same-origin",
  }).catch(() => null);
  delete form.dataset.sent;
  if (answer?.ok && !answer.redirected) put(await answer.text(), "first");
  else bar.replaceChildren(word.offline), (bar.hidden = false);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-row]");
  if (form) changed(form);
});

// --- Keys --------------------------------------------------------------------------------------

document.addEventListener("keydown", (event) => {
  // Keys that an input method is still composing with are not ours.
  if (event.isComposing || event.keyCode === 229) return;
  const form = event.target.closest?.("[data-row]");
  const inField = event.target.matches?.("textarea, input, select");
  if (event.key === "?" && !inField) {
    const keys = document.querySelector(".keys");
    keys.open = true;
    keys.querySelector("summary").focus();
    return;
  }
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "p" && !event.shiftKey) {
    event.preventDefault();
    document.querySelector("[data-pdf]").click();
    return;
  }
  if (!form) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    saveNow(form);
  } else if (event.ctrlKey && event.key === "Enter") {
    event.preventDefault();
    act(form, "decide", "decision");
  } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    press(form, event.key === "ArrowUp" ? "up" : "down");
  } else if (event.key === "Enter" && !event.shiftKey && event.target.matches("textarea")) {
    if (event.target.name.endsWith("-topic")) {
      event.preventDefault();
      const fields = [...form.querySelectorAll("textarea, select, input:not([type=hidden])")];
      fields[fields.indexOf(event.target) + 1]?.focus();
    } else if (/-implementers(_as_printed)?$/.test(event.target.name)) {
      event.preventDefault();
      act(form, "next", "first");
    }
  }
});

// --- At the start ------------------------------------------------------------------------------

forms().forEach(restoreCopy);
showLost();
const wanted = page.dataset.focus && document.getElementById(`item${page.dataset.focus}`);
// The browser takes the focus away when it jumps to the row the address names; ours comes after.
if (wanted) window.addEventListener("load", () => setTimeout(() => enter(wanted, "first")));
