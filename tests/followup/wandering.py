"""Random work over four levels of offices, and what must hold of every answer after it."""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.access import WrongState
from followup import actions, handing, parts
from followup.handing import HandDown
from followup.models import STEPS, Answer, Assignment, Matter
from offices.models import Post, today
from tests.followup.making import make_assignment, make_matter, make_sitting

State, Said = Assignment.State, Answer.Kind
REFUSED = (PermissionDenied, ValidationError, WrongState)
# Decisions that are worked on at the same time.
AT_ONCE = 3


class Wandering:
    """Offices of a tree at random work. `told` is {answer: share}, as they were given."""

    def __init__(self, tree, seed):
        self.tree, self.random = tree, random.Random(seed)
        self.told, self.done, self.touched = {}, Counter(), set()
        self.users = {user.head.office_id: user for user in tree.heads.values()}

    def work(self, moves, *, check_each=50):
        """Make so many moves that are not refused; check what was touched after each few."""
        made = 0
        while made < moves:
            share = self._share()
            name = self.random.choice(MOVES[share.state])
            try:
                getattr(self, name)(share)
            except REFUSED:
                self.done[f"{name}: refused"] += 1
                continue
            self.done[name] += 1
            self.touched.add(share.matter_id)
            made += 1
            if made % check_each == 0:
                check(self.told, self.touched)
                self.touched.clear()
        check(self.told, set(Matter.objects.values_list("pk", flat=True)))

    def _share(self):
        """Some share that is not finished, of one of the decisions that are open."""
        rows = Assignment.objects.open().filter(matter__state=Matter.State.OPEN)
        pks = list(rows.order_by("pk").values_list("pk", "matter_id"))
        for _ in range(AT_ONCE - len({matter for _, matter in pks})):
            self._decide()
        if not pks:
            return self._share()
        pk, _ = self.random.choice(pks)
        return Assignment.objects.select_related("matter", "post", "office", "parent").get(pk=pk)

    def _decide(self):
        held_on = date(2000, 1, 1) + timedelta(days=Matter.objects.count())
        sitting = make_sitting(self.tree.committee, by=self.tree.commissioner, held_on=held_on)
        matter = make_matter(sitting.items.get().decisions.get(), by=self.tree.commissioner)
        for office in self.tree.districts:
            make_assignment(matter, self.tree.heads[office].head)

    def _owner(self, share):
        return self.users[share.office_id]

    def _asker(self, share):
        return self.users[share.asking_office.pk]

    def _post(self, office):
        posts = Post.objects.filter(office__in=type(office).objects.below(office)).order_by("pk")
        return self.random.choice(list(posts))

    # --- moves --------------------------------------------------------------------------------------

    def hand_down(self, share):
        posts = list(handing.posts_below(share).order_by("pk"))
        chosen = self.random.sample(posts, min(len(posts), self.random.randint(1, 3)))
        to = [HandDown(post=post, is_essential=self.random.random() < 0.6) for post in chosen]
        handing.hand_down(share, by=self._owner(share), to=to)

    def _answer(self, share, kind, **told):
        text = f"উত্তর {len(self.told) + 1} এর পাঠ।"
        said = actions.answer(share, by=self._owner(share), kind=kind, text=text, **told)
        self.told[said.pk] = share.pk

    def progress(self, share):
        self._answer(share, Said.PROGRESS, progress=self.random.choice(STEPS[:-1]))

    def blocked(self, share):
        self._answer(share, Said.BLOCKED, party="ঠিকাদার")

    def claim(self, share):
        self._answer(share, Said.CLAIM, done_on=today())

    def not_mine(self, share):
        self._answer(share, Said.NOT_MINE, proposed="অন্য কেউ")

    def verify(self, share):
        actions.verify(share, by=self._asker(share))

    def send_back(self, share):
        actions.send_back(share, by=self._asker(share), reason="প্রমাণক নেই")

    def refuse_not_mine(self, share):
        actions.refuse_not_mine(share, by=self._asker(share), reason="কাজটি আপনারই")

    def reassign(self, share):
        post = self._post(share.asking_office)
        actions.settle_owner(share, by=self._asker(share), post=post, reason="বদল")

    def take_back(self, share):
        handing.take_back_part(share, by=self._asker(share), reason="দরকার নেই")

    def set_essential(self, share):
        essential = not share.is_essential
        handing.set_essential(share, by=self._asker(share), is_essential=essential)


