// What a clipboard's HTML holds of tables, made small enough to be sent. Their structure stays, and
// of their looks what can mean something: what is deleted, hidden, a comment, a number that was
// drawn, letters of a symbol font. The server decides what it means (pasting/markup.py); nothing that
// could be run is sent.

const STRUCTURE = new Set(
  ["TABLE", "THEAD", "TBODY", "TFOOT", "TR", "TD", "TH", "P", "DIV", "BR", "UL", "OL", "LI", "COL", "COLGROUP"],
);
const BLOCKS = /^(H[1-6]|BLOCKQUOTE|PRE|SECTION|ARTICLE|ADDRESS|DT|DD|DL|CENTER|CAPTION|FIGURE|FIGCAPTION)$/;
const MEANT = /^(DEL|INS|S|STRIKE|SUP|IMG)$/;
const COUNTED = ["colspan", "rowspan", "start", "value", "span"];
// Declarations and classes by which Word, spreadsheets and browsers say more than looks.
const DECLARED = /^\s*(display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|mso-(hide|list|element|comment-reference|footnote-id|endnote-id)\s*:|list-style|vertical-align\s*:\s*super|text-decoration[^;]*line-through)/i;
const FONT = /^\s*(font-family|font)\s*:/i;
const CLASSES = /^(mso(comment|com|del|placeholder)|placeholdertext)/i;
const NOTE = /#_?(ftn|edn|sdfootnote|sdendnote|msocom)/;

const escaped = (words) => words.replace(/[ \t\r\n\f\u00a0]+/g, " ").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const quoted = (value) => value.replaceAll("&", "&amp;").replaceAll('"', "'");
const named = (font) => font.replace(/^.*?[0-9.]+p[tx]\S*\s/, "").split(",")[0].replace(/["'\s_-]/g, "");
// Fonts whose letters are other than they look; the page tells their names.
let fontsThatMatter = /^$/;
const isSpecial = (font) => fontsThatMatter.test(named(font));

const SHEET = /<style\b[^>]*>([\s\S]*?)<\/style>/gi;
// Styles are named otherwise before the browser reads them: the portal's policy would have it complain.
const unstyled = (source) =>
  source.replace(SHEET, "").replace(/<[^>]*>/g, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
const styleOf = (node) => node.dataset?.style ?? node.getAttribute("style") ?? "";

// {class: what it declares}, of the rules that matter.
function rulesIn(source) {
  const rules = new Map();
  for (const [, sheet] of source.matchAll(SHEET)) {
    for (const rule of sheet.split("}")) {
      const [selectors, body] = rule.split("{").slice(-2);
      if (body === undefined) continue;
      const kept = body.split(";").filter((each) => DECLARED.test(each) || (FONT.test(each) && isSpecial(each.split(":")[1])));
      if (!kept.length) continue;
      for (const selector of selectors.split(",")) {
        const name = /\.([\w-]+)\s*$/.exec(selector)?.[1];
        if (name) rules.set(name, kept.join(";"));
      }
    }
  }
  return rules;
}

function meaningOf(node, rules, within) {
  const styles = [...node.classList].map((name) => rules.get(name) ?? "").concat(styleOf(node));
  const all = styles.join(";").split(";");
  const font = node.getAttribute("face") ?? all.filter((each) => FONT.test(each)).at(-1)?.split(":")[1];
  const kept = all.filter((each) => DECLARED.test(each));
  const special = font === undefined ? within : isSpecial(font);
  if (font !== undefined && (special || within)) kept.push(`font-family:${named(font)}`);
  const attributes = COUNTED.filter((name) => /^-?\d{1,6}$/.test(node.getAttribute(name) ?? ""))
    .filter((name) => !name.endsWith("span") || Number(node.getAttribute(name)) > 1)
    .map((name) => ` ${name}="${Number(node.getAttribute(name))}"`);
  if (node.tagName === "OL" && node.type) attributes.push(` type="${quoted(node.type)}"`);
  for (const name of ["width", "height"]) if (node.getAttribute(name) === "0" && /^(COL|COLGROUP|TR)$/.test(node.tagName)) attributes.push(` ${name}="0"`);
  const classes = [...node.classList].filter((each) => CLASSES.test(each));
  const marks = [
    kept.length && ` style="${quoted(kept.join(";"))}"`,
    classes.length && ` class="${quoted(classes.join(" "))}"`,
    node.hidden && " hidden",
    node.hasAttribute("showingplchdr") && ' showingplchdr="t"',
    NOTE.test(node.getAttribute("href") ?? "") && ` href="${quoted(node.getAttribute("href"))}"`,
    /^_?(ftn|edn|sdfootnote|sdendnote)\d+$/.test(node.id) && ` id="${node.id}"`,
  ].filter(Boolean);
  return { attributes, marks, special };
}

function slim(node, rules, within = false) {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.data);
  // An equation stands in a comment, and its picture between two others.
  if (node.nodeType === Node.COMMENT_NODE && node.data.startsWith("[if gte msEquation")) return `<!--${node.data}-->`;
  if (node.nodeType === Node.COMMENT_NODE && /^\[(if !msEquation|endif)\]$/.test(node.data)) return `<!${node.data}>`;
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  const { attributes, marks, special } = meaningOf(node, rules, within);
  if (node.tagName === "IMG") return `<img alt="${quoted(node.getAttribute("alt") ?? "")}">`;
  const inside = [...node.childNodes].map((each) => slim(each, rules, special)).join("");
  const isBlock = BLOCKS.test(node.tagName);
  if (!STRUCTURE.has(node.tagName) && !isBlock && !MEANT.test(node.tagName) && !marks.length) return inside;
  const tag = STRUCTURE.has(node.tagName) || MEANT.test(node.tagName) ? node.tagName.toLowerCase() : isBlock ? "div" : node.tagName === "A" ? "a" : "span";
  const start = `<${tag}${attributes.join("")}${marks.join("")}>`;
  return tag === "br" || tag === "col" ? start : `${start}${inside}</${tag}>`;
}

// {tables, html}: the tables of a clipboard's HTML, and what is sent of them.
export function tablesIn(source, fonts) {
  fontsThatMatter = new RegExp(fonts, "i");
  // A document of its own: nothing in it runs or is fetched.
  const page = new DOMParser().parseFromString(unstyled(source), "text/html");
  const rules = rulesIn(source);
  page.querySelectorAll("script, style, template, noscript, title").forEach((each) => each.remove());
  const tables = [...page.querySelectorAll("table")].filter((table) => !table.parentElement.closest("table"));
  const notes = [...page.querySelectorAll("[id^=ftn], [id^=edn], [id^=sdfootnote], [id^=sdendnote]")].filter((each) => each.tagName === "DIV");
  const found = tables.map((table) => slim(table, rules));
  return { tables, html: tables.length ? [...found, ...notes.map((note) => slim(note, rules))].join("") : "" };
}
