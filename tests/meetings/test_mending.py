"""After a return the officer sees what was mended: the own remarks beside each row, and the difference."""

import pytest
from django.urls import reverse

from meetings import moves
from meetings.actions import delete_item, save_item
from meetings.models import AgendaItem, Meeting
from memos import actions as memos
from tests.cast import signed_in
from tests.factories import make_issued
from tests.test_pages import text

SAID = "কত তারিখের মধ্যে, লিখুন।"


def with_paper(meeting):
    return Meeting.objects.with_paper().get(pk=meeting.pk)


@pytest.fixture
def returned(cast, meeting):
    """Given back with a remark on its first row and one on its second."""
    meeting.submit(by=cast.staff)
    first, second = meeting.items.all()
    remarks = {first.pk: SAID, second.pk: "টাকার অঙ্ক মিলিয়ে দেখুন।"}
    moves.send_back(meeting=meeting, by=cast.officer, remarks="দুটি সারি দেখুন।", item_remarks=remarks)
    return meeting


def mend(cast, meeting, words):
    """The staff rewrite the decision of the first row, and hand in again."""
    item = AgendaItem.objects.select_related("meeting").get(pk=meeting.items.first().pk)
    decision = item.decisions.get()
    told = [{"id": decision.pk, "text": words, "implementers": ["সহকারী প্রোগ্রামার"]}]
    save_item(item=item, version=item.version, by=cast.staff, decisions=told)
    Meeting.objects.get(pk=meeting.pk).submit(by=cast.staff)


def page_of(cast, meeting, name="approve", who="officer"):
    return signed_in(getattr(cast, who)).get(reverse(f"meetings:{name}", args=[meeting.pk]))


@pytest.mark.parametrize("name", ["approve", "detail"])
def test_the_officer_sees_own_remarks_beside_what_was_mended(cast, returned, name):
    mend(cast, returned, "১৫ এপ্রিলের মধ্যে পোর্টালের তথ্য হালনাগাদ করতে হবে।")
    answer = page_of(cast, returned, name)
    shown = answer.context["mended"]
    first, second = shown["rows"]
    assert (first["remark"], shown["remarks"]) == (SAID, "দুটি সারি দেখুন।")
    assert {each["where"] for each in first["changes"]} == {"০১ · সিদ্ধান্ত", "০১ · বাস্তবায়নকারী"}
    # What was asked for and not done is said too.
    assert second["changes"] == []
    page = answer.content.decode()
    assert "এই সারিতে কিছু বদলায়নি।" in page
    assert 'class="visually-hidden">যোগ: </span>১৫ এপ্রিলের মধ্যে' in page
    assert page.index(SAID) < page.index("১৫ এপ্রিলের মধ্যে") < page.index("টাকার অঙ্ক মিলিয়ে")
    assert f"ফেরত দিয়েছিলেন {cast.officer}" in text(answer)


def test_what_changed_beside_is_told_too_and_a_row_that_is_gone(cast, returned):
    second = AgendaItem.objects.select_related("meeting").get(pk=returned.items.last().pk)
    delete_item(second, version=second.version, by=cast.staff)
    Meeting.objects.filter(pk=returned.pk).update(venue="অন্য কক্ষ")
    Meeting.objects.get(pk=returned.pk).submit(by=cast.staff)
    answer = page_of(cast, returned)
    assert "সারিটি বাদ দেওয়া হয়েছে" in text(answer)
    others = {each["where"] for each in answer.context["mended"]["others"]}
    assert {"স্থান", "০২ · আলোচ্য বিষয়"} <= others


def test_minutes_handed_in_again_untouched_say_so(cast, meeting):
    meeting.submit(by=cast.staff)
    moves.send_back(meeting=meeting, by=cast.officer, remarks="দেখুন")
    Meeting.objects.get(pk=meeting.pk).submit(by=cast.staff)
    assert "ফেরতের পরে লেখায় কিছু বদলায়নি।" in text(page_of(cast, meeting))


def test_what_was_never_given_back_shows_nothing(cast, meeting):
    meeting.submit(by=cast.staff)
    answer = page_of(cast, meeting)
    assert answer.context["mended"] is None
    assert "ফেরতের পরে" not in text(answer)


def test_only_who_approves_sees_it(cast, returned):
    mend(cast, returned, "এপ্রিলের মধ্যে।")
    for who in ("staff", "reader"):
        assert "ফেরতের পরে" not in text(page_of(cast, returned, "detail", who))


def test_after_a_number_was_struck_out_the_difference_is_to_that_paper(cast, meeting):
    line = make_issued(meeting, author=cast.staff, officer=cast.officer)
    memos.void(memo=line, by=cast.officer, reason="অঙ্ক ভুল")
    mend(cast, meeting, "নতুন অঙ্ক।")
    shown = page_of(cast, meeting).context["mended"]
    assert shown["remarks"] == f"স্মারক {line.number} বাতিল: অঙ্ক ভুল"
    assert {each["where"] for each in shown["others"]} == {"০১ · সিদ্ধান্ত", "০১ · বাস্তবায়নকারী"}


def test_a_second_return_starts_from_the_text_of_that_day(cast, returned):
    mend(cast, returned, "এপ্রিলের মধ্যে।")
    again = Meeting.objects.get(pk=returned.pk)
    moves.send_back(meeting=again, by=cast.officer, remarks="আরেকবার")
    Meeting.objects.get(pk=returned.pk).submit(by=cast.staff)
    shown = page_of(cast, returned).context["mended"]
    assert (shown["remarks"], shown["rows"], shown["others"]) == ("আরেকবার", [], [])


def test_the_history_keeps_the_remarks_on_rows(cast, returned):
    mend(cast, returned, "এপ্রিলের মধ্যে।")
    page = text(page_of(cast, returned, "history", "staff"))
    assert f"০১ ওয়েব পোর্টাল হালনাগাদ: {SAID}" in page
    assert "টাকার অঙ্ক মিলিয়ে দেখুন।" in page
