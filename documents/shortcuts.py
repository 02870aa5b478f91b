"""What WeasyPrint works out again for each box and each paper, worked out once: the same file, sooner.

WeasyPrint lays out in pure Python. Much of that time goes into what is the same for all boxes of
one style, for all lines of one font, for all papers with one style sheet. `install()` keeps it,
for plain cases alone; everything else goes WeasyPrint's own way. Nothing here may change a page:
tests/documents/test_shortcuts.py holds the files drawn with and without it together, byte by byte.
See docs/decisions/0008-shortcuts-in-drawing.md.
"""

import functools
import gc
import re
from contextlib import contextmanager

from weasyprint import css
from weasyprint.css import computed_values, units
from weasyprint.formatting_structure import boxes
from weasyprint.layout import (
    absolute,
    background,
    block,
    column,
    flex,
    grid,
    inline,
    page,
    percent,
    table,
)
from weasyprint.layout import float as floats
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

from documents import textlayer

_stock_css = css.CSS
_stock_setup = line_break.Layout.setup
_stock_deactivate = line_break.Layout.deactivate
_stock_reactivate = line_break.Layout.reactivate
_stock_strut = line_break.strut
_stock_resolve_percentages = percent.resolve_percentages
_stock_resolve_radii_percentages = percent.resolve_radii_percentages
_stock_avoid_collisions = floats.avoid_collisions
_stock_is_in_normal_flow = boxes.Box.is_in_normal_flow
_SHAPES = {
    _stock_css.__init__: (
        "self guess filename url file_obj string encoding base_url url_fetcher _check_mime_type "
        "media_type font_config counter_style color_profiles matcher page_rules layers layer"
    ),
    line_break.Layout.__init__: "self style justification_spacing max_width",
    _stock_setup: "self style",
    _stock_deactivate: "self",
    _stock_reactivate: "self style",
    line_break.Layout.get_first_line: "self",
    line_break.first_line_metrics: (
        "first_line text layout resume_at space_collapse style hyphenated hyphenation_character"
    ),
    _stock_strut: "style",
    _stock_resolve_percentages: "box containing_block",
    _stock_resolve_radii_percentages: "box",
    percent.resolve_one_percentage: "box property_name refer_to",
    percent.adjust_box_sizing: "box axis",
    _stock_avoid_collisions: "context box containing_block outer",
    _stock_is_in_normal_flow: "self",
    boxes.ParentBox.page_values: "self",
}


def install():
    """Draw the papers of this process sooner; RuntimeError on any other WeasyPrint."""
    textlayer.refuse_others(_SHAPES)
    css.CSS = _css
    line_break.Layout.setup = _setup
    line_break.Layout.deactivate = _deactivate
    line_break.Layout.reactivate = _reactivate
    for module in (line_break, inline, units, computed_values):
        module.strut = _strut
    for module in (percent, absolute, block, column, flex, floats, grid, inline, page, table):
        if hasattr(module, "resolve_percentages"):
            module.resolve_percentages = _resolve_percentages
    background.resolve_radii_percentages = _resolve_radii_percentages
    inline.avoid_collisions = _avoid_collisions
    boxes.Box.is_in_normal_flow = _is_in_normal_flow
    boxes.ParentBox.page_values = _page_values


