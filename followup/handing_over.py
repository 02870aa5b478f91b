"""The open work of a post as one holder leaves it to the next: the list, who hands over and who takes over.

The work itself goes with the post, whoever holds it; the list only says how it stood, signed for by both.
"""

from datetime import date, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.access import WrongState, allow
from accounts.models import record
from followup import rules
from followup.models import UNCHASED, Answer, Assignment, Handover, Matter
from offices.models import Office, Post, Posting, today
from offices.rules import offices_acted_for

# A list is proposed so long before a holder leaves, and so long afterwards; and who came so long ago
# is the one who takes over.
AROUND = timedelta(days=14)
NOTHING_OPEN = "এই পদে চলমান কোনো কাজ নেই; হস্তান্তরের তালিকা লাগবে না।"
OUTDATED = "এর পরে এই পদের নতুন তালিকা হয়েছে; সেটি গ্রহণ করুন।"


class Hands(NamedTuple):
    """The Postings between which a post passes; None where nobody is known."""

    leaving: Posting | None
    coming: Posting | None


def open_work(post):
    """The shares a post has to answer for, the first due first."""
    return (
        Assignment.objects.open()
        .with_decision()
        .filter(post=post, matter__state=Matter.State.OPEN)
        .exclude(matter__kind__in=UNCHASED)
        .order_by("due_on", "pk")
    )


def hands_of(post, on):
    """Who leaves a post, and who comes, as it looks on a day."""
    held = list(post.postings.order_by("starts_on", "pk"))
    gone = [each for each in held if each.ends_on and each.ends_on < on]
    here = [each for each in held if each not in gone and each.starts_on <= on]
    later = [each for each in held if each.starts_on > on]
    fresh = [each for each in here if on - each.starts_on <= AROUND and not each.ends_on]
    if fresh and (gone or len(here) > len(fresh)):
        before = [each for each in here if each not in fresh] or gone
        return Hands(before[-1], fresh[-1])
    leaving = min(
        (each for each in here if each.ends_on), key=lambda each: each.ends_on, default=None
    )
    if leaving is None:
        leaving = (here or gone or [None])[-1]
    others = [each for each in here if each != leaving]
    return Hands(leaving, (later or others or [None])[0])


@transaction.atomic
def hand_over(post, *, by, note="", at=None):
    """Make the list of a post's open work as it stands now. Returns the Handover.

    By who holds the post, or whoever acts for its office. The same list made twice is one.
    """
    at = at or timezone.now()
    post = Post.objects.select_related("office").select_for_update(of=("self",)).get(pk=post.pk)
    allow(rules.can_hand_over(by, post), rules.WHO_HANDS_OVER)
    rows = frozen(open_work(post), on=timezone.localdate(at))
    if not rows:
        raise ValidationError(NOTHING_OPEN)
    hands = hands_of(post, timezone.localdate(at))
    last = post.handovers.order_by("-pk").first()
    note = note.strip()
    if last and last.received_at is None and (last.rows, last.note) == (rows, note):
        return last
    made = Handover.objects.create(
        post=post, leaving=hands.leaving, coming=hands.coming, rows=rows, note=note,
        handed_by=by, handed_at=at,
    )  # fmt: skip
    told = {"rows": len(rows)}
    record(by=by, what="handover made", target=made, office=post.office, at=at, **told)
    return made


@transaction.atomic
def receive(handover, *, by, at=None):
    """Countersign a list: by who comes to the post, or an officer of its office; never by who made it.
    Returns the Handover."""
    at = at or timezone.now()
    row = Handover.objects.select_related("post__office", "coming", "leaving")
    row = row.select_for_update(of=("self",)).get(pk=handover.pk)
    allow(rules.can_receive(by, row), rules.WHO_RECEIVES)
    if row.received_at is not None:
        raise WrongState("তালিকাটি আগেই গ্রহণ করা হয়েছে।")
    if is_outdated(row):
        raise WrongState(OUTDATED)
    mine = Posting.objects.current(timezone.localdate(at)).filter(user=by, post=row.post_id)
    held = mine.exclude(pk=row.leaving_id).order_by("-starts_on", "-pk").first()
    row.coming = held or row.coming
    row.received_by, row.received_at = by, at
    row.save(update_fields=["coming", "received_by", "received_at"])
    record(by=by, what="handover received", target=row, office=row.post.office, at=at)
    return row


