// Keeps the table of a paste beside its text: plain text has lost which line belongs to which cell.
// Without this file the text alone is read.

import { tablesIn } from "./clipboard.js";

const form = document.querySelector("[data-paste]");
const text = form.querySelector("textarea[data-fonts]");
const html = form.querySelector("[name=html]");

text.addEventListener("paste", (event) => {
  const source = event.clipboardData?.getData("text/html") ?? "";
  const isWhole = text.selectionEnd - text.selectionStart === text.value.length;
  // With other text around it, the table would not be all there is.
  html.value = isWhole ? tablesIn(source, text.dataset.fonts).html : "";
});

// What is typed afterwards counts, not what was pasted.
text.addEventListener("input", (event) => {
  if (event.inputType !== "insertFromPaste") html.value = "";
});
