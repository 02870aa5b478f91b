// A table on the clipboard also comes as HTML, which keeps its cells where plain text loses them.
// Without this file the text that was pasted has to do.

import { tablesIn } from "./clipboard.js";
import { bengali } from "./digits.js";

const text = document.querySelector("[data-paste]");
const html = document.querySelector("[name=html]");
const told = document.querySelector("[data-told]");

// What the server takes of one form, with room for the rest of it.
const MOST_BYTES = 2_400_000;

text.addEventListener("paste", (event) => {
  const source = event.clipboardData?.getData("text/html") ?? "";
  const { tables, html: found } = tablesIn(source, text.dataset.fonts);
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
