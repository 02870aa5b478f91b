"""The peon book (পিয়ন বই): copies that go by hand, to be signed for; and addresses for those that go by post."""

from datetime import timedelta

from django.utils import timezone

from despatch.models import Evidence, Sending
from distribution.models import Way

# A sheet of labels, and as many as anybody prints at once.
A_SHEET = 14
MOST = 700


def rows(office, *, way, day=None, memo=None):
    """The Sendings of an office by a way, of a day or of one paper, in the order of the book."""
    sent = Sending.objects.filter(
        way=way, taken_back_at=None, copy__memo__series__office=office
    ).select_related("copy__memo__series__office", "copy__memo__paper", "copy__post__office")
    if memo:
        sent = sent.filter(copy__memo=memo)
    if day:
        begins = timezone.make_aware(timezone.datetime.combine(day, timezone.datetime.min.time()))
        sent = sent.filter(sent_at__gte=begins, sent_at__lt=begins + timedelta(days=1))
    return sent.order_by("copy__memo__issued_on", "copy__memo", "copy__position", "pk")


def with_signatures(sendings):
    """[(Sending, the Evidence that its copy was signed for, or None)]."""
    sendings = list(sendings)
    copies = [sending.copy_id for sending in sendings]
    signed = Evidence.objects.filter(copy__in=copies, step=Evidence.Step.SIGNED)
    found = {each.copy_id: each for each in signed.select_related("by")}
    return [(sending, found.get(sending.copy_id)) for sending in sendings]


def days_of(office, most=14):
    """The last days on which something went by hand or by post, the newest first."""
    sent = Sending.objects.filter(
        way__in=[Way.HAND, Way.POST], taken_back_at=None, copy__memo__series__office=office
    )
    return list(sent.order_by("-sent_at").datetimes("sent_at", "day", order="DESC")[:most])


def address_of(copy):
    """What stands on a label or an envelope: the recipient of this copy alone, line by line."""
    return [line.strip() for line in copy.recipient.splitlines() if line.strip()]
