"""The shares of a decision brought to what a person has settled of whom its lines mean."""

from django.utils import timezone

from followup import at_once, clock
from followup.models import UNCHASED, Assignment
from followup.opening import NOT_CHASED, withdraw
from followup.rolling import NOT_COUNTED
from followup.shares import charge_of, follow_date, is_of, new_share

State = Assignment.State
SETTLED_ANEW = "কার কাজ, শাখা নতুন করে নির্ধারণ করেছে।"


def settle_shares(matter, decision, owners, *, by, at, reason=""):
    """Let exactly these owners have the shares of an issued decision: what they have already stays, with
    its answers; what waited for an owner gets one; whoever is not meant any more is told so."""
    shares = matter.assignments.filter(parent=None).exclude(state__in=NOT_COUNTED)
    shares = list(shares.select_related("charge", "post__office"))
    for share in shares:
        share.matter = matter
    charges = list(decision.charges.filter(paper=decision.item.meeting.paper_id))
    missing, kept = [], set()
    for owner in owners:
        share = next((each for each in shares if is_of(each, owner)), None)
        if share:
            kept.add(share.pk)
        else:
            missing.append(owner)
    waiting = [share for share in shares if share.state == State.SETTLE and share.pk not in kept]
    told = {"by": by, "at": at, "reason": reason}
    rest = _give(waiting, missing, charges, **told)
    on = timezone.localdate(at)
    opened = []
    for owner in rest:
        is_there = any(is_of(share, owner) for share in opened)
        if owner.is_certain or not is_there:
            opened.append(
                new_share(matter, owner, charges=charges, on=on, at=at, settle_by=clock.settle_by(on))
            )  # fmt: skip
    gone = [
        share
        for share in shares
        if share.pk not in kept and share not in waiting and share.state in Assignment.UNFINISHED
    ]
    _let_go(matter, [*gone, *(s for s in waiting if s.state == State.SETTLE)], by=by, at=at)
    Assignment.objects.bulk_create(opened)
    at_once.tell([(matter, share) for share in opened], "opened", **told)
    _keep_dates(matter, [share for share in shares if share.state in Assignment.UNFINISHED], **told)


def _give(waiting, owners, charges, *, by, at, reason):
    """Give shares that wait for an owner to these, those of the same line first; who has none yet."""
    rest = []
    for owner in owners:
        of_line = [
            each
            for each in waiting
            if each.state == State.SETTLE and each.position == owner.position
        ]
        of_words = [each for each in of_line if each.printed == owner.words]
        share = next(iter(of_words or of_line), None)
        if not owner.is_certain or share is None:
            rest.append(owner)
            continue
        share.move_to(
            State.OPEN, "settled", by=by, at=at, reason=reason, post=owner.post,
            office=owner.post and owner.post.office, outsider=owner.outsider,
            addressee=owner.addressee, part=owner.part, printed=owner.words, desk_due_on=None,
            charge=charge_of(charges, owner.position, owner.post) or share.charge,
        )  # fmt: skip
    return rest


def _let_go(matter, shares, *, by, at):
    """Shares that are nobody's any more: the decision charges nobody, or somebody else."""
    if matter.kind in UNCHASED:
        withdraw(shares, by=by, at=at, reason=NOT_CHASED)
        return
    parts = Assignment.objects.filter(parent__in=[share.pk for share in shares])
    withdraw(
        list(parts.open().select_related("matter", "post__office")),
        by=by,
        at=at,
        reason=SETTLED_ANEW,
    )
    at_once.end(shares, State.REASSIGNED, "reassigned", by=by, at=at, reason=SETTLED_ANEW)


def _keep_dates(matter, shares, *, by, at, reason):
    moved = [share for share in shares if follow_date(share, matter)]
    for share in moved:
        share.version += 1
    Assignment.objects.bulk_update(
        moved, ["first_due_on", "due_on", "is_implied", "times_extended", "version"]
    )
    at_once.tell([(matter, share) for share in moved], "date set", by=by, at=at, reason=reason)
