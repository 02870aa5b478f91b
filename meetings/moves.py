"""The moves of a meeting that a person makes; each is one transaction and asks its rule.

The verbs of `Meeting` guard the state alone. Minutes are handed in by `completeness.hand_in`, issued
and taken back by `memos.actions`, corrected by `correcting.begin_corrigendum`.
"""

from django.db import transaction

from accounts.access import WrongState, allow
from meetings import rules
from meetings.models import Meeting


@transaction.atomic
def give_notice(*, meeting, by, at=None):
    """Members have been told of the sitting."""
    _ask(rules.can_give_notice, by, meeting)
    meeting.give_notice(by=by, at=at)


@transaction.atomic
def start_writing(*, meeting, by, at=None):
    """The sitting took place: its minutes are being written."""
    _ask(rules.can_start_writing, by, meeting)
    meeting.start_writing(by=by, at=at)


@transaction.atomic
def cancel(*, meeting, by, at=None):
    """The sitting does not take place, or its minutes are given up."""
    _ask(rules.can_cancel, by, meeting)
    meeting.cancel(by=by, at=at)


@transaction.atomic
def approve(*, meeting, by, seen=None, at=None):
    """Approve what was handed in; `seen` is the digest of the text that was read."""
    _ask(rules.can_approve, by, meeting)
    meeting.approve(by=by, seen=seen, at=at)


@transaction.atomic
def send_back(*, meeting, by, remarks, item_remarks=None, at=None):
    """Give submitted or approved minutes back; `item_remarks` is {primary key of an item: text}."""
    _ask(rules.can_send_back, by, meeting)
    meeting.send_back(by=by, remarks=remarks, item_remarks=item_remarks, at=at)


@transaction.atomic
def publish(*, meeting, by, at=None):
    """Let everybody read the issued minutes."""
    _ask(rules.can_publish, by, meeting)
    meeting.publish(by=by, at=at)


@transaction.atomic
def unpublish(*, meeting, by, reason, at=None):
    """Take published minutes back from the public."""
    _ask(rules.can_unpublish, by, meeting)
    meeting.unpublish(by=by, reason=reason, at=at)


def _ask(rule, by, meeting):
    """Refuse what the rule does not permit of the meeting as it stands, locked until it is over.

    Who might have done it with the meeting as they saw it was the slower of two, and is told so.
    """
    rows = Meeting.objects.select_related("committee__office", "paper")
    stands = rows.select_for_update(of=("self",)).get(pk=meeting.pk)
    if rule(by, stands):
        return
    if stands.shown_state != meeting.shown_state and rule(by, meeting):
        raise WrongState(
            f"সভাটির অবস্থা এর মধ্যে বদলে “{stands.shown_state_name}” হয়েছে; আবার দেখে সিদ্ধান্ত নিন।"
        )
    allow(False)
