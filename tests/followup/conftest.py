"""One decision of Shalbon's committee that charges a post in each upazila."""

from datetime import date
from types import SimpleNamespace

import pytest

from followup.models import Assignment, Matter
from offices.models import Post, Posting
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


@pytest.fixture
def reminded(followed):
    """Everybody who is told of a late share (`dc`, `adc`, `coop` are posts, `dc_user` … who hold them), and
    `firm` outside; the decision was issued on 1 January 2024 and charges nobody yet."""
    cast = followed.cast
    unos = Post.objects.filter(postings__user__in=[followed.uno, followed.near_uno])
    unos.update(kind=Post.Kind.UNO)
    Posting.objects.filter(user=cast.transferred).update(ends_on=date(2023, 12, 31))
    for username, office, title, kind in (
        ("adc", cast.shalbon, "অতিরিক্ত জেলা প্রশাসক (আইসিটি)", Post.Kind.ADC),
        ("dc", cast.shalbon, "জেলা প্রশাসক", Post.Kind.DC),
        ("commissioner", cast.division, "বিভাগীয় কমিশনার", Post.Kind.COMMISSIONER),
        ("coop", cast.sister, "উপজেলা সমবায় অফিসার", Post.Kind.DEPARTMENT_HEAD),
    ):
        role = "viewer" if username == "coop" else "officer"
        posting = give_post(make_user(username), office, role, title=title)
        Post.objects.filter(pk=posting.post_id).update(kind=kind)
        setattr(followed, username, posting.post)
        setattr(followed, f"{username}_user", posting.user)
    followed.firm = cast.shalbon.addressees.create(
        line="প্রতিনিধি, আলোকবর্তিকা লিমিটেড", email="firm@example.org"
    )
    Assignment.objects.update(state=Assignment.State.WITHDRAWN)
    Matter.objects.update(opened_on=date(2024, 1, 1))
    return followed
