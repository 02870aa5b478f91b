"""What the system administrator keeps: offices, posts, committees; and that no minutes are there."""

from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import AuditEvent, Mail, User
from backups.models import Run
from committees.models import Committee, Membership
from despatch.models import Returned
from offices.models import Holiday, Office, Post, Posting
from offices.rules import is_officer_of
from papers.shapes import READY_SHAPES
from tests.factories import make_meeting, make_post

OFFICE = {
    "name": "উপজেলা কার্যালয়, তিস্তাপাড়",
    "code": "tistapar",
    "kind": "upazila",
    "geo_code": "৪৯৭৭",
    "letter_government": "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার",
    "letter_office": "উপজেলা নির্বাহী অফিসারের কার্যালয়",
}


@pytest.fixture
def desk(client, cast):
    client.force_login(cast.sysadmin)
    return client


def rows(prefix, *given, there=0):
    """The fields of an inline with these rows, so many of them there already."""
    fields = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": there}
    for number, row in enumerate(given):
        fields |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return fields


def test_the_administration_holds_what_no_office_keeps_itself_and_no_minutes():
    assert set(admin.site._registry) == {
        User, Mail, Office, Post, Committee, Holiday, Returned, Run,
    }  # fmt: skip


def test_no_page_of_the_administration_shows_minutes(desk, cast):
    meeting = make_meeting(cast.committee, by=cast.staff)
    said = [meeting.heading, "ওয়েব পোর্টাল হালনাগাদ", "পোর্টালের তথ্য নিয়মিত হালনাগাদ করতে হবে।"]
    for address in [
        reverse("admin:index"),
        reverse("admin:committees_committee_change", args=[cast.committee.pk]),
        reverse("admin:committees_committee_history", args=[cast.committee.pk]),
        reverse("admin:offices_office_change", args=[cast.meghdubi.pk]),
        reverse("admin:accounts_user_change", args=[cast.staff.pk]),
    ]:
        response = desk.get(address)
        assert response.status_code == 200
        assert [text for text in said if text in response.content.decode()] == []


