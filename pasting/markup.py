"""HTML with its looks taken out: structure stays, and what its looks mean stands in marks.

Word, spreadsheets and browsers say by styles and classes what is deleted, hidden, a comment, a
number that was drawn. Here, and nowhere else, is decided which of it counts. What comes out has
no element but those in STRUCTURE; an element that means something carries it in `data-m`:
a kind of pasting.notes, or marker, ref=…, body=…, font=…, list=….
"""

import re
from html import escape, unescape

from pasting.fonts import kind_of

STRUCTURE = {
    "table", "thead", "tbody", "tfoot", "tr", "td", "th", "p", "br", "div", "li", "ol", "ul", "span",
    "col", "colgroup",
}  # fmt: skip
# No browser shows what stands in these.
UNSEEN = {"script", "style", "title", "noscript", "template"}
BLOCKS = {
    "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "section", "article", "address", "dt",
    "dd", "dl", "center", "caption", "header", "footer", "main", "figure", "figcaption", "hr",
}  # fmt: skip
# Written here as a span where it means something, else taken out.
_TAG = re.compile(r"""<(/?)([a-zA-Z][^\s<>"'/]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*+)>""")
_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_MATTERS = re.compile(
    r"display|visibility|mso-|line-through|super|showingplc|font|face|class|href|\bid\b|list-style|height|width|alt|hidden",
    re.IGNORECASE,
)
_KEPT_ATTRIBUTES = {
    "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start", "type", "reversed"},
    "li": {"value"}, "col": {"span"}, "colgroup": {"span"},
}  # fmt: skip
ATTRIBUTES = {"*": {"data-m"}, **_KEPT_ATTRIBUTES}

_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.IGNORECASE
)
_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_FONT = re.compile(r"(?:^|;)\s*(?:font-family|font)\s*:\s*([^;]*)", re.IGNORECASE)
_SIZE = re.compile(r"^.*?[0-9.]+p[tx](?:/[0-9.]+\w*)?\s+")
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_NOTE_REF = re.compile(r"#_?((?:ftn|edn)\d{1,4}|sd(?:foot|end)note\d{1,4})(?:sym)?$")
_NOTE_BACK = re.compile(r"#_?(?:(?:ftn|edn)ref\d{1,4}|sd(?:foot|end)note\d{1,4}anc)$")
_NOTE_BODY = re.compile(r"_?((?:ftn|edn)\d{1,4}|sd(?:foot|end)note\d{1,4})$")
_MARKS_OF_CLASSES = {
    "msocommentreference": "comment", "msocomanchor": "comment", "msocomoff": "comment",
    "msodel": "deleted", "msoplaceholdertext": "placeholder", "placeholdertext": "placeholder",
}  # fmt: skip
_MARKS_OF_TAGS = {
    "del": "deleted", "s": "struck", "strike": "struck", "ins": "inserted", "img": "picture",
    "v:imagedata": "picture",
}  # fmt: skip


def marked(html):
    """An HTML text in which every element left is one of STRUCTURE, or of those never seen."""
    rules = _rules_of(html)
    html = _equations(html)
    open_inline = {}

    def rewritten(found):
        closes, name, attributes = found[1], found[2].lower(), found[3]
        if name in UNSEEN:
            return found[0]
        if name in BLOCKS:
            name = "div"
        if name in STRUCTURE and name != "span":
            return f"</{name}>" if closes else _structure(name, attributes, rules)
        if closes:
            kept = open_inline.get(name)
            return "</span>" if kept and kept.pop() else ""
        marks, alt = _marks(name, attributes, rules)
        if name in ("img", "v:imagedata"):
            return f'<span data-m="picture">{escape(alt)}</span>'
        if not attributes.endswith("/"):
            open_inline.setdefault(name, []).append(bool(marks))
            return f'<span data-m="{escape(marks)}">' if marks else ""
        return ""

    return _TAG.sub(rewritten, html)


def _structure(name, attributes, rules):
    kept = ""
    if attributes.strip(" \n/"):
        told = _attributes(attributes)
        kept = "".join(
            f' {key}="{escape(told[key])}"'
            for key in _KEPT_ATTRIBUTES.get(name, ())
            if key in told and re.fullmatch(r"-?\w{0,9}", told[key])
        )
        if marks := _marks(name, attributes, rules)[0]:
            kept += f' data-m="{escape(marks)}"'
    return f"<{name}{kept}>"


