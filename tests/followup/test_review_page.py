"""The page on which a sitting looks through earlier decisions, without scripts and for scripts."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followup import reviewing
from followup.disposing import dispose
from followup.models import Disposal
from meetings.models import Meeting
from offices.models import today
from tests.cast import signed_in
from tests.followup.sittings import answered, in_days, many, plan

SAVES = {"HTTP_X_AUTOSAVE": "1"}


@pytest.fixture
def coming(followed):
    return plan(followed.committee, by=followed.cast.dc_staff)


@pytest.fixture
def page(followed, coming):
    """Press a button of the page, or open it: (act or None, fields by matter) → its answer."""
    client, url = signed_in(followed.cast.dc_staff), reverse("followup:review", args=[coming.pk])

    def press(act=None, *, who=None, **rows):
        asking = signed_in(who) if who else client
        if act is None and not rows:
            return asking.get(url)
        return asking.post(url, ({"act": act} if act else {}) | rows)

    return press


def fields(matter, **told):
    return {f"m{matter.pk}-{name}": value for name, value in told.items()}


def text_of(response):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode()))


def test_the_page_tells_the_window_and_each_row(followed, page):
    answered(followed.ours, "অর্ধেক হয়েছে।", on=today(), progress=50)
    said = text_of(page())
    for words in (
        "উত্তর দেওয়ার শেষ দিন",
        "পোর্টাল হালনাগাদ করতে হবে।",
        "২-এর মধ্যে ০",
        "অর্ধেক হয়েছে।",
        "৫ দিন",
    ):
        assert words in said


def test_a_sitting_without_earlier_decisions_says_so(cast):
    meeting = plan(cast.committee, by=cast.staff)
    said = text_of(signed_in(cast.staff).get(reverse("followup:review", args=[meeting.pk])))
    assert "পর্যালোচনার কিছু নেই" in said


def test_one_form_stores_what_was_chosen_and_leaves_the_rest(followed, page):
    first, second = many(followed, 2)
    chosen = fields(first, choice="close", end="not_done", reason="বরাদ্দ নেই")
    assert page(**chosen, **fields(second, choice="")).status_code == 302
    disposal = Disposal.objects.get()
    assert (disposal.matter, disposal.end, disposal.reason) == (first, "not_done", "বরাদ্দ নেই")


def test_what_is_missing_is_named_and_nothing_is_lost(followed, page):
    first, second = many(followed, 2)
    answer = page(**fields(first, choice="close", end="not_done"), **fields(second, choice="carry"))
    assert answer.status_code == 422
    assert not Disposal.objects.exists()
    said = answer.content.decode()
    assert "২ নম্বর সারি, কারণ বা মন্তব্য" in said
    assert re.search(rf'name="m{second.pk}-choice" value="carry"[^>]*checked', said)


@pytest.mark.parametrize("day", ["৩১/০২/২০২৭", "আগামী মাস", "১/১/২০২৪"])
def test_a_date_that_is_none_is_asked_for_again(followed, page, day):
    answer = page(**fields(followed.matter, choice="extend", new_due=day))
    assert answer.status_code == 422
    assert f'value="{day}"' in answer.content.decode()


def test_of_two_pages_the_slower_is_shown_what_stands(followed, coming, page):
    dispose(coming, followed.matter, by=followed.cast.dc_officer, choice="carry")
    sent = fields(followed.matter, choice="extend", new_due="০১/০১/২০৩৫", seen="")
    answer = page(**sent)
    assert answer.status_code == 409
    said = answer.content.decode()
    assert followed.cast.dc_officer.name in said
    seen = re.search(r'data-part="seen"\s+value="([^"]+)"', said)[1]
    assert page(**sent | fields(followed.matter, seen=seen)).status_code == 302
    assert Disposal.objects.get().choice == "extend"


def test_a_row_is_stored_by_itself(followed, coming):
    url = reverse("followup:dispose", args=[coming.pk, followed.matter.pk])
    client = signed_in(followed.cast.dc_officer)
    answer = client.post(url, fields(followed.matter, choice="carry", seen=""), **SAVES)
    assert answer.json()["said"] == "চলমান থাকবে"
    answer = client.post(url, fields(followed.matter, choice="extend", seen=""), **SAVES)
    assert (answer.status_code, list(answer.json()["faults"])) == (422, ["new_due"])
    sent = fields(followed.matter, choice="extend", new_due="০১/০১/২০৩৫", seen="")
    answer = client.post(url, sent, **SAVES)
    assert answer.status_code == 409
    sent[f"m{followed.matter.pk}-seen"] = answer.json()["seen"]
    assert client.post(url, sent, **SAVES).status_code == 200


def test_every_button_does_its_act(followed, coming, page):
    cast = followed.cast
    assert page("accept").status_code == 302
    assert Disposal.objects.count() == 1
    assert page("put").status_code == 302
    assert Meeting.objects.get(pk=coming.pk).earlier
    assert page("freeze").status_code == 302
    assert page("unfreeze").status_code == 403
    assert page("unfreeze", who=cast.dc_officer).status_code == 302
    assert page("take_out").status_code == 302
    assert not Meeting.objects.get(pk=coming.pk).earlier
    assert page("again", again=[followed.matter.pk]).status_code == 302
    assert coming.items.get().decisions.get().thread == followed.matter.thread
    assert "সিদ্ধান্ত হিসেবে এই কার্যবিবরণীতে আছে" in text_of(page())


def test_a_table_the_minutes_print_says_when_it_is_older_than_the_answers(followed, page):
    page("put")
    assert "নতুন উত্তর এসেছে" not in text_of(page())
    answered(followed.ours, "অর্ধেক হয়েছে।", on=today(), progress=50)
    assert "নতুন উত্তর এসেছে" in text_of(page())


def test_what_comes_after_the_freeze_is_told_below_the_table(followed, coming, page):
    reviewing.freeze(coming, by=followed.cast.dc_staff)
    answered(followed.ours, "সব শেষ।", on=in_days(1), progress=90)
    said = text_of(page())
    assert "ছক চূড়ান্ত হওয়ার পরে যা এসেছে" in said
    assert said.index("সব শেষ।") > said.index("চূড়ান্ত হওয়ার পরে")


def test_a_reader_of_the_office_sees_it_and_chooses_nothing(followed, coming):
    from tests.factories import give_post, make_user

    reader = make_user("shalbon_reader")
    give_post(reader, followed.cast.shalbon, "reader")
    client, url = signed_in(reader), reverse("followup:review", args=[coming.pk])
    answer = client.get(url)
    assert answer.status_code == 200
    assert 'type="radio"' not in answer.content.decode()
    assert client.post(url, fields(followed.matter, choice="carry")).status_code == 403


def test_as_many_queries_for_forty_rows_as_for_four(followed, coming):
    client, url = signed_in(followed.cast.dc_staff), reverse("followup:review", args=[coming.pk])

    def count():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    many(followed, 3)
    count()
    few = count()
    many_more(followed)
    assert count() == few


def many_more(followed):
    from tests.followup.making import make_assignment, make_matter, make_sitting

    words = [f"{number} নম্বর কাজ।" for number in range(36)]
    by = followed.cast.dc_staff
    sitting = make_sitting(followed.committee, by=by, held_on=in_days(-30), decisions=words)
    for decision in sitting.items.get().decisions.select_related("meeting__committee__office"):
        make_assignment(make_matter(decision, by=followed.cast.dc_officer), followed.ours.post)


def test_the_check_page_says_that_a_printed_table_is_no_longer_how_things_stand(followed, coming):
    reviewing.put_into_minutes(coming, by=followed.cast.dc_staff)
    check = reverse("meetings:check", args=[coming.pk])
    staff = signed_in(followed.cast.dc_staff)
    assert "ছক হালনাগাদ করুন" not in staff.get(check).text
    answered(followed.ours, "অর্ধেক পাতা হয়েছে।", on=today(), progress=50)
    assert "ছক হালনাগাদ করুন" in staff.get(check).text