@pytest.mark.parametrize("who", ["staff", "officer", "dc_officer"])
def test_nobody_else_keeps_offices(client, cast, who):
    client.force_login(getattr(cast, who))
    for name in ("offices_office", "offices_post", "committees_committee"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403
        assert client.get(reverse(f"admin:{name}_add")).status_code == 403
    add = reverse("admin:offices_office_add")
    assert client.post(add, OFFICE | {"parent": cast.shalbon.pk}).status_code == 403
    assert not Office.objects.filter(code="tistapar").exists()


def test_an_office_is_opened_and_the_trail_says_by_whom(desk, cast):
    add = reverse("admin:offices_office_add")
    assert desk.post(add, OFFICE | {"parent": cast.shalbon.pk}).status_code == 302
    office = Office.objects.get(code="tistapar")
    assert (office.parent, office.geo_code) == (cast.shalbon, "4977")
    event = AuditEvent.objects.get()
    assert (event.by, event.what, event.target_id) == (cast.sysadmin, "office added", office.pk)


def test_an_office_stands_only_where_its_kind_may(desk, cast):
    add = reverse("admin:offices_office_add")
    response = desk.post(add, OFFICE | {"parent": cast.noldanga.pk})
    assert response.status_code == 200
    assert "এই ধরনের কার্যালয় এর অধীনে থাকতে পারে না।" in response.content.decode()


def test_who_holds_a_post_is_kept_with_the_post(desk, cast):
    post = make_post(cast.noldanga, "সহকারী কমিশনার (ভূমি)")
    given = {"name": "নতুন কর্মকর্তা", "user": cast.transferred.pk, "role": "officer"}
    page = reverse("admin:offices_post_change", args=[post.pk])
    fields = {"office": cast.noldanga.pk, "title": post.title, "kind": "other", "seniority": 5}

    response = desk.post(page, fields | rows("postings", given | {"starts_on": "০১/০২/২০২৪"}))
    assert response.status_code == 302
    assert Posting.objects.get(post=post).starts_on == date(2024, 2, 1)
    assert is_officer_of(cast.transferred, cast.noldanga)
    event = AuditEvent.objects.get()
    assert (event.what, event.chain) == ("post changed", f"office-{cast.noldanga.pk}")
    posting = Posting.objects.get(post=post)
    assert event.detail["changes"] == [
        {
            "kind": "offices.post",
            "name": str(post),
            "done": "changed",
            "fields": {"seniority": [100, 5]},
        },
        {
            "kind": "offices.posting",
            "name": str(posting),
            "done": "added",
            "fields": {
                "name": [None, "নতুন কর্মকর্তা"],
                "user": [None, str(cast.transferred)],
                "role": [None, "officer"],
                "starts_on": [None, "2024-02-01"],
            },
        },
    ]


def test_a_change_of_role_says_who_had_which_and_has_which(desk, cast):
    posting = cast.staff.postings.get()
    page = reverse("admin:offices_post_change", args=[posting.post.pk])
    post = posting.post
    fields = {"office": post.office.pk, "title": post.title, "kind": post.kind}
    held = {
        "id": posting.pk,
        "name": posting.name,
        "user": cast.sister_staff.pk,
        "role": "officer",
        "starts_on": posting.starts_on.strftime("%d/%m/%Y"),
        "ends_on": "",
    }
    form = fields | {"seniority": post.seniority} | rows("postings", held, there=1)
    assert desk.post(page, form).status_code == 302

    event = AuditEvent.objects.get()
    (change,) = event.detail["changes"]
    assert (event.chain, change["kind"], change["done"]) == (
        f"office-{cast.meghdubi.pk}",
        "offices.posting",
        "changed",
    )
    assert change["fields"] == {
        "user": [str(cast.staff), str(cast.sister_staff)],
        "role": ["staff", "officer"],
    }

    assert desk.post(page, form | {"postings-0-DELETE": "on"}).status_code == 302
    (change,) = AuditEvent.objects.first().detail["changes"]
    assert (change["done"], change["name"]) == (
        "deleted",
        str(Posting(name=posting.name, post=post)),
    )


def committee_fields(cast, **changes):
    return {
        "office": cast.meghdubi.pk,
        "name": "উপজেলা শিক্ষা কমিটি",
        "cadence": "monthly",
        "chair_label": "সভাপতি",
        "ready_shape": "line_office",
        "opening": "প্রথম অনুচ্ছেদ।\r\n\r\n  দ্বিতীয় অনুচ্ছেদ।",
        "closing": "",
        **rows("memberships"),
    } | changes


def test_a_committee_is_set_up_with_its_shape_and_members(desk, cast):
    post = make_post(cast.meghdubi, "উপজেলা শিক্ষা অফিসার")
    seats = {"post": post.pk, "role": "member", "order": 1, "starts_on": "01/02/2024"}
    fields = committee_fields(cast, **rows("memberships", seats))
    response = desk.post(reverse("admin:committees_committee_add"), fields)
    assert response.status_code == 302

    committee = Committee.objects.get(name="উপজেলা শিক্ষা কমিটি")
    assert committee.shape == READY_SHAPES["line_office"]
    assert committee.opening == ["প্রথম অনুচ্ছেদ।", "দ্বিতীয় অনুচ্ছেদ।"]
    assert committee.closing == []
    assert list(Membership.objects.filter(committee=committee).values_list("post", flat=True)) == [
        post.pk
    ]


def test_a_shape_made_by_hand_is_kept_until_another_is_chosen(desk, cast):
    own = READY_SHAPES["upazila"] | {"columns": ["নং", "বিষয়", "সিদ্ধান্ত", "কে"]}
    Committee.objects.filter(pk=cast.committee.pk).update(shape=own)
    page = reverse("admin:committees_committee_change", args=[cast.committee.pk])
    assert "এখন যেমন আছে" in desk.get(page).content.decode()

    desk.post(page, committee_fields(cast, ready_shape="kept"))
    cast.committee.refresh_from_db()
    assert (cast.committee.name, cast.committee.shape) == ("উপজেলা শিক্ষা কমিটি", own)

    desk.post(page, committee_fields(cast, ready_shape="upazila"))
    cast.committee.refresh_from_db()
    assert cast.committee.shape == READY_SHAPES["upazila"]
    assert "এখন যেমন আছে" not in desk.get(page).content.decode()


def test_every_ready_shape_can_be_chosen(desk, cast):
    page = desk.get(reverse("admin:committees_committee_add"))
    choices = page.context["adminform"].form.fields["ready_shape"].choices
    assert {value for value, _ in choices} == READY_SHAPES.keys()


def test_a_committee_is_closed_and_never_removed(desk, cast):
    delete = reverse("admin:committees_committee_delete", args=[cast.committee.pk])
    assert desk.post(delete, {"post": "yes"}).status_code == 403
    assert Committee.objects.filter(pk=cast.committee.pk).exists()


def test_removing_an_empty_post_leaves_a_trail(desk, cast):
    post = make_post(cast.meghdubi, "ভুল পদ")
    desk.post(reverse("admin:offices_post_delete", args=[post.pk]), {"post": "yes"})
    assert not Post.objects.filter(pk=post.pk).exists()
    assert AuditEvent.objects.get().what == "post deleted"
