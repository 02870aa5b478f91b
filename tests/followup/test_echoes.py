"""What an answer may lack is pointed out, and never in its way."""

import json

import pytest

from followup import actions
from followup.echoes import is_echo, lacks_figure, warnings_for
from followup.models import Answer, Assignment
from meetings.models import AgendaItem
from offices.models import today
from tests.followup.making import make_assignment

DECISION = "পোর্টালের তথ্য নিয়মিত হালনাগাদ করতে হবে।"


def answers_of(shared, number):
    """serial → (topic and decision, progress) of a sample."""
    (file,) = (shared / "seeds").glob(f"{number}_*.json")
    told = {}
    for item in json.loads(file.read_text())["items"]:
        for decision in item["decisions"]:
            asked = f"{item['topic']} {decision['text']}"
            told[item["serial"].rstrip(".")] = (asked, decision["progress"])
    return told


@pytest.mark.once
@pytest.mark.parametrize("serial", "৩৫৭৮")
def test_the_answers_of_the_sample_that_only_repeat_the_decision_are_found(shared, serial):
    asked, answer = answers_of(shared, "002")[serial]
    assert is_echo(answer, asked)


@pytest.mark.once
@pytest.mark.parametrize("serial", "৪৬")
def test_its_answers_that_say_what_was_done_are_let_be(shared, serial):
    asked, answer = answers_of(shared, "002")[serial]
    assert not is_echo(answer, asked)


@pytest.mark.once
@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("পোর্টালের তথ্য নিয়মিত হালনাগাদ করা হচ্ছে।", True),
        ("পোর্টালের তথ্য হালনাগাদ অব্যাহত রয়েছে।", True),
        ("প্রয়োজনীয় ব্যবস্থা গ্রহণ করা হয়েছে।", True),
        ("পোর্টালের ৪২টি তথ্য হালনাগাদ করা হয়েছে।", False),
        ("সহকারী প্রোগ্রামার ও দুইজন উদ্যোক্তা মিলে সেবা বক্স ও কর্মকর্তা তালিকা ঠিক করেছেন।", False),
    ],
)
def test_what_says_no_more_than_the_decision_is_an_echo(answer, found):
    assert is_echo(answer, DECISION) == found


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("মোট টি প্রকল্প বাস্তবায়িত হয়েছে।", True),
        ("…টি সভা হয়েছে।", True),
        ("অগ্রগতি %।", True),
        ("৫ টি সভা হয়েছে।", False),
        ("12টি সভা হয়েছে, ৮০ % কাজ শেষ।", False),
        ("পাঁচ টি সভা হয়েছে।", False),
        ("সভাটি হয়েছে।", False),
    ],
)
def test_a_count_without_its_figure_is_found(text, found):
    assert lacks_figure(text) == found


def warned(share, kind=Answer.Kind.PROGRESS, text="৪২টি পাতা ঠিক করা হয়েছে।", proofs=()):
    return warnings_for(share, kind=kind, text=text, proofs=proofs)


def test_each_answer_is_told_what_it_lacks(followed):
    assert warned(followed.ours) == []
    assert warned(followed.ours, Answer.Kind.CLAIM) == ["no_proof"]
    assert warned(followed.ours, Answer.Kind.CLAIM, proofs=[("ছবি.png", b"", "image/png")]) == []
    text = "পোর্টাল হালনাগাদ করা হয়েছে।"
    assert warned(followed.ours, Answer.Kind.CLAIM, text) == ["echo", "no_proof"]
    assert warned(followed.ours, Answer.Kind.BLOCKED, text) == []


def test_the_answer_before_told_again_is_found_at_its_own_share_alone(followed):
    text = "সহকারী প্রোগ্রামার সেবা বক্স ও কর্মকর্তা তালিকা ঠিক করেছেন।"
    actions.answer(followed.ours, by=followed.uno, kind="progress", text=text, progress=25)
    assert warned(followed.ours, text=text) == ["repeat"]
    assert warned(followed.theirs, text=text) == []


def test_what_is_asked_of_a_part_is_known_too(followed):
    part = make_assignment(
        followed.matter, parent=followed.ours, outsider="ইউপি সচিব", asked="নোটিশ বোর্ড স্থাপন"
    )
    assert warned(part, text="নোটিশ বোর্ড স্থাপন করা হয়েছে।") == ["echo"]


def test_an_indicator_is_answered_by_a_figure(followed):
    AgendaItem.objects.update(code="১.১.১")
    share = Assignment.objects.get(pk=followed.ours.pk)
    text = "সহকারী প্রোগ্রামার সেবা বক্স ও কর্মকর্তা তালিকা ঠিক করেছেন।"
    assert warned(share, text=text) == ["empty_number"]
    assert warned(share, text=f"{text} মোট ১২টি।") == []


def test_what_was_pointed_out_is_kept_and_walls_nothing(followed):
    text = "পোর্টাল হালনাগাদ করা হয়েছে।"
    said = actions.answer(followed.ours, by=followed.uno, kind="claim", text=text, done_on=today())
    assert said.warnings == ["echo", "no_proof"]
    followed.ours.refresh_from_db()
    assert followed.ours.state == "claimed"
