"""The inbox of an office: the copies of other offices' papers that were sent to its posts."""

from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone

from despatch.models import Evidence, Sending
from distribution.models import Way
from memos.models import Copy
from offices.models import Office, Post

# What ends the waiting of a copy.
TAKEN = [Evidence.Step.FETCHED, Evidence.Step.ACKNOWLEDGED]


def received_by(user):
    """Copies that were sent to posts of the offices this person works in, by the portal or by mail.

    What can still be taken back, or was, has not been sent. `came_at` says when, `is_opened` whether
    the office has taken it.
    """
    return received_in(Office.objects.worked_in_by(user))


def received_in(offices):
    now = timezone.now()
    left = Q(sendings__leaves_at=None) | Q(sendings__leaves_at__lte=now)
    sent = left & Q(sendings__taken_back_at=None, sendings__way__in=[Way.PORTAL, Way.MAIL])
    taken = Evidence.objects.filter(copy=OuterRef("pk"), step__in=TAKEN)
    # As keys: few of the copies of all offices are theirs.
    posts = list(Post.objects.filter(office__in=offices).values_list("pk", flat=True))
    return (
        Copy.objects.filter(post__in=posts)
        .filter(pk__in=Sending.objects.filter(copy__post__in=posts).values("copy"))
        .annotate(came_at=Min("sendings__sent_at", filter=sent), is_opened=Exists(taken))
        .exclude(came_at=None)
    )


def unopened(offices):
    return received_in(offices).filter(is_opened=False)
