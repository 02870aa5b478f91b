"""The histories of `cheating`, done by the acts of the portal."""

import uuid
from datetime import datetime, time, timedelta

from django.utils import timezone

from followup import actions, closing, handing
from followup.models import Assignment, Matter
from meetings import rows
from meetings.models import Charge, Decision
from offices.models import Posting, today
from tests.followup.cheating import IMPLIED, JUDGED
from tests.followup.making import make_assignment, make_matter, make_sitting


class Played:
    """A history done in the district of the cast: Shalbon decides, the UNO of Meghdubi is charged."""

    def __init__(self, followed, history):
        self.world, self.cast = followed, followed.cast
        self.issued_on = today() - timedelta(days=JUDGED)
        self.part_post = Posting.objects.get(user=self.cast.sister_officer).post
        for told, decision in self._decided(history):
            due = self._day(IMPLIED if told.due is None else told.due)
            matter = make_matter(decision, by=self.cast.dc_officer, on=self.issued_on, due_on=due)
            charge = Charge.objects.create(
                paper=decision.meeting.paper, decision=decision, position=0, printed="ইউএনও",
                post=followed.ours.post,
            )  # fmt: skip
            share = make_assignment(matter, followed.ours.post, charge=charge)
            for day, name, more in sorted(told.deeds, key=lambda deed: deed[0]):
                self._do(share.pk, name, more, at=self._at(day))

    def _decided(self, history):
        sitting = make_sitting(
            self.world.committee, by=self.cast.dc_staff, held_on=self.issued_on, decisions=()
        )
        items = {}
        for told in history:
            items.setdefault(told.item, []).append(told)
        said = [
            {
                "serial": str(number), "topic": "বিষয়",
                "decisions": [
                    {"text": told.text, "thread": uuid.uuid4(), "implementers": []}
                    for told in decisions
                ],
            }
            for number, decisions in enumerate(items.values(), 1)
        ]  # fmt: skip
        sitting.items.all().delete()
        rows.write(sitting, said)
        for item, decisions in zip(sitting.items.order_by("position"), items.values(), strict=True):
            for decision, told in zip(item.decisions.order_by("position"), decisions, strict=True):
                due = None if told.due is None else self._day(told.due)
                Decision.objects.filter(pk=decision.pk).update(due_on=due)
                yield (
                    told,
                    Decision.objects.select_related("meeting__committee").get(pk=decision.pk),
                )

    def _day(self, number):
        return self.issued_on + timedelta(days=number)

    def _at(self, number):
        noon = datetime.combine(self._day(number), time(12))
        return timezone.make_aware(noon)

    def _do(self, pk, name, more, *, at):
        share = Assignment.objects.select_related("matter").get(pk=pk)
        head, owner = self.cast.dc_officer, self.world.uno
        if name.startswith("part "):
            share = share.children.get()
            head, owner = self.world.uno, self.cast.sister_officer
            name = name.removeprefix("part ")
        if name == "claim":
            told = {"kind": "claim", "text": "হয়েছে।", "done_on": self._day(more)}
            actions.answer(share, by=owner, at=at, **told)
        elif name == "verify":
            actions.verify(share, by=head, at=at)
        elif name == "send back":
            actions.send_back(share, by=head, reason="প্রমাণক নেই", at=at)
        elif name == "extend":
            actions.set_due(share, by=head, due_on=self._day(more), reason="দরকার", at=at)
        elif name == "reassign":
            near = self.world.theirs.post
            actions.settle_owner(share, by=head, post=near, reason="তাঁর কাজ", at=at)
        elif name == "not mine":
            actions.answer(share, by=owner, kind="not_mine", text="না", proposed="অন্য", at=at)
        elif name == "close":
            closing.close(share.matter, by=head, end=more, reason="প্রয়োজন নেই", at=at)
        elif name == "reopen":
            closing.reopen(share.matter, by=head, reason="প্রয়োজন আছে", at=at)
        elif name == "kind":
            Matter.objects.get(pk=share.matter_id).change("kind", by=head, kind=more, at=at)
        elif name == "hand down":
            part = handing.HandDown(
                post=self.part_post, is_essential=more, due_on=self._day(JUDGED - 1)
            )
            handing.hand_down(share, by=owner, to=[part], at=at, is_late_meant=True)
