"""A line that has room for its last word, but not for the space after it, ends after that word.

Where something follows in an element of its own, WeasyPrint looks for room for that space too, finds
none, and breaks the line after its first word. `install()` mends this in the process it is called in.
It knows nothing of the text layer, so that a page drawn without that can be compared.
"""

import inspect
from math import inf

from weasyprint.layout import inline
from weasyprint.text import line_break

_stock_split_first_line = line_break.split_first_line
_PARAMETERS = "text style context max_width justification_spacing is_line_start minimum"

# In ems: letters that are as narrow on the average are not met.
_NARROWEST = 0.3


def install():
    """Mend the line breaks of this process; RuntimeError on any other WeasyPrint."""
    if list(inspect.signature(_stock_split_first_line).parameters) != _PARAMETERS.split():
        raise RuntimeError("This is not WeasyPrint's own split_first_line.")
    inline.split_first_line = _split_first_line


def _split_first_line(text, style, context, max_width, *args, **options):
    found = _stock_split_first_line(text, style, context, max_width, *args, **options)
    *_, resume_at, _, _, _ = found
    if resume_at is None or not text.endswith(" ") or style["white_space"] != "normal":
        return found
    if max_width is None or max_width in (0, inf):
        return found
    if len(text) * style["font_size"] * _NARROWEST > max_width:
        return found
    without_space = _stock_split_first_line(text[:-1], style, context, max_width, *args, **options)
    *_, resume_at, _, _, _ = without_space
    return without_space if text[:-1] and resume_at is None else found