def is_outdated(handover):
    """Whether another list of the post was made since."""
    return Handover.objects.filter(post=handover.post_id, pk__gt=handover.pk).exists()


def frozen(shares, *, on):
    """The rows of a list: each share in words and figures as it stands on a day."""
    shares = list(shares)
    said = _last_answers(shares)
    parts = {
        row["parent"]: (row["done"], row["total"])
        for row in Assignment.objects.filter(parent__in=[share.pk for share in shares])
        .exclude(state__in=[Assignment.State.REASSIGNED, Assignment.State.WITHDRAWN])
        .order_by()
        .values("parent")
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(state=Assignment.State.VERIFIED)))
    }
    return [_row(share, said.get(share.pk, ""), parts.get(share.pk), on=on) for share in shares]


def _row(share, said, parts, *, on):
    meeting = share.matter.decision.meeting
    return {
        "assignment": share.pk,
        "decision": share.matter.decision.text,
        "committee": share.matter.committee.name,
        "office": share.asking_office.name,
        "held_on": meeting.held_on.isoformat(),
        "number": meeting.paper.number if meeting.paper else "",
        "kind": share.matter.get_kind_display(),
        "state": share.get_state_display(),
        "progress": share.progress,
        "due_on": share.due_on and share.due_on.isoformat(),
        "is_implied": share.is_implied,
        "days_late": share.days_late(on),
        "waits_for": share.waits_for,
        "said": said,
        "parts": list(parts) if parts else None,
    }


def rows_of(handover):
    """The rows of a list with their days as dates."""
    return [
        {
            **row,
            "held_on": date.fromisoformat(row["held_on"]),
            "due_on": date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        }
        for row in handover.rows
    ]


def _last_answers(shares):
    """{share: what its owner said last}."""
    said = Answer.objects.filter(assignment__in=[share.pk for share in shares]).exclude(text="")
    last = said.order_by().values("assignment").annotate(last=Max("pk")).values("last")
    return dict(Answer.objects.filter(pk__in=last).values_list("assignment", "text"))


# ── Where a list is wanted ──────────────────────────────────────────────────────────────────────


def posts_of(user):
    """The posts whose open work this person may hand over."""
    mine = Posting.objects.current().filter(user=user).values("post")
    return Post.objects.filter(Q(pk__in=mine) | Q(office__in=offices_acted_for(user)))


def with_open_work(posts):
    """Of these posts those that have open work, each with its count as `open_count`."""
    # Counted post by post: there are few, of a whole country's shares.
    waiting = (
        Assignment.objects.open()
        .filter(post=OuterRef("pk"), matter__state=Matter.State.OPEN)
        .exclude(matter__kind__in=UNCHASED)
        .order_by()
    )
    counted = waiting.values("post").annotate(n=Count("pk")).values("n")
    return (
        posts.filter(Exists(waiting))
        .annotate(open_count=Subquery(counted))
        .select_related("office")
        .order_by("office", "seniority", "pk")
    )


def wanted_by(user, on=None):
    """The Postings that end soon, or ended lately, of posts with open work of which this person could
    make a list and nobody has; each with its post's `open_count`."""
    on = on or today()
    posts = {post.pk: post for post in with_open_work(posts_of(user))}
    if not posts:
        return []
    ending = Posting.objects.filter(
        post__in=posts, ends_on__range=(on - AROUND, on + AROUND)
    ).order_by("ends_on", "pk")
    done = set(Handover.objects.filter(leaving__in=ending).values_list("leaving", flat=True))
    wanted = [posting for posting in ending if posting.pk not in done]
    for posting in wanted:
        posting.post = posts[posting.post_id]
    return wanted


def waiting_for(user):
    """The lists that this person is to countersign."""
    held = Posting.objects.current().filter(user=user)
    newest = Handover.objects.order_by().values("post").annotate(last=Max("pk")).values("last")
    officer = Office.objects.filter(
        pk__in=held.filter(role=Posting.Role.OFFICER).values("post__office")
    )
    return (
        Handover.objects.filter(received_at=None, pk__in=newest)
        .filter(
            Q(post__in=held.values("post")) | Q(coming__user=user) | Q(post__office__in=officer)
        )
        .exclude(handed_by=user)
        .exclude(leaving__user=user)
    )
