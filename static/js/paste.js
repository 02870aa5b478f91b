// A table on the clipboard also comes as HTML, which keeps its cells where plain text loses them.
// Only its structure is sent: no fonts, no styles, nothing that could be run. Without this file
// the text that was pasted has to do.

import { bengali } from "./digits.js";

const text = document.querySelector("[data-paste]");
const html = document.querySelector("[name=html]");
const told = document.querySelector("[data-told]");

// What the server takes of one form, with room for the rest of it.
const MOST_BYTES = 2_400_000;
const STRUCTURE = new Set(["TABLE", "THEAD", "TBODY", "TFOOT", "TR", "TD", "TH", "P", "DIV", "BR", "UL", "OL", "LI"]);
const escaped = (words) => words.replace(/[ \t\r\n\f\u00a0]+/g, " ").replaceAll("&", "&amp;").replaceAll("<", "&lt;");

function slim(node) {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  const inside = [...node.childNodes].map(slim).join("");
  if (!STRUCTURE.has(node.tagName)) return inside;
  const tag = node.tagName.toLowerCase();
  if (tag === "br") return "<br>";
  const spans = ["colspan", "rowspan"]
    .filter((name) => Number(node.getAttribute(name)) > 1)
    .map((name) => ` ${name}="${Number(node.getAttribute(name))}"`);
  return `<${tag}${spans.join("")}>${inside}</${tag}>`;
}

function tablesIn(source) {
  // A document of its own: nothing in it runs or is fetched.
  const page = new DOMParser().parseFromString(source, "text/html");
  page.querySelectorAll("script, style, template, noscript, title").forEach((each) => each.remove());
  return [...page.querySelectorAll("table")].filter((table) => !table.parentElement.closest("table"));
}

text.addEventListener("paste", (event) => {
  const tables = tablesIn(event.clipboardData?.getData("text/html") ?? "");
  const found = tables.map(slim).join("");
  const replacesAll = text.selectionStart === 0 && text.selectionEnd === text.value.length;
  if (replacesAll) html.value = found;
  else html.value = html.value && found ? html.value + found : "";
  const rows = tables.reduce((count, table) => count + table.rows.length, 0);
  told.textContent = html.value ? `${bengali(rows)} সারির ছক পাওয়া গেছে।` : "";
});

text.addEventListener("input", (event) => {
  // Text that was changed by hand counts, not the table it came from.
  if (event.inputType !== "insertFromPaste" && html.value) {
    html.value = "";
    told.textContent = "লেখা বদলেছে; ছকটি এখন এই লেখা থেকে পড়া হবে।";
  }
  if (new Blob([text.value, html.value]).size > MOST_BYTES) {
    told.textContent = "ছকটি একবারে পাঠানোর পক্ষে বেশি বড়। কয়েক ভাগে পেস্ট করুন, অথবা ফাইল হিসেবে দিন।";
  }
});

text.form.addEventListener("submit", (event) => {
  if (new Blob([text.value, html.value]).size <= MOST_BYTES) return;
  event.preventDefault();
  event.stopPropagation();
  text.focus();
});
