"""What a PDF says to everyone but the eye: search, copy and paste, a screen reader.

WeasyPrint keeps one text for each *glyph*, the first it meets. Bengali joins, splits and reorders
its letters, so the same glyph stands for other letters in the next word, and the words that come
back are not the words that went in. `install()` mends this where the text is still known, in the
drawing of a line:

1. each letter, or inseparable group of letters, has one character code, which leads to its glyphs
   and to its text (documents.codedfont). The codes of a line, one after the other, spell the line.
2. a word stands in a /Span with its /ActualText (ISO 32000-1, 14.9.4) where codes alone are not
   enough: where a letter is drawn above or below the others or away from them.

The glyphs stand where WeasyPrint would put them, to the pixel. It still draws the pictures of a
font by itself: colour and bitmap fonts, run by run.
See docs/decisions/0002-text-layer.md.
"""

import contextlib
import functools
import inspect
import re
import struct
import unicodedata
from bisect import bisect, bisect_left
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter
from types import SimpleNamespace
from typing import NamedTuple

import weasyprint
from weasyprint import draw
from weasyprint.draw import text as draw_text
from weasyprint.formatting_structure import boxes
from weasyprint.matrix import Matrix
from weasyprint.pdf import fonts, stream
from weasyprint.text.ffi import FROM_UNITS, ffi, harfbuzz_subset, pango

from documents import WEASYPRINT_VERSION, codedfont, structure

OLDEST_PANGO = 14802  # 1.48.2; before it, WeasyPrint works around a fault in font sizes

_BENGALI = re.compile("[\u0980-\u09ff]")
_NONSPACING = re.compile("[\u0981\u09bc\u09c1-\u09c4\u09cd\u09e2\u09e3\u09fe]")
_JOINERS = "\u200c\u200d"
_UNIT = re.compile(f"[{_JOINERS}]*[^{_JOINERS}]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_SPACE = re.compile(rb"[ \t]|\xc2\xa0|\xe2\x80[\x80-\x8a\xaf]|\xe3\x80\x80")  # in UTF-8
_ARABIC = re.compile(rb"[\xd6-\xdf]|\xe0[\xa0-\xa3]|\xef(?:[\xac-\xb7]|\xb9[\xb0-\xbf]|[\xba\xbb])")
_NO_BREAK_SPACE = "\u00a0".encode()
_SEPARATOR = re.compile("[\n\r\u2029]")  # of paragraphs, to Pango
_GAP = 50  # thousandths of an em; a wider move inside a word reads as a space to some
_TWICE = 150  # thousandths of an em; nearer, the same letter reads as one printed twice to some
_GLYPH_INFO = struct.Struct("=Iiii4x")  # Pango's: glyph, width, x and y offset
_IS_ELLIPSIS = 2  # among Pango's flags of a run

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
    refuse_others(_SHAPES | structure.SHAPES)
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


def refuse_others(shapes):
    """RuntimeError unless this is the WeasyPrint we know, with functions of these parameters."""
    if weasyprint.__version__ != WEASYPRINT_VERSION:
        raise RuntimeError(
            f"This is written for WeasyPrint {WEASYPRINT_VERSION}, not {weasyprint.__version__}."
        )
    for function, parameters in shapes.items():
        if list(inspect.signature(function).parameters) != parameters.split():
            raise RuntimeError(f"This is not WeasyPrint's own {function.__qualname__}.")


def _add_font(stream, pango_font):
    """WeasyPrint's font object for a Pango font, and the font size.

    There is one for each name in the PDF: two would become one font there, and both would give out
    the same codes.
    """
    by_name = {font.hash: font for font in stream._fonts.values()}
    font, size = _stock_add_font(stream, pango_font)
    known = by_name.get(font.hash, font)
    if known is not font:
        key = next(key for key, value in stream._fonts.items() if value is font)
        stream._fonts[key] = known
    return known, size


def _draw_inline_level(stream, page, box, *args, **options):
    """Draw a line box, or a box in it, and know which text comes last in the line."""
    if isinstance(box, boxes.LineBox):
        stream.last_of_line = _last_text(box)
    return _stock_draw_inline_level(stream, page, box, *args, **options)


def _last_text(box):
    """The last text box in a box that shows anything."""
    for child in reversed(box.children):
        if isinstance(child, boxes.TextBox):
            last = child if child.text.strip() else None
        else:
            last = _last_text(child) if isinstance(child, boxes.ParentBox) else None
        if last:
            return last
    return None


def _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix):
    """Draw a line of text word by word; the pictures of its letters, to draw on it, are returned."""
    if not textbox.text.strip() or textbox.style["font_size"] < 1e-6:
        return []
    layout = textbox.pango_layout
    if text_overflow == "ellipsis" or block_ellipsis != "none":
        with contextlib.suppress(_Shaped):
            _stock_draw_first_line(_Nothing, textbox, text_overflow, block_ellipsis, matrix)
    elif _SEPARATOR.search(layout.text):
        # Not otherwise: Pango shapes the line anew.
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    runs = list(_runs(stream, layout))
    stream.set_text_matrix(*matrix.values)
    ends_line = textbox is getattr(stream, "last_of_line", None)
    if any(run.has_pictures for run in runs):
        return _write_with_pictures(stream, textbox, ends_line=ends_line)
    _write(stream, list(_words(runs)), ends_line=ends_line)
    return []


