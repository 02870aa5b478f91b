"""The pages of progress reports, and of the table of any day."""

from datetime import date
from unittest.mock import patch

import pytest
from django.urls import reverse

from accounts.access import WrongState
from bangla.phrases import numeric_date
from followup import upward
from followup.upward import Asked
from letters import incoming as docket
from letters.models import Incoming
from meetings import printing
from meetings.completeness import next_step, tasks_of
from meetings.models import Meeting, State
from memos import actions
from memos.models import FileNumber
from offices.models import today
from tests.cast import signed_in
from tests.factories import tiny
from tests.followup.test_table import answered, days_ago
from tests.followup.test_upward import begun, world  # noqa: F401


def issued(world, report):  # noqa: F811
    """The report as the officer issues it, with a tiny file."""
    file = FileNumber.named_on_paper(report.office, "০৫.৪৭.৮৫০০.০১৫.৯৯.০০২.১৯")
    report.memo = {"number": str(file)}
    report.save(update_fields=["memo"])
    report.submit(by=world.cast.dc_staff)
    report.approve(by=world.cast.dc_officer)
    with patch.object(printing, "draw_issued", tiny):
        line = actions.issue(meeting=report, by=world.cast.dc_officer, file=file)
    report.refresh_from_db()
    return line


@pytest.fixture
def staff(world):  # noqa: F811
    return signed_in(world.cast.dc_staff)


def page(client, name, *args, **asked):
    return client.get(reverse(f"followup:{name}", args=args), asked).content.decode()


def test_a_report_is_begun_from_the_page(world, staff):  # noqa: F811
    answered(world.share, "নিয়মিত পরিদর্শন করা হয়।", on=days_ago(1), progress=50)
    opened = page(staff, "new_report", about=world.divisional.pk)
    assert f'<option value="{world.divisional.pk}" selected>' in opened
    sent = {"about": world.divisional.pk, "committee": world.report_committee.pk, "start": "৩"}
    answer = staff.post(reverse("followup:new_report"), sent)
    report = Meeting.objects.get(kind=Meeting.Kind.PROGRESS_REPORT)
    assert answer.url == reverse("followup:report", args=[report.pk])
    told = page(staff, "report", report.pk)
    assert "নিয়মিত পরিদর্শন করা হয়।" in told
    assert "৩." in told
    assert "উত্তর থেকে" in told
    assert staff.post(reverse("followup:new_report"), sent).url == answer.url
    assert Meeting.objects.filter(kind=Meeting.Kind.PROGRESS_REPORT).count() == 1


def test_what_is_missing_is_asked_and_nothing_typed_is_lost(world, staff):  # noqa: F811
    sent = {"committee": world.report_committee.pk, "reference": "যে সূত্র লেখা হয়েছে"}
    answer = staff.post(reverse("followup:new_report"), sent)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "কোন সভার প্রতিবেদন, বেছে নিন" in told
    assert "যে সূত্র লেখা হয়েছে" in told


def letter_sent(report, **changes):
    said = report.letter
    return {
        "version": report.version, "subject": said["subject"], "reference": said["reference"],
        "body": "\n\n".join(said["body"]), "enclosure": said["enclosure"],
        "recipient": "\n".join(said["recipient"]), "attention": "", "reporter_name": "তানজিলা হক",
        "reporter_designation": "সহকারী কমিশনার", "signed_on": "২০/০৬/২০২৬", "start": "৫",
    } | changes  # fmt: skip


def test_the_letter_the_signature_of_the_table_and_the_first_number_are_written(world, staff):  # noqa: F811
    report = begun(world)
    sent = letter_sent(report, attention="সিনিয়র সহকারী কমিশনার, আইসিটি শাখা।")
    staff.post(reverse("followup:report", args=[report.pk]), sent)
    report.refresh_from_db()
    assert report.letter["attention"] == "সিনিয়র সহকারী কমিশনার, আইসিটি শাখা।"
    assert report.letter["body"] == begun(world).letter["body"]
    assert report.report_signatory == {"name": "তানজিলা হক", "designation": ["সহকারী কমিশনার"]}
    assert report.report_signed_on_as_printed == "২০/০৬/২০২৬"
    assert report.items.get().serial == "৫."


def test_of_two_who_write_the_letter_neither_loses_anything(world, staff):  # noqa: F811
    report = begun(world)
    url = reverse("followup:report", args=[report.pk])
    staff.post(url, letter_sent(report, subject="প্রথম জনের বিষয়"))
    answer = staff.post(url, letter_sent(report, subject="দ্বিতীয় জনের বিষয়"))
    assert answer.status_code == 409
    told = answer.content.decode()
    assert "প্রথম জনের বিষয়" in told
    assert "দ্বিতীয় জনের বিষয়" in told


