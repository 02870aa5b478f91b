"""What a PDF says to everyone but the eye: search, copy and paste, a screen reader.

WeasyPrint keeps one text for each *glyph*, the first it meets. Bengali joins, splits and reorders
its letters, so the same glyph stands for other letters in the next word, and the words that come
back are not the words that went in. `install()` mends this at the place where the text is still
known, right after a line of text has been drawn:

1. each (glyph, text) pair has a character code of its own; a /CIDToGIDMap leads from the code to
   the glyph and /ToUnicode to the text. The letters of a cluster are shared out over its glyphs in
   the order they are read in, so that the codes of a line, one after the other, spell the line.
2. each word with Bengali letters stands in a /Span with its /ActualText, for the readers that look
   there first (ISO 32000-1, 14.9.4).
3. page margin boxes (page numbers, running heads, the draft mark) are artifacts, not content
   (ISO 14289-1, 7.8).

Where the glyphs stand is WeasyPrint's work alone: codes are exchanged one for one, and nothing is
moved. Emoji, bitmap fonts, right-to-left runs and shortened lines (ellipsis) are left as they are.
See docs/decisions/0002-text-layer.md.
"""

import inspect
import re
import sys
import unicodedata
from array import array

import pydyf
import weasyprint
from weasyprint import draw
from weasyprint.draw import text as draw_text
from weasyprint.formatting_structure.boxes import MarginBox
from weasyprint.pdf import fonts, stream, tags
from weasyprint.text.ffi import ffi, harfbuzz_subset, pango

WEASYPRINT_VERSION = "70.0"

_BENGALI = re.compile("[\u0980-\u09ff]")
_JOINERS = "\u200c\u200d"
_HIGHEST_CODE = 0xFFFF
_GLYPH_INFO = ffi.sizeof("PangoGlyphInfo") // 4  # 32-bit numbers, the glyph first
_SHOWN = re.compile(rb"([^<]*)(?:<([0-9a-f]*)>)?")  # in a TJ array: a move, then glyphs
# WeasyPrint's own, before they are replaced, and the parameters they are known to take.
_stock_draw_first_line = draw_text.draw_first_line
_stock_draw_stacking_context = draw.draw_stacking_context
_stock_build_box_tree = tags._build_box_tree
_stock_vector_font = fonts._build_vector_font_dictionary
_stock_add_font = stream.Stream.add_font
_SHAPES = {
    _stock_draw_first_line: "stream textbox text_overflow block_ellipsis matrix",
    _stock_draw_stacking_context: "stream stacking_context",
    _stock_build_box_tree: "box parent pdf page_number nums annotations tags",
    _stock_vector_font: "font_dictionary pdf font widths compress reference pdf_version",
    _stock_add_font: "self pango_font",
    fonts.Font.subset: "self to_unicode hinting",
    fonts.Font.get_unused_glyph_id: "self codepoint",
}


def install():
    """Give the PDFs of this process their text layer; RuntimeError on any other WeasyPrint."""
    if weasyprint.__version__ != WEASYPRINT_VERSION:
        raise RuntimeError(
            f"The text layer is written for WeasyPrint {WEASYPRINT_VERSION}, "
            f"not {weasyprint.__version__}."
        )
    for function, parameters in _SHAPES.items():
        if list(inspect.signature(function).parameters) != parameters.split():
            raise RuntimeError(f"This is not WeasyPrint's own {function.__qualname__}.")
    if not harfbuzz_subset:
        raise RuntimeError("The text layer needs HarfBuzz-Subset (libharfbuzz-subset0).")

    draw_text.draw_first_line = _draw_first_line
    draw.draw_stacking_context = _draw_stacking_context
    tags._build_box_tree = _build_box_tree
    fonts._build_vector_font_dictionary = _vector_font
    stream.Stream.add_font = _add_font
    stream.Font = CodedFont


