"""Addressed copies: a page for each recipient, and the issued paper behind it as it is.

To send, each recipient has a page drawn for them alone, so that nothing in its file was ever
another's. To print, what all their pages share is drawn once and only the addresses are drawn one by
one; the paper's own pages lie in the file once. The issued file is read and never written.
"""

import json
import re
from typing import NamedTuple

from django.template.loader import render_to_string

from bangla.digits import to_bengali
from bangla.text import fold
from bangla.words import count_words
from distribution.lines import Purpose, is_office_copy, purpose_of
from distribution.meaning import Meaning
from documents import qr
from documents.attachments import attached
from documents.binding import Binder, marks, page_count
from documents.rendering import render_pdf
from meetings.content import content_of
from memos.addressees import printed_lists
from papers import content as read
from papers.blocks import BLANK, BLOCKS, title_on
from papers.drawing import SOURCE, faces_of, stylesheet
from papers.language import ENGLISH, language_of

# Addresses drawn at a time, and kept at a time by who is told how far it is.
AT_ONCE = 50
BLANK_ADDRESS = re.compile(r"[.…]{3,}")
GROUP = 4  # letters of a hash that are read in one go
SHORT = 16


class NoRecipients(ValueError):
    """A paper that is addressed to nobody; the message is Bengali and fit to show."""


class Words(NamedTuple):
    """What an addressed page says by itself."""

    code: str
    subject: str
    to: str  # how a recipient is addressed
    headings: dict
    said: dict
    paper: str
    number: str
    dated: str
    pages: str
    counted: str
    check: str
    code_alt: str


IN_BENGALI = Words(
    code="bn",
    subject="বিষয়:",
    to="জনাব,",
    headings={
        Purpose.ADDRESSED: "প্রাপক:",
        Purpose.INFORMATION: "অনুলিপি জ্ঞাতার্থে:",
        Purpose.ACTION: "অনুলিপি কার্যার্থে:",
        Purpose.BOTH: "অনুলিপি জ্ঞাতার্থে ও কার্যার্থে:",
        Purpose.OFFICE_COPY: "নথির জন্য:",
    },
    said={
        Purpose.ADDRESSED: "উপর্যুক্ত বিষয়ে নিচে বর্ণিত কাগজ এতৎসঙ্গে প্রেরণ করা হলো।",
        Purpose.INFORMATION: "নিচে বর্ণিত কাগজের অনুলিপি সদয় জ্ঞাতার্থে এতৎসঙ্গে প্রেরণ করা হলো।",
        Purpose.ACTION: "নিচে বর্ণিত কাগজের অনুলিপি সদয় কার্যার্থে এতৎসঙ্গে প্রেরণ করা হলো।",
        Purpose.BOTH: "নিচে বর্ণিত কাগজের অনুলিপি সদয় জ্ঞাতার্থে ও কার্যার্থে এতৎসঙ্গে প্রেরণ করা হলো।",
        Purpose.OFFICE_COPY: "নিচে বর্ণিত কাগজের অনুলিপি নথিতে সংরক্ষণ করা হলো।",
    },
    paper="কাগজ",
    number="স্মারক নম্বর",
    dated="তারিখ",
    pages="পৃষ্ঠা",
    counted="{} পাতা",
    check="যাচাই কোড",
    code_alt="কাগজটি যাচাইয়ের কিউআর কোড",
)
IN_ENGLISH = Words(
    code="en",
    subject="Subject:",
    to="To",
    headings={
        Purpose.ADDRESSED: "Addressee:",
        Purpose.INFORMATION: "Copy for information:",
        Purpose.ACTION: "Copy for necessary action:",
        Purpose.BOTH: "Copy for information and necessary action:",
        Purpose.OFFICE_COPY: "For the file:",
    },
    said=dict.fromkeys(Purpose, "A copy of the paper described below is sent herewith."),
    paper="Paper",
    number="Memo No.",
    dated="Date",
    pages="Pages",
    counted="{}",
    check="Verification code",
    code_alt="QR code to verify the paper",
)


class Recipient(NamedTuple):
    """Whom a copy is for: its number as printed, what stands over the address, and the address."""

    number: str
    purpose: Purpose
    heading: str
    lines: list

    @property
    def form(self):
        """What else than the address differs from page to page."""
        return self.number, self.purpose, self.heading


class Sent(NamedTuple):
    """The paper that is sent: its content, its office, and, once it is issued, its Paper and bytes."""

    content: dict
    office: object
    paper: object = None
    pdf: bytes | None = None
    sha256: str = ""

    @property
    def language(self):
        return language_of(self.content)

    @property
    def words(self):
        return IN_ENGLISH if self.language is ENGLISH else IN_BENGALI

    @property
    def title(self):
        return self.paper.title if self.paper else title_on(self.content)


# --- What is sent, and to whom --------------------------------------------------------------------


