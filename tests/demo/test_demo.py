"""The demo: complete, free of contradictions, and nobody's but its own."""

import json
import re
import tomllib
import unicodedata
from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, User
from bangla.digits import to_ascii
from demo import sources
from demo.cast import PASSWORD, ROOT, SIGN_INS
from demo.load import load
from demo.timetable import DHAKA, moments, sittings, working_day
from demo.wording import Topics, Words
from meetings.content import content_of
from meetings.discrepancies import discrepancies
from meetings.interchange import read
from meetings.models import OUT, Attendance, Decision, Meeting, State
from memos.addressees import counted_copies
from memos.copying import copies_in
from memos.models import FileNumber, Memo
from offices.codes import districts
from offices.models import Office, Post, Posting, today
from offices.signatories import signer_in
from papers.content import canonical
from papers.places import places_to_sign
from papers.shapes import READY_SHAPES

pytestmark = pytest.mark.once

# Who reads only, and who keeps accounts: nothing waits for them.
NOTHING_TO_DO = {"division.viewer", "sysadmin"}


@pytest.fixture(scope="module")
def _demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.DEMO", True)
        # Approved papers stay here: drawing and signing them all is a minute's work.
        load()
        yield
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def demo(_demo, db, settings):
    """The demo, loaded once for this module."""
    settings.DEMO = True


@pytest.fixture
def papers(demo):
    """The content of every meeting, as (meeting, content)."""
    return [(meeting, content_of(meeting)) for meeting in Meeting.objects.with_paper()]


