"""The copies of a paper are frozen as it goes out: whom each line meant that day, and under which number."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.access import WrongState
from accounts.models import AuditEvent
from memos import actions
from memos.addressees import counted_copies
from memos.copying import add_late, freeze
from memos.models import Copy, Memo
from offices.models import Office, Posting
from tests.factories import LONG_AGO, content_in, make_office, make_post
from tests.memos.conftest import make_approved

FILE = "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪"
CLASS = "ইউপি চেয়ারম্যান (সকল), মেঘডুবি।"


@pytest.fixture
def unions(cast):
    """Two unions under Meghdubi, whose chairmen are a class."""
    cast.meghdubi.letter_place = "মেঘডুবি, শালবন"
    cast.meghdubi.save()
    chairmen = []
    for code, name in (("u1", "আলোকদিয়া"), ("u2", "বেলতলী")):
        union = make_office(
            code, Office.Kind.UNION, cast.meghdubi, name=f"{name} ইউনিয়ন পরিষদ", letter_place=name
        )
        chairmen.append(make_post(union, "চেয়ারম্যান", kind="up_chairman"))
    return chairmen


def lists(*recipients, heading="অনুলিপি সদয় জ্ঞাতার্থে:"):
    return [{"heading": heading, "numbering": "১।", "recipients": list(recipients)}]


def issued(cast, **changes):
    return actions.issue(meeting=make_approved(cast, **changes), by=cast.officer)


def rows(memo):
    return [
        (copy.position, copy.number, copy.recipient, copy.purpose)
        for copy in memo.sent_copies.all()
    ]


def test_every_recipient_is_a_copy_under_the_papers_number(cast, unions):
    cast.shalbon.letter_place = "শালবন"
    cast.shalbon.save()
    dc = make_post(cast.shalbon, "জেলা প্রশাসক", kind="dc")
    Posting.objects.create(post=dc, name="সাবিহা রহমান", starts_on=LONG_AGO)
    line = issued(
        cast,
        distribution=[
            *lists("জেলা প্রশাসক, শালবন।", "সচিব, তথ্য বিভাগ।\n(অবগতির জন্য)"),
            *lists(CLASS, "অফিস কপি।", heading="অনুলিপি কার্যার্থে:"),
        ],
    )

    assert line.number == f"{FILE}.১(৫)"
    assert rows(line) == [
        (1, line.number, "জেলা প্রশাসক, শালবন।", "information"),
        (2, line.number, "সচিব, তথ্য বিভাগ।\n(অবগতির জন্য)", "information"),
        (3, line.number, "চেয়ারম্যান, আলোকদিয়া।", "action"),
        (4, line.number, "চেয়ারম্যান, বেলতলী।", "action"),
        (5, line.number, "অফিস কপি।", "office_copy"),
    ]
    copies = list(line.sent_copies.all())
    assert [copy.post for copy in copies] == [dc, None, *unions, None]
    assert [copy.holder for copy in copies] == ["সাবিহা রহমান", "", "", "", ""]
    assert {copies[2].line, copies[3].line} == {CLASS}


def test_nothing_that_comes_later_changes_a_frozen_copy(cast, unions):
    Posting.objects.create(post=unions[0], name="আবদুল করিম", starts_on=LONG_AGO)
    line = issued(cast, distribution=lists(CLASS))
    before = list(Copy.objects.values())

    Posting.objects.update(name="অন্য কেউ")
    unions[0].title = "প্রশাসক"
    unions[0].save()
    third = make_office("u3", Office.Kind.UNION, cast.meghdubi, name="নতুন ইউনিয়ন পরিষদ")
    make_post(third, "চেয়ারম্যান", kind="up_chairman")

    assert list(Copy.objects.values()) == before
    assert line.number == f"{FILE}.১(২)"
    # What goes out tomorrow is read anew; the old line keeps its own copies.
    actions.void(memo=line, by=cast.officer, reason="তারিখ ভুল")
    meeting = line.meeting
    meeting.refresh_from_db()
    meeting.submit(by=cast.staff)
    meeting.approve(by=cast.officer)
    again = actions.issue(meeting=meeting, by=cast.officer)
    assert again.sent_copies.count() == 3
    assert list(Copy.objects.filter(memo=line).values()) == before


def test_a_copy_list_under_a_second_memo_bears_the_number_of_the_endorsement(cast, unions):
    order = ["letterhead", "memo", "distribution", "memo", "distribution", "copy_signatory"]
    content = content_in(
        order=order,
        distribution=[*lists("প্রাপক ক", heading="বিতরণ:"), *lists(CLASS)],
    )
    assert counted_copies(content, cast.meghdubi) == (1, 2)

    line = issued(cast, order=order, distribution=content["distribution"])

    assert (line.copies, line.endorsed_copies) == (1, 2)
    assert [(copy.number, copy.purpose) for copy in line.sent_copies.all()] == [
        (f"{FILE}.১(১)", "addressed"),
        (f"{FILE}.১/১(২)", "information"),
        (f"{FILE}.১/১(২)", "information"),
    ]


def test_lists_that_the_paper_does_not_print_are_nobodys_copies(cast):
    content = content_in(order=["title", "table", "signatory"], distribution=lists("ক", "খ"))
    assert counted_copies(content, cast.meghdubi) == (0, 0)


@pytest.fixture
def line(cast, approved):
    return actions.issue(meeting=approved, by=cast.officer)


def test_the_recipient_of_a_letter_is_the_first_copy(cast, line):
    Copy.objects.all().delete()
    content = content_in("progress_report")
    assert "recipient" in content["order"]

    first, *_ = freeze(line, content, cast.meghdubi)

    assert (first.position, first.purpose) == (1, "addressed")
    assert first.recipient == "বিভাগীয় কমিশনার\nরংপুর বিভাগ"


def test_a_late_recipient_gets_the_same_paper_under_the_next_number_of_its_copies(
    cast, line, unions
):
    paper, file = line.paper, line.paper.issued_file.document.sha256
    before = Memo.objects.values().get(pk=line.pk)

    late = add_late(memo=line, lines=[CLASS, "প্রেস ক্লাব, মেঘডুবি।"], by=cast.staff)
    later = add_late(memo=line, lines=["উপজেলা প্রকৌশলী, মেঘডুবি।"], by=cast.officer)

    assert [copy.position for copy in (*late, *later)] == [3, 4, 5, 6]
    assert {copy.number for copy in late} == {f"{FILE}.১/২(৩)"}
    assert [copy.number for copy in later] == [f"{FILE}.১/৩(১)"]
    assert all(copy.is_late for copy in (*late, *later))
    assert [copy.post for copy in late] == [*unions, None]
    assert Memo.objects.values().get(pk=line.pk) == before
    paper.refresh_from_db()
    assert paper.issued_file.document.sha256 == file
    told = AuditEvent.objects.filter(what="copies added").order_by("pk").first()
    assert told.detail["number"] == f"{FILE}.১/২(৩)"
    assert told.detail["recipients"][0] == "চেয়ারম্যান, আলোকদিয়া।"


def test_nobody_gets_a_second_copy(cast, line, unions):
    add_late(memo=line, lines=["চেয়ারম্যান, বেলতলী"], by=cast.staff)
    for again in (["জেলা প্রশাসক,  শালবন"], [CLASS], ["প্রেস ক্লাব", "প্রেস ক্লাব।"]):
        with pytest.raises(ValidationError, match="ইতোমধ্যে"):
            add_late(memo=line, lines=again, by=cast.staff)
    for none in ([], ["  ", "\n"]):
        with pytest.raises(ValidationError, match="অন্তত একজন"):
            add_late(memo=line, lines=none, by=cast.staff)
    assert line.sent_copies.count() == 3


def test_a_paper_that_does_not_stand_gets_no_recipients(cast, line):
    with pytest.raises(PermissionDenied):
        add_late(memo=line, lines=["প্রেস ক্লাব"], by=cast.reader)
    actions.void(memo=line, by=cast.officer, reason="ভুল")
    with pytest.raises(WrongState):
        add_late(memo=line, lines=["প্রেস ক্লাব"], by=cast.staff)
    assert line.sent_copies.count() == 2


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_the_count_of_a_sample_is_that_of_its_copies(cast, line, unions, shared, number):
    Copy.objects.all().delete()
    [file] = (shared / "seeds").glob(f"{number}_*.json")
    content = json.loads(file.read_text("utf-8"))
    counted = counted_copies(content, cast.meghdubi)

    copies = freeze(line, content, cast.meghdubi)

    addressed = 1 if "recipient" in content["order"] else 0
    assert len(copies) == sum(counted) + addressed
