// A table of a discussion in a grid: nobody needs to know the bars it is kept in. Opened by the button
// beside the text, or Alt+T in its row; with the caret in a table it shows that one.

import { bars, MOST_COLUMNS, MOST_ROWS, placeFor, tableAt } from "./bars.js";
import { bengali } from "./digits.js";
import { button, make } from "./elements.js";
import { partOf } from "./form.js";
import { type } from "./typing.js";

const table = make("table", {});
const head = make("input", { type: "checkbox", id: "grid-head" });
const done = button("ঠিক আছে", () => accept());
done.className = "btn btn-primary";
const told = make("p", { class: "quiet small", role: "status" });
const dialog = make(
  "dialog",
  { class: "grid-editor", "aria-labelledby": "grid-name" },
  make("h2", { id: "grid-name" }, "আলোচনার ছক"),
  make("p", { class: "quiet small" }, "Tab বা Enter চেপে পরের ঘরে যান; একই ঘরে নতুন লাইন Shift+Enter।"),
  make("p", { class: "grid-head" }, head, " ", make("label", { for: "grid-head" }, "প্রথম সারি শিরোনাম")),
  make("div", { class: "grid-cells" }, table),
  make(
    "div",
    { class: "grid-tools" },
    button("সারি যোগ", () => addRow(here().row + 1, here().column)),
    button("সারি বাদ", () => dropRow(here().row)),
    button("কলাম যোগ", () => addColumn(here().column + 1)),
    button("কলাম বাদ", () => dropColumn(here().column)),
  ),
  told,
  make("div", { class: "grid-tools" }, done, button("বাতিল (Esc)", () => dialog.close())),
);
document.body.append(dialog);

let asker = null; // {area, start, end, caret}: what the table takes the place of
let last = null; // the cell that was written in last

const cells = () => [...table.rows].map((row) => [...row.querySelectorAll("textarea")]);
const width = () => table.rows[0].cells.length;

function here() {
  const rows = cells();
  const row = Math.max(0, rows.findIndex((each) => each.includes(last)));
  return { row, column: Math.max(0, rows[row].indexOf(last)) };
}

function cell(text = "") {
  const area = make("textarea", { rows: "1", maxlength: "2000" });
  area.value = text;
  return make("td", {}, area);
}

// What is read out, and as many lines as a cell has.
function settle() {
  cells().forEach((row, r) =>
    row.forEach((area, c) => {
      area.setAttribute("aria-label", `সারি ${bengali(r + 1)}, কলাম ${bengali(c + 1)}`);
      area.rows = area.value.split("\n").length;
    }),
  );
  table.classList.toggle("has-head", head.checked);
}

function focusOn(row, column) {
  const area = cells()[row]?.[column];
  area?.focus();
  area?.setSelectionRange(area.value.length, area.value.length);
}

function show(rows) {
  table.replaceChildren(...rows.map((row) => make("tr", {}, ...row.map(cell))));
  settle();
}

function addRow(at, column) {
  if (table.rows.length >= MOST_ROWS) return (told.textContent = `সর্বোচ্চ ${bengali(MOST_ROWS)}টি সারি।`);
  const row = make("tr", {}, ...Array.from({ length: width() }, () => cell()));
  table.rows[at - 1].after(row);
  settle();
  return focusOn(at, column);
}

function addColumn(at) {
  if (width() >= MOST_COLUMNS) return (told.textContent = `সর্বোচ্চ ${bengali(MOST_COLUMNS)}টি কলাম।`);
  const { row } = here();
  for (const each of table.rows) each.cells[at - 1].after(cell());
  settle();
  return focusOn(row, at);
}

// What is written there does not go unasked: it is emptied first.
function isEmpty(areas, what) {
  const full = areas.filter((area) => area.value.trim());
  told.textContent = full.length ? `${what} লেখা আছে; আগে মুছে নিন।` : "";
  full[0]?.focus();
  return !full.length;
}

function dropRow(at) {
  if (table.rows.length === 1 || !isEmpty(cells()[at], "সারিতে")) return;
  const { column } = here();
  table.rows[at].remove();
  settle();
  focusOn(Math.min(at, table.rows.length - 1), column);
}

function dropColumn(at) {
  if (width() === 1 || !isEmpty(cells().map((row) => row[at]), "কলামে")) return;
  const { row } = here();
  for (const each of table.rows) each.cells[at].remove();
  settle();
  focusOn(row, Math.min(at, width() - 1));
}

function open(area) {
  const caret = area.selectionEnd;
  const found = tableAt(area.value, caret);
  asker = { area, caret, start: found?.start, end: found?.end };
  head.checked = found ? found.hasHead : true;
  told.textContent = "";
  show(found?.rows ?? [["", ""], ["", ""], ["", ""]]);
  dialog.showModal();
  focusOn(0, 0);
}

// The rows and columns that say something, or the empty ones between them.
function said() {
  const rows = cells().map((row) => row.map((area) => area.value.trim()));
  while (rows.length && rows.at(-1).every((text) => !text)) rows.pop();
  while (rows.length && rows.every((row) => !row.at(-1))) rows.forEach((row) => row.pop());
  return rows;
}

function accept() {
  const { area, caret, start, end } = asker;
  const rows = said();
  asker = null;
  dialog.close();
  const text = rows.length ? bars(rows, head.checked) : "";
  if (start !== undefined) type(area, start, end, text);
  else if (text) {
    const place = placeFor(area.value, caret);
    type(area, place.at, place.at, place.before + text + place.after);
  } else back(area, caret);
}

function back(area, caret) {
  area.focus();
  area.setSelectionRange(caret, caret);
}

dialog.addEventListener("close", () => {
  if (asker) back(asker.area, asker.caret);
  asker = null;
});
dialog.addEventListener("focusin", (event) => {
  if (event.target.matches("td textarea")) last = event.target;
});
dialog.addEventListener("input", settle);
dialog.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || !event.target.matches("td textarea")) return;
  event.preventDefault();
  const { row, column } = here();
  const isLast = row === table.rows.length - 1;
  if (event.ctrlKey) accept();
  else if (!isLast) focusOn(row + 1, column);
  else if (cells()[row].some((area) => area.value.trim())) addRow(row + 1, column);
  else done.focus();
});

const areaOf = (form) => form && partOf(form, "discussion");
document.addEventListener("click", (event) => {
  const area = event.target.closest("[data-grid]") && areaOf(event.target.closest("[data-row]"));
  if (area) open(area);
});
// By its place on the keyboard: layouts for Bengali have another letter there.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyT" || event.isComposing) return;
  const area = areaOf(event.target.closest?.("[data-row]"));
  if (!area) return;
  event.preventDefault();
  open(area);
});