class CodedFont(fonts.Font):
    """A font whose character codes stand for a glyph *and* the text it shows.

    The first text of a glyph has the glyph's own number for its code, so what WeasyPrint draws by
    itself stays right; the further texts have codes from the end of the font on.
    """

    def __init__(self, *args):
        super().__init__(*args)
        self.codes = {}  # (glyph, text) → code
        self.glyphs = {}  # code → glyph, where they differ
        # The CIDs of a CFF font are its glyph numbers: there is no map to put in between.
        self.one_text_each = "CFF " in self.tables or "CFF2" in self.tables

    def code(self, glyph, text):
        """The character code that shows `glyph` and reads `text`."""
        code = self.codes.get((glyph, text))
        if code is None:
            code = self.codes[glyph, text] = self._new_code(glyph, text)
        return code

    def _new_code(self, glyph, text):
        if (glyph, None) not in self.codes:
            self.codes[glyph, None] = glyph
            self.to_unicode[glyph] = text
            return glyph
        code = self._next_code()
        if self.one_text_each or code > _HIGHEST_CODE:
            return glyph
        self.glyphs[code] = glyph
        self.to_unicode[code] = text
        self.widths[code] = self.widths[glyph]
        return code

    def _next_code(self):
        return self.glyph_count + len(self.missing) + len(self.glyphs)

    def get_unused_glyph_id(self, codepoint):
        if codepoint not in self.missing:
            self.missing[codepoint] = min(self._next_code(), _HIGHEST_CODE)
        return self.missing[codepoint]

    def glyph(self, code):
        """The glyph behind a code; 0 (.notdef) for a character the font does not have."""
        glyph = self.glyphs.get(code, code)
        return glyph if glyph < self.glyph_count else 0

    def subset(self, to_unicode, hinting):
        super().subset({self.glyph(code): text for code, text in to_unicode.items()}, hinting)


def _add_font(stream, pango_font):
    """One font object for one name in the PDF: codes may not be handed out twice."""
    font, size = _stock_add_font(stream, pango_font)
    for key, known in stream._fonts.items():
        if known.hash == font.hash:
            stream._fonts[key] = known
            return known, size
    return font, size


def _vector_font(font_dictionary, pdf, font, widths, compress, reference, pdf_version):
    """Map the character codes to the glyphs."""
    if widths is not font.widths:
        raise RuntimeError("Forms and unabridged fonts have no text layer.")
    _stock_vector_font(font_dictionary, pdf, font, widths, compress, reference, pdf_version)
    if font.glyphs:
        glyphs = b"".join(font.glyph(code).to_bytes(2) for code in range(max(widths) + 1))
        mapping = pydyf.Stream([glyphs], compress=compress)
        pdf.add_object(mapping)
        (descendant,) = font_dictionary["DescendantFonts"]
        pdf.objects[int(descendant.split()[0])]["CIDToGIDMap"] = mapping.reference


def _draw_stacking_context(stream, stacking_context):
    """Draw a page margin box as an artifact: with the tags put aside nothing in it is tagged."""
    if stream._tags is None or not isinstance(stacking_context.box, MarginBox):
        return _stock_draw_stacking_context(stream, stacking_context)
    stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination"}))
    put_aside, stream._tags = stream._tags, None
    _stock_draw_stacking_context(stream, stacking_context)
    stream._tags = put_aside
    stream.end_marked_content()


def _build_box_tree(box, *args):
    """The structure elements of a box; a page margin box has none."""
    return () if isinstance(box, MarginBox) else _stock_build_box_tree(box, *args)


def _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix):
    """Draw a line of text, then exchange its character codes and mark its words."""
    start = len(stream.stream)
    emojis = _stock_draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    operators = stream.stream[start:]
    if operators and text_overflow != "ellipsis" and block_ellipsis == "none":
        line = _read_line(stream, textbox.pango_layout)
        if line:
            stream.stream[start:] = _rewrite(operators, *line)
    return emojis


