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
import struct
import unicodedata
from binascii import unhexlify
from bisect import bisect_left
from collections import Counter
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
_SPACE = re.compile(rb"[ \t]|\xc2\xa0|\xe2\x80[\x80-\x8a\xaf]|\xe3\x80\x80")
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
            words = list(_words(runs, textbox.pango_layout.text.encode()))
            ends_line = textbox is getattr(stream, "last_of_line", None)
            stream.stream[start:] = _rewritten(operators, words, ends_line=ends_line)
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


def _words(runs, text):
    """The words of a line and the spaces between them: (letters, clusters, shown, font, size).

    For each glyph of the word, `clusters` has the place in the word of the first byte of the
    letters it was made from, and `shown` tells whether it is drawn at all. A run that is left to
    WeasyPrint is one word without letters.
    """
    for item, shaped, font, size in runs:
        count = shaped.num_glyphs
        glyphs = memoryview(ffi.buffer(shaped.glyphs, count * _GLYPH_INFO * 4)).cast("I")
        shown = [glyph != pango.PANGO_GLYPH_EMPTY for glyph in glyphs[::_GLYPH_INFO].tolist()]
        if item.analysis.level % 2 or font.png or font.svg or font.colr:
            yield "", [], shown, font, size
            continue
        clusters = ffi.unpack(shaped.log_clusters, count)
        run = text[item.offset : item.offset + item.length]
        cuts = [cut for space in _SPACE.finditer(run) for cut in space.span()]
        begin = first = 0
        for cut in [*cuts, len(run)]:
            after = bisect_left(clusters, cut, first)
            # A space that carries a mark is part of a word.
            if cut > begin and (after == count or clusters[after] == cut):
                letters = run[begin:cut].decode()
                here = [cluster - begin for cluster in clusters[first:after]]
                yield letters, here, shown[first:after], font, size
                begin, first = cut, after


def _rewritten(operators, words, *, ends_line):
    """The operators of a line, with our codes for WeasyPrint's and words marked where it helps."""
    drawn, others = _drawn(operators)
    rewritten, row = [], []
    pending_move, height = 0.0, 0.0
    at = 0

    def add(*operators):
        if row:
            rewritten.append(f"[{''.join(row).replace('><', '')}] TJ".encode())
            row.clear()
        rewritten.extend(operators)

    for position, (letters, clusters, shown, font, size) in enumerate(words, start=1):
        glyphs = drawn[at : at + sum(shown)]
        if not glyphs:
            continue
        if at in others:
            add(*others[at])
        at += len(glyphs)
        first, move, rise = glyphs[0]
        pending_move += move
        glyphs[0] = first, 0.0, rise
        key = letters, size, *glyphs
        if key not in font.words:
            font.words[key] = _spelled(letters, clusters, shown, glyphs, font, size)
        actual, steps, left_move = font.words[key]
        if ends_line and position == len(words) and letters.endswith("-"):
            # poppler takes a hyphen at the end of a line for its own, and drops it.
            actual = letters + _ZERO_WIDTH_SPACE

        move = round(pending_move)
        if move:
            row.append(f"{move} ")
        pending_move += left_move - move
        if actual:
            add(f"/Span <</ActualText <feff{actual.encode('utf-16-be').hex()}>>> BDC".encode())
        for rise, codes in steps:
            if rise != height:
                add(b"%g Ts" % rise)
                height = rise
            row.append(codes)
        if actual:
            add(b"EMC")

    if at != len(drawn):
        raise RuntimeError("WeasyPrint draws other glyphs than Pango has laid out.")
    if height:
        add(b"0 Ts")
    add(*others.get(at, ()))
    return rewritten


def _drawn(operators):
    """What the operators draw, glyph by glyph, and what other operators there are before which.

    A glyph is (number, move to it, rise): moves go to the left, in thousandths of an em, rises are
    in the unit of the font size.
    """
    drawn, others = [], {}
    move, rise = 0.0, 0.0
    for operator in operators:
        if operator.endswith(b"] TJ"):
            for number, digits in _SHOWN.findall(operator[1:-4].replace(b">0<", b"")):
                if number:
                    move += float(number)
                if digits:
                    first, *more = struct.unpack(f">{len(digits) // 4}H", unhexlify(digits))
                    drawn.append((first, move, rise))
                    drawn += [(glyph, 0.0, rise) for glyph in more]
                    move = 0.0
        elif operator.endswith(b" Ts"):
            rise = float(operator[:-3])
        else:
            others.setdefault(len(drawn), []).append(operator)
    return drawn, others


