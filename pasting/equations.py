"""An equation of Word (OMML) as one line of text: (ক + খ)/২, x^2, √(২)."""


def name_of(element):
    return element.tag.rpartition("}")[2]


def linear(element):
    """An element of an equation and all in it, as text."""
    write = _WRITTEN.get(name_of(element))
    return write(element) if write else _inside(element)


def _inside(element):
    return "".join(map(linear, element))


def _part(element, name):
    return "".join(linear(child) for child in element if name_of(child) == name)


def _one(text):
    """A part of an equation that reads as one thing."""
    return text if text.isalnum() or len(text) < 2 else f"({text})"


def _sign(element, properties, name, otherwise):
    for child in element:
        if name_of(child) == properties:
            for each in child:
                if name_of(each) == name:
                    return next(iter(each.attrib.values()), "")
    return otherwise


def _fraction(element):
    return f"{_one(_part(element, 'num'))}/{_one(_part(element, 'den'))}"


def _scripts(element):
    text = _part(element, "e") if name_of(element) != "sPre" else ""
    for name, sign in (("sub", "_"), ("sup", "^"), ("lim", "_")):
        if said := _part(element, name):
            text += sign + _one(said)
    return text if name_of(element) != "sPre" else text + _part(element, "e")


def _root(element):
    return f"{_part(element, 'deg')}√{_one(_part(element, 'e'))}"


def _sum(element):
    text = _sign(element, "naryPr", "chr", "∫")
    for name, sign in (("sub", "_"), ("sup", "^")):
        if said := _part(element, name):
            text += sign + _one(said)
    return f"{text} {_part(element, 'e')}"


def _brackets(element):
    parts = [linear(child) for child in element if name_of(child) == "e"]
    between = _sign(element, "dPr", "sepChr", "|")
    begins, ends = _sign(element, "dPr", "begChr", "("), _sign(element, "dPr", "endChr", ")")
    return begins + between.join(parts) + ends


def _matrix(element):
    rows = [
        ", ".join(linear(cell) for cell in row if name_of(cell) == "e")
        for row in element
        if name_of(row) == "mr"
    ]
    return f"[{'; '.join(rows)}]"


def _lines(element):
    return "; ".join(linear(child) for child in element if name_of(child) == "e")


_WRITTEN = {
    "t": lambda element: element.text or "",
    "f": _fraction,
    "rad": _root,
    "nary": _sum,
    "d": _brackets,
    "m": _matrix,
    "eqArr": _lines,
    "func": lambda element: f"{_part(element, 'fName')} {_part(element, 'e')}",
    **dict.fromkeys(("sSup", "sSub", "sSubSup", "sPre", "limLow", "limUpp"), _scripts),
}
