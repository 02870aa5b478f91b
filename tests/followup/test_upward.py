"""Progress reports: what they say when they are begun, and what brings them up to date."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.access import WrongState
from followup import upward
from followup.models import Answer, Upward
from followup.upward import Asked
from meetings.content import content_of
from meetings.models import Meeting, State
from offices.models import Post, today
from tests.factories import give_post, make_committee, make_user
from tests.followup.making import make_assignment, make_matter, make_sitting
from tests.followup.test_table import answered, days_ago


@pytest.fixture
def world(followed):
    """The division asks, Shalbon answers: `divisional` is the sitting, `ours` Shalbon's share of it."""
    cast = followed.cast
    commissioner = give_post(
        make_user("commissioner", name="মো. আবদুল কাদের"), cast.division, "officer",
        title="বিভাগীয় কমিশনার",
    )  # fmt: skip
    Post.objects.filter(pk=commissioner.post_id).update(kind=Post.Kind.COMMISSIONER)
    dc = give_post(make_user("dc", name="নাজমুল হুদা"), cast.shalbon, "officer", title="জেলা প্রশাসক")
    Post.objects.filter(pk=dc.post_id).update(
        kind=Post.Kind.DC, phone="02589915051", email="dcshalbon@example.org"
    )
    followed.dc = dc.post
    followed.division_committee = make_committee(cast.division, "বিভাগীয় ইনোভেশন টিম")
    followed.divisional = make_sitting(
        followed.division_committee, by=cast.division_viewer, held_on=days_ago(60),
        decisions=("পরিদর্শন অব্যাহত রাখতে হবে।", "তালিকা করতে হবে।"),
    )  # fmt: skip
    followed.first, followed.second = followed.divisional.items.get().decisions.all()
    followed.asked = make_matter(followed.first, by=cast.division_viewer)
    make_matter(followed.second, by=cast.division_viewer)
    followed.share = make_assignment(followed.asked, followed.dc)
    followed.report_committee = make_committee(cast.shalbon, "জেলা ইনোভেশন টিম")
    return followed


def begun(world, **asked):
    asked = {"about": world.divisional} | asked
    return upward.begin(Asked(**asked), committee=world.report_committee, by=world.cast.dc_staff)


def progress_of(report):
    return [each.progress for item in report.items.all() for each in item.decisions.all()]


def test_a_report_tells_another_office_what_this_one_did_of_its_share(world):
    other = make_assignment(world.asked, outsider="অন্য জেলা", position=1)
    answered(world.share, "নিয়মিত পরিদর্শন করা হয়।", on=days_ago(1), progress=50)
    answered(other, "অন্যের কথা।", on=days_ago(1), progress=50)
    report = begun(world)
    # The second decision charges others alone.
    assert [d.text for i in report.items.all() for d in i.decisions.all()] == [world.first.text]
    assert progress_of(report) == ["নিয়মিত পরিদর্শন করা হয়।"]
    assert (report.kind, report.state) == (Meeting.Kind.PROGRESS_REPORT, State.DRAFT)
    assert report.committee_name == "বিভাগীয় ইনোভেশন টিম"
    assert report.office == world.cast.shalbon


def test_a_report_on_an_own_sitting_tells_what_all_did(world):
    answered(world.ours, "হালনাগাদ হয়েছে।", on=days_ago(1), progress=90)
    report = upward.begin(
        Asked(about=world.meeting), committee=world.committee, by=world.cast.dc_staff
    )
    assert progress_of(report) == [
        "২টির মধ্যে ১টির কাজ চলমান, ১টির প্রতিবেদন পাওয়া যায়নি। মেঘডুবি: হালনাগাদ হয়েছে।"
    ]
    assert report.letter["recipient"][0] == "বিভাগীয় কমিশনার"


def test_the_answers_of_those_below_are_in_it(world):
    part = make_assignment(world.asked, world.ours.post, parent=world.share)
    answered(part, "উপজেলায় পরিদর্শন হয়েছে।", on=days_ago(1), progress=90)
    assert progress_of(begun(world)) == ["উপজেলায় পরিদর্শন হয়েছে।"]


def test_the_letter_cites_the_paper_and_goes_to_the_head_above(world):
    report = begun(world)
    letter = report.letter
    paper = world.divisional.paper
    assert paper.number in letter["reference"]
    assert letter["recipient"][0] == "বিভাগীয় কমিশনার"
    assert letter["subject"] == ("বিভাগীয় ইনোভেশন টিমের সভার সিদ্ধান্ত বাস্তবায়নের অগ্রগতি প্রতিবেদন প্রেরণ।")
    assert letter["enclosure"] == "বর্ণনামতে-০১ (এক) পাতা।"
    assert report.signatory["name"] == "নাজমুল হুদা"
    assert "ফোন: ০২৫৮৯৯১৫০৫১" in report.signatory["designation"]
    assert "জেলা পর্যায়ের অগ্রগতি প্রতিবেদন" in report.title


def test_the_first_row_has_the_chosen_number(world):
    report = begun(world, start=3)
    assert report.items.get().serial == "৩."
    assert content_of(report)["column_numbers"] == ["১", "২", "৩", "৪"]


def test_a_decision_goes_on_in_its_thread(world):
    decision = begun(world).items.get().decisions.get()
    assert decision.thread == world.first.thread
    assert decision != world.first


def test_a_report_as_of_a_past_day_knows_nothing_later(world):
    answered(world.share, "আগের কথা।", on=days_ago(3), progress=25)
    answered(world.share, "পরের কথা।", on=days_ago(1), progress=50)
    assert progress_of(begun(world, stands_on=days_ago(2))) == ["আগের কথা।"]


