"""What a font makes of its letters: Bijoy that is Bengali, and symbol fonts whose letters are signs.

Both are told by the font's name alone; the text of such a run says something else than it shows.
"""

import re

from bangla.bijoy import from_bijoy

# Fonts drawn on Bijoy's codes by their names, without spaces; those that end in OMJ hold Unicode.
BIJOY = r"(?:sutonny(?!omj|unibangla)[a-z]*|[a-z]*(?<!o)mj|[a-z]+ansi|boishakhi?[a-z]*)"
SYMBOLS = r"(?:wingdings[23]?|webdings|symbol|zapfdingbats|opensymbol|starsymbol|monotypesorts)"
_BIJOY, _SYMBOLS = re.compile(BIJOY), re.compile(SYMBOLS)
# For the browser, which sends the fonts that matter and no others.
FONTS_THAT_MATTER = rf"^(?:{BIJOY}|{SYMBOLS})"

# What `in_text` takes for a font of its own: what stands raised in the line.
RAISED = "raised"

# Signs that mean something in the middle of a sentence, too.
_SIGNS = {
    "wingdings": dict(zip("üûàßáâèçéênluqo¨þýxF*(JÄ", "✓✗→←↑↓→←↑↓■•◆☐☐☐☑☒☒☞✉☎☺↔", strict=True)),
    "wingdings2": dict(zip("POR£*S", "✓✗☑☐☐☒", strict=True)),
    "wingdings3": dict(zip("gfhi}|", "→←↑↓▶◀", strict=True)),
    "webdings": dict(zip("a r`4c", "✓ ✗❘▶☐", strict=True)),
    "symbol": dict(zip("®¬­¯´¸£³±°¥·¹»@Åµabgdpmqlstw DSWPF", "→←↑↓×÷≤≥±°∞•≠≈≅⊕∝αβγδπμθλστω ΔΣΩΠΦ", strict=True)),
}  # fmt: skip
# At the beginning of a paragraph these are no bullets.
_TICKS = "☑☒"
_PLAIN_IN_SYMBOL = re.compile(r"[0-9\s()\[\]{}+=<>.,:;/%!?|-]")


def kind_of(name):
    """ "bijoy", the name of a symbol font, or None: what a font makes of its letters."""
    name = re.sub(r"[\s\"'_-]+", "", str(name or "").split(",")[0]).lower()
    if not name:
        return None
    if found := _SYMBOLS.match(name):
        return found[0]
    name = re.sub("(?:bold|italic|regular|normal)+$", "", name)
    return "bijoy" if _BIJOY.fullmatch(name) else None


def in_text(runs, tell):
    """The text of a paragraph's runs, each (text, kind of its font). What is not taken over as it
    stands is told by `tell(kind, text, added)`."""
    joined = []
    for text, kind in runs:
        if joined and (joined[-1][1] == kind or not text.strip()):
            joined[-1][0] += text
        else:
            joined.append([text, kind])
    told = ""
    for text, kind in joined:
        if kind == "bijoy":
            told += _from_bijoy(text, tell)
        elif kind == RAISED:
            told += _power(text, tell)
        elif kind:
            told += _signs(text, kind, not told.strip(), tell)
        else:
            told += _private(text, not told.strip(), tell)
    return told


def _power(text, tell):
    """Raised digits, which would be read as part of the number before them: m², 10^6."""
    digits = text.strip()
    if not digits.isdecimal():
        return text
    shown = {"2": "²", "3": "³"}.get(digits, f"^{digits}")
    tell("changed", digits, shown)
    return text.replace(digits, shown)


def _from_bijoy(text, tell):
    changed = from_bijoy(text, force=True)
    if changed != text:
        tell("bijoy", text, changed)
    return changed


def _signs(text, kind, is_first, tell):
    """The signs that letters of a symbol font show; a lone one before a paragraph is its bullet."""
    said = ""
    for char in text:
        code = ord(char)
        letter = chr(code - 0xF000) if 0xF000 <= code <= 0xF0FF else char
        sign = _SIGNS.get(kind, _SIGNS["wingdings"]).get(letter)
        if letter.isspace() or letter == "\v":
            said += letter
        elif is_first and not said.strip() and sign not in _TICKS_OR_NONE:
            tell("bullet", char, "")
            said += "•"
        elif (kind == "symbol" and _PLAIN_IN_SYMBOL.match(letter)) or ord(letter) > 0x2000:
            said += letter
        elif sign:
            tell("changed", char, sign)
            said += sign
        else:
            tell("sign", char, "")
    return said


_TICKS_OR_NONE = set(_TICKS)
_PRIVATE = re.compile("[\uf020-\uf0ff]")


def _private(text, is_first, tell):
    """Signs of a symbol font that lost its name; what they showed is known at a beginning only."""

    def sign(found):
        if is_first and not text[: found.start()].strip():
            tell("bullet", found[0], "")
            return "•"
        if known := _SIGNS["wingdings"].get(chr(ord(found[0]) - 0xF000)):
            tell("changed", found[0], known)
            return known
        tell("sign", f"U+{ord(found[0]):04X}", "")
        return ""

    return _PRIVATE.sub(sign, text)
