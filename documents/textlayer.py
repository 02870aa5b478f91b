"""What a PDF says to everyone but the eye: search, copy and paste, a screen reader.

WeasyPrint keeps one text for each *glyph*, the first it meets. Bengali joins, splits and reorders
its letters, so the same glyph stands for other letters in the next word, and the words that come
back are not the words that went in. `install()` mends this at the one place where the text is
still known, right after a line of text has been drawn:

1. each letter, or inseparable group of letters, of a word has one character code, which leads to
   its glyphs and to its text (documents.codedfont). The codes of a line, one after the other,
   spell the line.
2. each word with Bengali letters stands in a /Span with its /ActualText, for the readers that look
   there first (ISO 32000-1, 14.9.4).

Where the glyphs stand on the page is WeasyPrint's work alone. Emoji, bitmap and CFF fonts,
right-to-left runs and shortened lines (ellipsis) keep its codes.
See docs/decisions/0002-text-layer.md.
"""

import inspect
import re
import unicodedata
from itertools import groupby, pairwise
from operator import itemgetter

import weasyprint
from weasyprint import draw
from weasyprint.draw import text as draw_text
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import fonts, stream
from weasyprint.text.ffi import ffi, harfbuzz_subset, pango

from documents import codedfont, structure

WEASYPRINT_VERSION = "70.0"

_BENGALI = re.compile("[\u0980-\u09ff]")
_NONSPACING = re.compile("[\u0981\u09bc\u09c1-\u09c4\u09cd\u09e2\u09e3\u09fe]")
_JOINERS = "\u200c\u200d"
_ZERO_WIDTH_SPACE = "\u200b"
_GAP = 50  # thousandths of an em; a wider move inside a word reads as a space to some
_GLYPH_INFO = ffi.sizeof("PangoGlyphInfo") // 4  # 32-bit numbers, the glyph first
_SHOWN = re.compile(rb"([^<]*)(?:<([0-9a-f]*)>)?")  # in a TJ array: a move, then glyphs

_stock_draw_first_line = draw_text.draw_first_line
_stock_draw_inline_level = draw.draw_inline_level
_stock_add_font = stream.Stream.add_font
_SHAPES = {
    _stock_draw_first_line: "stream textbox text_overflow block_ellipsis matrix",
    _stock_draw_inline_level: "stream page box offset_x text_overflow block_ellipsis",
    _stock_add_font: "self pango_font",
    fonts._build_vector_font_dictionary: (
        "font_dictionary pdf font widths compress reference pdf_version"
    ),
    fonts.Font.__init__: "self pango_font description font_size",
    fonts.Font.clean: "self to_unicode hinting",
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
    for function, parameters in (_SHAPES | structure.SHAPES).items():
        if list(inspect.signature(function).parameters) != parameters.split():
            raise RuntimeError(f"This is not WeasyPrint's own {function.__qualname__}.")
    if not harfbuzz_subset:
        raise RuntimeError("The text layer needs HarfBuzz-Subset (libharfbuzz-subset0).")

    draw.draw_inline_level = _draw_inline_level
    draw_text.draw_first_line = _draw_first_line
    stream.Stream.add_font = _add_font
    stream.Font = codedfont.CodedFont
    fonts._build_vector_font_dictionary = codedfont.build_vector_font_dictionary
    structure.install()


def _add_font(stream, pango_font):
    """One font object for one name in the PDF: no code may be given out twice."""
    font, size = _stock_add_font(stream, pango_font)
    for key, known in stream._fonts.items():
        if known.hash == font.hash:
            stream._fonts[key] = known
            return known, size
    return font, size


def _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix):
    """Draw a line of text, then write it down again with our codes and marks."""
    start = len(stream.stream)
    emojis = _stock_draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    operators = stream.stream[start:]
    if operators and text_overflow != "ellipsis" and block_ellipsis == "none":
        runs = list(_runs(stream, textbox.pango_layout))
        if not any(font.bitmap for _, _, font, _ in runs):
            stream.stream[start:] = _rewritten(
                operators,
                runs,
                textbox.pango_layout.text,
                ends_line=textbox is getattr(stream, "last_of_line", None),
            )
    return emojis