def sent_by(memo, document=None):
    """The Sent of a numbered paper, out of its issued file, the last one or this Document of it.

    Raises documents.stored.Damaged.
    """
    document = document or memo.paper.issued_file.document
    pdf = document.read()
    try:
        content = json.loads(attached(pdf, SOURCE))
    except LookupError:
        # A paper that carries no content: under the letterhead of its office.
        content = {"letterhead": memo.office.letterhead, "distribution": [], "order": ["memo"]}
    return Sent(content, memo.office, memo.paper, pdf, document.sha256)


def recipients_of(memo, sent):
    """The Recipients of a numbered paper, in the order of its copies."""
    copies = list(memo.sent_copies.order_by("position"))
    if not copies:
        return expected(sent.content, sent.office)
    return [recipient_of(copy, sent) for copy in copies]


def recipient_of(copy, sent):
    """The Recipient of a frozen copy."""
    return _recipient(
        sent,
        number=sent.language.memo.format(copy.number),
        purpose=Purpose(copy.purpose),
        heading=copy.heading,
        said=copy.recipient,
    )


def expected(content, office):
    """The Recipients of a paper whose copies are not frozen yet, as they would be today."""
    sent, order = Sent(content, office), content["order"]
    asked = []  # (printed line, purpose, heading, which block of the memo stands over it)
    if "recipient" in order and (addressed := read.of_letter(content, "recipient")):
        asked.append(("\n".join(addressed), Purpose.ADDRESSED, "", 0))
    lists = printed_lists(content)
    for copies, is_endorsed in lists:
        purpose = purpose_of(copies.heading)
        asked += [(line, purpose, copies.heading, int(is_endorsed)) for line in copies.recipients]
    if asked:
        meant = Meaning(office).of_lines([line for line, *_ in asked])
    else:
        # Nobody has been named: the blank of a list is filled in by hand.
        asked = [
            ("", purpose_of(copies.heading), copies.heading, int(is_endorsed))
            for copies, is_endorsed in lists
            if copies.blank_address
        ]
        meant = [[None]] * len(asked)
    return [
        _recipient(
            sent,
            number=BLOCKS["memo"](content, turn=turn)["number"],
            purpose=Purpose.OFFICE_COPY if is_office_copy(line) else purpose,
            heading=heading,
            said=found.text if found else "",
        )
        for (line, purpose, heading, turn), each in zip(asked, meant, strict=True)
        for found in each
    ]


def _recipient(sent, *, number, purpose, heading, said):
    # “বিতরণ” over all names is no heading over one, nor that of a list over what stays in the office.
    is_own = heading and purpose not in (Purpose.ADDRESSED, Purpose.OFFICE_COPY)
    over = heading if is_own else sent.words.headings[purpose]
    return Recipient(number, purpose, over, _address(sent, purpose, heading, said))


def _address(sent, purpose, heading, said):
    """The lines of an address; the blank of a list that has one is filled in."""
    if purpose == Purpose.OFFICE_COPY:
        return said.splitlines()
    blank = next(
        (
            copies.blank_address
            for copies in read.copy_lists(sent.content)
            if copies.heading == heading and copies.blank_address
        ),
        [sent.words.to, BLANK],
    )
    if not said:
        return list(blank)
    lines = []
    for line in blank:
        dots = BLANK_ADDRESS.search(line)
        if dots is None:
            lines.append(line)
            continue
        before, place = line[: dots.start()], line[dots.end() :].strip(" ,")
        filled = before + said
        if place.strip("। ") and fold(place.strip("। ")) not in fold(said):
            filled = f"{filled.rstrip(' ,।')}, {place}"
        lines += filled.splitlines()
    return lines


# --- The pages ------------------------------------------------------------------------------------


def draw_copies(meeting, to=None):
    """The addressed pages of a meeting's paper, or (`to`, from 1) that of one recipient: (HTML, PDF).

    Before it is issued they are marked as a draft. Raises NoRecipients, RenderFailed, Damaged.
    """
    if meeting.paper_id:
        memo = meeting.paper.memo
        sent = sent_by(memo)
        recipients = recipients_of(memo, sent)
    else:
        sent = Sent(content_of(meeting), meeting.office)
        recipients = expected(sent.content, sent.office)
    return drawn(sent, chosen(recipients, to))


def chosen(recipients, to=None):
    """All of the recipients, or the one of this number from 1. Raises NoRecipients."""
    if not recipients:
        raise NoRecipients("এই কাগজের বিতরণ তালিকায় কোনো প্রাপক নেই।")
    if to is None:
        return recipients
    if not 1 <= to <= len(recipients):
        raise NoRecipients(
            f"{to_bengali(to)} নম্বর প্রাপক নেই; প্রাপক {to_bengali(len(recipients))} জন।"
        )
    return [recipients[to - 1]]


def drawn(sent, recipients):
    """(HTML, PDF) of the addressed pages: of one recipient a page that was never another's."""
    page = _html(sent, pages=[_page(sent, each) for each in recipients])
    if len(recipients) == 1:
        return page, render_pdf(page)
    parts = [addressed(sent, some) for some in chunks(recipients)]
    return page, bind(sent, parts, with_paper=False)


