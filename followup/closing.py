"""The committee ends a decision, and takes up again what was ended by mistake."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.access import WrongState, allow
from bangla.digits import to_bengali
from followup import at_once, rolling
from followup.models import Assignment, End, Kind, Matter, Step
from followup.rules import WHO_CLOSES, can_close, can_verify

State = Assignment.State
# How a share ends with its decision.
WITH_IT = {
    End.VERIFIED: State.WITHDRAWN,
    End.UNVERIFIABLE: State.UNVERIFIABLE,
    End.IRRELEVANT: State.IRRELEVANT,
    End.NOT_DONE: State.NOT_DONE,
    End.RETIRED: State.RETIRED,
    End.WITHDRAWN: State.WITHDRAWN,
}


@transaction.atomic
def close(matter, *, by, end, reason, at=None):
    """End a decision for the committee; its shares end with it.

    `end` is an End; all but VERIFIED need a `reason`. VERIFIED only where nothing but claims waits:
    the committee verifies them so. Raises WrongState where it is not open, an essential part of it
    is, or it is not what is said; ValidationError where the reason is missing.
    """
    at, reason = at or timezone.now(), " ".join(reason.split())
    matter = _locked(matter)
    allow(can_close(by, matter), WHO_CLOSES)
    if end not in End.values:
        raise ValidationError("সিদ্ধান্তটি কীভাবে নিষ্পন্ন হলো বেছে নিন।")
    if end != End.VERIFIED and not reason:
        raise ValidationError(f"“{End(end).label}” হলে কারণ লিখুন।")
    if matter.state != Matter.State.OPEN:
        raise WrongState(
            f"সিদ্ধান্তটি এখন “{matter.get_state_display()}” অবস্থায় আছে; শুধু চলমান সিদ্ধান্ত নিষ্পন্ন করা যায়।"
        )
    if end == End.RETIRED and matter.kind != Kind.CONTINUING:
        raise WrongState(f"“{End(end).label}” শুধু চলমান দায়িত্বের বেলায় হয়; অন্য একটি বেছে নিন।")
    if count := rolling.open_essentials_of(matter).count():
        raise WrongState(
            f"নিচে দেওয়া আবশ্যক অংশের {to_bengali(count)}টি এখনো চলছে; সেগুলো শেষ হলে বা ফেরত নিলে নিষ্পন্ন করা যাবে।"
        )
    if end == End.VERIFIED:
        _verify_claims(matter, by=by, at=at)
    told = {"end": end, "ended_by": by, "ended_at": at, "end_reason": reason}
    matter.move_to(Matter.State.ENDED, "closed", by=by, at=at, reason=reason, **told)
    open_shares = matter.assignments.open().select_related("matter", "post__office")
    at_once.end(open_shares, WITH_IT[end], "closed", by=by, at=at, reason=reason)
    return matter


def _verify_claims(matter, *, by, at):
    """Let the closing committee accept what is claimed; refuse while something else is missing."""
    shares = matter.assignments.filter(parent=None, state=State.CLAIMED)
    claims = list(shares.select_related("matter__office", "post__office"))
    for claim in claims:
        allow(can_verify(by, claim), "নিজের দাবি নিজে যাচাই করে সিদ্ধান্ত নিষ্পন্ন করা যায় না।")
        claim.move_to(State.VERIFIED, "verified", by=by, at=at, progress=100, desk_due_on=None)
    if matter.kind == Kind.CONTINUING or not rolling.standing_of([matter])[matter.pk].is_done:
        raise WrongState(
            f"“{End.VERIFIED.label}” বলা যায় সবার কাজ যাচাই হলে; এখনো তা হয়নি। অন্যভাবে নিষ্পন্ন হলে কারণসহ সেটি বেছে নিন।"
        )


@transaction.atomic
def reopen(matter, *, by, reason, at=None):
    """Take up again a decision that was ended; the shares that ended with it go on as they were."""
    at, reason = at or timezone.now(), " ".join(reason.split())
    matter = _locked(matter)
    allow(can_close(by, matter), WHO_CLOSES)
    if not reason:
        raise ValidationError("কেন আবার চালু হচ্ছে, কারণ লিখুন।")
    if matter.state != Matter.State.ENDED:
        raise WrongState(
            f"সিদ্ধান্তটি এখন “{matter.get_state_display()}” অবস্থায় আছে; শুধু নিষ্পন্ন সিদ্ধান্ত আবার চালু করা যায়।"
        )
    with_it = Step.objects.filter(matter=matter, assignment__isnull=False, at=matter.ended_at)
    ended = with_it.filter(what__in=["closed", "ended"]).values("assignment")
    told = {"end": "", "ended_by": None, "ended_at": None, "end_reason": ""}
    shares = list(
        matter.assignments.filter(pk__in=ended, state__in=Assignment.ENDS).select_related(
            "matter", "post__office"
        )
    )
    matter.move_to(Matter.State.OPEN, "reopened", by=by, at=at, reason=reason, **told)
    go_on(shares, "reopened", by=by, at=at, reason=reason)
    return matter


def go_on(shares, what, *, by, at, reason):
    """Let shares that had ended run again: with their owner, or waiting for one."""
    owned = [share for share in shares if share.post_id or share.outsider]
    nobody = [share for share in shares if not (share.post_id or share.outsider)]
    for rows, state in ((owned, State.OPEN), (nobody, State.SETTLE)):
        told = {"state": state, "ended_on": None, "claimed_on": None}
        at_once.change(rows, what, by=by, at=at, reason=reason, **told)


def _locked(matter):
    rows = Matter.objects.select_for_update(of=("self",))
    return rows.select_related("office", "decision").get(pk=matter.pk)