def test_the_letter_is_not_written_after_it_was_handed_in(world, staff):  # noqa: F811
    report = begun(world)
    sent = letter_sent(report)
    report.submit(by=world.cast.dc_staff)
    assert staff.post(reverse("followup:report", args=[report.pk]), sent).status_code == 403
    assert "পত্রের লেখা সংরক্ষণ করুন" not in page(staff, "report", report.pk)


def test_how_things_stand_is_fetched_again_by_a_button(world, staff):  # noqa: F811
    report = begun(world)
    answered(world.share, "নতুন কথা।", on=days_ago(1), progress=90)
    answer = staff.post(reverse("followup:refresh_report", args=[report.pk]), follow=True)
    assert "১টি সারির অগ্রগতি হালনাগাদ হয়েছে" in answer.content.decode()
    assert staff.get(reverse("followup:refresh_report", args=[report.pk])).status_code == 405


def test_a_report_asks_for_its_letter_and_not_who_came(world):  # noqa: F811
    report = begun(world)
    tasks = tasks_of(Meeting.objects.with_paper().get(pk=report.pk))
    assert [task["key"] for task in tasks] == ["head", "letter", "items", "files", "check"]
    assert next_step(report, tasks)["url"] == reverse("meetings:check", args=[report.pk])


def test_an_issued_report_stays_though_live_data_moves_on(world, staff):  # noqa: F811
    answered(world.share, "তখনকার কথা।", on=days_ago(2), progress=50)
    report = begun(world)
    issued(world, report)
    answered(world.share, "পরের কথা।", on=days_ago(1), progress=90)
    with pytest.raises(WrongState):
        upward.refresh(report, by=world.cast.dc_staff)
    told = page(staff, "report", report.pk)
    assert "তখনকার কথা।" in told
    assert "পরের কথা।" not in told
    assert "সিদ্ধান্ত থেকে জবাব" in told
    assert "৬০ দিন" in told
    assert "৬০ দিন" in page(staff, "reports")


def test_the_sitting_still_can_be_reported_a_second_time(world):  # noqa: F811
    first = begun(world)
    issued(world, first)
    assert begun(world) != first


def test_nothing_is_followed_or_charged_because_of_a_report(world):  # noqa: F811
    from followup.models import Matter

    before = set(Matter.objects.values_list("pk", "decision", "version", "shown_above"))
    report = begun(world)
    line = issued(world, report)
    assert set(Matter.objects.values_list("pk", "decision", "version", "shown_above")) == before
    assert not line.paper.charges.exists()
    actions.void(memo=line, by=world.cast.dc_officer, reason="ভুল")
    assert set(Matter.objects.values_list("pk", "decision", "version", "shown_above")) == before


# --- The table ---------------------------------------------------------------------------------------


def test_the_table_of_a_past_day_is_shown_and_printed(world, staff):  # noqa: F811
    answered(world.ours, "আগের কথা।", on=days_ago(3), progress=50)
    answered(world.ours, "পরের কথা।", on=days_ago(1), progress=90)
    asked = {"committee": world.committee.pk, "on": numeric_date(days_ago(2))}
    told = page(staff, "table", **asked)
    assert "আগের কথা।" in told
    assert "পরের কথা।" not in told
    assert "পরের কথা।" in page(staff, "table", committee=world.committee.pk)
    drawn = staff.get(reverse("followup:table_pdf", args=[world.committee.pk]), asked)
    assert drawn["Content-Type"] == "application/pdf"
    assert drawn.content.startswith(b"%PDF")


