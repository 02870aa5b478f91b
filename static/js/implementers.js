// Looking up implementers while typing: a list under the line the caret is in. Without this file the
// field takes plain text.

import { fetched } from "./asking.js";
import { bengali } from "./digits.js";
import { make } from "./elements.js";
import { Options } from "./options.js";
import { isComposing } from "./strokes.js";
import { type } from "./typing.js";

const PAUSE = 150;
const page = document.querySelector("[data-writing]");
const options = new Options("implementer-options", "বাস্তবায়নকারী বাছাই", choose);
const said = make("p", { class: "visually-hidden", role: "status" });
page.append(said);

let asking = null;
let timer = null;
let choosing = false;

const isOurs = (element) => element.matches?.("[data-row] [data-part=implementers]");

function lineOf(area) {
  const at = area.selectionStart;
  const start = area.value.lastIndexOf("\n", at - 1) + 1;
  const end = area.value.indexOf("\n", at);
  return { start, end: end < 0 ? area.value.length : end };
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
  options.close();
}

async function open(area) {
  forget();
  const mine = (asking = new AbortController());
  const { start, end } = lineOf(area);
  const question = encodeURIComponent(area.value.slice(start, end).trim());
  const html = await fetched(`${page.dataset.implementers}?q=${question}`, {}, mine.signal);
  // The caret may be elsewhere by now, or another letter typed.
  if (mine !== asking || document.activeElement !== area) return;
  close();
  if (!options.open(area, html ?? "")) return;
  said.textContent = `${bengali(options.count)}টি মিল; বাছতে নিচের তীর চাপুন`;
}

function choose(option) {
  const area = options.field;
  const { start, end } = lineOf(area);
  close();
  choosing = true; // what we type ourselves asks for no list
  type(area, start, end, option.dataset.printed);
  choosing = false;
}

document.addEventListener("focusin", ({ target }) => {
  if (!isOurs(target)) return;
  target.setAttribute("aria-autocomplete", "list");
  target.setAttribute("aria-haspopup", "listbox");
});
document.addEventListener("focusout", (event) => isOurs(event.target) && close());

function typed(event) {
  if (!isOurs(event.target) || event.isComposing || choosing) return;
  const area = event.target;
  const { start, end } = lineOf(area);
  forget();
  options.lower(); // Enter shall not take what was highlighted for fewer letters
  if (area.value.slice(start, end).trim()) timer = setTimeout(() => open(area), PAUSE);
  else close();
}
document.addEventListener("input", typed);
document.addEventListener("compositionend", typed);
// A list over a word that is not finished would be in its way.
document.addEventListener("compositionstart", (event) => isOurs(event.target) && close());

// True where the list takes a key.
function take({ key, target }) {
  if (!options.field) {
    const isLastLine = target.value.indexOf("\n", target.selectionStart) < 0;
    if (key !== "ArrowDown" || !isLastLine) return false;
    open(target);
  } else if (key === "ArrowDown") options.next();
  else if (key === "ArrowUp") options.previous();
  else if (key === "Enter" && options.chosen) choose(options.chosen);
  else if (key === "Escape") close();
  else {
    if (/^(Enter|Tab|Home|End|Page|ArrowLeft|ArrowRight)/.test(key)) close();
    return false;
  }
  return true;
}

// Before the row hears of the key: what the list takes must not also move to the next row.
document.addEventListener(
  "keydown",
  (event) => {
    if (isComposing(event) || !isOurs(event.target)) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      // Ctrl+Enter and its like rebuild the row; a capital letter goes on typing.
      if (event.key === "Enter" || (event.key.length > 1 && /^(Arrow|F\d|Tab)/.test(event.key))) close();
    } else if (take(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  },
  true,
);

// A click elsewhere in the field moves the caret, perhaps to another line.
document.addEventListener("click", (event) => event.target === options.field && close());
