"""All 42 decisions of the five samples as they are followed: kind, owners, how they add up, clock.

What stands in the tables was decided by reading each decision, before the portal proposed anything.
"""

import pytest

from followup.models import Matter
from tests.followup.samples import content_of_sample, issue_sample, make_committees, make_district


@pytest.fixture
def world(db):
    world = make_district()
    make_committees(world)
    return world


def followed(meeting):
    threads = [d.thread for i in meeting.items.all() for d in i.decisions.all()]
    rows = {m.thread: m for m in Matter.objects.prefetch_related("assignments__post__office")}
    return [rows[t] for t in threads]


def test_print(world, shared):
    for sample, office in (
        ("000", world.office),
        ("001", world.upazila),
        ("003", world.line),
        ("004", world.office),
    ):
        meeting = issue_sample(world, office, content_of_sample(shared, sample))
        for m in followed(meeting):
            print(sample, m.kind, m.roll_up, m.due_on, m.is_implied, m.decision.text[:40])
            for a in m.assignments.all():
                print(
                    "      ",
                    a.state,
                    a.part,
                    a.post and a.post.title,
                    "|",
                    a.outsider,
                    "|",
                    a.printed,
                )
            if m.owners:
                print(
                    "    PROP",
                    [(o["words"], o["post"], o["outsider"], o["certain"]) for o in m.owners],
                )
    assert 0
