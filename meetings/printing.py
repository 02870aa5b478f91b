"""How a meeting reads on paper: from its content (meetings.content) to the blocks a template prints.

What a paper says is decided here and the templates only say it, so the page on the screen and the
PDF are the same paper.
"""

from time import monotonic

from bangla.phrases import numeric_date
from documents.pool import MAX_HTML_BYTES
from documents.rendering import RenderFailed, render_pdf
from meetings.content import content_of
from papers.content import canonical
from papers.drawing import page_size, paper_html, source_of
from papers.places import signature_fields
from papers.printed import printed
from papers.wordcopy import word_copy


def draw(meeting):
    """The paper of a meeting as (HTML page, PDF bytes); the PDF carries what it prints as JSON.

    Of issued minutes the PDF is the issued file itself, which is never drawn again. Fetch the meeting with `Meeting.objects.with_paper()`. Raises documents.rendering.RenderFailed.
    """
    # Writing the page of the largest meeting takes a second of a quiet machine, and seven of a busy one.
    since = monotonic()
    content = content_of(meeting)
    if meeting.paper_id:
        return page_of(meeting.office, content), meeting.paper.issued_file.document.read()
    return draw_draft(meeting.office, content, since=since)


def page_of(office, content):
    """The HTML page of an issued content of an office, without the code of its paper."""
    return paper_html(content, draft=False, **_faces(office))


def draw_draft(office, content, *, since=None, more=()):
    """(HTML page, PDF bytes) of a content of an office that is not issued: খসড়া on every page.

    `more` are contents of further papers behind it; then none is told in the file as JSON.
    Raises documents.rendering.RenderFailed.
    """
    if page_size(canonical(content)) > MAX_HTML_BYTES:
        raise RenderFailed("large")
    page = paper_html(content, draft=True, more=more, **_faces(office))
    attached = [] if more else [_source(content)]
    return page, render_pdf(page, attachments=attached, since=since or monotonic())


def draw_issued(thing, content, *, paper, qr):
    """The PDF of a paper at its issue, with a place for each signature and what it prints as JSON.

    `content` is that of the `thing` of an office (a meeting, a letter), with the memo in it; `paper`
    the documents.models.Paper it becomes; `qr` the data: URI of its code. Drawn once: what is stored is
    never drawn again. Raises documents.rendering.RenderFailed.
    """
    page = paper_html(
        content, draft=False, issued={"paper": paper, "qr": qr}, **_faces(thing.office)
    )
    return render_pdf(page, attachments=[_source(content)], fields=signature_fields(content))


def draw_word(meeting):
    """The bytes of a Word copy of its paper, as it stands. Fetch the meeting as for `draw`."""
    return word_copy(
        content_of(meeting),
        face=meeting.office.paper_face,
        draft=not meeting.paper_id,
        paper=meeting.paper,
    )


def _source(content):
    return source_of(canonical(printed(content)))


def _faces(office):
    return {"font": office.paper_font, "face": office.paper_face}


def file_name(meeting, suffix=".pdf"):
    """What the file of its paper is called: উপজেলা আইসিটি কমিটি ২১-০৩-২০২৪.pdf."""
    committee = meeting.committee_name.replace("/", "-").replace("\\", "-")
    mark = " (সংশোধিত)" if meeting.corrects_id else ""
    return f"{committee} {numeric_date(meeting.held_on, '-')}{mark}{suffix}"
