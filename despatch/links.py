"""What the page of a copy's link tells: how the paper stands now, and where its successor is read."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse

from despatch.models import Evidence, Link
from distribution import book
from documents.models import Paper


class Standing(NamedTuple):
    """A paper that no longer stands: since when, why, and what is read in its place, and where."""

    status: str
    at: datetime
    reason: str
    successor: Paper | None
    page: str


def fallen(copy):
    """How the paper of a copy fell, as its recipient is told; None while it stands."""
    paper = copy.memo.paper
    if paper.status == Paper.Status.CURRENT:
        return None
    if paper.status == Paper.Status.VOID:
        return Standing(paper.status, paper.status_at, copy.memo.void_reason, None, "")
    successor = _last_after(paper)
    page = _page_for(copy, successor)
    return Standing(paper.status, paper.status_at, _why(paper.superseded_by), successor, page)


def asks_who(copy):
    """Whether who takes a copy says who they are: several people read its mailbox, or nobody knows
    whose it is."""
    return book.address_of(copy.memo.office, copy.post, copy.addressee).is_shared


def acknowledgement_of(copy):
    """The Evidence of its first acknowledgement, or None."""
    return copy.evidence.filter(step=Evidence.Step.ACKNOWLEDGED).order_by("at", "pk").first()


def _last_after(paper):
    """What took the place of a paper, and of what took it, to the last."""
    while paper.superseded_by:
        paper = paper.superseded_by
    return paper


def _page_for(copy, paper):
    """Where the recipient of a copy reads another paper: on the link of their own copy of it, else
    where anybody may ask of it."""
    if copy.post_id:
        own = Q(copy__post=copy.post_id)
    elif copy.addressee_id:
        own = Q(copy__addressee=copy.addressee_id)
    else:
        return paper.get_absolute_url()
    link = Link.objects.filter(own, copy__memo__paper=paper).first()
    return reverse("despatch:link", args=[link.token]) if link else paper.get_absolute_url()


def _why(successor):
    """Why a paper was superseded: the reason of its corrigendum, else what the letter that changes it
    is called."""
    corrected = getattr(successor, "issued_for", None)
    if corrected and corrected.meeting.correction_reason:
        return corrected.meeting.correction_reason
    letter = getattr(successor, "letter", None)
    return letter.get_kind_display() if letter else successor.kind
