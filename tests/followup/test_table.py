"""The table of decisions as they stood at the end of any day."""

from datetime import datetime, timedelta

from django.utils import timezone

from followup.models import Answer, Assignment, End, Kind, Matter, Step
from followup.table import end_of, rows_on, table_of, table_of_committee
from meetings.models import Decision
from offices.models import Office, today
from tests.followup.making import make_assignment, make_matter, make_sitting

State = Assignment.State


def at(day, hour=11):
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def days_ago(count):
    return today() - timedelta(days=count)


def answered(share, text, *, on, kind=Answer.Kind.PROGRESS, **fields):
    """An answer of a day, as the owner's door leaves it: the row and its step."""
    posting = share.post and share.post.postings.first()
    by = posting.user if posting else share.matter.decision.meeting.created_by
    answer = Answer.objects.create(
        assignment=share, kind=kind, text=text, by=by, holder=by.name, at=at(on), **fields
    )
    progress = fields.get("progress") or 0
    share.change("answered", by=by, at=at(on), answer=answer, progress=progress)
    return answer


def told(matter, day):
    (row,) = rows_on([matter], day)
    return row


def test_a_row_tells_the_paper_the_words_the_clock_and_the_shares(followed):
    row = told(followed.matter, today())
    assert (row.text, row.topic, row.serial) == ("পোর্টাল হালনাগাদ করতে হবে।", "ওয়েব পোর্টাল", "০১")
    assert row.memo == followed.meeting.paper.number
    assert (row.kind, row.state, row.end) == (Kind.ONCE, Matter.State.OPEN, "")
    assert row.due_on == followed.matter.due_on
    assert row.age_days == 5
    assert [share.assignment for share in row.shares] == [followed.ours, followed.theirs]
    assert [share.owner for share in row.shares] == [followed.ours.owner, followed.theirs.owner]


def test_what_was_not_followed_yet_is_not_in_the_table(followed):
    assert rows_on([followed.matter], days_ago(6)) == []


def test_a_past_day_knows_nothing_of_what_came_later(followed):
    answered(followed.ours, "তালিকা করা হয়েছে।", on=days_ago(3), progress=50)
    answered(followed.ours, "আপলোড হয়েছে।", on=days_ago(1), progress=90)
    assert told(followed.matter, days_ago(4)).shares[0].text == ""
    assert told(followed.matter, days_ago(3)).shares[0].text == "তালিকা করা হয়েছে।"
    assert told(followed.matter, days_ago(3)).shares[0].progress == 50
    assert told(followed.matter, days_ago(2)) == told(followed.matter, days_ago(2))
    assert told(followed.matter, today()).shares[0].text == "আপলোড হয়েছে।"


def test_a_day_ends_at_midnight_in_dhaka(followed):
    day = days_ago(2)
    last = end_of(day) - timedelta(seconds=1)
    followed.ours.change("answered", by=followed.uno, at=last, progress=25)
    followed.ours.change("answered", by=followed.uno, at=end_of(day), progress=90)
    assert told(followed.matter, day).shares[0].progress == 25
    assert end_of(day).utcoffset() == timedelta(hours=6)


def test_an_earlier_moment_of_the_day_cuts_the_day_there(followed):
    answered(followed.ours, "হয়েছে।", on=today(), progress=50)
    (row,) = rows_on([followed.matter], today(), until=at(today(), hour=10))
    assert row.shares[0].text == ""


def test_the_last_date_is_that_of_the_day(followed):
    before = followed.ours.due_on
    later = before + timedelta(days=20)
    followed.ours.change(
        "extended", by=followed.cast.dc_staff, at=at(days_ago(1)), due_on=later, is_implied=False
    )
    assert told(followed.matter, days_ago(2)).shares[0].due_on == before
    share = told(followed.matter, today()).shares[0]
    assert (share.due_on, share.first_due_on) == (later, before)


def test_lateness_is_counted_on_the_day(followed):
    due = followed.ours.due_on
    assert told(followed.matter, due).shares[0].days_late == 0
    assert told(followed.matter, due + timedelta(days=3)).shares[0].days_late == 3
    assert told(followed.matter, due + timedelta(days=3)).days_late == 3


