// Keeps the table of a paste beside its text: plain text has lost which line belongs to which cell.
// Without this file the text alone is read.

const form = document.querySelector("[data-paste]");
const text = form.querySelector("textarea");
const html = form.querySelector("[name=html]");
const KEPT = new Set(["TABLE", "TBODY", "THEAD", "TR", "TD", "TH", "P", "BR", "DIV", "LI"]);

// Word sends a hundred kilobytes of styles with a small table: only its cells travel on.
function bare(node) {
  if (node.nodeType === Node.TEXT_NODE) return document.createTextNode(node.data);
  if (node.nodeType !== Node.ELEMENT_NODE || ["SCRIPT", "STYLE"].includes(node.tagName)) {
    return document.createDocumentFragment();
  }
  const copy = KEPT.has(node.tagName)
    ? document.createElement(node.tagName)
    : document.createDocumentFragment();
  for (const name of ["colspan", "rowspan"]) {
    if (copy.setAttribute && node.hasAttribute(name)) copy.setAttribute(name, node.getAttribute(name));
  }
  copy.append(...[...node.childNodes].map(bare));
  return copy;
}

// Styles are taken out before the browser reads them: the portal's policy would have it complain.
const unstyled = (source) =>
  source
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[^>]*>/g, (tag) => tag.replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""));

text.addEventListener("paste", (event) => {
  const pasted = unstyled(event.clipboardData?.getData("text/html") ?? "");
  const tables = new DOMParser().parseFromString(pasted, "text/html").querySelectorAll("table");
  const isWhole = text.selectionEnd - text.selectionStart === text.value.length;
  // With other text around it, the table would not be all there is.
  html.value = isWhole ? [...tables].map((table) => bare(table).outerHTML).join("") : "";
});

// What is typed afterwards counts, not what was pasted.
text.addEventListener("input", (event) => {
  if (event.inputType !== "insertFromPaste") html.value = "";
});