def sign_in(client, username):
    client.post(reverse("account_login"), {"login": username, "password": PASSWORD})
    return User.objects.get(username=username)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def output_of(command, *args):
    out, err = StringIO(), StringIO()
    call_command(command, *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


# --- What is in it --------------------------------------------------------------------------


def test_one_division_two_districts_and_in_each_three_upazilas_with_a_line_office(demo):
    tree = Counter(
        (office.kind, office.parent and office.parent.kind) for office in Office.objects.all()
    )
    assert tree == {
        ("division", None): 1,
        ("district", "division"): 2,
        ("upazila", "district"): 6,
        ("line", "upazila"): 6,
    }
    for district in Office.objects.filter(kind="district"):
        assert district.children.count() == 3
        assert districts()[district.geo_code[:2]].name == district.letter_place
    assert [office.code for office in Office.objects.filter(one_officer=True)] == [
        "raumari-somobay"
    ]


def test_every_office_passes_its_own_validation(demo):
    for model in (Office, Post, Posting, User, Meeting):
        for row in model.objects.all():
            row.full_clean()


def test_every_state_and_every_ready_shape_is_there(demo):
    assert set(Meeting.objects.values_list("state", flat=True)) == set(State) - OUT
    shapes = [meeting.shape for meeting in Meeting.objects.all()]
    assert [name for name, shape in READY_SHAPES.items() if shape not in shapes] == []
    assert set(Meeting.objects.values_list("kind", flat=True)) == set(Meeting.Kind)


def test_the_meetings_cover_a_year_up_to_today(demo):
    held = Meeting.objects.filter(state__in=[State.APPROVED, State.SUBMITTED])
    days = held.values_list("held_on", flat=True)
    assert timedelta(days=330) < max(days) - min(days) < timedelta(days=400)
    assert today() - max(days) < timedelta(days=35)
    months = {day.strftime("%Y-%m") for day in days}
    assert len(months) in (12, 13)


def test_most_meetings_are_approved_and_the_last_ones_are_on_their_way(demo):
    states = Counter(Meeting.objects.values_list("state", flat=True))
    assert states[State.APPROVED] > states.total() / 2
    older = Meeting.objects.filter(held_on__lt=today() - timedelta(days=130))
    assert set(older.values_list("state", flat=True)) == {State.APPROVED, State.CANCELLED}
    coming = Meeting.objects.filter(held_on__gt=today())
    assert set(coming.values_list("state", flat=True)) == {State.PLANNED, State.NOTICED}


def test_papers_show_what_is_hard_to_print(papers):
    text = [each for _, content in papers for each in strings(content)]
    items = [item for _, content in papers for item in content["items"]]
    for hard in ("র\u200d্যাব", "https://", "“", "‘", "myGov", "iBAS++", "%"):
        assert [each for each in text if hard in each], hard
    assert [each for each in text if re.search(r"৳ [০-৯]{1,2},[০-৯]{2},[০-৯]{3}", each)]
    assert [each for each in text if re.search(r"০২৫৮৮৮-০০০[০-৯]{2}", each)]
    assert max(len(item["discussion"]) for item in items) >= 25
    assert max(len(item["decisions"]) for item in items) == 3
    cells = [item for item in items if "implementers_as_printed" in item]
    assert {len(item["decisions"]) for item in cells} == {2}
    assert Decision.objects.filter(due_on__isnull=False).count() > 100
    marked = set(Attendance.Status) - {Attendance.Status.UNMARKED}
    assert set(Attendance.objects.values_list("status", flat=True)) == marked


def test_attendances_are_tied_to_the_seats_of_their_committee(demo):
    rows = Attendance.objects.select_related("membership__post", "meeting")
    guests = [row for row in rows if row.membership is None]
    assert {row.status for row in guests} == {Attendance.Status.GUEST}
    for row in rows:
        if row.membership:
            assert row.membership.committee_id == row.meeting.committee_id
            assert row.designation[0].startswith(row.membership.post.title)
            assert row.role == row.membership.printed_role


# --- It is right ----------------------------------------------------------------------------


def test_every_content_is_one_the_importer_takes_unchanged(papers):
    for _, content in papers:
        assert read(canonical(content)) == content


def test_no_paper_contradicts_itself(papers):
    assert [found for _, content in papers for found in discrepancies(content)] == []


def test_approvals_stand_for_the_content_they_were_given_for(demo):
    for meeting in Meeting.objects.filter(state=State.APPROVED):
        assert meeting.approved_digest == meeting.content_digest()


def test_text_is_in_nfc_and_no_gap_is_left(demo):
    fields = (Office, Post, Posting, User)
    rows = [row for model in fields for row in model.objects.values()]
    text = [*strings(rows), *strings([content_of(m) for m in Meeting.objects.with_paper()])]
    text += Meeting.objects.values_list("remarks", flat=True)
    assert [each for each in text if unicodedata.normalize("NFC", each) != each] == []
    assert [each for each in text if re.search("[{}]|None|  ", each)] == []


def test_neighbouring_sittings_do_not_read_alike(demo):
    told = {}
    for meeting in Meeting.objects.with_paper().filter(kind="minutes").order_by("held_on"):
        words = {
            re.sub("[০-৯,]+", "", paragraph)
            for item in meeting.items.all()
            for paragraph in [*item.discussion, *(each.text for each in item.decisions.all())]
        }
        if words:
            assert told.get(meeting.committee_id, set()) & words == set(), meeting
            told[meeting.committee_id] = words


def test_serials_of_a_register_rise_with_their_dates(papers):
    registers = {}
    for meeting, content in papers:
        memo = content["memo"]
        if memo and memo["issue"]:
            issued_on = date.fromisoformat(memo["date"])
            assert issued_on == meeting.approved_at.astimezone(DHAKA).date()
            register = registers.setdefault((meeting.office.code, issued_on.year), [])
            register.append((issued_on, int(to_ascii(memo["issue"]))))
            geo = meeting.office.geo_code
            assert to_ascii(memo["number"]).split(".")[2] == (geo if len(geo) == 4 else "0000")
    assert len(registers) > 8
    for register in registers.values():
        serials = [serial for _, serial in sorted(register)]
        assert serials == sorted(set(serials))


def test_reports_answer_the_decisions_of_the_division(demo):
    division = {
        meeting.held_on: content_of(meeting)
        for meeting in Meeting.objects.with_paper().filter(committee__office__code=ROOT)
    }
    reports = Meeting.objects.with_paper().filter(kind=Meeting.Kind.PROGRESS_REPORT)
    assert len(reports) == 6
    progress = set()
    for report in map(content_of, reports):
        asked = division[date.fromisoformat(report["meeting"]["date"])]
        assert [(item["topic"], item["decisions"][0]["text"]) for item in report["items"]] == [
            (item["topic"], item["decisions"][0]["text"]) for item in asked["items"]
        ]
        memo = asked["memo"]
        assert f"{memo['number']}.{memo['issue']}; " in report["letter"]["reference"]
        progress |= {item["decisions"][0]["progress"] for item in report["items"]}
    # Each district in its own words.
    assert len(progress) == sum(len(content_of(report)["items"]) for report in reports)


def test_a_transfer_changes_the_name_on_the_papers_and_who_approves(demo):
    before, now = Posting.objects.filter(
        post__title="উপজেলা নির্বাহী অফিসার", post__office__code="ulipur"
    ).order_by("starts_on")
    assert before.ends_on + timedelta(days=1) == now.starts_on
    approved = Meeting.objects.filter(committee__office__code="ulipur", state=State.APPROVED)
    for meeting in approved:
        chair = before if meeting.held_on <= before.ends_on else now
        assert meeting.chair["name"] == meeting.signatory["name"] == chair.name
        officer = before if meeting.approved_at.astimezone(DHAKA).date() <= before.ends_on else now
        assert meeting.approved_by == officer.user
    assert {meeting.chair["name"] for meeting in approved} == {before.name, now.name}


def test_a_vacant_post_has_a_seat_but_nobody_on_it(demo):
    vacant = [post.title for post in Post.objects.all() if post.holder is None]
    assert vacant == ["উপজেলা মহিলা বিষয়ক কর্মকর্তা"]
    seats = Attendance.objects.filter(membership__post__title=vacant[0])
    assert {row.meeting.office.code for row in seats} == {"gobindaganj"}


def test_nobody_approved_their_own_entry_but_the_one_officer(demo):
    own = Meeting.objects.filter(state=State.APPROVED).select_related("committee__office")
    alone = {m.office.code for m in own if m.approved_by_id in m.authors}
    assert alone == {"raumari-somobay"}


def test_what_was_done_is_recorded_in_order_and_in_the_past(demo):
    events = {}
    for event in AuditEvent.objects.order_by("pk"):
        events.setdefault(event.target_id, []).append(event)
    for meeting in Meeting.objects.all():
        acts = events.get(meeting.pk, [])
        times = [meeting.created_at, *(event.at for event in acts)]
        assert times == sorted(set(times))
        assert times[-1] == meeting.moved_at < timezone.now()
        assert (acts[-1].what if acts else "").rpartition(" ")[2] in ("", meeting.state)


def test_the_trail_of_each_office_was_written_in_order_of_time(demo):
    chains = {}
    for event in AuditEvent.objects.order_by("chain", "serial"):
        chains.setdefault(event.chain, []).append(event)
    kept = Meeting.objects.exclude(moved_at=F("created_at"))
    offices = kept.values_list("committee__office", flat=True)
    assert chains.keys() == {f"office-{pk}" for pk in offices}
    for events in chains.values():
        assert [event.serial for event in events] == list(range(1, len(events) + 1))
        times = [event.at for event in events]
        assert times == sorted(times)
        assert all(event.hash == event.computed_hash() for event in events)


def test_the_history_of_a_meeting_bears_the_moments_of_the_demo(demo):
    for meeting in Meeting.objects.all():
        steps = meeting.history.order_by("history_id").values_list("history_date", flat=True)
        assert (steps[0], steps[len(steps) - 1]) == (meeting.created_at, meeting.moved_at)


def test_names_are_of_one_person_each(demo):
    names = Counter(Posting.objects.values_list("name", flat=True))
    assert names.most_common(1)[0][1] == 1


def test_nobody_of_the_samples_appears(demo, shared):
    people = set()
    for sample in sorted((shared / "seeds").glob("*.json")):
        content = json.loads(sample.read_text("utf-8"))
        named = [content.get(key) for key in ("chair", "signatory", "copy_signatory")]
        named += [
            content.get("report_signatory"),
            *content.get("attendance", {}).get("members", []),
        ]
        people |= {unicodedata.normalize("NFC", each["name"]) for each in named if each}
    people = {re.sub(r"\A(জনাব|মোঃ|মোহাম্মদ|ডাঃ|\s)+", "", name) for name in people}
    assert len(people) > 5
    rows = [row for model in (Posting, User, Attendance) for row in model.objects.values()]
    text = "\n".join(strings([rows, [content_of(m) for m in Meeting.objects.with_paper()]]))
    assert [name for name in people if name in text] == []


def test_addresses_can_belong_to_nobody(papers):
    text = "\n".join(each for _, content in papers for each in strings(content))
    hosts = re.findall(r"[\w.-]+\.(?:org|com|bd|net)\b", text, re.ASCII)
    assert hosts
    assert [host for host in hosts if not host.endswith("example.org")] == []


# --- Whom it is for -------------------------------------------------------------------------


@pytest.mark.parametrize("username", SIGN_INS)
def test_each_sign_in_opens_the_portal(demo, client, username):
    user = sign_in(client, username)

    assert client.session["_auth_user_id"] == str(user.pk)
    visible = Meeting.objects.visible_to(user)
    if username == "sysadmin":
        assert user.is_superuser
        assert not visible.exists()
    else:
        assert visible.exists()
        assert client.get(reverse("home")).status_code == 200


def test_something_waits_for_everybody_with_work_to_do(demo):
    idle = {
        user.username
        for user in User.objects.filter(username__in=SIGN_INS)
        if not Meeting.objects.visible_to(user).awaiting(user).exists()
    }
    assert idle == NOTHING_TO_DO


def test_nobody_else_has_a_password(demo):
    others = User.objects.exclude(username__in=SIGN_INS)
    assert others.exists()
    assert [user.username for user in others if user.has_usable_password()] == []


def test_returned_papers_say_why(demo):
    remarks = Meeting.objects.filter(state=State.RETURNED).values_list("remarks", flat=True)
    assert len(remarks) >= 2
    assert [each for each in remarks if not each.endswith("।")] == []


# --- The commands ---------------------------------------------------------------------------


def test_loading_again_changes_nothing(demo):
    def rows():
        return {m._meta.label: list(m._default_manager.order_by("pk").values()) for m in models}

    models = [m for m in apps.get_models() if m._meta.managed]
    before = rows()
    assert output_of("load_demo") == ("", "পরীক্ষামূলক তথ্য আগে থেকেই আছে; কিছু বদলানো হয়নি।\n")
    assert rows() == before


def test_demo_signins_lists_every_sign_in(demo):
    out, err = output_of("demo_signins")
    heading, *lines = out.splitlines()
    assert heading.split()[:2] == ["ব্যবহারকারী", "নাম"]
    assert [line.split()[:2] for line in lines] == [[each, PASSWORD] for each in SIGN_INS]
    assert "শারমিন আক্তার জ্যোতি, উপজেলা নির্বাহী অফিসার (কর্মকর্তা)" in lines[5]
    assert lines[5].endswith("উপজেলা নির্বাহী অফিসারের কার্যালয়, উলিপুর, কুড়িগ্রাম")
    assert err == ""


def test_demo_signins_writes_the_table_of_the_readme(demo):
    out, _ = output_of("demo_signins", "--markdown")
    rows = [line.strip("|").split(" | ") for line in out.splitlines()]
    assert {len(row) for row in rows} == {4}
    assert len(rows) == len(SIGN_INS) + 2


def test_demo_signins_says_nothing_outside_of_the_demo(demo, settings):
    settings.DEMO = False
    assert output_of("demo_signins") == ("", "")


# --- How it is made -------------------------------------------------------------------------

DAYS = [date(2026, 1, 1) + timedelta(days=13 * number) for number in range(120)]


@pytest.mark.parametrize(
    ("cadence", "length", "apart"), [("monthly", 12, 31), ("quarterly", 4, 92)]
)
def test_a_committee_sits_on_working_days_of_its_periods(cadence, length, apart):
    for now in DAYS:
        coming, *held = sittings(cadence, 14, now)
        assert [sitting.turn for sitting in held] == list(range(length))
        assert coming.held_on > now > held[0].held_on
        days = [sitting.held_on for sitting in [coming, *held]]
        assert [day for day in days if working_day(day) != day] == []
        gaps = [(later - day).days for later, day in pairwise(days)]
        assert max(gaps[1:]) <= apart + 8
        assert min(gaps) > 3


def test_nobody_works_on_a_weekend_or_a_holiday():
    assert working_day(date(2026, 11, 19)) == date(2026, 11, 19)  # a Thursday
    assert working_day(date(2026, 11, 20)) == date(2026, 11, 22)
    assert working_day(date(2026, 12, 16)) == date(2026, 12, 17)


@pytest.mark.parametrize("ago", [0, 1, 3, 4, 9, 40])
def test_things_happen_in_order_and_before_now(ago):
    for now in DAYS:
        now = datetime(now.year, now.month, now.day, 15, 20, tzinfo=DHAKA)
        when = moments(now.date() - timedelta(days=ago), [1, 3, 4, 6, 8], now)
        assert when == sorted(set(when))
        assert when[0].date() >= now.date() - timedelta(days=ago)
        assert when[-1] < now
        if ago == 40:
            assert {moment.hour for moment in when} <= set(range(9, 17))
            assert [m for m in when if working_day(m.date()) != m.date()] == []


def test_gaps_are_filled_with_what_is_told_and_what_is_drawn():
    words = Words("a seed", place="উলিপুর", unions=13)
    assert words.fill(
        "{place}: {unions}টির মধ্যে {a:2-2}টি, বাকি {unions-a}টি; ৳ {m:500000-500000}"
    ) == ("উলিপুর: ১৩টির মধ্যে ২টি, বাকি ১১টি; ৳ ৫,০০,০০০")
    assert words.fill("{a}টি") == "২টি"
    drawn = Words("a seed").fill("{a:1-900} {a:1-900}")
    assert drawn == Words("a seed").fill("{a:1-900} {a:1-900}")
    assert drawn != Words("another").fill("{a:1-900} {a:1-900}")
    with pytest.raises(KeyError):
        words.fill("{nobody}")


def test_topics_take_turns():
    source = {
        "topics_a_meeting": [2, 2],
        "topic": [
            {"title": "always", "always": True, "wording": ["a", "b"]},
            {"title": "one", "wording": ["c"]},
            {"title": "two", "wording": ["d"]},
            {"title": "summer", "months": [6], "wording": ["e"]},
            {"title": "elsewhere", "only": ["x"], "wording": ["f"]},
        ],
    }
    topics = Topics(source)
    dealt = [[wording for _, wording in topics.deal(date(2026, m, 1))] for m in (4, 5, 6, 7)]
    assert dealt == [["a", "c"], ["b", "d"], ["a", "e"], ["b", "c"]]


def test_each_file_of_papers_has_a_dozen_topics_in_several_wordings():
    files = sorted(path.stem for path in (sources.files("demo") / "papers").iterdir())
    for name in set(files) - {"progress"}:
        topics = sources.paper(name)["topic"]
        assert len(topics) >= 11, name
        assert [t["title"] for t in topics if len(t["wording"]) < 2 and "months" not in t] == []


def test_the_files_of_the_demo_are_written_in_nfc():
    root = sources.files("demo")
    for path in [root / "offices.toml", *(root / "papers").iterdir()]:
        text = path.read_text("utf-8")
        assert tomllib.loads(text)
        assert unicodedata.normalize("NFC", text) == text, path.name


def test_whoever_is_printed_to_sign_has_an_account_to_sign_with(papers):
    """Those of today: who has left since signed in ink, or had signed before."""
    for meeting, content in papers:
        if meeting.state != State.APPROVED:
            continue
        for place, printed in places_to_sign(content):
            holds = Posting.objects.current().filter(post__office=meeting.office, name=printed.name)
            if holds.exists():
                assert signer_in(meeting.office, printed), (meeting, place.name, printed)


def test_every_count_of_copies_is_that_of_the_copies(papers):
    file, classes = FileNumber(number="05.47.4900.028.01.002.23"), 0
    for meeting, content in papers[::4]:
        line = Memo(file=file, serial=1, number="১", issued_on=today(), endorsed_copies=1)
        copies = copies_in(line, content, meeting.office)
        addressed = 1 if "recipient" in content["order"] else 0
        assert len(copies) - addressed == sum(counted_copies(content, meeting.office))
        classes += len({copy.line for copy in copies}) < len(copies)
    assert classes
