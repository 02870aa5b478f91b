// Looking up while typing: a list of implementers under the line the caret is in, and earlier
// decisions beside the row (F2). Without this file the fields take plain text and the link to the
// earlier decisions opens a page.

const page = document.querySelector("[data-writing]");
const PAUSE = 150;

const word = {
  offered: (count) => `${count}টি মিল; বাছতে নিচের তীর চাপুন`,
  looking: "খোঁজা হচ্ছে…",
  unreachable: "সংযোগ নেই বা প্রবেশের সময় শেষ; একটু পরে আবার চেষ্টা করুন। লেখা যেমন ছিল তেমন আছে।",
  bringTopic: "এই বিষয় আনুন",
};
const bengali = (number) => String(number).replace(/\d/g, (digit) => "০১২৩৪৫৬৭৮৯"[digit]);

function make(tag, attributes, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

// Put text in the place of a part of a field as if it had been typed: it is saved, and Ctrl+Z takes
// it back.
function type(field, start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

async function fetched(url, headers, signal) {
  const answer = await fetch(url, { credentials: "same-origin", headers, signal }).catch(() => null);
  return answer?.ok && !answer.redirected ? answer.text() : null;
}

// --- Implementers ------------------------------------------------------------------------------

const list = make("ul", {
  id: "implementer-options", class: "lookup", role: "listbox", "aria-label": "বাস্তবায়নকারী বাছাই",
});
const said = make("p", { class: "visually-hidden", role: "status" });
page.append(said);

let field = null; // the field the list is open under
let chosen = -1;
let asking = null;
let timer = null;
let choosing = false;

const isOurs = (element) => element.matches?.("[data-row] textarea[name$=-implementers]");

function lineOf(area) {
  const at = area.selectionStart;
  const start = area.value.lastIndexOf("\n", at - 1) + 1;
  const end = area.value.indexOf("\n", at);
  return { start, end: end < 0 ? area.value.length : end };
}

function prepare(area) {
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-haspopup", "listbox");
}

// Nothing asked before matters any more.
function forget() {
  clearTimeout(timer);
  asking?.abort();
  asking = null;
}

function close() {
  forget();
  said.textContent = "";
  if (!field) return;
  field.removeAttribute("aria-controls");
  field.removeAttribute("aria-activedescendant");
  field.parentElement.classList.remove("lookup-at");
  list.remove();
  field = null;
  chosen = -1;
}

async function open(area) {
  forget();
  const mine = (asking = new AbortController());
  const { start, end } = lineOf(area);
  const typed = area.value.slice(start, end);
  const html = await fetched(`${page.dataset.implementers}?q=${encodeURIComponent(typed.trim())}`, {}, mine.signal);
  // The caret may be elsewhere by now, or another letter typed.
  if (mine !== asking || document.activeElement !== area) return;
  close();
  list.innerHTML = html ?? "";
  if (!list.children.length) return;
  field = area;
  field.parentElement.classList.add("lookup-at");
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  said.textContent = word.offered(bengali(list.children.length));
}

function highlight(index) {
  const count = list.children.length;
  lower();
  chosen = (index + count) % count;
  const option = list.children[chosen];
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", option.id);
}

function lower() {
  list.children[chosen]?.setAttribute("aria-selected", "false");
  field?.removeAttribute("aria-activedescendant");
  chosen = -1;
}

function choose(option) {
  const area = field;
  const { start, end } = lineOf(area);
  close();
  choosing = true; // what we type ourselves asks for no list
  type(area, start, end, option.dataset.printed);
  choosing = false;
}

document.addEventListener("focusin", (event) => isOurs(event.target) && prepare(event.target));
document.addEventListener("focusout", (event) => isOurs(event.target) && close());

function typed(event) {
  if (!isOurs(event.target) || event.isComposing || choosing) return;
  const area = event.target;
  const { start, end } = lineOf(area);
  forget();
  lower(); // Enter shall not take what was highlighted for fewer letters
  if (!area.value.slice(start, end).trim()) return close();
  timer = setTimeout(() => open(area), PAUSE);
}
document.addEventListener("input", typed);
document.addEventListener("compositionend", typed);

// Before writing.js hears of the key: what the list takes must not also move to the next row.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.isComposing || event.keyCode === 229 || !isOurs(event.target)) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      // Ctrl+Enter and its like rebuild the row; a capital letter goes on typing.
      if (event.key === "Enter" || (event.key.length > 1 && /^(Arrow|F\d|Tab)/.test(event.key))) close();
      return;
    }
    const take = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (!field) {
      const last = event.target.value.indexOf("\n", event.target.selectionStart) < 0;
      if (event.key === "ArrowDown" && last) {
        take();
        open(event.target);
      }
      return;
    }
    if (event.key === "ArrowDown") take(), highlight(chosen + 1);
    else if (event.key === "ArrowUp") take(), highlight(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) take(), choose(list.children[chosen]);
    else if (event.key === "Escape") take(), close();
    else if (/^(Enter|Tab|Home|End|Page|ArrowLeft|ArrowRight)/.test(event.key)) close();
  },
  true,
);

// The field keeps the focus while the pointer is on the list.
list.addEventListener("pointerdown", (event) => event.preventDefault());
list.addEventListener("mousedown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option && field) choose(option);
});
// A click elsewhere in the field moves the caret, perhaps to another line.
document.addEventListener("click", (event) => event.target === field && close());

// --- Earlier decisions -------------------------------------------------------------------------

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

const canAsk = (element) => element.matches?.("[data-row] textarea:not([name*=-implementers])");
const takesTopic = () => asker.field.name.endsWith("-topic");

function ask(area) {
  const { selectionStart: start, selectionEnd: end } = area;
  asker = { field: area, start, end };
  const topic = area.form.querySelector("textarea[name$=-topic]")?.value ?? "";
  dialog.showModal();
  look(area.value.slice(start, end).trim() || area.value.trim() || topic.trim());
}

async function look(question) {
  found.textContent = word.looking;
  const html = await fetched(`${page.dataset.precedents}?q=${encodeURIComponent(question.slice(0, 400))}`, { "X-Dialog": "1" });
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
  const { field: area, start, end } = asker;
  area.focus();
  area.setSelectionRange(start, end);
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
  if (event.key !== "F2" || event.isComposing || !canAsk(event.target)) return;
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
  ask(lastIn.get(row) ?? row.querySelector("textarea[name$=-text], textarea"));
});