def _write_with_pictures(stream, textbox, *, ends_line):
    """Write a line, and have WeasyPrint draw the runs of a colour or bitmap font."""
    # WeasyPrint would do so in drawing the first of them, and the others would be gone.
    pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)
    runs = list(_runs(stream, textbox.pango_layout))
    pictures = []
    x = 0.0
    for run in runs:
        if run.has_pictures:
            for picture in _draw_pictures(stream, textbox, run):
                image, font, a, d, e, f = picture
                pictures.append([image, font, a, d, e + x / textbox.style["font_size"], f])
        else:
            _write(stream, list(_words([run])), ends_line=ends_line and run is runs[-1])
        x += run.width
    return pictures


class _Shaped(Exception):
    """WeasyPrint has shortened a line and is about to draw it."""


class _Nothing:
    """In place of a stream, for a line that WeasyPrint is to shorten, and not to draw."""

    @staticmethod
    def set_text_matrix(*_):
        raise _Shaped


class _Onward:
    """A stream in which a line goes on where it was."""

    def __init__(self, stream):
        self._stream = stream

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def set_text_matrix(self, *_):
        pass


def _draw_pictures(stream, textbox, run):
    """Have WeasyPrint draw one run, and tell its pictures."""
    layout = textbox.pango_layout
    line = SimpleNamespace(runs=[SimpleNamespace(data=run.item, next=ffi.NULL)])
    alone = SimpleNamespace(
        layout=layout.layout, text=layout.text, get_first_line=lambda: (line, None)
    )
    box = SimpleNamespace(
        text=textbox.text, style=textbox.style, baseline=textbox.baseline, pango_layout=alone
    )
    return _stock_draw_first_line(_Onward(stream), box, "clip", "none", Matrix())


class _Run(NamedTuple):
    """A stretch of a line in one font."""

    text: bytes  # UTF-8
    glyphs: bytes  # as Pango keeps them, the same for the same glyphs in the same places
    clusters: list[int]  # for each glyph, where in `text` its letters begin
    font: codedfont.CodedFont
    size: float  # CSS pixels
    pango_font: object
    item: object  # Pango's
    to_left: bool  # whether it is read from right to left; its glyphs stand from left to right

    @property
    def has_pictures(self):
        font = self.font
        return bool(font.bitmap or font.png or font.svg or font.colr)

    @property
    def width(self):
        """In CSS pixels."""
        return sum(info[1] for info in _GLYPH_INFO.iter_unpack(self.glyphs)) * FROM_UNITS


