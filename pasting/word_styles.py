"""What the parts beside a .docx's text say of it: styles, lists. Read from checked XML."""

from bangla.bijoy import from_bijoy
from pasting.cells import number_in
from pasting.equations import name_of
from pasting.fonts import kind_of

LEVELS = 9
LONGEST_MARKER = 40


def value_of(element, name="val"):
    """An attribute by its name, in whatever namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return None


def child_of(element, *names):
    """The element at the end of a path of names, or None."""
    for name in names:
        if element is None:
            return None
        element = next((each for each in element if name_of(each) == name), None)
    return element


def is_on(element):
    """Whether a switch of Word's is on."""
    return value_of(element) not in ("0", "false", "off")


def number_told(element, *names):
    found = child_of(element, *names)
    told = value_of(found) if found is not None else None
    return int(told) if told and told.lstrip("-").isdecimal() and len(told) < 7 else None


def run_properties(properties):
    """{"font", "hidden", "raised", "struck"} as far as an rPr says."""
    told = {}
    for each in () if properties is None else properties:
        name = name_of(each)
        if name == "rFonts":
            font = value_of(each, "ascii") or value_of(each, "hAnsi")
            if font:
                told["font"] = font
        elif name in ("vanish", "specVanish"):
            told["hidden"] = is_on(each)
        elif name == "vertAlign":
            told["raised"] = value_of(each) == "superscript"
        elif name in ("strike", "dstrike"):
            told["struck"] = told.get("struck") or is_on(each)
    return told


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root=None):
        self._elements, self._known, self.default = {}, {}, None
        self.base = {}
        for each in () if root is None else root:
            if name_of(each) == "docDefaults":
                self.base = run_properties(child_of(each, "rPrDefault", "rPr"))
            elif name_of(each) == "style":
                self._elements[value_of(each, "styleId")] = each
                is_default = value_of(each, "default") in ("1", "true", "on")
                if is_default and value_of(each, "type") == "paragraph":
                    self.default = value_of(each, "styleId")

    def of(self, style, seen=()):
        """What a style says of its runs, and its list under "list": (number, level)."""
        element = self._elements.get(style)
        if element is None or style in seen or len(seen) > 50:
            return {}
        if style not in self._known:
            below = child_of(element, "basedOn")
            told = dict(self.of(value_of(below), (*seen, style)) if below is not None else {})
            told |= run_properties(child_of(element, "rPr"))
            numbers = child_of(element, "pPr", "numPr")
            if numbers is not None:
                told["list"] = (
                    number_told(numbers, "numId"), number_told(numbers, "ilvl"), style,
                )  # fmt: skip
            name = child_of(element, "name")
            if name is not None and (value_of(name) or "").lower() == "placeholder text":
                told["placeholder"] = True
            self._known[style] = told
        return self._known[style]


class Numbering:
    """The lists of a document, counted as its paragraphs come."""

    def __init__(self, root, styles):
        self._styles = styles
        self._abstract, self._numbers = {}, {}
        self._counts, self._begun = {}, set()
        for each in () if root is None else root:
            if name_of(each) == "abstractNum":
                self._abstract[value_of(each, "abstractNumId")] = each
            elif name_of(each) == "num":
                self._numbers[number_of(each)] = each

    def marker(self, number, level, style=None):
        """The number or bullet of the next paragraph of a list, "" where it draws none."""
        found = self._numbers.get(number)
        if found is None:
            return ""
        key, levels = self._levels_of(found)
        if level is None:
            level = next((at for at, each in levels.items() if _style_of(each) == style), 0)
        level = min(max(level, 0), LEVELS - 1)
        counts = self._counts.setdefault(key, {})
        self._begin(found, number, counts)
        start = number_told(levels[level], "start") if level in levels else 1
        counts[level] = counts[level] + 1 if level in counts else 1 if start is None else start
        for deeper in range(level + 1, LEVELS):
            if deeper in counts and number_told(levels.get(deeper, ()), "lvlRestart") != 0:
                del counts[deeper]
        return self._drawn(levels, level, counts)

    def _begin(self, found, number, counts):
        """The first paragraph of a list that says where it starts begins there anew."""
        if number in self._begun:
            return
        self._begun.add(number)
        for override in found:
            start = number_told(override, "startOverride")
            level = value_of(override, "ilvl") if name_of(override) == "lvlOverride" else None
            if start is not None and level and level.isdecimal():
                counts[int(level)] = start - 1

    def _levels_of(self, found, depth=0):
        """(what its paragraphs are counted under, {level: its element})."""
        reference = child_of(found, "abstractNumId")
        key = value_of(reference) if reference is not None else None
        abstract = self._abstract.get(key)
        link = child_of(abstract, "numStyleLink") if abstract is not None else None
        if link is not None and depth < 5:
            linked = self._numbers.get((self._styles.of(value_of(link)).get("list") or [None])[0])
            if linked is not None:
                return self._levels_of(linked, depth + 1)
        levels = {}
        for each in [*(abstract if abstract is not None else ()), *_own_levels(found)]:
            at = value_of(each, "ilvl")
            if name_of(each) == "lvl" and at and at.isdecimal():
                levels[int(at)] = each
        return key, levels

    def _drawn(self, levels, level, counts):
        element = levels.get(level)
        if element is None:
            return ""
        pattern = child_of(element, "lvlText")
        text = (value_of(pattern) or "") if pattern is not None else ""
        if _format_of(element)[0] == "bullet":
            sign = text.strip()
            return "–" if sign in ("-", "–", "—") else "•" if sign else ""
        is_legal = child_of(element, "isLgl") is not None and is_on(child_of(element, "isLgl"))
        for at in range(LEVELS):
            if f"%{at + 1}" not in text:
                continue
            shown, sample = _format_of(levels[at]) if at in levels else ("decimal", "")
            count = counts.get(at)
            if count is None:
                count = number_told(levels[at], "start") if at in levels else 1
            style = "decimal" if is_legal and shown != "none" else shown
            told = "" if style == "none" else number_in(style, 1 if count is None else count)
            width = len(sample) if sample.isdecimal() else 0
            text = text.replace(f"%{at + 1}", told.zfill(width) if told.isdecimal() else told)
        if kind_of(run_properties(child_of(element, "rPr")).get("font")) == "bijoy":
            text = from_bijoy(text, force=True)
        return text.strip()[:LONGEST_MARKER]


def number_of(element):
    told = value_of(element, "numId") or ""
    return int(told) if told.isdecimal() and len(told) < 10 else None


def _own_levels(found):
    """The levels that a list draws in its own way."""
    return [
        level
        for override in found
        if name_of(override) == "lvlOverride"
        for level in override
        if name_of(level) == "lvl"
    ]


def _style_of(level):
    found = child_of(level, "pStyle")
    return value_of(found) if found is not None else None


def _format_of(level):
    """(the name of a level's numbers, their first as the writer gave it: 001)."""
    found = child_of(level, "numFmt")
    if found is None:
        chosen = child_of(level, "AlternateContent", "Choice", "numFmt")
        found = (
            chosen
            if chosen is not None
            else child_of(level, "AlternateContent", "Fallback", "numFmt")
        )
    if found is None:
        return "decimal", ""
    sample = (value_of(found, "format") or "").partition(",")[0].strip()
    return value_of(found) or "decimal", sample