def _spelled(letters, clusters, shown, glyphs, font, size):
    """How a word is written: (actual text, steps, move that is left to make after it).

    A step is (rise, moves and codes for a TJ array). There is an actual text where the codes alone
    would not be one word to a reader that goes by their places on the page.
    """
    groups = _groups(letters.encode(), clusters, shown, glyphs)
    if font.can_code and groups:
        written = [
            (group[0][1], *_coded(group, text, font, size, heads_word=not nth))
            for nth, (group, text) in enumerate(groups)
        ]
        in_line = _stand_in_line(groups)
    else:
        written = [(move, [(rise, glyph)], 0.0) for glyph, move, rise in glyphs]
        in_line = False
    actual = None
    if _BENGALI.search(letters) and not in_line:
        actual = "".join(text for _, text in groups)

    steps = []
    pending_move = 0.0
    for move, codes, moved in written:
        pending_move += move
        whole = round(pending_move)
        if whole and steps:
            rise, row = steps.pop()
            steps.append((rise, f"{row}{whole} "))
            pending_move -= whole
        for rise, code in codes:
            row = f"<{code:04x}>"
            if steps and steps[-1][0] == rise:
                row = steps.pop()[1] + row
            steps.append((rise, row.replace("><", "")))
        pending_move += moved
    return actual, steps, pending_move


def _groups(letters, clusters, shown, glyphs):
    """The glyphs of a word in groups that are spelled together: (glyphs, text).

    A group is a cluster, what HarfBuzz could not take apart, and the marks after it that are raised
    or moved out of the line.
    """
    groups = []
    at = 0
    counts = Counter(cluster for cluster, drawn in zip(clusters, shown, strict=False) if drawn)
    for begin, end in pairwise([*dict.fromkeys(clusters), len(letters)]):
        text = letters[begin:end].decode()
        group = glyphs[at : at + counts[begin]]
        at += len(group)
        if not group:
            # Of what is not drawn, only the joiners are letters.
            text = "".join(letter for letter in text if letter in _JOINERS)
        if groups and _goes_with(groups[-1][0], group, text):
            before, text_before = groups.pop()
            group, text = before + group, text_before + text
        groups.append((group, text))
    return groups


def _goes_with(before, group, text):
    """Whether a cluster is spelled together with the one before it."""
    if not before or not group:
        return True
    displaced = group[0][2] or abs(_way(before, group)) > _GAP
    return displaced and unicodedata.category(text[0]).startswith("M")


def _stand_in_line(groups):
    """Whether a reader that goes by the places on the page takes the groups for one word."""
    return not any(rise for group, _ in groups for _, _, rise in group) and all(
        abs(_way(before, group)) <= _GAP for (before, _), (group, _) in pairwise(groups)
    )


def _way(before, group):
    """The move from one group of glyphs to the next."""
    return group[0][1] + sum(move for _, move, _ in before[1:])


def _coded(group, text, font, size, *, heads_word):
    """The codes of a group and their rises, and the moves inside it, to be made up for after it.

    There is one code for all glyphs at one height: renderers round heights to whole pixels, and a
    raised mark inside a composite glyph would be seen to move.
    """
    pieces = [list(piece) for _, piece in groupby(group, key=itemgetter(2))]
    if len(pieces) > len(text):
        pieces = [group]
    texts = [*text[: len(pieces) - 1], text[len(pieces) - 1 :]]
    coded = []
    moved = 0.0
    for piece, reads in zip(pieces, texts, strict=True):
        height = piece[0][2]
        x, parts = 0, []
        for glyph, move, rise in piece:
            if coded or parts:
                moved += move
            place = (x - moved) / 1000, (rise - height) / size
            parts.append((glyph, *(round(part * font.upem) for part in place)))
            x += font.widths[glyph]
        mark = _NONSPACING.search(reads, 1)
        if mark and heads_word and not coded:
            # pdf.js, the viewer in Firefox, takes a code with a mark for one without width; at the
            # start of a word it then loses its place and reads a space into the word.
            coded.append((height, font.code(tuple(parts), reads[: mark.start()])))
            parts, reads = (), reads[mark.start() :]
        coded.append((height, font.code(tuple(parts), reads)))
    return coded, moved
