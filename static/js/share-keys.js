// The list of all shares by keyboard. Every key does what a link, a box or a button of the page does.

import { showKeys } from "./key-list.js";
import { asksForKeys, inField, strokeOf } from "./strokes.js";

// With a key: what of a row, or of all marked rows, it leads to.
const LEADS = Object.freeze({ KeyD: "due_on", KeyO: "owner", KeyV: "verify", KeyB: "send_back" });

export function listen(table, acts) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    if (take(event, table, acts)) event.preventDefault();
  });
}

const rowsOf = (table) => [...table.querySelectorAll("[data-line]")];

// True where the key is taken.
function take(event, table, acts) {
  const stroke = strokeOf(event);
  const row = acts.rowOf(event.target);
  const inList = Boolean(row) && table.contains(row) && row.matches("[data-line]");
  if (stroke === "Escape") return leave(event.target, inList && row, acts);
  if (inField(event.target)) return false;
  if (asksForKeys(event)) {
    showKeys();
    return true;
  }
  // In an opened row Space and Enter press its buttons.
  if (event.target.closest("[data-opened]")) return false;
  return onList(stroke, inList ? row : null, table, acts);
}

function onList(stroke, row, table, acts) {
  const isPressed = document.activeElement?.matches("button, summary, input");
  const ways = {
    ArrowDown: () => step(table, row, 1, acts),
    KeyJ: () => step(table, row, 1, acts),
    ArrowUp: () => row && step(table, row, -1, acts),
    KeyK: () => step(table, row, -1, acts),
    Home: () => row && go(rowsOf(table).at(0), acts),
    End: () => row && go(rowsOf(table).at(-1), acts),
    " ": () => row && !isPressed && done(acts.mark(row)),
    KeyA: () => done(acts.markAll(true)),
    KeyS: () => focus((table.querySelector("[data-order]") ?? table.querySelector("thead a"))),
    Slash: () => filter(),
  };
  for (const [key, part] of Object.entries(LEADS)) ways[key] = () => done(acts.act(row, part));
  return Object.hasOwn(ways, stroke) ? Boolean(ways[stroke]()) : false;
}

const done = () => true;

// Esc leaves the field of the filter or of the acts, closes the row in hand, then takes the marks away.
function leave(target, row, acts) {
  if (row && acts.close(row)) return true;
  if (inField(target)) {
    target.blur();
    return true;
  }
  acts.markAll(false);
  return true;
}

function focus(element) {
  element?.focus();
  element?.select?.();
  return Boolean(element);
}

function filter() {
  const folded = document.querySelector("[data-filters]");
  folded.open = true;
  return focus(folded.querySelector("[type=search]"));
}

function go(row, acts) {
  return focus(row && acts.linkOf(row));
}

function step(table, row, by, acts) {
  const rows = rowsOf(table);
  const at = rows.indexOf(row);
  return go(row ? rows[Math.min(Math.max(at + by, 0), rows.length - 1)] : rows[0], acts);
}
