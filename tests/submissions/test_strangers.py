"""What an upazila sends concerns its district alone: nobody beside them finds a trace of it.

The papers, the offices and the talk about them bear a marker. Whoever it concerns finds it on every
page asked for here, so that each of these pages could leak.
"""

import html
import io
import re
import zipfile
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from memos.models import FileNumber
from offices.models import Office
from submissions.matrix import fiscal_year_of
from submissions.models import Excuse, Submission
from submissions.views.reviewing import TRAYS
from tests.cast import signed_in
from tests.factories import (
    content_in,
    item_of,
    make_committee,
    make_duty,
    make_issued,
    make_meeting,
    make_submission,
)

MARKER = "শিমুলতলার ঘাট"
PART = "শিমুলতলা"
MARCH = date(2024, 3, 1)
# One of each kind asks on every database: of another district, of a neighbour and of an office below.
STRANGERS = [
    "other_dc_officer",
    pytest.param("near_staff", marks=pytest.mark.once),
    "near_officer",
    pytest.param("far_officer", marks=pytest.mark.once),
    "sister_officer",
]


@pytest.fixture
def world(cast):
    """Meghdubi's paper in two versions with its talk, an excuse, and neighbours with work of their own."""
    for thing, name in ((cast.meghdubi, "উপজেলা কার্যালয়"), (cast.committee, "উপজেলা আইসিটি কমিটি")):
        thing.name = f"{name}, {MARKER}"
        thing.save()
    cast.duty = make_duty(cast.shalbon, cast.committee)
    cast.sent = []
    for version, day in enumerate((date(2024, 3, 21), date(2024, 3, 28)), 1):
        meeting = make_meeting(
            cast.committee,
            by=cast.staff,
            held_on=day,
            title=f"{MARKER} এর সভার কার্যবিবরণী",
            items=[item_of(content_in()["column_keys"], "০১", MARKER, [f"{MARKER} বাঁধাতে হবে।"])],
        )
        make_issued(meeting, author=cast.staff, officer=cast.officer)
        sent = make_submission(meeting, cast.duty, by=cast.staff, version=version)
        sent.open(by=cast.dc_staff)
        sent.say(f"{MARKER} কোন দিন?", by=cast.dc_staff, position=1)
        if version == 1:
            sent.send_back(by=cast.dc_staff, reason_code="decision", remarks=f"{MARKER} কবে?")
            Submission.objects.filter(pk=sent.pk).update(is_latest=False)
        cast.sent.append(sent)
    cast.excuse = Excuse.objects.create(
        duty=cast.duty, office=cast.meghdubi, period_start=date(2024, 4, 1), reason=MARKER,
        excused_by=cast.staff, excused_at=timezone.now(),
    )  # fmt: skip
    for office, above in ((cast.noldanga, cast.shalbon), (cast.charghat, cast.padmar)):
        committee = make_committee(office)
        officer = cast.near_officer if office == cast.noldanga else cast.far_officer
        author = cast.near_staff if office == cast.noldanga else cast.far_staff
        theirs = make_meeting(committee, by=author)
        file = FileNumber.named_on_paper(office, f"০৫.৪৭.৮৫৯২.০০০.০১.{office.pk:03}.২৪")
        make_issued(theirs, author=author, officer=officer, file=file)
        make_duty(above, committee, name=f"প্রতিবেশীর {office.code}")
    return cast


def told(response):
    """All that an answer tells, without what is new in each answer."""
    headers = {
        name: value for name, value in response.headers.items() if name != "Content-Security-Policy"
    }
    body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)
    return response.status_code, headers, body


ACTS = ["submission", "pdf", "scan", "send_back", "withdraw"]
POSTS = ["open", "accept", "comment", "send_back", "withdraw"]


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_cannot_tell_it_from_what_is_not_there(world, who):
    client = signed_in(getattr(world, who))
    for sent in world.sent:
        for ask, names in ((client.get, ACTS), (client.post, POSTS)):
            for name in names:
                hidden, missing = (
                    told(ask(reverse(f"submissions:{name}", args=[pk])))
                    for pk in (sent.pk, 987654321)
                )
                assert hidden == missing
                assert hidden[0] == 404
    hidden, missing = (
        told(client.get(reverse("submissions:excuse_given", args=[pk])))
        for pk in (world.excuse.pk, 987654321)
    )
    assert hidden == missing


def asked(office, meeting):
    """Everything that lists, counts or finds, as somebody of this office asks for it."""
    year = f"?year={fiscal_year_of(MARCH)}"
    register, desk = reverse("memos:register"), reverse("submissions:desk")
    return {
        "home": reverse("home"),
        "overview": reverse("submissions:overview"),
        **{f"desk {tray}": f"{desk}?tray={tray}" for tray in ("new", *TRAYS)},
        "matrix": reverse("submissions:matrix", args=[office.pk]) + year,
        "spreadsheet": reverse("submissions:xlsx", args=[office.pk]) + year,
        "duties": reverse("submissions:duties"),
        "reminders": reverse("submissions:reminders", args=[office.pk]),
        "scores": reverse("submissions:scores"),
        **{
            name: reverse(f"submissions:{name}", args=[office.pk]) + year
            for name in ("scorecard", "scorecard_xlsx", "own_score", "summary", "summary_xlsx")
        },
        "inbox": reverse("inbox"),
        "register": register,
        "register searched": f"{register}?words={PART}",
        "register's spreadsheet": reverse("memos:xlsx"),
        "meetings": reverse("meetings:list"),
        "committees": reverse("committees:list"),
        "earlier decisions": reverse("meetings:precedents", args=[meeting.pk]) + f"?q={PART}",
        "published": reverse("published"),
        "trail": reverse("office_trail", args=[office.pk]),
    }


def marked(user, addresses):
    """Those of the addresses under which this person reads the marker."""
    client = signed_in(user)
    return {name for name, address in addresses.items() if MARKER in words(client.get(address))}


def words(response):
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(map(book.read, book.namelist()))
    return html.unescape(body.decode())


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_finds_no_trace_of_it(world, who):
    reader = getattr(world, who)
    office = Office.objects.worked_in_by(reader).get()
    own = Meeting.objects.visible_to(reader).first() or world.sent[0].meeting
    addresses = asked(office, own)
    # An office under the sender reads the name of the office above it, and nothing else.
    above = {"own_score"} if office.parent == world.meghdubi else set()
    assert marked(reader, addresses) == above
    # Nor under the addresses that the others use.
    assert marked(reader, asked(world.shalbon, world.sent[0].meeting)) == set()
    assert marked(reader, asked(world.meghdubi, world.sent[0].meeting)) == set()


def test_whom_it_concerns_finds_it_there(world):
    meeting = world.sent[1].meeting
    received = asked(world.shalbon, meeting)
    desks = {name for name in received if name.startswith("desk")}
    lists = {"matrix", "spreadsheet", "scorecard", "scorecard_xlsx", "summary", "summary_xlsx"}
    assert marked(world.dc_officer, received) == desks | lists | {"trail"}
    # The name of the office stands on top of each of its pages.
    sent = asked(world.meghdubi, meeting)
    assert marked(world.officer, sent) == set(sent) - {
        "published", "spreadsheet", "scorecard_xlsx", "summary_xlsx",
    }  # fmt: skip