def test_an_owner_is_called_as_on_that_day(followed):
    share = make_assignment(followed.matter, position=2, printed="ঠিকাদার")
    Step.objects.filter(assignment=share).update(at=at(days_ago(4)))
    share.move_to(
        State.OPEN, "settled", by=followed.cast.dc_staff, at=at(days_ago(2)), outsider="মেসার্স ক"
    )
    Office.objects.filter(pk=followed.cast.meghdubi.pk).update(name="নতুন নাম")
    row = told(followed.matter, days_ago(3))
    assert row.shares[2].owner == "ঠিকাদার"
    assert row.shares[2].state == State.SETTLE
    assert told(followed.matter, today()).shares[2].owner == "মেসার্স ক"
    assert "মেঘডুবি" in row.shares[0].owner


def test_words_that_were_changed_later_stand_as_they_stood(followed):
    decision = followed.meeting.items.get().decisions.get()
    decision._history_user = followed.cast.dc_staff
    decision.text = "অন্য কথা।"
    decision.save()
    # Its history as the house keeps it: what stood there first, then the change.
    entry = decision.history.get()
    entry.history_date = at(days_ago(1))
    entry.save()
    before = decision.history.model.objects.get(pk=entry.pk)
    before.pk, before.text, before.history_date = None, "পোর্টাল হালনাগাদ করতে হবে।", at(days_ago(5))
    before.save()
    assert told(followed.matter, days_ago(2)).text == "পোর্টাল হালনাগাদ করতে হবে।"
    assert told(followed.matter, today()).text == "অন্য কথা।"


def test_how_it_ended_is_told_from_that_day_on(followed):
    followed.matter.move_to(
        Matter.State.ENDED, "closed", by=followed.cast.dc_officer, at=at(days_ago(1)),
        end=End.IRRELEVANT, ended_by=followed.cast.dc_officer, ended_at=at(days_ago(1)),
        end_reason="প্রকল্প শেষ।", reason="প্রকল্প শেষ।",
    )  # fmt: skip
    assert told(followed.matter, days_ago(2)).is_open
    row = told(followed.matter, today())
    assert (row.end, row.end_reason, row.ended_on) == (End.IRRELEVANT, "প্রকল্প শেষ।", days_ago(1))
    assert row.progress.endswith("আর প্রাসঙ্গিক নয়।")


def test_while_its_paper_is_void_it_is_in_no_table(followed):
    followed.matter.move_to(
        Matter.State.SUSPENDED, "suspended", by=followed.cast.dc_officer, at=at(days_ago(2)),
        decision=None,
    )  # fmt: skip
    assert rows_on([followed.matter], days_ago(2)) == []
    assert told(followed.matter, days_ago(3)).text


def test_a_decision_that_is_gone_still_stands_in_its_days(followed):
    decision = followed.meeting.items.get().decisions.get()
    decision._history_user = followed.cast.dc_staff
    decision.save()  # its history begins
    followed.matter.move_to(
        Matter.State.SUSPENDED, "suspended", by=followed.cast.dc_officer, at=at(days_ago(1)),
        decision=None,
    )  # fmt: skip
    Decision.objects.get(pk=decision.pk).delete()
    assert told(followed.matter, days_ago(2)).text == "পোর্টাল হালনাগাদ করতে হবে।"


def test_a_part_that_was_handed_down_stands_under_its_share(followed):
    part = make_assignment(followed.matter, followed.theirs.post, parent=followed.ours)
    row = told(followed.matter, today())
    assert [share.assignment for share in row.every_share()] == [
        followed.ours,
        part,
        followed.theirs,
    ]
    assert row.shares[0].parts[0].assignment == part


# --- The paragraph of progress -------------------------------------------------------------------


def test_one_owner_is_quoted(followed):
    followed.theirs.move_to(State.WITHDRAWN, "withdrawn", by=followed.cast.dc_staff)
    answered(followed.ours, "তালিকা   করা\nহয়েছে", on=days_ago(1))
    assert told(followed.matter, today()).progress == "তালিকা করা হয়েছে।"