def _runs(stream, layout):
    text = layout.text.encode()
    fonts_of_line = {}
    first_line, _ = layout.get_first_line()
    run = first_line.runs[0]
    while run != ffi.NULL:
        item, shaped = run.data.item, run.data.glyphs
        pango_font = item.analysis.font
        if pango_font not in fonts_of_line:
            fonts_of_line[pango_font] = stream.add_font(pango_font)
        font, size = fonts_of_line[pango_font]
        count = shaped.num_glyphs
        glyphs = bytearray(ffi.buffer(shaped.glyphs, count * _GLYPH_INFO.size))
        for padding in range(_GLYPH_INFO.size - 4, _GLYPH_INFO.size):
            glyphs[padding :: _GLYPH_INFO.size] = bytes(count)
        numbers = memoryview(glyphs).cast("I")[:: _GLYPH_INFO.size // 4]
        if max(numbers, default=0) >= pango.PANGO_GLYPH_UNKNOWN_FLAG:
            _put_notdef(glyphs)
        is_ellipsis = item.analysis.flags & _IS_ELLIPSIS
        yield _Run(
            # Pango says of an ellipsis that it reads all that it stands for.
            text="…".encode() if is_ellipsis else text[item.offset : item.offset + item.length],
            glyphs=bytes(glyphs),
            clusters=[0] * count if is_ellipsis else ffi.unpack(shaped.log_clusters, count),
            font=font,
            size=size,
            pango_font=pango_font,
            item=run.data,
            to_left=bool(item.analysis.level % 2),
        )
        run = run.next


def _put_notdef(glyphs):
    """Put the glyph for "no such sign" in the place of each sign that no font has."""
    for at in range(0, len(glyphs), _GLYPH_INFO.size):
        glyph, *rest = _GLYPH_INFO.unpack_from(glyphs, at)
        if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            _GLYPH_INFO.pack_into(glyphs, at, codedfont.NOTDEF, *rest)


def _words(runs):
    """The words of a line and the spaces between them: (run, text, glyphs, clusters)."""
    for run in runs:
        if run.to_left:
            yield run, run.text, run.glyphs, tuple(run.clusters)
            continue
        cuts = [cut for space in _SPACE.finditer(run.text) for cut in space.span()]
        begin = first = 0
        for cut in [*cuts, len(run.text)]:
            after = bisect_left(run.clusters, cut, first)
            # A space that carries a mark is part of a word.
            if cut > begin and (after == len(run.clusters) or run.clusters[after] == cut):
                glyphs = run.glyphs[first * _GLYPH_INFO.size : after * _GLYPH_INFO.size]
                clusters = tuple(cluster - begin for cluster in run.clusters[first:after])
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

    for run, word, end in _told(stream, words, ends_line=ends_line):
        if run.font is not font or run.size != size:
            row.append(_number(round(move)))
            break_row()
            move, font, size = 0.0, run.font, run.size
            stream.set_font_size(font.hash, size)
        actual_text, steps, move_after = word
        whole = round(move)
        row.append(_number(whole))
        move += move_after - whole
        in_span = actual_text and steps
        if in_span:
            break_row()
            _begin_span(stream, actual_text)
        for rise, codes in steps:
            if rise != height:
                break_row()
                stream.set_text_rise(rise)
                height = rise
            row.append(codes)
        if end and ends_line and font.can_code:
            # Without it pypdf reads a line that begins beside this one as a part of its last word.
            row.append(f"<{font.code((), end):04x}>")
        if in_span:
            break_row()
            stream.end_marked_content()
    break_row()
    if height:
        stream.set_text_rise(0)


def _told(stream, words, *, ends_line):
    """How each word is written in this PDF: (run, what _spelled says, the space after the last)."""
    turned = False
    at = 0
    while at < len(words):
        run, text, glyphs, clusters = words[at]
        at += 1
        if turned and text == b" ":
            # pypdf goes on from right to left until a letter, and this space is a letter to it.
            text, turned = _NO_BREAK_SPACE, False
        turned = turned or bool(_ARABIC.search(text))
        if ends_line and at == len(words) and text.endswith(b"-") and run.font.can_code:
            # Readers drop a hyphen at the end of a line, as if it had been put in for the break.
            text += _NO_BREAK_SPACE
        word = _kept(stream, run, text, glyphs, clusters)
        if _ends_off_line(word) and at < len(words):
            following, space, more, _ = words[at]
            if following is run and space == b" ":
                # pdfium goes by where things begin: it would read the word again after the line.
                word = _kept(stream, run, text + space, glyphs + more, (*clusters, len(text)))
                at += 1
        yield run, word, at == len(words) and ("\u00a0" if turned else " ")


def _ends_off_line(word):
    actual_text, steps, _ = word
    return bool(actual_text and steps and steps[-1][0])


def _kept(stream, run, text, glyphs, clusters):
    """What _spelled says of a word, kept for the next time it comes in this PDF."""
    key = text, glyphs, run.size, run.to_left
    word = run.font.words.get(key)
    if word is None:
        word = run.font.words[key] = _spelled(stream, run, text, glyphs, clusters)
    return word


def _begin_span(stream, actual_text):
    hexadecimal = actual_text.encode("utf-16-be").hex()
    stream.stream.append(f"/Span <</ActualText <feff{hexadecimal}>>> BDC")


def _number(move):
    """A move in an array of glyphs to show."""
    return f"{move} " if move else ""


def _spelled(stream, run, text, glyphs, clusters):
    """How a word is written in this PDF: (actual text, steps, move after it).

    A step is (rise, moves and codes to show). Moves go to the left, in thousandths of an em; rises
    are in the unit of the font size.
    """
    font = run.font
    infos = _GLYPH_INFO.iter_unpack(glyphs)
    widths = tuple(_width(stream, run, glyph, wanted) for glyph, wanted, *_ in infos)
    actual_text, pieces, move_after = _spelling(
        text, glyphs, clusters, widths, run.size, font.upem, font.can_code, run.to_left
    )
    steps = []
    height, row = None, ""
    for move, rise, parts, reads in pieces:
        if rise != height:
            if row:
                steps.append((height, row.replace("><", "")))
            height, row = rise, ""
        row += f"{_number(move)}<{font.code(parts, reads):04x}>"
    if row:
        steps.append((height, row.replace("><", "")))
    return actual_text, steps, move_after


def _width(stream, run, glyph, wanted):
    """The advance of a glyph in the PDF, in thousandths of an em."""
    if glyph == pango.PANGO_GLYPH_EMPTY:
        return 0
    widths = run.font.widths
    if glyph == codedfont.NOTDEF:
        # As wide as Pango lets it be: a move beside it would read as a space.
        widths.setdefault(glyph, round(wanted * 1000 * FROM_UNITS / run.size))
    if glyph not in widths:
        extents = stream.ink_rect, stream.logical_rect
        pango.pango_font_get_glyph_extents(run.pango_font, glyph, *extents)
        widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / run.size)
    return widths[glyph]