def copy_file(copy):
    """The addressed page of one frozen copy: a PDF, the same bytes whenever it is asked for."""
    sent = sent_by(copy.memo)
    return drawn(sent, [recipient_of(copy, sent)])[1]


def chunks(recipients):
    return [recipients[at : at + AT_ONCE] for at in range(0, len(recipients), AT_ONCE)]


class Part(NamedTuple):
    """Addressed pages as one PDF, and how many of them belong to each recipient."""

    pdf: bytes
    counts: list


def addressed(sent, recipients):
    """The addressed pages of some recipients, to be bound: what they share is drawn once. A Part."""
    forms = dict.fromkeys(each.form for each in recipients)
    drawn_forms = {form: render_pdf(_html(sent, pages=[_form(sent, form)])) for form in forms}
    places = [marks(pdf)[-1] for pdf in drawn_forms.values()]
    order = {form: number for number, form in enumerate(forms)}
    addresses = render_pdf(
        _html(
            sent,
            tops=[from_top for _, from_top in places],
            alone=[{"at": order[each.form], "lines": each.lines} for each in recipients],
        )
    )
    binder = Binder()
    under = [
        binder.take(pdf)[: page + 1]
        for pdf, (page, _) in zip(drawn_forms.values(), places, strict=True)
    ]
    over = binder.take(addresses)
    starts = [page for page, _ in marks(addresses)] + [len(over)]
    pages, counts = [], []
    for number, each in enumerate(recipients):
        first, following = starts[number : number + 2]
        form = under[order[each.form]]
        if following - first == 1:
            own = [*form[:-1], binder.laid_over(over[first], form[-1])]
        else:
            # An address that has no room under the text: its pages are broken as they come.
            own = binder.take(drawn(sent, [each])[1])
        pages += own
        counts.append(len(own))
    return Part(binder.bound(pages, title=sent.title, language=sent.words.code), counts)


def bind(sent, parts, *, with_paper=True, double_sided=False):
    """One file to print: for each recipient the addressed pages, then (`with_paper`) the paper's.

    `double_sided`: a blank page ends a copy with an odd number of pages, so that the next one begins
    on a sheet of its own.
    """
    binder = Binder()
    paper = binder.take(sent.pdf) if with_paper else []
    pages = []
    for part in parts:
        left = iter(binder.take(part.pdf))
        for count in part.counts:
            own = [next(left) for _ in range(count)] + paper
            if double_sided and len(own) % 2:
                own.append(binder.blank(own[0]))
            pages += own
    return binder.bound(pages, title=sent.title, language=sent.words.code)


# --- The HTML -------------------------------------------------------------------------------------


def _page(sent, recipient):
    return {**_form(sent, recipient.form), "lines": recipient.lines}


def _form(sent, form):
    """A page as it is for all who share it; where the address goes is left out."""
    number, purpose, heading = form
    return {"number": number, "said": sent.words.said[purpose], "heading": heading, "lines": None}


def _html(sent, *, pages=(), alone=(), tops=()):
    """Whole addressed pages; or addresses `alone`, each on a page at the height its form leaves it."""
    faces = faces_of(sent.office.paper_font, sent.office.paper_face)
    content, paper = sent.content, sent.paper
    draft = "" if paper or not pages else "draft"
    return render_to_string(
        "papers/copies.html",
        {
            "pages": pages,
            "alone": alone,
            "tops": tops,
            "words": sent.words,
            "title": sent.title,
            "author": ", ".join(filter(None, read.office_lines(content))),
            "body_class": " ".join(filter(None, [draft, faces["face"]])),
            "css": stylesheet("paper.css", "copies.css"),
            "qr": qr.png_data_uri(paper.public_url) if paper else "",
            "letterhead": BLOCKS["letterhead"](content),
            "memo": _memo(sent),
            "sent": _told(sent),
            "signature": BLOCKS["copy_signatory"](content, turn=0)
            or BLOCKS["signatory"](content, turn=0),
            **faces,
        },
    )


def _memo(sent):
    block = BLOCKS["memo"](sent.content, turn=0)
    if sent.paper and not read.memo(sent.content).date:
        block["dates"] = sent.language.memo_dates(sent.paper.issued_on)
    return block


def _told(sent):
    """What is said of the paper that is sent: [(label, value)]."""
    words, paper = sent.words, sent.paper
    if paper is None:
        return [(words.number, BLANK), (words.pages, words.counted.format(BLANK[:8]))]
    pages = page_count(sent.pdf)
    short = sent.sha256[:SHORT]
    return [
        (words.paper, paper.kind),
        (words.number, sent.language.number(paper.number)),
        (words.dated, sent.language.long_date(paper.issued_on)),
        (words.pages, words.counted.format(pages if words is IN_ENGLISH else count_words(pages))),
        (words.check, paper.printed_code),
        ("SHA-256", " ".join(short[at : at + GROUP] for at in range(0, SHORT, GROUP)) + " …"),
    ]
