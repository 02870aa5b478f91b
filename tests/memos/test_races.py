"""Numbers under pressure: many at once, failures in between, every request sent twice."""

import random
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.access import WrongState
from documents.models import Paper
from meetings import actions as writing
from meetings.content import content_of
from meetings.models import Meeting, State
from memos import actions
from memos.copying import add_late
from memos.models import Memo, Series
from papers.content import canonical, digest
from papers.printed import printed
from tests.factories import give_post, item_of, make_user
from tests.memos.conftest import make_approved
from tests.proof import tried

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

MOST_ROUNDS = 200
FILES = [f"০৫.৪৭.৮৫৯২.০০০.০১.০০{digit}.২৪" for digit in "১২৩৪"]
KEYS = ["serial", "topic", "discussion", "decision", "implementer"]


class Forced(Exception):
    """The request fails after all its work, as when the line is cut."""


def small(cast, number, file):
    """Minutes of a few lines, on a day of their own."""
    held_on = date(2020, 1, 1) + timedelta(days=number)
    item = item_of(KEYS, "০১", "পোর্টাল", [f"সিদ্ধান্ত {number}"])
    return make_approved(cast, held_on, memo={"number": file}, items=[item], distribution=[])


def issue_all(cast, meetings, *, clients):
    """Send a request for each of the meetings twice, one in ten of which fails at its end; again
    until each has been answered. Returns the texts of unexpected errors."""
    chance = random.Random(2026)
    asked = [(meeting, uuid.uuid4()) for meeting in meetings]
    sent = [(meeting, token, chance.random() < 0.1) for meeting, token in asked * 2]
    chance.shuffle(sent)
    unexpected = []

    def ask(request):
        meeting, token, fails = request
        try:
            with transaction.atomic():
                actions.issue(meeting=meeting, by=cast.officer, token=token)
                if fails:
                    raise Forced
        except Forced:
            ask((meeting, token, False))
        except Exception as error:
            unexpected.append(f"{type(error).__name__}: {error}")
        finally:
            connection.close()

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(ask, sent))
    return unexpected


def problems(meetings):
    """What is wrong with the register after all were issued: a list of sentences."""
    wrong = []
    lines = list(Memo.objects.select_related("file", "paper__issued_for__meeting"))
    taken = Counter(line.meeting.pk for line in lines)
    if taken != Counter(meeting.pk for meeting in meetings):
        wrong.append("not one number for each of the minutes")
    for file in {line.file for line in lines}:
        serials = sorted(line.serial for line in lines if line.file == file)
        if serials != list(range(1, len(serials) + 1)):
            wrong.append(f"{file}: {serials}")
    for line in lines:
        with pikepdf.open(line.paper.issued_file.document.path) as pdf:
            carried = pdf.attachments["minutes.json"].get_file().read_bytes()
        content = content_of(Meeting.objects.with_paper().get(pk=line.meeting.pk))
        if carried != canonical(printed(content)) or line.paper.number != line.number:
            wrong.append(f"{line}: the paper says something else than the register")
    return wrong


@tried("papers", few=5, short=80, full=200)
def test_numbers_are_whole_whoever_asks_for_them_at_once(cast, papers):
    # Four of one file follow each other, so that even a few meet at one counter.
    meetings = [small(cast, number, FILES[number // 4 % 4]) for number in range(papers)]

    unexpected = issue_all(cast, meetings, clients=32)

    assert unexpected == []
    assert problems(meetings) == []
    assert set(Meeting.objects.values_list("state", flat=True)) == {State.ISSUED}


def test_without_the_lock_the_same_goes_wrong(cast, monkeypatch):
    """The control: what the test above looks for does happen when the counter is not locked."""

    def unlocked(self, day):
        counter, _ = self.counters.get_or_create(period=self.period_of(day))
        return counter

    monkeypatch.setattr(Series, "lock", unlocked)
    meetings = [small(cast, number, FILES[0]) for number in range(16)]

    unexpected = issue_all(cast, meetings, clients=8)

    assert unexpected or problems(meetings)


@tried("rounds", few=4, short=60, full=200)
def test_no_signed_text_differs_from_the_approved_one(cast, rounds):
    """One officer approves and issues while another gives it back and the staff change a word.

    Issuing starts a little later with each round, so that on any machine both have come first."""
    second = make_user("second_officer", name="দ্বিতীয় কর্মকর্তা")
    give_post(second, cast.meghdubi, "officer", title="দ্বিতীয় কর্মকর্তা")
    approved_texts, outcomes = {}, Counter()
    for number in range(MOST_ROUNDS):
        if number >= rounds and len({edited for _, edited in outcomes}) == 2:
            break  # both ways it can go were gone
        meeting = small(cast, number, FILES[0])
        start = threading.Barrier(2)

        def issues(meeting=meeting, start=start, behind=number % 10 * 0.03):
            start.wait()
            time.sleep(behind)
            try:
                return actions.issue(meeting=meeting, by=cast.officer)
            except WrongState:
                return None
            finally:
                connection.close()

        def edits(meeting=meeting, start=start, number=number):
            start.wait()
            try:
                mine = Meeting.objects.get(pk=meeting.pk)
                mine.send_back(by=second, remarks="বদলান")
                item = mine.items.first()
                decisions = [
                    {"id": each.pk, "text": f"নতুন {number}", "due_on": None, "implementers": []}
                    for each in item.decisions.all()
                ]
                writing.save_item(item, version=item.version, by=cast.staff, decisions=decisions)
                mine.submit(by=cast.staff)
                mine.approve(by=second)
                return True
            except WrongState:
                return False
            finally:
                connection.close()

        before = meeting.approved_digest
        with ThreadPoolExecutor(2) as pool:
            one, other = pool.submit(issues), pool.submit(edits)
            line, edited = one.result(), other.result()
        outcomes[bool(line), edited] += 1
        now = Meeting.objects.get(pk=meeting.pk)
        approved_texts[meeting.pk] = {before, now.approved_digest}
        if line:
            content = content_of(Meeting.objects.with_paper().get(pk=meeting.pk))
            assert digest(content | {"memo": {"number": FILES[0]}}) == now.approved_digest
            with pikepdf.open(line.paper.issued_file.document.path) as pdf:
                carried = pdf.attachments["minutes.json"].get_file().read_bytes()
                assert carried == canonical(printed(content))
    assert Paper.objects.count() == sum(count for (out, _), count in outcomes.items() if out)
    assert {edited for _, edited in outcomes} == {True, False}, outcomes


def test_of_two_who_add_the_same_late_recipient_at_once_one_does(cast):
    line = actions.issue(meeting=make_approved(cast), by=cast.officer)
    asked = [["প্রেস ক্লাব, মেঘডুবি"]] * 4 + [["পাঠাগার, মেঘডুবি"]] * 4

    def add(lines):
        try:
            return add_late(memo=line, lines=lines, by=cast.staff)[0].number
        except ValidationError as refused:
            return refused.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(add, asked))
    late = line.sent_copies.filter(is_late=True)
    assert sorted(copy.position for copy in late) == [3, 4]
    assert [copy.number.rpartition("/")[2] for copy in late] == ["২(১)", "৩(১)"]
    assert sum("ইতোমধ্যে" in answer for answer in answers) == 6