@functools.lru_cache(maxsize=4096)  # the same words come in paper after paper
def _spelling(text, glyphs, clusters, widths, size, upem, can_code, to_left):
    """How a word is written: (actual text, pieces, move after it).

    A piece, (move to it, rise, parts, letters), becomes a code: see documents.codedfont. There is
    an actual text where the codes alone would not be one word to a reader that goes by their places
    on the page.
    """
    places, move_after = _places(glyphs, widths, size)
    if to_left:
        groups, in_line = _groups_to_left(text, clusters, places), True
    else:
        groups, in_line = _groups(text, clusters, places)
    actual_text = "".join(letters for _, letters in groups)
    if to_left or not _needs_actual_text(actual_text, places, exact=in_line and can_code):
        actual_text = None
    if not can_code:
        groups = _one_by_one(groups)
    starts = _starts(groups)
    pieces = []
    move = 0.0
    for number, (group, letters) in enumerate(groups):
        if not group:
            pieces.append((0, pieces[-1][1] if pieces else 0, (), letters))
            continue
        move += group[0].move
        moved = 0.0
        apart = [(group, letters)] if to_left else _pieces(group, letters, starts[number:])
        for piece, reads in apart:
            x, parts = 0, []
            height = min((place.rise for place in piece), key=abs)
            for place in piece:
                if place is not group[0]:
                    moved += place.move
                at = (x - moved) / 1000, (place.rise - height) / size
                parts.append((place.glyph, *(round(part * upem) for part in at)))
                x += place.width
            whole = round(move)
            move -= whole
            pieces.append((whole, height, tuple(parts), reads))
        move += moved
    mark = can_code and pieces and _NONSPACING.search(pieces[0][3], 1)
    if mark:
        # pdf.js, the viewer in Firefox, takes a code with a mark for one without width; at the
        # start of a word it then loses its place and reads a space into the word.
        first, rise, parts, reads = pieces[0]
        at = mark.start()
        pieces[:1] = [(first, rise, parts, reads[:at]), (0, rise, (), reads[at:])]
    return actual_text, pieces, move + move_after


