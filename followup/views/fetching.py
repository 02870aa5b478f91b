"""What a view of decisions begins with: the row this person may see, or may change."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import allow
from followup import rules
from followup.boards import offices_seen
from followup.earlier import has_table
from followup.models import Assignment, Handover, Indicator, Link, Matter, Proof
from followup.upward import WHO_REPORTS
from meetings.models import Meeting, State
from meetings.rules import can_write
from offices.models import Office


def fetch_matter(request, pk):
    """The decision, if this person may see it and a paper has printed it."""
    matters = Matter.objects.visible_to(request.user).exclude(state=Matter.State.DRAFT)
    matters = matters.select_related(
        "decision__item", "decision__meeting__paper__memo", "committee", "office", "ended_by"
    )
    return get_object_or_404(matters, pk=pk)


def fetch_matter_to_end(request, pk):
    """The same, for somebody who may end it or take it up again for the committee."""
    matter = fetch_matter(request, pk)
    allow(rules.can_close(request.user, matter), rules.WHO_CLOSES)
    return matter


def fetch_minutes(request, pk):
    """A meeting whose decisions are followed, if this person may see it."""
    meetings = Meeting.objects.visible_to(request.user).filter(kind=Meeting.Kind.MINUTES)
    meetings = meetings.exclude(state=State.CANCELLED)
    return get_object_or_404(meetings.select_related("committee__office", "paper"), pk=pk)


def fetch_share(request, pk):
    """The share, if this person may see it at all."""
    return get_object_or_404(Assignment.objects.visible_to(request.user).with_decision(), pk=pk)


def fetch_share_to_tend(request, pk):
    """The same, for somebody of the section that asked for it."""
    share = fetch_share(request, pk)
    allow(rules.can_tend(request.user, share), rules.WHO_TENDS)
    return share


def fetch_proof(request, pk):
    """A file that shows an answer, if this person may see the share it is of."""
    visible = Assignment.objects.visible_to(request.user).values("pk")
    proofs = Proof.objects.select_related("document").filter(answer__assignment__in=visible)
    return get_object_or_404(proofs, pk=pk)


def fetch_link(token):
    """The private link with this token, whoever asks, and the share it opens."""
    link = get_object_or_404(Link, token=token)
    link.assignment = Assignment.objects.with_decision().get(pk=link.assignment_id)
    return link


def fetch_handover(request, pk):
    """A list of a post's open work."""
    rows = Handover.objects.visible_to(request.user)
    about = ("post__office", "leaving", "coming", "handed_by", "received_by")
    return get_object_or_404(rows.select_related(*about), pk=pk)


def fetch_sitting(request, pk):
    """The sitting whose table of earlier decisions this person may see; reports and corrigenda have none."""
    meetings = Meeting.objects.visible_to(request.user)
    meeting = get_object_or_404(meetings.select_related("committee__office", "paper"), pk=pk)
    if not has_table(meeting):
        raise Http404
    return meeting


def fetch_report(request, pk):
    """The progress report, if this person may see it at all."""
    reports = Meeting.objects.visible_to(request.user).filter(kind=Meeting.Kind.PROGRESS_REPORT)
    return get_object_or_404(reports.select_related("committee__office", "paper"), pk=pk)


def fetch_report_to_change(request, pk):
    """The same, for somebody who may write it now."""
    report = fetch_report(request, pk)
    allow(can_write(request.user, report), WHO_REPORTS)
    return report


def fetch_share_to_hand_down(request, pk):
    """A share that this person's office has."""
    share = fetch_share(request, pk)
    allow(rules.can_hand_down(request.user, share), rules.WHO_HANDS_DOWN)
    return share


def fetch_part_to_change(request, pk):
    """A part that this person's office has handed down."""
    part = fetch_share(request, pk)
    allow(rules.can_take_back(request.user, part), rules.WHO_TAKES_BACK)
    return part


def fetch_planner(request, pk):
    """An office whose plan of a year this person keeps."""
    office = get_object_or_404(Office.objects.worked_in_by(request.user), pk=pk)
    allow(rules.can_keep_indicators(request.user, office), rules.WHO_KEEPS_INDICATORS)
    return office


def fetch_indicator(request, pk):
    """An indicator of a plan that this person sees."""
    visible = Indicator.objects.visible_to(request.user).select_related("office")
    return get_object_or_404(visible, pk=pk)


def fetch_office(request, pk):
    """An office whose board this person may see: one acted for, or one below it."""
    return get_object_or_404(offices_seen(request.user).select_related("parent"), pk=pk)
