"""A font in the PDF whose character codes stand for letters as well as for glyphs.

WeasyPrint's codes are the glyph numbers of the font file, and each has one text. Here the same
glyph has a code for each text it shows, and several glyphs that one letter, or one inseparable
group of letters, is drawn with (কি, কো, র্ক) have a code together: it leads to a composite glyph,
added to the font file, that draws them all.
"""

import io

import pydyf
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import ARGS_ARE_XY_VALUES, Glyph, GlyphComponent
from weasyprint.pdf import fonts

# Above this many glyphs there might be no room for further codes.
_MOST_GLYPHS = 0x8000
# ISO 19005-3, 6.2.11.7.2 and ISO 14289-1, 7.21.7: each code shown has a text. Where WeasyPrint
# has none for a glyph that we left to it, this invisible character does no harm.
_NO_TEXT = "\u2060"

_stock_vector_font = fonts._build_vector_font_dictionary


class CodedFont(fonts.Font):
    """WeasyPrint's font with our codes.

    A code stands for (parts, text): parts are the glyphs it draws, each with its place relative to
    the code's own, (glyph, x, y) in units of the font file. The first text of a glyph that stands
    alone and in its place has the glyph's number for its code, so that what WeasyPrint draws by
    itself stays right; the other codes are counted on from the end of the font.
    """

    def __init__(self, *args):
        super().__init__(*args)
        # The CIDs of a CFF font are its glyph numbers, and it knows no composite glyphs.
        self.can_code = "glyf" in self.tables and self.glyph_count <= _MOST_GLYPHS
        self.words = {}  # how a word is written, kept by documents.textlayer
        self.codes = {}  # (parts, text) → code
        self.parts = {}  # code → parts, for the codes that are not glyph numbers
        self.composites = {}  # parts → number of the glyph that was added for them

    def code(self, parts, text):
        """The character code that draws `parts` and reads `text`."""
        code = self.codes.get((parts, text))
        if code is None:
            code = self.codes[parts, text] = self._new_code(parts, text)
        return code

    def _new_code(self, parts, text):
        if _is_plain(parts):
            glyph = parts[0][0]
            if glyph not in self.codes:
                self.codes[glyph] = glyph
                self.to_unicode[glyph] = text
                return glyph
        code = self._next_code()
        self.parts[code] = parts
        self.to_unicode[code] = text
        self.widths[code] = sum(self.widths[glyph] for glyph, _, _ in parts)
        return code

    def _next_code(self):
        return self.glyph_count + len(self.missing) + len(self.parts)

    def get_unused_glyph_id(self, codepoint):
        if codepoint not in self.missing:
            self.missing[codepoint] = self._next_code()
        return self.missing[codepoint]

    def glyph(self, code):
        """The number in the embedded font file of the glyph that a code draws."""
        parts = self.parts.get(code, ((code, 0, 0),))
        return self._known(parts[0][0]) if _is_plain(parts) else self.composites[parts]

    def _known(self, glyph):
        """The glyph, or .notdef for a character that the font does not have."""
        return glyph if glyph < self.glyph_count else 0

    def clean(self, to_unicode, hinting):
        for code, text in self.to_unicode.items():
            if not text:
                self.to_unicode[code] = _NO_TEXT
        super().clean(to_unicode, hinting)
        composed = {parts for parts in self.parts.values() if not _is_plain(parts)}
        if composed:
            self._add_composites(sorted(composed))

    def subset(self, to_unicode, hinting):
        glyphs = {
            self._known(glyph)
            for code in to_unicode
            for glyph, _, _ in self.parts.get(code, ((code, 0, 0),))
        }
        super().subset(dict.fromkeys(glyphs), hinting)

    def _add_composites(self, composed):
        """Add a glyph made of others to the font file for each of `composed`."""
        file = TTFont(
            io.BytesIO(self.file_content), lazy=True, recalcBBoxes=False, recalcTimestamp=False
        )
        names, glyphs, metrics = file.getGlyphOrder(), file["glyf"], file["hmtx"].metrics
        for parts in composed:
            composite = Glyph()
            composite.numberOfContours = -1 if parts else 0
            composite.components = []
            for glyph, x, y in parts:
                component = GlyphComponent()
                component.glyphName = names[self._known(glyph)]
                component.x, component.y, component.flags = x, y, ARGS_ARE_XY_VALUES
                composite.components.append(component)
            composite.recalcBounds(glyphs)
            name = f"composite{len(names)}"
            width = sum(self.widths[glyph] for glyph, _, _ in parts)
            metrics[name] = (round(width * self.upem / 1000), getattr(composite, "xMin", 0))
            glyphs.glyphs[name] = composite
            self.composites[parts] = len(names)
            names.append(name)
        glyphs.setGlyphOrder(names)
        file.setGlyphOrder(names)
        limits = file["maxp"]
        limits.numGlyphs = len(names)
        limits.maxComponentElements = max(limits.maxComponentElements, *map(len, composed))
        limits.maxComponentDepth += 1
        with io.BytesIO() as content:
            file.save(content, reorderTables=None)
            self.file_content = content.getvalue()


def _is_plain(parts):
    """Whether the parts are one glyph in its own place."""
    return len(parts) == 1 and parts[0][1:] == (0, 0)


def build_vector_font_dictionary(
    font_dictionary, pdf, font, widths, compress, reference, pdf_version
):
    """WeasyPrint's font dictionary, with a map from the character codes to the glyphs."""
    if widths is not font.widths:
        raise RuntimeError("Forms and unabridged fonts have no text layer.")
    _stock_vector_font(font_dictionary, pdf, font, widths, compress, reference, pdf_version)
    if font.parts:
        glyphs = b"".join(font.glyph(code).to_bytes(2) for code in range(max(font.parts) + 1))
        mapping = pydyf.Stream([glyphs], compress=compress)
        pdf.add_object(mapping)
        (descendant,) = font_dictionary["DescendantFonts"]
        pdf.objects[int(descendant.split()[0])]["CIDToGIDMap"] = mapping.reference