def _draw_inline_level(stream, page, box, *args, **options):
    """Draw a line box, or a box in it, and know which text comes last in the line."""
    if isinstance(box, boxes.LineBox):
        last = box
        while getattr(last, "children", None):
            last = last.children[-1]
        stream.last_of_line = last
    return _stock_draw_inline_level(stream, page, box, *args, **options)


def _runs(stream, layout):
    """(item, glyphs, font, font size) of each run of the line."""
    first_line, _ = layout.get_first_line()
    run = first_line.runs[0]
    while run != ffi.NULL:
        yield (run.data.item, run.data.glyphs, *stream.add_font(run.data.item.analysis.font))
        run = run.next


def _rewritten(operators, runs, text, *, ends_line):
    """The operators of a line, with our codes for WeasyPrint's and words marked where it helps."""
    drawn, rest = _drawn(operators)
    words = list(_words(runs, text.encode()))
    line = _Line()
    at = 0
    for position, (clusters, font, size) in enumerate(words, start=1):
        word = "".join(letters for _, letters in clusters)
        groups = []
        for count, letters in clusters:
            glyphs = drawn[at : at + count]
            at += count
            if groups and _is_displaced_mark(glyphs, letters, after=groups[-1][0]):
                last_glyphs, last_letters = groups.pop()
                glyphs, letters = last_glyphs + glyphs, last_letters + letters
            groups.append((glyphs, letters))
        actual = None
        if ends_line and position == len(words) and word.endswith("-"):
            # poppler takes a hyphen at the end of a line for its own, and drops it.
            actual = word + _ZERO_WIDTH_SPACE
        elif _BENGALI.search(word) and not (font.can_code and _stand_in_line(groups)):
            actual = word
        if actual:
            line.begin_span(actual)
        for index, (glyphs, letters) in enumerate(groups):
            if letters and font.can_code:
                line.show_letters(glyphs, letters, font, size, first=not index)
            else:
                line.show_glyphs(glyphs)
        if actual:
            line.end_span()
    if at != len(drawn):
        raise RuntimeError("WeasyPrint draws other glyphs than Pango has laid out.")
    line.go_to(*rest)
    line.break_row()
    return line.operators


def _drawn(operators):
    """What the operators draw: (glyph, move, rise, operators before it), and what comes after.

    Moves to the left are in thousandths of an em, rises in the unit of the font size.
    """
    drawn = []
    move, rise, before = 0.0, 0.0, []
    for operator in operators:
        if operator.endswith(b"] TJ"):
            for number, digits in _SHOWN.findall(operator[1:-4]):
                if number:
                    move += float(number)
                for at in range(0, len(digits), 4):
                    drawn.append((int(digits[at : at + 4], 16), move, rise, before))
                    move, before = 0.0, []
        elif operator.endswith(b" Ts"):
            rise = float(operator[:-3])
        else:
            before.append(operator)
    return drawn, (move, rise, before)


def _words(runs, text):
    """The words of a line and the spaces between them: (clusters, font, font size).

    A cluster is (number of glyphs drawn, letters): what HarfBuzz could not take apart. The glyphs
    of a run that is left to WeasyPrint are one cluster without letters.
    """
    for item, shaped, font, size in runs:
        count = shaped.num_glyphs
        glyphs = memoryview(ffi.buffer(shaped.glyphs, count * _GLYPH_INFO * 4)).cast("I")
        drawn = [glyph != pango.PANGO_GLYPH_EMPTY for glyph in glyphs[::_GLYPH_INFO].tolist()]
        if item.analysis.level % 2 or font.png or font.svg or font.colr:
            yield [(sum(drawn), "")], font, size
            continue
        starts = [*ffi.unpack(shaped.log_clusters, count), item.length]
        word = []
        first = 0
        while first < count:
            after = first + 1
            while starts[after] == starts[first]:
                after += 1
            shown = sum(drawn[first:after])
            letters = text[item.offset + starts[first] : item.offset + starts[after]].decode()
            if letters.isspace():
                if word:
                    yield word, font, size
                yield [(shown, letters)], font, size
                word = []
            elif shown:
                word.append((shown, letters))
            else:
                # Of what is not drawn, only the joiners are letters.
                word.append((0, "".join(letter for letter in letters if letter in _JOINERS)))
            first = after
        if word:
            yield word, font, size


