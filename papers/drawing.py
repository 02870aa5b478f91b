"""A content becomes a page: the blocks in their order, the style sheet, an office's own face."""

from base64 import b64encode
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from documents.attachments import Attachment
from papers import content as read
from papers.blocks import BLOCKS, title_on
from papers.language import ENGLISH, language_of

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


def paper_html(content, *, draft, font=None, face="", issued=None):
    """A whole, self-contained HTML page of the paper: its CSS and an office's own face are in it.

    `draft` lays খসড়া across every page; `face` is a papers.fonts.Face the office chose, `font` its
    uploaded face (a FieldFile), which wins, or None. `issued` is {"paper", "qr"} of a paper that can be
    checked: each page bears its code.
    """
    faces = faces_of(font, face)
    state = "draft" if draft else "issued" if issued else ""
    return render_to_string(
        "papers/page.html",
        {
            "paper": paper_of(content),
            "body_class": " ".join(filter(None, [state, faces["face"]])),
            "issued": issued,
            "check": issued and _check(content, issued["paper"]),
            "css": stylesheet("paper.css"),
            **faces,
        },
    )


def _check(content, paper):
    """What an issued paper says of how it can be checked."""
    language = language_of(content)
    before, after = language.check
    return {
        "of_demo": language.of_demo if paper.is_demo else "",
        "before": before.format(language.number(paper.number)),
        "after": after,
        "code_label": language.code_label,
    }


def paper_of(content):
    """What the templates print: {"title", "office", "description", "lang", "blocks": […]}.

    Each block is {"name", "template", …}.

    `content` is a dict of the interchange format. A block that has nothing to say is left out.
    """
    blocks, order = [], content["order"]
    for index, name in enumerate(order):
        turn, is_last = order[:index].count(name), name not in order[index + 1 :]
        said = BLOCKS[name](content, turn=turn, is_last=is_last)
        if said is not None:
            blocks.append({"name": name, "template": _template(name), **said})
    language = language_of(content)
    return {
        "title": title_on(content),
        "office": _office(content),
        "description": _described(content, language),
        "lang": language.code,
        "is_english": language is ENGLISH,
        "blocks": blocks,
    }


def _described(content, language):
    """Of which sitting it is; a letter that belongs to none says what it is about."""
    if not content["meeting"].get("date"):
        return title_on(content)
    held_on = language.long_date(read.held_on(content))
    return language.described.format(content["committee"], held_on)


@cache
def stylesheet(*names):
    """Our own CSS files, one after the other, to stand inside a paper."""
    # Ours, and not user text: it stands inside <style>, where escaping would break it.
    folder = Path(settings.BASE_DIR) / "static/css"
    return mark_safe("\n".join((folder / name).read_text() for name in names))  # noqa: S308


def faces_of(font, face):
    """What a page has to know of an office's faces: its uploaded one (a FieldFile), or the chosen one."""
    if not font:
        return {"face": face, "own_face": None}
    with font.open("rb") as file:
        # Base64 letters only: nothing in it can end the style element.
        return {"face": "", "own_face": mark_safe(b64encode(file.read()).decode())}  # noqa: S308


# Blocks that read alike.
SHARED = {
    "copy_signatory": "signatory",
    "report_signatory": "signatory",
    "opening": "paragraphs",
    "body": "paragraphs",
    "closing": "paragraphs",
}


def _template(name):
    return f"papers/_{SHARED.get(name, name)}.html"


def _office(content):
    return ", ".join(filter(None, read.office_lines(content)))