@contextmanager
def no_collecting():
    """Without the garbage collector: while a paper is drawn it walks it over and over, in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# Style sheets. A parsed one holds nothing of the paper, unless it names fonts, counters or
# addresses. The style sheet of our papers is in each of them, and always the same.

_NOT_PLAIN = re.compile(r"@(?!page\b|media\b|bottom-|left-|right-|top-)|url\(|\\", re.IGNORECASE)
_LONGEST_SHEET = 2**16


def _css(**about):
    text = about.get("string")
    if text is None or len(text) > _LONGEST_SHEET or _NOT_PLAIN.search(text):
        return _stock_css(**about)
    parsed = _parsed(text, about["base_url"], about["media_type"])
    about["page_rules"].extend(parsed.page_rules)
    sheet = object.__new__(_stock_css)
    sheet.__dict__.update(parsed.__dict__)
    sheet.page_rules, sheet.layers = about["page_rules"], about["layers"]
    return sheet


@functools.lru_cache(maxsize=8)
def _parsed(text, base_url, media_type):
    return _stock_css(string=text, base_url=base_url, media_type=media_type)


# Lines of text. WeasyPrint asks Pango for a new context and font for each line, and has each line
# shaped once more to be drawn.


def _setup(layout, style):
    """A Pango layout for text of a style."""
    kept = _kept(style, "pango", _pango_context)
    if not kept:
        return _stock_setup(layout, style)
    context, font, layout.language = kept
    layout.style = style
    layout.first_line_direction = 0
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, font)
    layout.ascent = layout.underline_position = layout.strikethrough_position = None


def _pango_context(style):
    """The Pango context, font and language of a style; nothing where it asks for more than a font."""
    features = font_features(
        style["font_kerning"],
        style["font_variant_ligatures"],
        style["font_variant_position"],
        style["font_variant_caps"],
        style["font_variant_numeric"],
        style["font_variant_alternates"],
        style["font_variant_east_asian"],
        style["font_feature_settings"],
    )
    is_underlined = style["text_decoration_line"] != "none"
    has_language = style["lang"] and style["font_language_override"] == "normal"
    if features or is_underlined or not has_language:
        return ()
    font_map = style.font_config.font_map
    context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    name, _owner = unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(name)
    pango.pango_context_set_language(context, language)
    return context, get_font_description(style), language


def _deactivate(layout):
    """Let go of a line that is drawn, or will be drawn stretched; keep what was shaped otherwise."""
    if layout.__dict__.pop("is_drawn", False) or layout.justification_spacing:
        _stock_deactivate(layout)


def _reactivate(layout, style):
    if not hasattr(layout, "layout"):
        _stock_reactivate(layout, style)
    layout.is_drawn = True


def _strut(style):
    return _kept(style, "strut", _stock_strut)


# Boxes.

_ACROSS = (
    *("margin_left", "margin_right", "margin_top", "margin_bottom"),
    *("padding_left", "padding_right", "padding_top", "padding_bottom"),
    *("width", "min_width", "max_width"),
)
_DOWN = ("height", "min_height", "max_height")
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_NO_RADII = {f"border_{corner}_radius": (0, 0) for corner in _CORNERS}


def _resolve_percentages(box, containing_block):
    """Give a box its sizes in pixels."""
    kept = _kept(box.style, "sizes", _sizes)
    if not kept or isinstance(box, boxes.PageBox):
        return _stock_resolve_percentages(box, containing_block)
    fixed, relative, is_framed = kept
    box.__dict__.update(fixed)
    if relative:
        is_box = isinstance(containing_block, boxes.Box)
        width = containing_block.width if is_box else containing_block[0]
        for name in relative:
            percent.resolve_one_percentage(box, name, width)
    if is_framed:
        percent.adjust_box_sizing(box, "width")
        percent.adjust_box_sizing(box, "height")


def _sizes(style):
    """The sizes in pixels, the names of those relative to a width, and whether borders count in.

    Nothing where a height is relative or the box shares its borders.
    """
    if style["border_collapse"] == "collapse":
        return ()
    fixed = {name: style[name] for name in _BORDERS}
    relative = []
    for name in _ACROSS + _DOWN:
        value = style[name]
        if value == "auto":
            fixed[name] = 0 if name in ("min_width", "min_height") else "auto"
        elif getattr(value, "unit", None) == "px":
            fixed[name] = value.value
        elif name in _ACROSS:
            relative.append(name)
        else:
            return ()
    return fixed, relative, style["box_sizing"] != "content-box"


def _resolve_radii_percentages(box):
    """Give a box the radii of its corners in pixels."""
    if _kept(box.style, "is_square", _is_square):
        box.__dict__.update(_NO_RADII)
    else:
        _stock_resolve_radii_percentages(box)


def _is_square(style):
    return all((0, "px") in style[name] for name in _NO_RADII)


def _avoid_collisions(context, box, containing_block, outer=True):
    """Where a line has room: (x, y, width)."""
    if (
        outer
        or context.excluded_shapes
        or type(box) is not boxes.LineBox
        or containing_block.style["direction"] != "ltr"
    ):
        return _stock_avoid_collisions(context, box, containing_block, outer)
    left = containing_block.content_box_x()
    right = left + containing_block.width - box.margin_right
    left += box.margin_left
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - left


def _is_in_normal_flow(box):
    style = box.style
    if style["float"] == "none" and style["position"] == "static":
        return True
    return _stock_is_in_normal_flow(box)


def _page_values(box):
    """The names of the pages that a box begins and ends on."""
    ends = []
    for children in (box.children, reversed(box.children)):
        for child in children:
            if child.is_in_normal_flow() or child.is_floated():
                ends.append(child.page_values()[len(ends)] or box.style["page"])
                break
        else:
            ends.append(box.style["page"])
    return tuple(ends)


def _kept(style, name, work_out):
    """What a function works out of a style: kept with it, which all boxes that look alike share."""
    kept = style.__dict__.get(name)
    if kept is None:
        kept = style.__dict__[name] = work_out(style)
    return kept