def test_of_a_sitting_elsewhere_name_and_day_are_told_and_rows_are_typed(world):
    report = begun(
        world, about=None, committee_name="মন্ত্রিপরিষদ বিভাগের সভা", held_on=days_ago(90),
        reference="মন্ত্রিপরিষদ বিভাগের স্মারক নং ০৪; তারিখ: ১ মে ২০২৬", recipient=("সচিব", "ঢাকা"),
    )  # fmt: skip
    assert not report.items.exists()
    assert report.held_on == days_ago(90)
    assert report.letter["recipient"] == ["সচিব", "ঢাকা"]
    assert report.letter["reference"].startswith("মন্ত্রিপরিষদ বিভাগের স্মারক")
    assert Upward.objects.get(report=report).about is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"about": None}, "কোন সভার"),
        (
            {"about": None, "committee_name": "ক", "held_on": today() + timedelta(days=1)},
            "আজকের পরে",
        ),
        ({"stands_on": today() + timedelta(days=1)}, "যে দিনের অবস্থা"),
        ({"stands_on": today() - timedelta(days=500)}, "যে দিনের অবস্থা"),
    ],
)
def test_what_cannot_be_reported_is_named(world, asked, said):
    with pytest.raises(ValidationError, match=said):
        begun(world, **asked)


def test_a_sitting_that_gave_nothing_is_refused(world):
    elsewhere = make_sitting(
        world.division_committee, by=world.cast.division_viewer, held_on=days_ago(30)
    )
    make_matter(elsewhere.items.get().decisions.get(), by=world.cast.division_viewer)
    with pytest.raises(ValidationError, match="অনুসরণে নেই"):
        begun(world, about=elsewhere)


def test_only_the_staff_of_the_office_begin_one(world):
    with pytest.raises(PermissionDenied):
        upward.begin(
            Asked(about=world.divisional), committee=world.report_committee, by=world.cast.staff
        )


def test_the_one_that_is_being_written_is_gone_on_with(world):
    assert begun(world) == begun(world)


def test_of_one_sitting_there_may_be_another_report_later(world):
    first = begun(world)
    Meeting.objects.filter(pk=first.pk).update(state=State.CANCELLED)
    second = begun(world)
    Meeting.objects.filter(pk=first.pk).update(state=State.DRAFT)
    assert first != second


def test_the_sittings_to_report_of_are_the_own_and_those_that_charge(world):
    offices = type(world.cast.shalbon).objects.filter(pk=world.cast.shalbon.pk)
    assert set(upward.sittings_for(offices)) == {world.meeting, world.divisional}


# --- Brought up to date ------------------------------------------------------------------------------


def test_what_nobody_wrote_follows_how_things_stand(world):
    report = begun(world)
    answered(world.share, "নতুন কথা।", on=days_ago(1), progress=90)
    assert upward.refresh(report, by=world.cast.dc_staff) == 1
    assert progress_of(report) == ["নতুন কথা।"]
    assert report.upward.stands_on == today()


def test_what_somebody_wrote_stays(world):
    report = begun(world)
    decision = report.items.get().decisions.get()
    decision.progress = "নিজের হাতে লেখা।"
    decision.save()
    answered(world.share, "নতুন কথা।", on=days_ago(1), progress=90)
    assert upward.refresh(report, by=world.cast.dc_staff) == 0
    assert progress_of(report) == ["নিজের হাতে লেখা।"]
    assert upward.by_hand(report, report.upward) == {decision.pk}


def test_a_handed_in_report_is_not_changed(world):
    report = begun(world)
    report.submit(by=world.cast.dc_staff)
    with pytest.raises(WrongState):
        upward.refresh(report, by=world.cast.dc_staff)


def test_what_was_typed_and_is_followed_since_is_drafted_where_it_is_empty(world):
    report = begun(world)
    decision = report.items.get().decisions.get()
    Upward.objects.filter(report=report).update(drafted={})
    decision.progress = None
    decision.save()
    answered(world.share, "এসেছে।", on=days_ago(1), kind=Answer.Kind.BLOCKED)
    upward.refresh(report, by=world.cast.dc_staff)
    assert progress_of(report) == ["এসেছে।"]


def test_who_typed_meanwhile_sees_that_the_row_changed(world):
    report = begun(world)
    before = report.items.get().version
    answered(world.share, "নতুন কথা।", on=days_ago(1), progress=90)
    upward.refresh(report, by=world.cast.dc_staff)
    assert report.items.get().version == before + 1


def test_days_are_counted_from_the_sitting(world):
    assert upward.days_to_answer(begun(world)) == 60


@pytest.mark.parametrize(
    ("name", "subject", "held"),
    [
        ("বিভাগীয় ইনোভেশন টিম", "বিভাগীয় ইনোভেশন টিমের সভার", "টিমের গত ০১/০২/২০২৬ তারিখে অনুষ্ঠিত সভার"),
        ("জেলা সমন্বয় সভা", "জেলা সমন্বয় সভার", "গত ০১/০২/২০২৬ তারিখে অনুষ্ঠিত জেলা সমন্বয় সভার"),
    ],
)
def test_a_sitting_is_called_once(world, name, subject, held):
    report = begun(world, about=None, committee_name=name, held_on=date(2026, 2, 1))
    assert report.letter["subject"].startswith(f"{subject} সিদ্ধান্ত")
    assert f"{held} কার্যবিবরণীর আলোকে সিদ্ধান্ত" in report.letter["body"][0]
    assert f"{held} সিদ্ধান্তের আলোকে" in report.title


def test_who_signs_the_table_names_the_office_once(world):
    lines = begun(world).report_signatory["designation"]
    assert lines == ["অফিস সহকারী", "জেলা প্রশাসকের কার্যালয়", "শালবন"]
