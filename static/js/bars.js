// A table as it stands between bars in a text area. The server reads it in papers/paragraphs.py; what
// is written here is read there, and the other way round.

// As the interchange format takes them.
export const MOST_ROWS = 200;
export const MOST_COLUMNS = 20;

const RULE = /^\|(?:\s*:?-{3,}:?\s*\|)+$/;
const DASHES = /^:?-{3,}:?$/;
const WRITTEN = { "|": "\\|", "\n": "\\n", "\\": "\\\\" };
const MEANT = { "\\|": "|", "\\n": "\n", "\\\\": "\\", "\\-": "-", "\\:": ":" };

const tokens = (line) => line.match(/\\[^]|[^]/gu) ?? [];
const isSpace = (sign) => /^\s$/u.test(sign);

export function isRow(line) {
  const signs = tokens(line.trim());
  return signs.length > 1 && signs[0] === "|" && signs.at(-1) === "|";
}

const meant = (token) => MEANT[token] ?? (token.length > 1 && token[0] === "\\" && isSpace(token.slice(1)) ? token.slice(1) : token);

function cellsOf(line) {
  const cells = [[]];
  for (const sign of tokens(line.trim()).slice(1, -1)) {
    if (sign === "|") cells.push([]);
    else cells.at(-1).push(sign);
  }
  return cells.map((signs) => {
    const first = signs.findIndex((sign) => !isSpace(sign));
    return first < 0 ? "" : signs.slice(first, signs.findLastIndex((sign) => !isSpace(sign)) + 1).map(meant).join("");
  });
}

function tableOf(lines) {
  const hasRule = lines.length > 1 && RULE.test(lines[1].trim());
  const rows = lines.filter((_, place) => !(hasRule && place === 1)).map(cellsOf);
  const width = Math.max(...rows.map((row) => row.length));
  for (const row of rows) while (row.length < width) row.push("");
  return { rows, hasHead: hasRule && rows.length > 1 };
}

// The table that the caret stands in: {start, end, rows, hasHead}, its head the first of its rows; or null.
export function tableAt(text, caret) {
  const lines = text.split("\n");
  let at = text.slice(0, caret).split("\n").length - 1;
  if (!isRow(lines[at])) return null;
  let last = at;
  while (at > 0 && isRow(lines[at - 1])) at -= 1;
  while (last + 1 < lines.length && isRow(lines[last + 1])) last += 1;
  const start = lines.slice(0, at).join("\n").length + (at ? 1 : 0);
  const own = lines.slice(at, last + 1);
  return { start, end: start + own.join("\n").length, ...tableOf(own) };
}

function written(cell) {
  const signs = [...cell].map((sign) => WRITTEN[sign] ?? sign);
  if (!signs.length) return "";
  if (isSpace(signs[0]) || DASHES.test(cell)) signs[0] = `\\${signs[0]}`;
  if (isSpace(signs.at(-1))) signs.push(`\\${signs.pop()}`);
  return signs.join("");
}

export function bars(rows, hasHead) {
  const lines = rows.map((row) => `|${row.map((cell) => ` ${written(cell)} `).join("|")}|`);
  if (hasHead && rows.length > 1) lines.splice(1, 0, `|${"---|".repeat(rows[0].length)}`);
  return lines.join("\n");
}

// Where a table, or whatever is to stand in paragraphs of its own, goes for a caret: behind its line,
// with blank lines around. {at, before, after}
export function placeFor(text, caret) {
  const table = tableAt(text, caret);
  const end = table?.end ?? (text.indexOf("\n", caret) < 0 ? text.length : text.indexOf("\n", caret));
  const [above, below] = [text.slice(0, end), text.slice(end)];
  const at = above.trim() ? above.trimEnd().length : end;
  return { at, before: above.trim() ? "\n\n" : "", after: below.trim() && !/^\n\s*\n/.test(below) ? "\n" : "" };
}
