"""What is known before a copy is sent: to whom, how, with which files, and whether it went before."""

from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q

from accounts.models import Mail
from despatch.ladder import ANSWERED, Step
from despatch.models import Sending
from distribution.book import Address, Book, proposed_way
from distribution.models import Way
from documents import store
from documents.models import Document, Paper
from letters.calendar import calendar_for
from meetings.calendar import MIME as CALENDAR
from memos.models import Copy


class File(NamedTuple):
    """A file that a copy is sent with, and what it is called there."""

    document: Document
    name: str

    @property
    def attached(self):
        """As the outbox keeps it (accounts.post)."""
        path = self.document.path.relative_to(Path(settings.MEDIA_ROOT))
        return {
            "path": str(path),
            "sha256": self.document.sha256,
            "name": self.name,
            "mime": self.document.mime,
        }


class Planned(NamedTuple):
    """How a copy would go out."""

    copy: Copy
    way: Way
    address: Address

    @property
    def is_doubted(self):
        """Whether it goes to a mailbox that nothing has proved for long."""
        return self.way == Way.MAIL and not self.address.is_proved


def copies_of(memo):
    """The copies of a paper that are sent to somebody, in their order; the office's own stays here."""
    copies = memo.sent_copies.exclude(purpose=Copy.Purpose.OFFICE_COPY)
    return copies.select_related("post__office", "addressee__post").order_by("position")


def files_of(memo):
    """The files that each copy of a paper is sent with: the issued one, as it is."""
    document = memo.paper.issued_file.document
    number = memo.number.replace("/", "-")
    return [File(document, f"{memo.paper.kind} {number}.pdf")]


def calendar_of(memo):
    """The calendar file that tells of the sitting a letter is about, kept; None of any other paper."""
    letter = getattr(memo.paper, "letter", None)
    data = letter and calendar_for(letter)
    return data and File(store.keep(data, mime=CALENDAR), "সভা.ics")


def goes_as_link(memo, files):
    """Whether its files are larger than what the office attaches to a mail."""
    return sum(file.document.size for file in files) > memo.office.attachment_limit * 1024


def why_not(memo):
    """Why nothing of this line of the register can be sent, or ""."""
    if memo.paper is None:
        return "এই নম্বরে এখনো কোনো কাগজ জারি হয়নি।"
    if memo.paper.status == Paper.Status.VOID:
        return "কাগজটি বাতিল হয়েছে; বাতিল কাগজ পাঠানো যায় না।"
    if memo.paper.status == Paper.Status.SUPERSEDED:
        return "কাগজটি সংশোধিত হয়েছে; তার স্থলে যে কাগজ জারি হয়েছে, সেটি পাঠান।"
    return ""


def plan(memo, copies, ways=None):
    """[Planned] of these copies: as the address book says, or as `ways` says for some of them."""
    ways = ways or {}
    book = Book(memo.office, posts=[copy.post for copy in copies if copy.post])
    planned = []
    for copy in copies:
        address = book.address_of(copy.post, copy.addressee)
        planned.append(Planned(copy, Way(ways.get(copy.pk) or address.way), address))
    return planned


def check(planned):
    """Raise ValidationError where a copy cannot go the way that was asked for."""
    for copy, way, address in planned:
        who = " ".join(copy.recipient.split())
        if way == Way.MAIL and not address.email:
            raise ValidationError(
                f"{who}: ই-মেইল ঠিকানা নেই। ঠিকানা বইয়ে ঠিকানা লিখুন, অথবা হাতে বা ডাকে পাঠান।"
            )
        # What the address book says was looked up with it; what a person chose is asked here.
        in_portal = way == address.way or (copy.post and proposed_way(copy.post) == Way.PORTAL)
        if way == Way.PORTAL and not in_portal:
            raise ValidationError(f"{who}: পোর্টালে কেউ নেই; অন্য কোনোভাবে পাঠান।")


def first_messages(copies):
    """{copy: Message-ID of the first mail of it that was not taken back}."""
    sent = Sending.objects.filter(copy__in=copies, taken_back_at=None, mail__isnull=False)
    rows = sent.exclude(mail__state=Mail.State.TAKEN_BACK).order_by("-pk")
    return dict(rows.values_list("copy", "mail__message_id"))


def corrected_by(memo):
    """(number of the paper that this one takes the place of, {recipient: Message-ID of its mail});
    ("", {}) where it takes nobody's."""
    before = memo.paper.supersedes.order_by("-pk").first()
    line = before and getattr(before, "memo", None)
    if line is None:
        return "", {}
    copies = list(line.sent_copies.all())
    messages = first_messages(copies)
    return line.number, {
        recipient_of(copy): messages[copy.pk] for copy in copies if copy.pk in messages
    }


def recipient_of(copy):
    """The same for two copies that went to the same post or person."""
    return (
        copy.post_id,
        copy.addressee_id,
        "" if copy.post_id or copy.addressee_id else copy.recipient,
    )


def came_back(offices):
    """Copies of the papers of these offices whose last sending came back, and that nobody has."""
    gone = Sending.objects.filter(copy=OuterRef("pk"), taken_back_at=None)
    later = Sending.objects.filter(copy=OuterRef("copy"), taken_back_at=None, pk__gt=OuterRef("pk"))
    back = Q(mail__state=Mail.State.FAILED) | Q(evidence__step=Step.REFUSED)
    copies = Copy.objects.filter(
        memo__series__office__in=offices, memo__paper__status=Paper.Status.CURRENT
    )
    reached = copies.filter(evidence__step__in=[Step.FETCHED, *ANSWERED])
    return copies.filter(Exists(gone.filter(~Exists(later)).filter(back))).exclude(pk__in=reached)
