"""How the shares of a decision add up."""

from followup.models import Assignment, End, Kind, Matter, RollUp

State = Assignment.State


def settle_end(matter, *, by, at=None):
    """End a decision whose shares are verified as its roll-up asks; whether it did."""
    if matter.state != Matter.State.OPEN or matter.kind == Kind.CONTINUING:
        return False
    standing = [State.VERIFIED, *Assignment.UNFINISHED]
    shares = matter.assignments.filter(parent=None, state__in=standing)
    if matter.roll_up == RollUp.LEAD:
        shares = shares.filter(part=Assignment.Part.LEAD)
    done = [state == State.VERIFIED for state in shares.values_list("state", flat=True)]
    if not done or not (any(done) if matter.roll_up == RollUp.ANY else all(done)):
        return False
    matter.move_to(
        Matter.State.ENDED, "ended", by=by, at=at, end=End.VERIFIED, ended_by=by, ended_at=at
    )
    return True
