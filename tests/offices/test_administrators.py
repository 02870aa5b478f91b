"""Who gives power away has none: no administrator holds a post."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from offices.models import Post, Posting, today
from tests.test_pages import text

IN_NO_POST = "সিস্টেম প্রশাসক কোনো পদে থাকতে পারেন না"


@pytest.fixture
def post(cast):
    return Post.objects.filter(office=cast.meghdubi).first()


def sent(post, user, **more):
    """What the page of a post sends that gives it to one person more."""
    held = list(post.postings.all())
    form = {
        "office": post.office_id, "title": post.title, "kind": post.kind, "seniority": post.seniority,
        "postings-TOTAL_FORMS": len(held) + 1, "postings-INITIAL_FORMS": len(held),
    }  # fmt: skip
    new = Posting(user=user, name=user.name, role="officer", starts_on=today())
    for at, one in enumerate([*held, new]):
        values = {
            "id": one.pk or "", "post": post.pk, "name": one.name, "user": one.user_id or "",
            "role": one.role, "starts_on": one.starts_on, "ends_on": one.ends_on or "",
        }  # fmt: skip
        form |= {f"postings-{at}-{key}": value for key, value in values.items()}
    return form | more


@pytest.mark.parametrize(("who", "is_refused"), [("sysadmin", True), ("nobody", False)])
def test_an_administrator_gives_no_post_to_an_administrator(client, cast, post, who, is_refused):
    nobody = User.objects.create_user("nobody", password="x", name="রহিমা খাতুন")
    user = cast.sysadmin if who == "sysadmin" else nobody
    client.force_login(cast.sysadmin)
    answer = client.post(
        reverse("admin:offices_post_change", args=[post.pk]), sent(post, user), follow=True
    )
    assert (IN_NO_POST in text(answer)) == is_refused
    assert Posting.objects.filter(user=user).exists() != is_refused


def test_no_other_way_gives_it_either(cast, post):
    told = {"post": post, "user": cast.sysadmin, "name": "ক", "starts_on": today()}
    with pytest.raises(ValidationError, match=IN_NO_POST):
        Posting.objects.create(**told)
    # What is over stays told.
    Posting.objects.create(
        **told | {"starts_on": today() - timedelta(9), "ends_on": today() - timedelta(1)}
    )


def test_who_holds_a_post_does_not_become_administrator(cast):
    cast.officer.is_superuser = True
    with pytest.raises(ValidationError, match="যিনি কোনো পদে আছেন"):
        cast.officer.full_clean()
    Posting.objects.filter(user=cast.officer).update(
        starts_on=today() - timedelta(9), ends_on=today() - timedelta(1)
    )
    cast.officer.full_clean()