def test_several_are_counted_and_each_sentence_stands_once(followed):
    row = told(followed.matter, today())
    assert row.progress == "২টির মধ্যে ২টির প্রতিবেদন পাওয়া যায়নি।"
    answered(followed.ours, "হালনাগাদ হয়েছে।", on=days_ago(1), progress=90)
    row = told(followed.matter, today())
    assert row.progress == ("২টির মধ্যে ১টির কাজ চলমান, ১টির প্রতিবেদন পাওয়া যায়নি। মেঘডুবি: হালনাগাদ হয়েছে।")
    answered(followed.theirs, "হালনাগাদ হয়েছে।", on=today(), progress=90)
    row = told(followed.matter, today())
    assert row.progress == "২টির মধ্যে ২টির কাজ চলমান। মেঘডুবি ও নলডাঙ্গা: হালনাগাদ হয়েছে।"


def test_what_is_between_owner_and_section_is_no_progress(followed):
    answered(
        followed.ours, "সময় দিন", on=days_ago(1), kind=Answer.Kind.EXTENSION, wanted_due=today()
    )
    assert told(followed.matter, today()).shares[0].text == ""


def test_a_claim_that_was_sent_back_is_not_told_as_done(followed):
    followed.theirs.move_to(
        State.WITHDRAWN, "withdrawn", by=followed.cast.dc_staff, at=at(days_ago(4))
    )
    claim = answered(
        followed.ours, "হয়েছে।", on=days_ago(3), kind=Answer.Kind.CLAIM, done_on=days_ago(3)
    )
    followed.ours.move_to(
        State.CLAIMED, "claimed", by=followed.uno, at=at(days_ago(3), 12), answer=claim,
        claimed_on=days_ago(3), desk_due_on=today(),
    )  # fmt: skip
    followed.ours.move_to(State.OPEN, "sent back", by=followed.cast.dc_staff, at=at(days_ago(2)))
    assert told(followed.matter, days_ago(3)).progress == "হয়েছে।"
    assert "ফেরত" in told(followed.matter, days_ago(2)).progress
    answered(followed.ours, "আবার করা হচ্ছে।", on=days_ago(1))
    assert told(followed.matter, today()).progress == "আবার করা হচ্ছে।"


def test_an_owner_who_is_silent_is_told_by_the_parts_handed_down(followed):
    followed.theirs.move_to(State.WITHDRAWN, "withdrawn", by=followed.cast.dc_staff)
    parts = [
        make_assignment(followed.matter, parent=followed.ours, outsider=name, position=place)
        for place, name in enumerate(["ক ইউনিয়ন", "খ ইউনিয়ন"])
    ]
    answered(parts[1], "সভা হয়েছে।", on=days_ago(1))
    assert told(followed.matter, today()).progress == (
        "২টির মধ্যে ১টির কাজ চলমান, ১টির প্রতিবেদন পাওয়া যায়নি। খ ইউনিয়ন: সভা হয়েছে।"
    )


# --- Which table ---------------------------------------------------------------------------------


def test_a_meeting_has_the_table_of_its_paper_and_a_committee_that_of_all(followed):
    other = make_sitting(
        followed.committee, by=followed.cast.dc_staff, held_on=days_ago(60), decisions=("ক", "খ")
    )
    for item in other.items.all():
        for decision in item.decisions.all():
            make_matter(decision, by=followed.cast.dc_officer)
    assert [row.text for row in table_of(other, today())] == ["ক", "খ"]
    assert len(table_of_committee(followed.committee, today())) == 3


def test_a_longer_table_is_not_fetched_in_more_queries(followed, django_assert_num_queries):
    rows_on([], today())
    with django_assert_num_queries(10):
        rows_on(list(Matter.objects.filter(pk=followed.matter.pk)), today())
    texts = [f"সিদ্ধান্ত {number}" for number in range(20)]
    more = make_sitting(
        followed.committee, by=followed.cast.dc_staff, held_on=days_ago(60), decisions=texts
    )
    for decision in more.items.get().decisions.all():
        matter = make_matter(decision, by=followed.cast.dc_officer)
        make_assignment(matter, followed.ours.post)
        make_assignment(matter, followed.theirs.post, position=1)
    with django_assert_num_queries(10):
        rows = rows_on(list(Matter.objects.filter(committee=followed.committee)), today())
        assert len(rows) == 21
        for row in rows:
            _ = row.progress, [share.owner for share in row.every_share()], str(row.meeting.office)


def test_nothing_is_asked_of_nothing(followed):
    assert rows_on([], today()) == []
