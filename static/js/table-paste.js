// A table that is pasted into a row: in its discussion it stays a table, in another text its rows
// become lines, so that no word is lost.

import { bars, MOST_COLUMNS, MOST_ROWS, placeFor } from "./bars.js";
import { clipped, linesOf } from "./clipped.js";
import { type } from "./typing.js";

const fits = (table) => table.rows.length <= MOST_ROWS && table.rows[0].length <= MOST_COLUMNS;
const asTable = (table) => (table.rows[0].length > 1 && fits(table) ? bars(table.rows, table.hasHead) : linesOf(table));

document.addEventListener("paste", (event) => {
  const area = event.target;
  if (event.defaultPrevented || !area.matches?.("[data-row] textarea:not([data-part^=implementers])")) return;
  const held = event.clipboardData;
  const found = held && clipped(held.getData("text/html"), held.getData("text/plain"));
  if (!found) return;
  event.preventDefault();
  const isTold = area.dataset.part === "discussion";
  const text = found
    .map((each) => (typeof each === "string" ? each : isTold ? asTable(each) : linesOf(each)))
    .join(isTold ? "\n\n" : "\n");
  const { selectionStart: start, selectionEnd: end } = area;
  if (!isTold || start !== end) {
    type(area, start, end, isTold ? `${start ? "\n\n" : ""}${text}${end < area.value.length ? "\n\n" : ""}` : text);
    return;
  }
  const place = placeFor(area.value, end);
  type(area, place.at, place.at, place.before + text + place.after);
});
