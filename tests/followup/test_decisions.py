"""The command that tells every share of every decision, today and on any past day."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from followup.models import Assignment, Step
from offices.models import today
from tests.followup.making import make_assignment, make_matter, make_sitting

KEYS = [
    "thread", "meeting", "memo", "label", "text", "kind", "printed", "owner", "due", "implied",
    "state", "days_late",
]  # fmt: skip


def told(**options):
    out = io.StringIO()
    call_command("decisions", stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_share_is_a_line(followed):
    lines = told()
    assert [list(line) for line in lines] == [KEYS, KEYS]
    first = lines[0]
    assert first["thread"] == str(followed.matter.thread)
    assert first["meeting"] == followed.meeting.pk
    assert first["memo"] == followed.meeting.paper.number
    assert first["owner"] == str(followed.ours.post)
    assert (first["kind"], first["state"], first["days_late"]) == ("once", "open", 0)
    assert first["due"] == followed.ours.due_on.isoformat()


def test_nobody_is_named_where_it_is_to_be_settled_or_nothing_is_to_be_done(followed):
    sitting = make_sitting(
        followed.committee, by=followed.cast.dc_staff, held_on=today(), decisions=["ক", "খ"]
    )
    open_, done = sitting.items.get().decisions.all()
    make_assignment(make_matter(open_, by=followed.cast.dc_officer), printed="সংশ্লিষ্ট সকল")
    noted = make_matter(done, by=followed.cast.dc_officer)
    noted.change(
        "settled", by=followed.cast.dc_officer, kind="done", first_due_on=None, due_on=None
    )
    settle, nobody = told(meeting=str(sitting.pk))
    assert (settle["owner"], settle["printed"], settle["state"]) == (None, "সংশ্লিষ্ট সকল", "settle")
    assert (nobody["owner"], nobody["printed"], nobody["kind"], nobody["due"]) == (
        None,
        None,
        "done",
        None,
    )


def test_a_past_day_is_told_as_it_was_and_the_late_alone(followed):
    due = followed.ours.due_on
    assert told(late=True, on=due.isoformat()) == []
    late = told(late=True, on=(due + timedelta(days=3)).isoformat())
    assert [line["days_late"] for line in late] == [3, 3]

    followed.ours.move_to(
        Assignment.State.WITHDRAWN, "withdrawn", by=followed.cast.dc_officer, reason="ভুল"
    )
    before = told(on=(today() - timedelta(days=1)).isoformat())
    assert [line["state"] for line in before] == ["open", "open"]
    assert sorted(line["state"] for line in told()) == ["open", "withdrawn"]
    first = Step.objects.order_by("at").first()
    assert told(on=(timezone.localdate(first.at) - timedelta(days=1)).isoformat()) == []


def test_an_office_or_a_meeting_alone(followed):
    assert len(told(office="shalbon")) == 2
    assert told(office="padmar") == []
    assert len(told(meeting=str(followed.meeting.pk))) == 2


@pytest.mark.parametrize("options", [{"office": "nowhere"}, {"meeting": "99999"}, {"on": "কাল"}])
def test_what_is_not_there_is_refused_in_one_line(followed, options):
    with pytest.raises(CommandError, match=r"[ঀ-৿]"):
        told(**options)
