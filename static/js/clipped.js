// The paragraphs and tables on a clipboard: what Word, LibreOffice, a spreadsheet or a page puts there
// as HTML, or cells that are parted by tabs. What cannot be seen there (deleted, hidden, a filtered
// row, a comment) does not come in.

const BLOCK = /^(ADDRESS|ARTICLE|ASIDE|BLOCKQUOTE|CAPTION|CENTER|DD|DIV|DL|DT|FIGCAPTION|FIGURE|FOOTER|H[1-6]|HEADER|LI|OL|P|PRE|SECTION|UL)$/;
const UNSEEN = /^(BASE|DEL|HEAD|LINK|META|NOSCRIPT|SCRIPT|STYLE|TEMPLATE|TITLE|XML)$/;
const UNSEEN_CLASS = /^(mso(comment|com|del)\w*)$/i;
const UNSEEN_STYLE = /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|mso-element\s*:\s*comment(?:-list)?)/i;
// What stands before a line of a list: such lines with a tab behind it are no table.
const MARKER = /^\s*(?:[([]?[0-9০-৯a-zA-Zক-হ]{1,3}[.)।\]]|[•▪◦●■o§·–—*-])\s*$/;

// The classes that a style sheet on the clipboard hides.
function hiddenClasses(page) {
  const names = new Set();
  for (const sheet of page.querySelectorAll("style")) {
    for (const [, selectors, body] of sheet.textContent.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
      if (!UNSEEN_STYLE.test(body)) continue;
      for (const selector of selectors.split(",")) {
        const name = /\.([\w-]+)\s*$/.exec(selector)?.[1];
        if (name) names.add(name);
      }
    }
  }
  return names;
}

class Reader {
  #hidden;
  #found = [];
  #text = "";

  constructor(page) {
    this.#hidden = hiddenClasses(page);
  }

  // [paragraph, …] with {rows, hasHead} for a table.
  read(node) {
    this.#walk(node);
    this.#close();
    return this.#found;
  }

  #isUnseen(node) {
    const classes = [...node.classList];
    return UNSEEN.test(node.tagName) || node.hidden || UNSEEN_STYLE.test(node.getAttribute("style") ?? "") ||
      classes.some((each) => UNSEEN_CLASS.test(each) || this.#hidden.has(each)) || (node.tagName === "TR" && node.getAttribute("height") === "0");
  }

  #close() {
    const lines = this.#text.split("\n").map((line) => line.trim());
    const text = lines.join("\n").trim();
    if (text) this.#found.push(text);
    this.#text = "";
  }

  #walk(node) {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) this.#text += child.data.replace(/[ \t\r\n\f\u00a0]+/g, " ");
      else if (child.nodeType !== Node.ELEMENT_NODE || this.#isUnseen(child)) continue;
      else if (child.tagName === "BR") this.#text += "\n";
      else if (child.tagName === "TABLE") {
        this.#close();
        const table = this.#table(child);
        if (table) this.#found.push(table);
      } else if (BLOCK.test(child.tagName)) {
        this.#close();
        this.#walk(child);
        this.#close();
      } else this.#walk(child);
    }
  }

  #cell(node) {
    const reader = new Reader(node.ownerDocument);
    const said = reader.read(node);
    // A table within a cell: its rows as lines.
    return said.map((each) => (typeof each === "string" ? each : linesOf(each))).join("\n");
  }

  // A merged cell says its words once; the others it covers are empty.
  #table(table) {
    const unseen = new Set();
    let column = 0;
    for (const col of table.querySelectorAll(":scope > col, :scope > colgroup > col")) {
      for (let span = Number(col.getAttribute("span") ?? 1); span > 0 && column < 1000; span -= 1, column += 1) {
        if (this.#isUnseen(col) || col.getAttribute("width") === "0") unseen.add(column);
      }
    }
    const grid = [];
    const seen = [...table.rows].filter((row) => !this.#isUnseen(row) && !this.#isUnseen(row.parentElement));
    seen.forEach((row, at) => {
      grid[at] ??= [];
      let place = 0;
      for (const cell of row.cells) {
        while (grid[at][place] !== undefined) place += 1;
        const said = this.#isUnseen(cell) || unseen.has(place) ? "" : this.#cell(cell);
        for (let down = 0; down < cell.rowSpan && at + down < seen.length; down += 1) {
          for (let right = 0; right < Math.min(cell.colSpan, 100); right += 1) (grid[at + down] ??= [])[place + right] = down || right ? "" : said;
        }
        place += cell.colSpan;
      }
    });
    const heads = seen[0] && (seen[0].parentElement.tagName === "THEAD" || [...seen[0].cells].every((cell) => cell.tagName === "TH"));
    return tidy(grid, heads);
  }
}

// All rows of one length, without those and the columns that say nothing; null where nothing is left.
function tidy(grid, hasHead = false) {
  const width = Math.max(0, ...grid.map((row) => row.length));
  let rows = grid.map((row) => Array.from({ length: width }, (_, place) => row[place] ?? ""));
  const isHead = hasHead && rows[0]?.some(Boolean);
  rows = rows.filter((row) => row.some(Boolean));
  const columns = Array.from({ length: width }, (_, place) => place).filter((place) => rows.some((row) => row[place]));
  rows = rows.map((row) => columns.map((place) => row[place]));
  return rows.length ? { rows, hasHead: Boolean(isHead) } : null;
}

export const linesOf = (table) =>
  table.rows.map((row) => row.filter(Boolean).map((cell) => cell.replace(/\s*\n\s*/g, " ")).join(", ")).join("\n");

// Cells that are parted by tabs; one with line breaks stands in quotes.
function tabbed(text) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*))(\t|\n|$)/gy;
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    rows.at(-1).push((found[1]?.replaceAll('""', '"') ?? found[2]).trim());
    if (found[3] === "\n") rows.push([]);
    else if (!found[3]) break;
  }
  const said = rows.filter((row) => row.some(Boolean));
  const isTable = said.length && said.every((row) => row.length > 1) && !said.every((row) => row.length === 2 && MARKER.test(row[0]));
  return isTable ? tidy(rows) : null;
}

// What is on a clipboard where there is a table among it, else null: plain text comes in by itself.
export function clipped(html, text) {
  if (!html) {
    const table = tabbed(text.replace(/\r\n?/g, "\n").replace(/\n+$/, ""));
    return table && table.rows[0].length > 1 ? [table] : null;
  }
  const page = new DOMParser().parseFromString(html, "text/html");
  const found = new Reader(page).read(page.body);
  return found.some((each) => typeof each !== "string" && each.rows[0].length > 1) ? found : null;
}