def _one_by_one(groups):
    """The same places, each a group with its share of the letters."""
    return [
        ([place], reads)
        for group, letters in groups
        if group
        for place, reads in zip(group, _shared(letters, len(group)), strict=True)
    ]


def _needs_actual_text(text, places, *, exact):
    """Whether the codes of a word, `exact` or not, leave its text in doubt.

    ISO 19005-3, 6.2.11.7.3: a sign of a private use needs one in any case.
    """
    is_missing = any(place and place.glyph == codedfont.NOTDEF for place in places)
    told_by_codes = exact or not (is_missing or _BENGALI.search(text))
    return bool(_PRIVATE.search(text)) or not told_by_codes


class _Place(NamedTuple):
    """Where WeasyPrint would draw a glyph."""

    glyph: int
    move: float  # on the way to it
    rise: float
    width: int  # thousandths of an em


def _places(glyphs, widths, size):
    """The place of each glyph of a word, None for one that is not drawn; the move after them."""
    places = []
    move = 0.0
    infos = _GLYPH_INFO.iter_unpack(glyphs)
    for (glyph, wanted, x_offset, y_offset), width in zip(infos, widths, strict=True):
        if glyph == pango.PANGO_GLYPH_EMPTY:
            places.append(None)
            move -= wanted / size
        else:
            places.append(_Place(glyph, move - x_offset / size, -y_offset / 1000, width))
            # The advance in the PDF is that of the font, the one wanted is Pango's.
            move = int(width + x_offset / size - wanted * 1000 * FROM_UNITS / size)
    return places, move


def _groups(text, clusters, places):
    """The places of a word in groups that are spelled together, each with its letters.

    A group is a cluster, what HarfBuzz could not take apart, and the marks after it that are raised
    or moved out of the line. Also tells whether all stand in line, so that a reader that goes by
    the places on the page takes them for one word.
    """
    groups = []
    in_line = True
    first, count = 0, len(clusters)
    while first < count:
        after = first + 1
        while after < count and clusters[after] == clusters[first]:
            after += 1
        end = clusters[after] if after < count else len(text)
        letters = text[clusters[first] : end].decode()
        group = [place for place in places[first:after] if place]
        first = after
        if not group:
            # Of what is not drawn, only the joiners are letters.
            letters = "".join(letter for letter in letters if letter in _JOINERS)
            if groups:
                groups[-1] = groups[-1][0], groups[-1][1] + letters
            continue
        raised = any(place.rise for place in group)
        moved = groups and abs(_way(groups[-1][0], group)) > _GAP
        if groups and (moved or raised) and _is_mark(letters[0]):
            before, letters_before = groups.pop()
            group, letters = before + group, letters_before + letters
            moved = False
        in_line = in_line and not raised and not moved
        groups.append((group, letters))
    return _with_joiners_inside(groups), in_line


def _turned(letters):
    """The letters from the last to the first, each after its marks."""
    turned = [""]
    for letter in reversed(letters):
        turned[-1] += letter
        if not _is_mark(letter):
            turned.append("")
    return turned[:-1] if turned[1:] and not turned[-1] else turned


def _is_mark(letter):
    return unicodedata.category(letter).startswith("M")


def _with_joiners_inside(groups):
    """The same groups, where no letters end with a joiner: pdf.js would leave all of them out."""
    joiners, mended = "", []
    for group, letters in groups:
        ended = (joiners + letters).rstrip(_JOINERS)
        joiners = (joiners + letters)[len(ended) :]
        mended.append((group, ended))
    return [*mended, ([], joiners)] if joiners else mended


