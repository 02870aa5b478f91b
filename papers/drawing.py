"""A content becomes a page: the blocks in their order, the style sheet, an office's own face."""

from base64 import b64encode
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from bangla.phrases import long_date
from documents.attachments import Attachment
from papers import content as read
from papers.blocks import BLOCKS, title_on

# The file that a paper carries.
SOURCE = "minutes.json"


def source_of(data):
    return Attachment(
        name=SOURCE,
        data=data,
        mime="application/json",
        description="এই কাগজের লেখা, ইন্টারচেঞ্জ বিন্যাসে",
    )


def page_size(data):
    """About how many bytes of HTML a content (canonical JSON) becomes, told without making it."""
    # A paragraph or a cell for each string, and an element for each word that is kept unbroken.
    return len(data) + 20 * data.count(b'"') + 30 * sum(map(data.count, (b"-", b"/", b"(")))


def paper_html(content, *, draft, font=None, issued=None):
    """A whole, self-contained HTML page of the paper: its CSS and an office's own face are in it.

    `draft` lays খসড়া across every page; `font` is the office's uploaded face (a FieldFile) or None.
    `issued` is {"paper", "qr"} of a paper that can be checked: each page bears its code.
    """
    return render_to_string(
        "papers/page.html",
        {
            "paper": paper_of(content),
            "draft": draft,
            "issued": issued,
            "css": stylesheet("paper.css"),
            "face": face_of(font) if font else None,
        },
    )


def paper_of(content):
    """What the templates print: {"title", "office", "description", "blocks": […]}.

    Each block is {"name", "template", …}.

    `content` is a dict of the interchange format. A block that has nothing to say is left out.
    """
    blocks, order = [], content["order"]
    for index, name in enumerate(order):
        turn, is_last = order[:index].count(name), name not in order[index + 1 :]
        said = BLOCKS[name](content, turn=turn, is_last=is_last)
        if said is not None:
            blocks.append({"name": name, "template": _template(name), **said})
    held_on = long_date(read.held_on(content))
    return {
        "title": title_on(content),
        "office": _office(content),
        "description": f"{content['committee']}, সভার তারিখ {held_on}",
        "blocks": blocks,
    }


@cache
def stylesheet(*names):
    """Our own CSS files, one after the other, to stand inside a paper."""
    # Ours, and not user text: it stands inside <style>, where escaping would break it.
    folder = Path(settings.BASE_DIR) / "static/css"
    return mark_safe("\n".join((folder / name).read_text() for name in names))  # noqa: S308


def face_of(font):
    """An office's own face (a FieldFile), to stand inside a paper."""
    with font.open("rb") as file:
        # Base64 letters only: nothing in it can end the style element.
        return mark_safe(b64encode(file.read()).decode())  # noqa: S308


# Blocks that read alike.
SHARED = {
    "copy_signatory": "signatory",
    "report_signatory": "signatory",
    "opening": "paragraphs",
    "closing": "paragraphs",
}


def _template(name):
    return f"papers/_{SHARED.get(name, name)}.html"


def _office(content):
    return ", ".join(filter(None, read.office_lines(content)))
