"""A font in the PDF whose character codes stand for letters as well as for glyphs.

WeasyPrint's codes are the glyph numbers of the font file, and each has one text. Here the same
glyph has a code for each text it shows, and several glyphs that one letter, or one inseparable
group of letters, is drawn with (কি, কো, র্ক) have a code together: it leads to a composite glyph,
added to the font file, that draws them all.
"""

import io
from struct import pack, pack_into, unpack, unpack_from

import pydyf
from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter
from fontTools.ttLib.tables._g_l_y_f import (
    ARG_1_AND_2_ARE_WORDS,
    ARGS_ARE_XY_VALUES,
    MORE_COMPONENTS,
)
from weasyprint.pdf import fonts

NOTDEF = 0  # the glyph for a sign that the font does not have
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
        if _is_plain(parts) or (parts and not self.can_code):
            glyph = parts[0][0]
            if glyph not in self.codes or not self.can_code:
                self.codes[glyph] = glyph
                if self.can_code or not self.to_unicode.get(glyph):
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
        parts = self.parts.get(code)
        if parts is None:
            return self._known(code)
        return parts[0][0] if _is_plain(parts) else self.composites[parts]

    def _known(self, glyph):
        """The glyph, or .notdef for a character that the font does not have."""
        return glyph if glyph < self.glyph_count else NOTDEF

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
        if NOTDEF in glyphs:
            self.missing.setdefault(NOTDEF, NOTDEF)  # or WeasyPrint does not keep its outline
        super().subset(dict.fromkeys(glyphs), hinting)

    def _add_composites(self, composed):
        """Add a glyph made of others to the font file for each of `composed`."""
        file = _GlyphFile(self.file_content)
        for parts in composed:
            self.composites[parts] = file.add(
                [(self._known(glyph), x, y) for glyph, x, y in parts],
                width=round(sum(self.widths[glyph] for glyph, _, _ in parts) * self.upem / 1000),
            )
        self.file_content = file.content()


class _GlyphFile:
    """A TrueType font file that composite glyphs can be added to (OpenType, glyf to maxp).

    Reads and writes only what changes: fontTools' own objects would take apart and put together
    each glyph of the file.
    """

    def __init__(self, content):
        file = SFNTReader(io.BytesIO(content))
        self.tables = {tag: bytearray(file[tag]) for tag in file.tables}
        self.version = file.sfntVersion
        (self.count,) = unpack_from(">H", self.tables["maxp"], 4)
        (long_places,) = unpack_from(">h", self.tables["head"], 50)
        places = unpack(f">{self.count + 1}{'L' if long_places else 'H'}", self.tables["loca"])
        self.places = [place if long_places else 2 * place for place in places]
        # All glyphs after those with metrics of their own have the last of these widths.
        (full,) = unpack_from(">H", self.tables["hhea"], 34)
        metrics, edges = self.tables["hmtx"][: 4 * full], self.tables["hmtx"][4 * full :]
        for at in range(0, 2 * (self.count - full), 2):
            metrics += metrics[4 * full - 4 : 4 * full - 2] + edges[at : at + 2]
        self.tables["hmtx"] = metrics
        self.most_components = 0

    def add(self, components, *, width):
        """Add a glyph of `components`, (glyph, x, y), and return its number."""
        outlines = self.tables["glyf"]
        drawn = []
        corners = []
        for glyph, x, y in components:
            place = self.places[glyph]
            if place < self.places[glyph + 1]:
                # A glyph begins with its number of contours and the box around it.
                left, low, right, high = unpack_from(">4h", outlines, place + 2)
                corners.append((x + left, y + low, x + right, y + high))
                drawn.append((glyph, x, y))
        left = 0
        if drawn:
            lefts, lows, rights, highs = zip(*corners, strict=True)
            left = min(lefts)
            outlines += pack(">5h", -1, left, min(lows), max(rights), max(highs))
            for more, component in zip(range(len(drawn) - 1, -1, -1), drawn, strict=True):
                flags = ARG_1_AND_2_ARE_WORDS | ARGS_ARE_XY_VALUES | (more and MORE_COMPONENTS)
                outlines += pack(">2H2h", flags, *component)
            outlines += bytes(-len(outlines) % 4)
        self.places.append(len(outlines))
        self.tables["hmtx"] += pack(">Hh", width, left)
        self.most_components = max(self.most_components, len(drawn))
        self.count += 1
        return self.count - 1

    def content(self):
        """The font file with what was added."""
        maxp = self.tables["maxp"]
        points, contours, composite_points, composite_contours = unpack_from(">4H", maxp, 6)
        (components, depth) = unpack_from(">2H", maxp, 28)
        most = self.most_components
        pack_into(">H", maxp, 4, self.count)
        pack_into(
            ">2H",
            maxp,
            10,
            min(most * max(points, composite_points), 0xFFFF),
            min(most * max(contours, composite_contours), 0xFFFF),
        )
        pack_into(">2H", maxp, 28, max(components, most), depth + 1)
        pack_into(">H", self.tables["hhea"], 34, self.count)
        pack_into(">h", self.tables["head"], 50, 1)
        self.tables["loca"] = pack(f">{self.count + 1}L", *self.places)
        with io.BytesIO() as content:
            file = SFNTWriter(content, len(self.tables), self.version)
            for tag, table in self.tables.items():
                file[tag] = bytes(table)
            file.close()
            return content.getvalue()


def _is_plain(parts):
    """Whether the parts are one glyph in its own place.

    ISO 19005-3, 6.2.11.8 and ISO 14289-1, 7.21.8: no text may show the glyph .notdef. What shows
    that a sign is missing is a composite of it.
    """
    return len(parts) == 1 and parts[0][1:] == (0, 0) and parts[0][0] != NOTDEF


def build_vector_font_dictionary(
    font_dictionary, pdf, font, widths, compress, reference, pdf_version
):
    """WeasyPrint's font dictionary, with a map from the character codes to the glyphs."""
    if widths is not font.widths:
        raise RuntimeError("Forms and unabridged fonts have no text layer.")
    font.missing.clear()  # or WeasyPrint writes an encoding, which some readers do not understand
    _stock_vector_font(font_dictionary, pdf, font, widths, compress, reference, pdf_version)
    if font.parts:
        glyphs = b"".join(font.glyph(code).to_bytes(2) for code in range(max(font.parts) + 1))
        mapping = pydyf.Stream([glyphs], compress=compress)
        pdf.add_object(mapping)
        (descendant,) = font_dictionary["DescendantFonts"]
        pdf.objects[int(descendant.split()[0])]["CIDToGIDMap"] = mapping.reference
