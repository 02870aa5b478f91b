"""What an act does to many shares at once: each leaves its Step, the act is told once in the trail."""

from django.db.models import F
from django.utils import timezone

from followup.models import Assignment, Stale, Step


def end(shares, state, what, *, by, at, reason):
    """Bring shares to one end (Assignment.ENDS). Their matters are in memory as they stand after it."""
    change(shares, what, by=by, at=at, reason=reason, state=state, ended_on=timezone.localdate(at))


def change(shares, what, *, by, at, reason="", **changes):
    """Save the same changes in all of them, and tell a Step of each."""
    shares = list(shares)
    if not shares:
        return
    if "state" in changes:
        changes["moved_at"] = at
    rows = Assignment.objects.filter(pk__in=[share.pk for share in shares])
    rows.update(**changes, version=F("version") + 1)
    for share in shares:
        for name, value in changes.items():
            setattr(share, name, value)
        share.version += 1
    tell([(share.matter, share) for share in shares], what, by=by, at=at, reason=reason)


def tell(rows, what, *, by, at, reason=""):
    """A Step for each (matter, share or None), and their offices' figures are to be counted anew."""
    Step.objects.bulk_create(
        Step.of(matter, what, assignment=share, by=by, at=at, reason=reason)
        for matter, share in rows
    )
    Stale.mark(
        *(matter.office_id for matter, _ in rows), *(share.office_id for _, share in rows if share)
    )
