"""Numbers and days follow each other, or the register says why not; copies are those of the lists."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from meetings.content import content_of
from meetings.correcting import begin_corrigendum
from meetings.models import Meeting, State
from memos import actions
from memos.models import FileNumber, Memo, NumberTaken
from memos.ordering import TAKEN_IN, OutOfOrder
from papers.comparing import changes
from tests.cast import signed_in as reading
from tests.documents.reading import pypdf_text
from tests.memos.conftest import approve, make_approved
from tests.memos.test_issuing_views import answers, errors_of, signed_in, url_of
from tests.test_pages import text

NUMBER = "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪"
WHY = "চিঠিটি আগের দিন স্বাক্ষরিত, রেজিস্টারে পরে তোলা"


@pytest.fixture
def first(cast):
    """Serial 1, of the 1st of May."""
    return out(cast, date(2024, 5, 1))


def out(cast, on, held_on=date(2024, 1, 4), **asked):
    """Minutes that go out on a day; each of a sitting of its own."""
    held_on = held_on.replace(day=held_on.day + Meeting.objects.count())
    meeting = make_approved(cast, held_on)
    return actions.issue(meeting=meeting, by=cast.officer, on=on, **asked)


def lines():
    return list(Memo.objects.order_by("pk").values_list("serial", "issued_on", "order_reason"))


# --- Days -----------------------------------------------------------------------------------------


def test_a_day_before_the_last_number_wants_a_reason(cast, first):
    before = lines()
    with pytest.raises(OutOfOrder, match=r"ইস্যু নম্বর ১ এর তারিখের .১ মে ২০২৪. আগে"):
        out(cast, date(2024, 4, 30))
    assert lines() == before
    line = out(cast, date(2024, 4, 30), order_reason=WHY)
    assert (line.serial, line.order_reason) == (2, WHY)


def test_the_same_day_and_a_later_one_want_none(cast, first):
    out(cast, date(2024, 5, 1))
    line = out(cast, date(2024, 5, 2), order_reason="কারণ লাগে না")
    # A reason that nobody asked for is not printed.
    assert line.order_reason == ""


def test_a_year_whose_numbers_are_over_wants_a_reason(cast, first):
    with pytest.raises(OutOfOrder, match="পরের বছরের নম্বর"):
        out(cast, date(2023, 12, 30), held_on=date(2023, 12, 1))
    assert out(cast, date(2023, 12, 30), date(2023, 12, 1), order_reason=WHY).period == 2023


def test_the_page_asks_keeps_what_was_typed_and_takes_the_reason(cast, keys, first):
    meeting = make_approved(cast, date(2024, 3, 21))
    client, asked = signed_in(cast.officer), answers(meeting, on="২৪/০৩/২০২৪", way="ink")
    answer = client.post(url_of(meeting), asked)
    assert answer.status_code == 422
    assert "কারণ লিখুন" in errors_of(answer)["order_reason"][0]
    assert '<details class="numbering" open>' in answer.content.decode()
    assert "২৪/০৩/২০২৪" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == State.APPROVED
    assert Memo.objects.count() == 1
    assert client.post(url_of(meeting), asked | {"order_reason": WHY}).status_code == 302
    assert Memo.objects.get(serial=2).order_reason == WHY


# --- Numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("serial", "said"), [(7, "মাঝের ২-৬ রেজিস্টারে নেই"), (3, "মাঝের ২ রেজিস্টারে নেই")]
)
def test_a_typed_number_that_leaves_some_out_wants_a_reason(cast, first, serial, said):
    with pytest.raises(OutOfOrder, match=said):
        out(cast, date(2024, 5, 2), serial=serial)
    assert len(lines()) == 1
    assert out(cast, date(2024, 5, 2), serial=serial, order_reason=WHY).order_reason == WHY
    assert out(cast, date(2024, 5, 3)).serial == serial + 1


def test_a_typed_number_that_goes_back_wants_a_reason(cast, first):
    out(cast, date(2024, 5, 2), serial=9, order_reason=WHY)
    with pytest.raises(OutOfOrder, match="শেষ ইস্যু নম্বর ৯; ৫ তার আগের"):
        out(cast, date(2024, 5, 2), serial=5)
    assert out(cast, date(2024, 5, 2), serial=5, order_reason=WHY).serial == 5


def test_the_next_number_typed_by_hand_wants_none(cast, first):
    line = out(cast, date(2024, 5, 2), serial=2)
    assert (line.is_manual, line.order_reason) == (True, "")


def test_a_number_that_is_taken_is_refused_whatever_the_reason(cast, first):
    with pytest.raises(NumberTaken):
        out(cast, date(2024, 5, 2), serial=1, order_reason=WHY)


def test_the_first_number_of_a_register_begins_where_it_begins(cast):
    assert out(cast, date(2024, 5, 1), serial=873).order_reason == ""


def test_a_reserved_number_used_later_than_those_after_it_wants_a_reason(cast, first):
    file = FileNumber.objects.get()
    held = actions.reserve(file=file, by=cast.staff, subject="পত্র", on=date(2024, 5, 2))
    out(cast, date(2024, 5, 3))
    with pytest.raises(OutOfOrder, match="ইস্যু নম্বর ৩ আগেই ৩ মে ২০২৪ তারিখে গেছে"):
        out(cast, date(2024, 5, 4), reserved=held)
    held.refresh_from_db()
    assert held.state == Memo.State.RESERVED
    assert out(cast, date(2024, 5, 2), reserved=held).order_reason == ""


def test_reserving_out_of_order_asks_as_well(cast, first):
    file = FileNumber.objects.get()
    actions.reserve(file=file, by=cast.staff, subject="আজকের পত্র")
    client, page = reading(cast.staff), reverse("memos:reserve")
    asked = {
        "file": file.pk, "subject": "পত্র", "serial": "৫",
        "token": "8b0d4f4e-3f0b-4a35-9ab7-5d1d5a4f1c11",
    }  # fmt: skip
    answer = client.post(page, asked)
    assert answer.status_code == 422
    assert "মাঝের ২-৪" in errors_of(answer)["reason"][0]
    assert Memo.objects.count() == 2
    assert client.post(page, asked | {"reason": WHY}).status_code == 302
    assert Memo.objects.get(serial=5).order_reason == WHY


def test_an_old_paper_that_is_taken_in_says_so_itself(cast, first):
    old = {"number": NUMBER, "issue": "০", "date": "2024-03-24"}
    meeting = make_approved(cast, memo=old | {"issue": "৯২"})
    with pytest.raises(OutOfOrder):
        # A higher number of an earlier day: the one or the other is wrong.
        actions.issue(meeting=meeting, by=cast.officer)
    assert len(lines()) == 1
    Memo.objects.update(serial=120)
    line = actions.issue(meeting=meeting, by=cast.officer)
    assert (line.serial, line.order_reason) == (92, "")
    first.series.counters.update(last=120)
    again = make_approved(cast, date(2024, 3, 22), memo=old | {"issue": "৯৩"})
    line = actions.issue(meeting=again, by=cast.officer)
    assert (line.serial, line.order_reason) == (93, TAKEN_IN)


def test_the_command_asks_too(cast, first, tmp_path):
    meeting = make_approved(cast, date(2024, 3, 21), memo={"number": NUMBER, "issue": "৯২", "date": "2024-03-24"})  # fmt: skip
    told = ["issue", str(meeting.pk), "--as", "officer", "--ink", "-o", str(tmp_path / "x.pdf")]
    with pytest.raises(CommandError, match="কারণ লিখুন"):
        call_command(*told)
    call_command(*told, "--reason", WHY)
    assert Memo.objects.get(serial=92).order_reason == WHY


def test_the_register_prints_the_reason(cast, first):
    line = out(cast, date(2024, 4, 30), order_reason=WHY)
    client = reading(cast.staff)
    for page in (reverse("memos:register"), reverse("memos:memo", args=[line.pk])):
        assert WHY in text(client.get(page))
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("memos:xlsx")).getvalue()))
    remarks = [row[-1].value for row in book.active.iter_rows(min_row=2)]
    assert f"ক্রম ও তারিখ আগে-পরে: {WHY}" in remarks
    drawn = "".join(pypdf_text(client.get(reverse("memos:pdf")).getvalue()).split())
    assert "".join(f"ক্রম ও তারিখ আগে-পরে: {WHY}".split()) in drawn
    # It stays when the number is struck out.
    actions.void(memo=line, by=cast.officer, reason="ভুল নথি")
    assert WHY in text(client.get(reverse("memos:register")))


# --- How many copies ------------------------------------------------------------------------------

THREE = [{"heading": "বিতরণ:", "numbering": "১।", "recipients": ["ক", "খ (৫ জন)", "গ"]}]  # 7 copies


@pytest.fixture
def seven(cast):
    return make_approved(cast, distribution=THREE)


def test_copies_are_counted_from_the_lists(cast, seven):
    assert actions.issue(meeting=seven, by=cast.officer).number.endswith("(৭)")


@pytest.mark.parametrize(("typed", "prints"), [("৩০", "(৩০)"), ("০", ".১")])
def test_a_number_that_differs_is_asked_about(cast, keys, seven, typed, prints):
    client, asked = signed_in(cast.officer), answers(seven, copies=typed, way="ink")
    answer = client.post(url_of(seven), asked)
    assert answer.status_code == 422
    assert "তালিকায় ৭, এখানে" in errors_of(answer)["copies"][0]
    assert Memo.objects.count() == 0
    assert client.post(url_of(seven), asked | {"copies_checked": "on"}).status_code == 302
    line = Memo.objects.get()
    assert line.number.endswith(prints)
    assert line.copies_by_hand


def test_the_number_of_the_lists_is_not_asked_about(cast, keys, seven):
    answer = signed_in(cast.officer).post(url_of(seven), answers(seven, copies="৭", way="ink"))
    assert answer.status_code == 302
    assert not Memo.objects.get().copies_by_hand


def test_what_was_given_survives_a_corrigendum_and_a_reissue(cast, seven):
    """“(৩০)” of an office that counts otherwise than the lists do."""
    line = actions.issue(meeting=seven, by=cast.officer, copies=30)
    actions.void(memo=line, by=cast.officer, reason="ভুল তারিখ")
    again = actions.issue(meeting=approve(Meeting.objects.get(pk=seven.pk), cast), by=cast.officer)
    assert again.number.endswith("(৩০)")
    draft = begin_corrigendum(Meeting.objects.get(pk=seven.pk), by=cast.staff, reason="অঙ্ক ভুল")
    corrected = actions.issue(meeting=approve(draft, cast), by=cast.officer)
    assert corrected.number.endswith("(৩০)")


def test_what_was_counted_follows_the_lists_of_the_corrigendum(cast, seven):
    actions.issue(meeting=seven, by=cast.officer)
    draft = begin_corrigendum(
        Meeting.objects.get(pk=seven.pk), by=cast.staff, reason="একজন বাদ ছিলেন"
    )
    draft.distribution = [THREE[0] | {"recipients": [*THREE[0]["recipients"], "ঘ"]}]
    draft.save()
    line = actions.issue(meeting=approve(draft, cast), by=cast.officer)
    assert line.number.endswith("(৮)")


def test_an_old_papers_count_survives_its_reissue(cast):
    memo = {"number": NUMBER, "issue": "৯২", "copies": "৩০", "date": "2024-03-24"}
    meeting = make_approved(cast, memo=memo, distribution=THREE)
    line = actions.issue(meeting=meeting, by=cast.officer)
    assert line.number.endswith(".৯২(৩০)")
    actions.void(memo=line, by=cast.officer, reason="ভুল")
    again = actions.issue(
        meeting=approve(Meeting.objects.get(pk=meeting.pk), cast), by=cast.officer
    )
    assert again.number.endswith("(৩০)")


def test_the_endorsement_is_counted_and_survives(cast):
    meeting = make_approved(cast, shape="upazila", distribution=THREE)
    line = actions.issue(meeting=meeting, by=cast.officer, on=date(2024, 5, 1))
    counted = (line.copies, line.endorsed_copies)
    assert counted == (0, 7) == actions.counted_copies(content_of(meeting), meeting.office)
    draft = begin_corrigendum(Meeting.objects.get(pk=meeting.pk), by=cast.staff, reason="অঙ্ক ভুল")
    line = actions.issue(meeting=approve(draft, cast), by=cast.officer)
    assert (line.copies, line.endorsed_copies) == counted


def test_the_difference_between_versions_names_it(cast, seven):
    actions.issue(meeting=seven, by=cast.officer)
    before = content_of(Meeting.objects.with_paper().get(pk=seven.pk))
    draft = begin_corrigendum(
        Meeting.objects.get(pk=seven.pk), by=cast.staff, reason="একজন বাদ ছিলেন"
    )
    draft.distribution = [THREE[0] | {"recipients": [*THREE[0]["recipients"], "ঘ"]}]
    draft.save()
    actions.issue(meeting=approve(draft, cast), by=cast.officer)
    after = content_of(Meeting.objects.with_paper().get(pk=draft.pk))
    named = {change["where"]: change["parts"] for change in changes(before, after)}
    assert named["প্রাপকের সংখ্যা, স্মারকের বন্ধনীতে"] == [("gone", "৭"), ("new", "৮")]
    copied = changes(before, after | {"memo": after["memo"] | {"copy_number_as_printed": "…/১(৭)"}})
    assert "অনুলিপির স্মারক ও সংখ্যা" in {change["where"] for change in copied}