def _read_line(stream, layout):
    """The line's glyphs and their codes in hexadecimal digits, and the marks to put between them.

    A mark is (number of digits before it, operator). None for a line with a bitmap font.
    """
    text = layout.text.encode()
    glyphs, codes, marks = array("H"), array("H"), []
    first_line, _ = layout.get_first_line()
    run = first_line.runs[0]
    while run != ffi.NULL:
        item, shaped = run.data.item, run.data.glyphs
        run = run.next
        font, _ = stream.add_font(item.analysis.font)
        if font.bitmap:
            return None
        leave = item.analysis.level % 2 or font.png or font.svg or font.colr
        for word in _words(item, shaped, text, font):
            shown = [glyph for cluster, _ in word for glyph in cluster]
            glyphs.extend(shown)
            if leave:
                codes.extend(shown)
                continue
            letters = "".join(letters for _, letters in word)
            marked = _BENGALI.search(letters)
            if marked:
                span = f"/Span <</ActualText <feff{letters.encode('utf-16-be').hex()}>>> BDC"
                marks.append((4 * len(codes), span.encode()))
            codes.extend(font.code(glyph, letters) for glyph, letters in _share_out(word))
            if marked:
                marks.append((4 * len(codes), b"EMC"))
    return _hexadecimal(glyphs), _hexadecimal(codes), marks


def _hexadecimal(numbers):
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers.tobytes().hex().encode()


def _words(item, shaped, text, font):
    """The words of a run and the spaces between them: lists of clusters (glyphs, letters)."""
    count = shaped.num_glyphs
    glyphs = memoryview(ffi.buffer(shaped.glyphs, count * _GLYPH_INFO * 4)).cast("I")
    glyphs = glyphs[::_GLYPH_INFO].tolist()
    starts = ffi.unpack(shaped.log_clusters, count)
    word = []
    first = 0
    while first < count:
        after = first + 1
        while after < count and starts[after] == starts[first]:
            after += 1
        end = starts[after] if after < count else item.length
        letters = text[item.offset + starts[first] : item.offset + end].decode()
        cluster = []
        for glyph in glyphs[first:after]:
            if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                cluster.append(font.get_unused_glyph_id(glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG))
            elif glyph != pango.PANGO_GLYPH_EMPTY:
                cluster.append(glyph)
        first = after
        if letters.isspace():
            yield word
            yield [(cluster, letters)]
            word = []
        elif cluster:
            word.append((cluster, letters))
        else:
            # Nothing is drawn: of the invisible characters only the joiners are letters.
            word.append((cluster, "".join(letter for letter in letters if letter in _JOINERS)))
    yield word


def _share_out(word):
    """(glyph, text) for each glyph of a word; the texts, one after the other, spell the word."""
    pairs = []
    glyphs, letters = [], ""
    for more_glyphs, more_letters in word:
        glyphs = glyphs + more_glyphs
        letters += more_letters
        if len(glyphs) > len(letters):
            # One vowel sign drawn around a consonant, in two halves.
            letters = unicodedata.normalize("NFD", letters)
        if 0 < len(glyphs) <= len(letters):
            last = len(glyphs) - 1
            pairs.extend(zip(glyphs, [*letters[:last], letters[last:]], strict=True))
            glyphs, letters = [], ""
    if glyphs:
        pairs.extend(zip(glyphs, letters.ljust(len(glyphs), _JOINERS[0]), strict=True))
    elif letters and pairs:
        glyph, text = pairs.pop()
        pairs.append((glyph, text + letters))
    return pairs


def _rewrite(operators, glyphs, codes, marks):
    """The operators of a line with `codes` in the place of `glyphs`, and the marks among them."""
    rewritten = []
    marks = iter([*marks, (len(codes) + 1, None)])
    mark_at, mark = next(marks)
    at = 0
    for operator in operators:
        if not operator.endswith(b"] TJ"):
            rewritten.append(operator)
            continue
        row = []
        for move, digits in _SHOWN.findall(operator[1:-4]):
            if move and move != b"0":
                row.append(move + b" ")
            end = at + len(digits)
            if digits != glyphs[at:end]:
                raise RuntimeError("WeasyPrint draws other glyphs than Pango has laid out.")
            while at < end:
                while mark_at == at:
                    if row:
                        rewritten.append(_show(row))
                        row = []
                    rewritten.append(mark)
                    mark_at, mark = next(marks)
                upto = min(end, mark_at)
                row.append(b"<" + codes[at:upto] + b">")
                at = upto
        if row:
            rewritten.append(_show(row))
    while mark:
        rewritten.append(mark)
        mark_at, mark = next(marks)
    return rewritten


def _show(row):
    return b"[" + b"".join(row).replace(b"><", b"") + b"] TJ"