def _groups_to_left(text, clusters, places):
    """The places of a run that is read from right to left, with the letters of each.

    Readers turn the letters of such a run around: they stand as the eye meets them from the left. The
    signs above and below a letter are drawn and read with it: away from the line they would become
    lines of their own. The second letter of two that are drawn as one has a code that draws nothing.
    """
    begins = [0]
    for cluster in sorted(set(clusters)):
        if cluster and not _is_mark(text[cluster:].decode()[0]):
            begins.append(cluster)
    ends = dict(pairwise([*begins, len(text)]))
    groups = []
    whole = (begins[bisect(begins, cluster) - 1] for cluster in clusters)
    for begin, of_cluster in groupby(zip(whole, places, strict=True), key=itemgetter(0)):
        drawn = [place for _, place in of_cluster if place]
        if drawn:
            shown, *others = _turned(text[begin : ends[begin]].decode())
            groups += [(drawn, shown), *(([], letter) for letter in others)]
    return groups


def _way(before, group):
    """The move from one group of places to the next."""
    return group[0].move + sum(place.move for place in before[1:])


def _starts(groups):
    """(where it begins, its first letter) of each group, in thousandths of an em."""
    starts = []
    x = 0.0
    for group, letters in groups:
        x -= group[0].move if group else 0
        starts.append((x, letters[:1]))
        x += sum(place.width for place in group) - sum(place.move for place in group[1:])
    return starts


def _pieces(group, letters, starts):
    """The glyphs of a group in pieces that have a code each, and what each reads.

    `starts` are those of the group and of all after it: see _starts.

    The glyphs of a piece are drawn as one, but renderers round the place of each glyph they draw:
    against stock WeasyPrint some would be seen to move, and most if they are raised. So as much as
    can be is drawn apart. Only a mark that was moved to its place shares the code of what is before
    it, or the move would read as a space; and so do the two halves of one vowel sign. Only what has
    no width may begin with a mark: MuPDF takes it for one. And where a later group begins with the
    same letter in the same place (র্ব before ব: the sign above has no width of its own), the group
    is drawn as one: MuPDF would take the second for the first, printed again to look bold.
    """
    if len(group) == 1:
        return [(group, letters)]
    apart = []
    for place in group:
        if apart and abs(place.move) > _GAP and place.rise == apart[-1][0].rise:
            apart[-1].append(place)
        else:
            apart.append([place])
    by_height = [list(piece) for _, piece in groupby(group, key=attrgetter("rise"))]
    torn = any(
        _NONSPACING.match(text.lstrip(_JOINERS)) and piece[0].width
        for piece, text in zip(apart, _shared(letters, len(apart)), strict=True)
    )
    for pieces in [by_height, [group]] if torn else [apart, by_height, [group]]:
        if len(pieces) <= len(_units(letters)):
            break
    shared = list(zip(pieces, _shared(letters, len(pieces)), strict=True))
    return [(group, letters)] if _printed_twice(shared, starts) else shared


def _printed_twice(pieces, starts):
    """Whether the code of a piece and a later group begin with one letter in one place, or nearly."""
    (x, _), *later = starts
    for piece, reads in pieces:
        if any(letter == reads[:1] and abs(there - x) < _TWICE for there, letter in later):
            return True
        x += sum(place.width for place in piece)  # moves inside a group are those of parts
    return False


def _shared(letters, count):
    """The letters in `count` parts, in the order they are read, cut before marks only at need.

    A part is empty where there are fewer letters, and none ends with a joiner.
    """
    units = _units(letters)
    by_need = sorted(
        range(1, len(units)),
        key=lambda at: (bool(_NONSPACING.match(units[at].lstrip(_JOINERS))), -at),
    )
    cuts = sorted(by_need[: count - 1])
    parts = ["".join(units[begin:end]) for begin, end in pairwise([0, *cuts, len(units)])]
    return parts + [""] * (count - len(parts))


def _units(letters):
    """The letters one by one, each with the joiners before it."""
    return _UNIT.findall(letters) or [letters]