MOVES = {
    State.OPEN: ["hand_down"] * 3 + ["progress"] * 3 + ["claim"] * 3
    + ["blocked", "not_mine", "reassign", "take_back", "set_essential"],
    State.CLAIMED: ["verify"] * 3 + ["send_back"] * 2 + ["progress", "take_back", "set_essential"],
    State.SETTLE: ["refuse_not_mine", "reassign", "take_back", "progress"],
}  # fmt: skip


def check(told, matters):
    """Raise AssertionError where an answer is lost or counted twice, a part hangs nowhere, or a share was
    finished over the head of a part it waits for. `told` is {answer: share it was given to}."""
    for pk in matters:
        rows = {
            row.pk: row for row in Assignment.objects.filter(matter=pk).select_related("matter")
        }
        given = {answer: share for answer, share in told.items() if share in rows}
        _check_tree(rows)
        assert not misplaced(rows.values())
        at = {pk: [answer.pk for answer in parts.answers_at(row)] for pk, row in rows.items()}
        _check_answers(rows, given, at)
        _check_ends(rows)
        _check_drafts(rows)


def misplaced(shares):
    """The shares of which the row says of another office that it gives it or asks for it than its
    decision and the share above say; and those of a decision that no paper has printed yet."""
    shares = Assignment.objects.select_related("matter", "parent").in_bulk(
        [share.pk for share in shares]
    )
    return [
        share
        for share in shares.values()
        if share.giving_office_id != share.matter.office_id
        or share.asking_office_id != (share.parent or share.matter).office_id
        or share.matter.state == Matter.State.DRAFT
    ]


def _check_tree(rows):
    for row in rows.values():
        line, each = [], row
        while each.parent_id is not None:
            line.append(each.pk)
            assert each.parent_id in rows, "a part of another decision's share"
            assert rows[each.parent_id].level == each.level - 1
            each = rows[each.parent_id]
            assert each.pk not in line, "a cycle"
        assert each.level == 0
        if row.state in Assignment.UNFINISHED and row.parent_id:
            assert rows[row.parent_id].state in Assignment.UNFINISHED, "an orphan"


def _check_answers(rows, given, at):
    """At each level all answers are there once: those below at their share of the level, and those
    that were given above it at their own."""
    for level in range(max((row.level for row in rows.values()), default=0) + 1):
        counted = Counter(
            answer for pk, row in rows.items() if row.level == level for answer in at[pk]
        )
        above = Counter(answer for answer, pk in given.items() if rows[pk].level < level)
        assert counted + above == Counter(list(given)), f"level {level}"


def _check_ends(rows):
    children = defaultdict(list)
    for row in rows.values():
        children[row.parent_id].append(row)

    def waits(row):
        return any(
            child.is_essential and child.state in Assignment.UNFINISHED
            for child in children[row.pk]
        )

    for row in rows.values():
        if row.state in (State.CLAIMED, State.VERIFIED):
            assert not waits(row), "finished over an essential part"


def _check_drafts(rows):
    for row in rows.values():
        text = handing.drafted_answer(row)
        assert text == handing.drafted_answer(Assignment.objects.get(pk=row.pk))
        lines = text.split("\n")
        assert len(lines) == len(set(lines))
        for part in parts.tree_of(row).live:
            if part.said is not None:
                assert text.count(part.said.text) == 1, "a part is told once"
            for lower in part:
                if lower.said is not None:
                    assert lower.said.text not in text, "what is below a part speaks through it"