def test_the_table_of_one_sitting_alone(world, staff):  # noqa: F811
    told = page(staff, "table", meeting=world.meeting.pk)
    assert "পোর্টাল হালনাগাদ করতে হবে।" in told


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"on": "৩১/১২/২০৯৯"}, "আজ পর্যন্ত যেকোনো তারিখ"),
        ({"on": "কাল"}, "তারিখ"),
        ({"on": ""}, "বেছে নিন"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_a_word(world, staff, asked, said):  # noqa: F811
    answer = staff.get(reverse("followup:table"), asked)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_paper_of_a_day_to_come_is_refused(world, staff):  # noqa: F811
    url = reverse("followup:table_pdf", args=[world.committee.pk])
    assert staff.get(url, {"on": "৩১/১২/২০৯৯"}).status_code == 400
    stranger = signed_in(world.cast.far_officer)
    assert stranger.get(url).status_code == 404


def test_a_day_before_anything_was_followed_has_no_table(world, staff):  # noqa: F811
    told = page(staff, "table", committee=world.committee.pk, on="০১/০১/২০২০")
    assert "কোনো সিদ্ধান্ত ছিল না" in told


def test_a_stranger_chooses_none_of_these(world):  # noqa: F811
    report = begun(world)
    stranger = signed_in(world.cast.far_officer)
    assert "জেলা ইনোভেশন টিম" not in page(stranger, "reports")
    assert stranger.get(reverse("followup:report", args=[report.pk])).status_code == 404
    answer = stranger.get(reverse("followup:table"), {"committee": world.committee.pk})
    assert answer.status_code == 422
    assert "পোর্টাল হালনাগাদ" not in answer.content.decode()


def test_pages_ask_the_same_number_of_questions_for_more_rows(
    world, staff, django_assert_max_num_queries  # noqa: F811
):  # fmt: skip
    for place in range(4):
        row = begun(world)
        Meeting.objects.filter(pk=row.pk).update(
            state=State.CANCELLED, held_on=days_ago(61 + place)
        )
    with django_assert_max_num_queries(30):
        page(staff, "reports")


# --- A letter that came in -----------------------------------------------------------------------------


@pytest.fixture
def came(world):  # noqa: F811
    row = Incoming(
        office=world.cast.shalbon, sender="বিভাগীয় কমিশনারের কার্যালয়\nরংপুর", number="০৫.৪৭.০০০০.০১৭.০২.০০১.২৩.৬৪",
        subject="সভার সিদ্ধান্ত বাস্তবায়নের অগ্রগতি প্রেরণ", dated_on=days_ago(20),
        received_on=days_ago(18), due_on=days_ago(-5),
    )  # fmt: skip
    return docket.register(incoming=row, by=world.cast.dc_staff)


def test_a_letter_that_asks_is_answered_by_the_issue_of_its_report(world, staff, came):  # noqa: F811
    url = reverse("letters:report_incoming", args=[came.pk])
    assert url in staff.get(reverse("letters:incoming", args=[came.pk])).content.decode()
    opened = staff.get(url).content.decode()
    assert came.number in opened
    sent = {
        "about": world.divisional.pk, "committee": world.report_committee.pk,
        "reference": came.as_cited, "recipient": came.sender,
    }  # fmt: skip
    staff.post(url, sent)
    came.refresh_from_db()
    report = came.report
    assert came.number in report.letter["reference"]
    assert report.letter["recipient"] == ["বিভাগীয় কমিশনারের কার্যালয়", "রংপুর"]
    assert came in Incoming.objects.owed()
    line = issued(world, report)
    assert came in Incoming.objects.settled()
    assert came not in Incoming.objects.owed()
    assert Incoming.objects.get(pk=came.pk).is_settled
    assert line.number in staff.get(reverse("letters:incoming", args=[came.pk])).content.decode()
    actions.void(memo=line, by=world.cast.dc_officer, reason="ভুল")
    assert came in Incoming.objects.owed()
    assert not Incoming.objects.get(pk=came.pk).is_settled


def test_a_reply_that_was_begun_does_not_hinder_the_report(world, came):  # noqa: F811
    docket.begin_reply(incoming=came, by=world.cast.dc_staff)
    report = docket.begin_report(
        incoming=came, asked=Asked(about=world.divisional), committee=world.report_committee,
        by=world.cast.dc_staff,
    )  # fmt: skip
    issued(world, report)
    assert came in Incoming.objects.settled()


def test_a_report_in_the_papers_of_another_office_is_no_answer(world, staff, came):  # noqa: F811
    sent = {"about": world.divisional.pk, "committee": world.cast.committee.pk}
    answer = staff.post(reverse("letters:report_incoming", args=[came.pk]), sent)
    assert answer.status_code == 422


def test_the_day_of_the_sitting_is_no_sitting_of_the_committee(world, staff):  # noqa: F811
    """Own minutes of that day do not keep the head of the report from being saved."""
    report = upward.begin(
        Asked(about=world.meeting), committee=world.committee, by=world.cast.dc_staff
    )
    head = staff.get(reverse("meetings:head", args=[report.pk]))
    fields = {
        "version": report.version, "held_on": numeric_date(report.held_on), "title": "অন্য শিরোনাম",
        "seen_on": numeric_date(report.held_on), "signatory_name": "ক", "signatory_designation": "খ",
    }  # fmt: skip
    assert head.status_code == 200
    staff.post(reverse("meetings:head", args=[report.pk]), fields)
    report.refresh_from_db()
    assert report.title == "অন্য শিরোনাম"
    assert report.held_on == date(2024, 3, 21) != today()


def test_a_report_is_no_paper_that_a_decision_falls_back_to(world):  # noqa: F811
    """The minutes are void; the report, which printed the same decision, does not take their place."""
    from followup.models import Matter
    from followup.opening import fall_back, show_above

    issued(world, begun(world))
    fall_back(
        [world.asked], meeting=world.divisional, paper=world.divisional.paper,
        by=world.cast.dc_officer, at=None,
    )  # fmt: skip
    world.asked.refresh_from_db()
    assert world.asked.decision == world.first
    show_above(begun(world))
    assert not Matter.objects.filter(shown_above=True).exists()
