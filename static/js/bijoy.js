// Bijoy text pasted into a field becomes Unicode, with a way back. What was pasted stands first, as
// the browser puts it there; the server, which alone knows Bijoy, is asked only about what could be
// some. Without this file, or without an answer in time, the check page points the text out.

import { button, make } from "./elements.js";
import { token } from "./form.js";
import { put, type } from "./typing.js";

const PATIENCE = 2000;
// Signs of its code page, a vowel sign where English has none, a capital within a word.
const COULD_BE = /[†‡ˆ‰Š‹ŒŸ™š›˜œ¡-ÿ]|[A-Za-z`_~&]v(?![aeiouy])|[a-z`_~&][A-Z]|[A-Za-z][`_~&][A-Za-z]|\b(?:Gi|Rb|wU|bs|nq)\b/;
// SutonnyMJ, but not SutonnyOMJ, which holds Unicode.
const FACE = /(?<!O)MJ\b/i;
const FONT = /(?:font-family|font)\s*:[^;]*(?<!O)MJ\b/i;
const IN_A_FONT = "[data-style*='font'], font[face]";

const isTyped = (field) =>
  (field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && ["text", "search"].includes(field.type))) &&
  !field.readOnly && !field.matches("[data-paste], [data-fonts]");

// Whether all words on the clipboard stand in a Bijoy font.
function isInItsFont(html) {
  if (!FACE.test(html)) return false;
  // Under another name a style is none: the portal's policy would have the browser complain.
  const page = new DOMParser().parseFromString(html.replace(/\sstyle\s*=/gi, " data-style="), "text/html");
  const texts = document.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  let isAny = false;
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!data.trim() || parentElement.closest("script, style")) continue;
    const near = parentElement.closest(IN_A_FONT);
    if (!near || !(FONT.test(near.dataset.style ?? "") || FACE.test(near.getAttribute("face") ?? ""))) return false;
    isAny = true;
  }
  return isAny;
}

// Null where the server does not answer in time.
async function inUnicode(text, isSure) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token());
  body.set("text", text);
  if (isSure) body.set("is_bijoy", "1");
  const sent = { method: "POST", body, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) };
  const answer = await fetch(document.querySelector("[data-in-unicode]").dataset.inUnicode, sent).catch(() => null);
  const told = answer?.ok && !answer.redirected ? await answer.json().catch(() => null) : null;
  return told?.text ?? null;
}

// One text of the field in place of another, the caret where it was between the words. Whoever
// writes in another field by now goes on there.
function swap(field, near, old, text) {
  const start = field.value.startsWith(old, near) ? near : field.value.indexOf(old);
  if (start < 0) return -1;
  const end = start + old.length;
  const moved = (place) => (place <= start ? place : Math.max(place, end) + text.length - old.length);
  const caret = [moved(field.selectionStart), moved(field.selectionEnd)];
  const isHere = document.activeElement === field;
  (isHere ? type : put)(field, start, end, text);
  if (isHere) field.setSelectionRange(...caret);
  return start;
}

function tell(field, start, pasted, text) {
  field.parentElement.querySelector(":scope > .converted")?.remove();
  const back = button("যেমন ছিল তেমন রাখুন", () => {
    line.remove();
    field.focus();
    swap(field, start, text, pasted);
  });
  back.className = "as-link";
  const line = make("p", { class: "form-text converted", role: "status" }, "বিজয় থেকে ইউনিকোডে বদলানো হয়েছে · ", back);
  field.after(line);
  field.addEventListener("input", function gone() {
    if (line.isConnected && field.value.includes(text)) return;
    line.remove();
    field.removeEventListener("input", gone);
  });
}

async function convert(field, start, isSure) {
  const pasted = field.value.slice(start, field.selectionEnd);
  if (!pasted) return;
  const text = await inUnicode(pasted, isSure);
  if (text === null || text === pasted) return;
  // Nothing of it is cut off for being longer in Unicode.
  if (field.maxLength >= 0 && field.value.length - pasted.length + text.length > field.maxLength) return;
  const place = swap(field, start, pasted, text);
  if (place >= 0) tell(field, place, pasted, text);
}

document.addEventListener("paste", (event) => {
  const field = event.target;
  if (!isTyped(field)) return;
  const isSure = isInItsFont(event.clipboardData?.getData("text/html") ?? "");
  if (!isSure && !COULD_BE.test(event.clipboardData?.getData("text/plain") ?? "")) return;
  const start = field.selectionStart;
  // When the browser has put it there.
  setTimeout(() => convert(field, start, isSure));
});
