"""An invented paper of a committee, with its own name, people and texts in it."""

from committees.models import Membership
from offices.holders import holders
from offices.models import today
from papers.samples import Own, sample_content

SECRETARIES = {Membership.Role.MEMBER_SECRETARY, Membership.Role.FOCAL_POINT}


def sample_of(committee, *, shape, copy_lists):
    """A content of the interchange format in a valid shape: the committee's own where it has its own."""
    on = today()
    seats = list(committee.members_on(on).prefetch_related(holders("post__postings")))
    own = Own(
        name=committee.name,
        cadence=committee.cadence,
        letterhead=committee.office.letterhead,
        chair_label=committee.chair_label,
        agenda=committee.standing_agenda,
        opening=committee.opening,
        closing=committee.closing,
        members=[_member(seat) for seat in seats],
        chair=_signer(seats, Membership.CHAIRING),
        secretary=_signer(seats, SECRETARIES),
    )
    return sample_content(own, shape=shape, copy_lists=copy_lists, held_on=on)


def _holder(seat):
    """Who holds the post of a seat today, or None."""
    postings = seat.post.current_postings
    return postings[0].name if postings else None


def _member(seat):
    name = _holder(seat)
    return {
        "name": name or seat.post.title,
        "designation": [seat.post.title] if name else [],
        "role": seat.printed_role,
    }


def _signer(seats, roles):
    """Who signs: the member in one of these roles whose name is known."""
    for seat in seats:
        if {seat.role, seat.second_role} & roles and (name := _holder(seat)):
            return {"name": name, "designation": [seat.post.title]}
    return None