def _attributes(text):
    return {
        found[1].lower(): unescape((found[2] or "").strip("\"'"))
        for found in _ATTRIBUTE.finditer(text)
    }


def _marks(name, attributes, rules):
    """(what an element means, in words; what stands for a picture)."""
    tag_mark = _MARKS_OF_TAGS.get(name, "")
    if not tag_mark and name != "sup" and not _MATTERS.search(attributes):
        return "", ""
    told = _attributes(attributes)
    classes = told.get("class", "").lower().split()
    style = ";".join([*(rules[each] for each in classes if each in rules), told.get("style", "")])
    marks = [tag_mark, *(_MARKS_OF_CLASSES.get(each, "") for each in classes)]
    if _HIDDEN.search(style) or "hidden" in told or _has_no_size(name, told):
        marks.append("hidden")
    if _STRUCK.search(style):
        marks.append("struck")
    if told.get("showingplchdr"):
        marks.append("placeholder")
    if "mso-list:ignore" in style.lower().replace(" ", ""):
        marks.append("marker")
    if told.get("data-m") in ("equation", "equation_gone"):
        marks.append(told["data-m"])
    marks += _note_marks(told)
    if found := _LIST_STYLE.search(style):
        marks.append(f"list={found[1].lower()}")
    if font := told.get("face") or _font_in(style):
        marks.append(f"font={kind_of(font) or ''}")
    if name == "sup" or _RAISED.search(style):
        marks.append("raised")
    return " ".join(filter(None, marks)), told.get("alt", "")


def _font_in(style):
    found = _FONT.search(style)
    # “font: 7.0pt "Times New Roman"” tells the name last.
    return _SIZE.sub("", found[1]) if found else ""


def _has_no_size(name, told):
    # Not by its style: Google's rows are of no height and grow with their text.
    if name == "tr":
        return told.get("height") == "0"
    return name in ("col", "colgroup") and told.get("width") == "0"


def _note_marks(told):
    href = told.get("href", "")
    if "#" in href:
        address = href[href.rindex("#") :]
        if found := _NOTE_REF.search(address):
            yield f"ref={found[1]}"
        elif _NOTE_BACK.search(address):
            yield "note_sign"
        elif address.startswith("#_msocom_"):
            yield "comment"
    name = told.get("id", "")
    if found := _NOTE_BODY.match(name):
        yield f"body={found[1]}"
    if "mso-element:comment-list" in told.get("style", "").replace(" ", ""):
        yield "comment"


def _between(text, start, end):
    """The parts of a text from each `start` to the `end` behind it: (from, inside, to)."""
    at = 0
    while (begins := text.find(start, at)) >= 0 and (ends := text.find(end, begins)) >= 0:
        at = ends + len(end)
        yield begins, text[begins + len(start) : ends], at


def _rules_of(html):
    """{class: declarations} of the style sheets in an HTML text, those that may matter."""
    rules = {}
    for _, sheet, _ in _between(html, "<style", "</style"):
        for rule in sheet.split("}"):
            selectors, _, declared = rule.rpartition("{")
            if not _MATTERS.search(declared):
                continue
            for selector in selectors.rpartition("{")[2].split(","):
                name = (selector.split() or [""])[-1]
                _, dot, of_class = name.rpartition(".")
                if dot and of_class:
                    rules[of_class.lower()] = " ".join(declared.split())
    return rules


_TAGS = re.compile(r"<[^<>]*>")
# An equation of these alone reads as it is written; others stand above each other.
_STRUCTURED = re.compile(r"<m:(?:f|sSup|sSub|rad|nary|m|d|limLow|limUpp|eqArr|acc|bar|func)\b")


def _equations(html):
    """Word puts an equation into a comment, and a picture of it beside that."""
    start, end = "<!--[if gte msEquation 12]>", "<![endif]-->"
    if start not in html:
        return html
    pieces, at = [], 0
    for begins, inside, ends in _between(html, start, end):
        mark = "equation_gone" if _STRUCTURED.search(inside) else "equation"
        words = escape(unescape(_TAGS.sub("", inside)))
        pieces += [html[at:begins], f'<span data-m="{mark}">{words}</span>']
        at = ends
    html = "".join([*pieces, html[at:]])
    pieces, at = [], 0
    for begins, _, ends in _between(html, "<![if !msEquation]>", "<![endif]>"):
        pieces.append(html[at:begins])
        at = ends
    return "".join([*pieces, html[at:]])
