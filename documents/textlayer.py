"""What a PDF says to everyone but the eye: search, copy and paste, a screen reader.

WeasyPrint keeps one text for each *glyph*, the first it meets. Bengali joins, splits and reorders
its letters, so the same glyph stands for other letters in the next word, and the words that come
back are not the words that went in. `install()` mends this where the text is still known, in the
drawing of a line:

1. each letter, or inseparable group of letters, has one character code, which leads to its glyphs
   and to its text (documents.codedfont). The codes of a line, one after the other, spell the line.
2. a word stands in a /Span with its /ActualText (ISO 32000-1, 14.9.4) where codes alone are not
   enough: where a letter is drawn above or below the others or away from them.

The glyphs stand where WeasyPrint would put them, to the pixel. It still draws by itself what is not
plain: emoji, bitmap fonts, right-to-left runs, characters no font has, and shortened lines.
See docs/decisions/0002-text-layer.md.
"""

import inspect
import re
import struct
import unicodedata
from bisect import bisect_left
from collections import Counter
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

import weasyprint
from weasyprint import draw
from weasyprint.draw import text as draw_text
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import fonts, stream
from weasyprint.text.ffi import FROM_UNITS, ffi, harfbuzz_subset, pango

from documents import WEASYPRINT_VERSION, codedfont, structure

OLDEST_PANGO = 14802  # 1.48.2; before it, WeasyPrint works around a fault in font sizes

_BENGALI = re.compile("[\u0980-\u09ff]")
_NONSPACING = re.compile("[\u0981\u09bc\u09c1-\u09c4\u09cd\u09e2\u09e3\u09fe]")
_JOINERS = "\u200c\u200d"
_SPACE = re.compile(rb"[ \t]|\xc2\xa0|\xe2\x80[\x80-\x8a\xaf]|\xe3\x80\x80")  # in UTF-8
_GAP = 50  # thousandths of an em; a wider move inside a word reads as a space to some
_GLYPH_INFO = struct.Struct("=Iiii4x")  # Pango's: glyph, width, x and y offset

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
    if pango.pango_version() < OLDEST_PANGO or ffi.sizeof("PangoGlyphInfo") != _GLYPH_INFO.size:
        raise RuntimeError("The text layer does not know this version of Pango.")

    draw.draw_inline_level = _draw_inline_level
    draw_text.draw_first_line = _draw_first_line
    stream.Stream.add_font = _add_font
    stream.Font = codedfont.CodedFont
    fonts._build_vector_font_dictionary = codedfont.build_vector_font_dictionary
    structure.install()


def _add_font(stream, pango_font):
    """WeasyPrint's font object for a Pango font, and the font size.

    There is one for each name in the PDF: two would become one font there, and both would give out
    the same codes.
    """
    count = len(stream._fonts)
    font, size = _stock_add_font(stream, pango_font)
    if len(stream._fonts) > count:
        for key, known in stream._fonts.items():
            if known.hash == font.hash:
                font = stream._fonts[key] = known
                break
    return font, size


def _draw_inline_level(stream, page, box, *args, **options):
    """Draw a line box, or a box in it, and know which text comes last in the line."""
    if isinstance(box, boxes.LineBox):
        for inner in box.descendants():
            if isinstance(inner, boxes.TextBox) and inner.text.strip():
                stream.last_of_line = inner
    return _stock_draw_inline_level(stream, page, box, *args, **options)


def _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix):
    """Draw a line of text word by word, or have WeasyPrint draw it glyph by glyph."""
    shortened = text_overflow == "ellipsis" or block_ellipsis != "none"
    invisible = not textbox.text.strip() or textbox.style["font_size"] < 1e-6
    if not shortened and not invisible:
        pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)
        runs = list(_runs(stream, textbox.pango_layout))
        if all(run.plain for run in runs):
            stream.set_text_matrix(*matrix.values)
            ends_line = textbox is getattr(stream, "last_of_line", None)
            _write(stream, list(_words(runs)), ends_line=ends_line)
            return []
    return _stock_draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)


class _Run(NamedTuple):
    """A stretch of a line in one font."""

    text: bytes  # UTF-8
    glyphs: bytes  # as Pango keeps them, the same for the same glyphs in the same places
    clusters: list[int]  # for each glyph, where in `text` its letters begin
    font: codedfont.CodedFont
    size: float  # CSS pixels
    pango_font: object
    plain: bool  # can be written in words


