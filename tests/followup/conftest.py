"""One decision of Shalbon's committee that charges a post in each upazila."""

from types import SimpleNamespace

import pytest

from tests.factories import give_post, make_committee, make_user
from tests.followup.making import make_assignment, make_matter, make_sitting


@pytest.fixture
def followed(cast):
    """committee, meeting, matter; `ours` of Meghdubi's UNO (user `uno`), `theirs` of Noldanga's."""
    world = SimpleNamespace(cast=cast)
    world.committee = make_committee(cast.shalbon, "জেলা আইসিটি কমিটি")
    world.uno = make_user("uno", name="ফারহানা ইয়াসমিন")
    world.near_uno = make_user("near_uno", name="মো. শফিকুল ইসলাম")
    title = "উপজেলা নির্বাহী অফিসার"
    uno = give_post(world.uno, cast.meghdubi, "officer", title=title)
    near = give_post(world.near_uno, cast.noldanga, "officer", title=title)
    world.meeting = make_sitting(world.committee, by=cast.dc_staff)
    decision = world.meeting.items.get().decisions.get()
    world.matter = make_matter(decision, by=cast.dc_officer)
    world.ours = make_assignment(world.matter, uno.post)
    world.theirs = make_assignment(world.matter, near.post, position=1)
    return world