def _is_displaced_mark(glyphs, letters, after):
    """Whether a cluster is a mark that is raised or moved out of the line, or is not drawn."""
    if not glyphs:
        return True
    displaced = glyphs[0][2] or abs(_way(after, glyphs)) > _GAP
    return displaced and unicodedata.category(letters[0]).startswith("M")


def _stand_in_line(groups):
    """Whether a reader that goes by the places on the page takes the groups for one word."""
    return not any(rise for glyphs, _ in groups for _, _, rise, _ in glyphs) and all(
        abs(_way(last, glyphs)) <= _GAP for (last, _), (glyphs, _) in pairwise(groups)
    )


def _way(last, glyphs):
    """The move from one group of glyphs to the next, in thousandths of an em to the left."""
    return glyphs[0][1] + sum(move for _, move, _, _ in last[1:]) if glyphs else 0


class _Line:
    """Writes the operators of one line of text."""

    def __init__(self):
        self.operators = []
        self.row = []  # of the next TJ operator
        self.move = 0.0  # still to be made, in thousandths of an em to the left
        self.rise = 0.0
        self.span = None  # to be begun before the next glyph

    def go_to(self, move, rise, before):
        """Move on by `move`, to the height `rise`; `before` are operators that come first."""
        for operator in before:
            self.add(operator)
        if rise != self.rise:
            self.add(b"%g Ts" % rise)
            self.rise = rise
        self.move += move
        whole = round(self.move)
        if whole:
            self.row.append(f"{whole} ")
            self.move -= whole
        if self.span:
            self.add(self.span)
            self.span = None

    def show_glyphs(self, glyphs):
        """Show glyphs with WeasyPrint's codes for them."""
        for glyph, *place in glyphs:
            self.go_to(*place)
            self.row.append(f"<{glyph:04x}>")

    def show_letters(self, glyphs, letters, font, size, *, first):
        """Show letters with our codes: one for all, or one for each height they are drawn at.

        Renderers round heights to whole pixels: a raised mark inside a composite glyph would be
        seen to move.
        """
        pieces = [list(piece) for _, piece in groupby(glyphs, key=itemgetter(2))]
        if len(pieces) > len(letters):
            pieces = [glyphs]
        last = len(pieces) - 1
        # Moves inside the group become part of its codes, and are made up for after it.
        moved = 0
        for index, piece in enumerate(pieces):
            _, move, height, before = piece[0]
            self.go_to(0 if index else move, height, before)
            x, parts = 0, []
            for glyph, move, rise, _ in piece:
                if index or parts:
                    moved += move
                place = (x - moved) / 1000, (rise - height) / size
                parts.append((glyph, *(round(part * font.upem) for part in place)))
                x += font.widths[glyph]
            text = letters[index] if index < last else letters[index:]
            mark = first and not index and _NONSPACING.search(text, 1)
            if mark:
                # pdf.js, the viewer in Firefox, takes a code with a mark for one without width; at
                # the start of a word it then loses its place and reads a space into the word.
                self.row.append(f"<{font.code(tuple(parts), text[: mark.start()]):04x}>")
                parts, text = (), text[mark.start() :]
            self.row.append(f"<{font.code(tuple(parts), text):04x}>")
        self.move += moved

    def begin_span(self, text):
        """Begin a stretch that reads `text`, right before the next glyph."""
        self.span = f"/Span <</ActualText <feff{text.encode('utf-16-be').hex()}>>> BDC"

    def end_span(self):
        if self.span:
            self.span = None  # nothing was drawn in it
        else:
            self.add("EMC")

    def add(self, operator):
        """Add an operator that is not part of the row being shown."""
        self.break_row()
        self.operators.append(operator)

    def break_row(self):
        if self.row:
            row = "".join(self.row).replace("><", "")
            self.operators.append(f"[{row}] TJ".encode())
            self.row.clear()