def _runs(stream, layout):
    text = layout.text.encode()
    fonts_of_line = {}
    first_line, _ = layout.get_first_line()
    run = first_line.runs[0]
    while run != ffi.NULL:
        item, shaped = run.data.item, run.data.glyphs
        run = run.next
        pango_font = item.analysis.font
        if pango_font not in fonts_of_line:
            fonts_of_line[pango_font] = stream.add_font(pango_font)
        font, size = fonts_of_line[pango_font]
        count = shaped.num_glyphs
        glyphs = bytearray(ffi.buffer(shaped.glyphs, count * _GLYPH_INFO.size))
        for padding in range(_GLYPH_INFO.size - 4, _GLYPH_INFO.size):
            glyphs[padding :: _GLYPH_INFO.size] = bytes(count)
        highest = max(memoryview(glyphs).cast("I")[:: _GLYPH_INFO.size // 4], default=0)
        special = font.bitmap or font.png or font.svg or font.colr or item.analysis.level % 2
        yield _Run(
            text=text[item.offset : item.offset + item.length],
            glyphs=bytes(glyphs),
            clusters=ffi.unpack(shaped.log_clusters, count),
            font=font,
            size=size,
            pango_font=pango_font,
            plain=highest < pango.PANGO_GLYPH_UNKNOWN_FLAG and not special,
        )


def _words(runs):
    """The words of a line and the spaces between them: (run, text, glyphs, clusters)."""
    for run in runs:
        cuts = [cut for space in _SPACE.finditer(run.text) for cut in space.span()]
        begin = first = 0
        for cut in [*cuts, len(run.text)]:
            after = bisect_left(run.clusters, cut, first)
            # A space that carries a mark is part of a word.
            if cut > begin and (after == len(run.clusters) or run.clusters[after] == cut):
                glyphs = run.glyphs[first * _GLYPH_INFO.size : after * _GLYPH_INFO.size]
                clusters = [cluster - begin for cluster in run.clusters[first:after]]
                yield run, run.text[begin:cut], glyphs, clusters
                begin, first = cut, after


def _write(stream, words, *, ends_line):
    """Write the words of a line into the page."""
    row = []
    move, height, font, size = 0.0, 0.0, None, None

    def break_row():
        if any(row):
            stream.show_text("".join(row).replace("><", ""))
        row.clear()

    for position, (run, text, glyphs, clusters) in enumerate(words, start=1):
        if run.font is not font or run.size != size:
            row.append(_number(round(move)))
            break_row()
            move, font, size = 0.0, run.font, run.size
            stream.set_font_size(font.hash, size)
        key = text, glyphs, size
        word = font.words.get(key)
        if word is None:
            word = font.words[key] = _spelled(stream, run, text, glyphs, clusters)
        actual_text, steps, move_after = word
        if ends_line and position == len(words) and text.endswith(b"-"):
            # poppler drops a hyphen at the end of a line, as if it had been put in for the break.
            actual_text = f"{text.decode()} "

        whole = round(move)
        row.append(_number(whole))
        move += move_after - whole
        if actual_text and steps:
            break_row()
            hexadecimal = actual_text.encode("utf-16-be").hex()
            stream.stream.append(f"/Span <</ActualText <feff{hexadecimal}>>> BDC")
        for rise, codes in steps:
            if rise != height:
                break_row()
                stream.set_text_rise(rise)
                height = rise
            row.append(codes)
        if actual_text and steps:
            break_row()
            stream.end_marked_content()
    break_row()
    if height:
        stream.set_text_rise(0)


def _number(move):
    """A move in an array of glyphs to show."""
    return f"{move} " if move else ""


def _spelled(stream, run, text, glyphs, clusters):
    """How a word is written: (actual text, steps, move after it).

    A step is (rise, moves and codes to show). Moves go to the left, in thousandths of an em; rises
    are in the unit of the font size. There is an actual text where the codes alone would not be one
    word to a reader that goes by their places on the page.
    """
    drawn, shown, pending = _drawn(stream, run, glyphs)
    if not drawn:
        return None, [], pending
    groups = _groups(text, clusters, shown, drawn)
    letters = "".join(letters for _, letters in groups)
    if run.font.can_code:
        written = [
            (group[0][1], *_coded(group, letters, run, heads_word=not nth))
            for nth, (group, letters) in enumerate(groups)
        ]
        in_line = _stand_in_line(groups)
    else:
        written = [
            (move, [(rise, run.font.code(((glyph, 0, 0),), letters[nth : nth + 1]))], 0.0)
            for group, letters in groups
            for nth, (glyph, move, rise) in enumerate(group)
        ]
        in_line = False

    steps = []
    move, height, row = 0.0, drawn[0][2], ""
    for move_to, codes, moved in written:
        move += move_to
        whole = round(move)
        row += _number(whole)
        move -= whole
        for rise, code in codes:
            if rise != height:
                steps.append((height, row.replace("><", "")))
                height, row = rise, ""
            row += f"<{code:04x}>"
        move += moved
    steps.append((height, row.replace("><", "")))
    actual_text = letters if _BENGALI.search(letters) and not in_line else None
    return actual_text, steps, move + pending


def _drawn(stream, run, glyphs):
    """Where WeasyPrint would draw the glyphs of a word.

    A list of (glyph, move to it, rise), whether each glyph is drawn at all, and the move after all.
    """
    font, size = run.font, run.size
    drawn, shown = [], []
    move = 0.0
    for glyph, width, x_offset, y_offset in _GLYPH_INFO.iter_unpack(glyphs):
        shown.append(glyph != pango.PANGO_GLYPH_EMPTY)
        if not shown[-1]:
            move -= width / size
            continue
        if glyph not in font.widths:
            pango.pango_font_get_glyph_extents(
                run.pango_font, glyph, stream.ink_rect, stream.logical_rect
            )
            font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
        drawn.append((glyph, move - x_offset / size, -y_offset / 1000))
        # The advance in the PDF is that of the font, the one wanted is Pango's.
        move = int(font.widths[glyph] + x_offset / size - width * 1000 * FROM_UNITS / size)
    return drawn, shown, move


def _groups(text, clusters, shown, drawn):
    """The glyphs of a word in groups that are spelled together: (glyphs, letters).

    A group is a cluster, what HarfBuzz could not take apart, and the marks after it that are raised
    or moved out of the line.
    """
    groups = []
    at = 0
    counts = Counter(cluster for cluster, is_shown in zip(clusters, shown, strict=True) if is_shown)
    for begin, end in pairwise([*dict.fromkeys(clusters), len(text)]):
        letters = text[begin:end].decode()
        group = drawn[at : at + counts[begin]]
        at += len(group)
        if not group:
            # Of what is not drawn, only the joiners are letters.
            letters = "".join(letter for letter in letters if letter in _JOINERS)
        if groups and _goes_with(groups[-1][0], group, letters):
            group_before, letters_before = groups.pop()
            group, letters = group_before + group, letters_before + letters
        groups.append((group, letters))
    return groups


def _goes_with(before, group, letters):
    """Whether a cluster is spelled together with the one before it."""
    if not before or not group:
        return True
    displaced = group[0][2] or abs(_way(before, group)) > _GAP
    return displaced and unicodedata.category(letters[0]).startswith("M")


def _stand_in_line(groups):
    """Whether a reader that goes by the places on the page takes the groups for one word."""
    return not any(rise for group, _ in groups for _, _, rise in group) and all(
        abs(_way(before, group)) <= _GAP for (before, _), (group, _) in pairwise(groups)
    )


def _way(before, group):
    """The move from one group of glyphs to the next."""
    return group[0][1] + sum(move for _, move, _ in before[1:])


def _coded(group, text, run, *, heads_word):
    """The codes of a group and their rises, and the moves inside it, to be made up for after it.

    There is one code for all glyphs at one height: renderers round heights to whole pixels, and a
    raised mark inside a composite glyph would be seen to move.
    """
    font, size = run.font, run.size
    mark = heads_word and _NONSPACING.search(text, 1)
    if len(group) == 1 and not mark:
        ((glyph, _, rise),) = group
        return [(rise, font.code(((glyph, 0, 0),), text))], 0.0
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
        if mark and len(pieces) == 1:
            # pdf.js, the viewer in Firefox, takes a code with a mark for one without width; at the
            # start of a word it then loses its place and reads a space into the word.
            coded.append((height, font.code(tuple(parts), text[: mark.start()])))
            parts, reads = (), text[mark.start() :]
        coded.append((height, font.code(tuple(parts), reads)))
    return coded, moved
