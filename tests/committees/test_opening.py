"""A committee is opened on one page: named, in a shape that is asked for, with its members."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from committees.models import Committee, Membership
from offices.models import Post
from papers.shapes import READY_SHAPES, ready_shape
from tests.committees.test_keeping import NEW, TYPED, events
from tests.committees.test_member_paste import rows_of
from tests.factories import LONG_AGO, make_post, seat
from tests.pasting.pasted import as_docx

LIST = "১। উপজেলা নির্বাহী অফিসার - সভাপতি\n২। উপজেলা মৎস্য অফিসার - সদস্য\n৩। উপজেলা শিক্ষা অফিসার - সদস্য সচিব"
NAMED = {**TYPED, "name": "উপজেলা কৃষি কমিটি"}


def opened():
    return Committee.objects.get(name=NAMED["name"])


@pytest.fixture
def staff(client, cast):
    client.force_login(cast.staff)
    return client


def sent_back(page):
    """What a browser sends of the rows that a page shows."""
    rows = page.context["rows"]
    told = {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0}
    for row in rows:
        for field in row:
            if value := field.value():
                told[field.html_name] = "on" if value is True else value
    return told


@pytest.mark.parametrize("as_file", [False, True])
def test_a_list_is_looked_at_before_anything_is_stored_and_taken_in_with_its_committee(
    staff, cast, as_file
):
    there = make_post(cast.meghdubi, "উপজেলা মৎস্য অফিসার")
    told = {"text": LIST}
    if as_file:
        table = [[(cell, 1) for cell in line[3:].split(" - ")] for line in LIST.split("\n")]
        told = {"file": SimpleUploadedFile("list.docx", as_docx(table))}
    page = staff.post(NEW, {**NAMED, **told})
    assert page.status_code == 200
    assert [row["role"].value() for row in page.context["rows"]] == [
        "chair", "member", "member_secretary",
    ]  # fmt: skip
    assert not Committee.objects.filter(name=NAMED["name"]).exists()

    assert staff.post(NEW, {**NAMED, **sent_back(page)}).status_code == 302
    seats = opened().memberships.order_by("order")
    assert [(s.role, s.starts_on, s.order) for s in seats] == [
        ("chair", date(2024, 3, 1), 1),
        ("member", date(2024, 3, 1), 2),
        ("member_secretary", date(2024, 3, 1), 3),
    ]
    assert seats[1].post == there
    assert opened().shape == ready_shape("line_office", chair_label="আহবায়ক")
    assert events("member added").count() == 3


def test_the_shape_is_asked_for_and_each_can_be_seen(staff, cast):
    page = staff.get(NEW)
    assert [each["name"] for each in page.context["form"].shapes] == list(READY_SHAPES)
    assert page.content.decode().count('class="drawing"') == len(READY_SHAPES)
    for bad in ("", "round", "copied"):
        answer = staff.post(NEW, {**NAMED, "ready": bad})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["ready"])
    assert Committee.objects.get() == cast.committee


def test_nothing_is_stored_of_a_committee_whose_rows_are_wrong_and_nothing_typed_is_lost(
    staff, cast
):
    rows = rows_of({"title": "উপজেলা শিক্ষা অফিসার"}, {"title": ""})
    for wrong in (
        {**NAMED, **rows},
        {**NAMED, "name": "", **rows_of({"title": "উপজেলা শিক্ষা অফিসার"})},
        {**NAMED, **rows, "starts_on": "৩১/০২/২০২৪"},
    ):
        page = staff.post(NEW, {**wrong, "text": LIST})
        assert page.status_code == 422
        assert page.context["rows"][0]["title"].value() == "উপজেলা শিক্ষা অফিসার"
        assert page.context["form"]["closing"].value() == TYPED["closing"]
        assert page.content.decode().count("data-error-summary") >= 1
    assert Committee.objects.get() == cast.committee
    assert not Post.objects.filter(title="উপজেলা শিক্ষা অফিসার").exists()

    # Whoever goes back to the list finds it as it was pasted.
    page = staff.post(NEW, {**NAMED, **rows, "text": LIST, "act": "again"})
    assert (page.context["rows"], page.context["paste"]["text"].value()) == (None, LIST)


def test_a_list_without_anybody_is_told_at_the_list(staff, cast):
    page = staff.post(NEW, {**NAMED, "text": "সভার কার্যবিবরণী"})
    assert (page.status_code, list(page.context["paste"].errors)) == (422, ["text"])
    assert page.context["paste"]["text"].value() == "সভার কার্যবিবরণী"


def test_a_committee_is_made_after_another_with_its_shape_its_lists_and_its_seats(staff, cast):
    source = cast.committee
    source.shape = ready_shape("district_ict", chair_label="সভাপতি")
    source.shape["columns"][1] = "যা আলোচনা হলো"
    source.copy_lists = [{"heading": "অনুলিপি:", "numbering": None, "recipients": ["নথি"]}]
    source.standing_agenda = ["বিবিধ"]
    source.save()
    chair = seat(source, make_post(cast.meghdubi, "উপজেলা চেয়ারম্যান"), role="chair")
    former = make_post(cast.meghdubi, "প্রাক্তন")
    seat(source, former, ends_on=LONG_AGO)

    page = staff.get(NEW, {"from": source.pk})
    form = page.context["form"]
    assert (form["standing_agenda"].value(), form["name"].value()) == ("বিবিধ", source.name)
    assert len(page.context["rows"]) == source.memberships.count() - 1
    sent = {**NAMED, "chair_label": "আহবায়ক", "ready": "copied", "copied": source.pk}
    assert staff.post(NEW, {**sent, **sent_back(page)}).status_code == 302
    like = opened()
    assert like.shape["head"][0] == {"key": "chair", "label": "আহবায়ক"}
    assert (like.shape["columns"], like.copy_lists) == (source.shape["columns"], source.copy_lists)
    seats = Membership.objects.filter(committee=like)
    assert seats.get(role="chair").post == chair.post
    assert not seats.filter(post=former).exists()
    assert {s.starts_on for s in seats} == {date(2024, 3, 1)}


def test_no_committee_of_another_office_can_be_copied(client, cast):
    client.force_login(cast.near_staff)
    page = client.get(NEW, {"from": cast.committee.pk})
    assert (page.context["rows"], page.context["form"].source) == (None, None)
    sent = {**NAMED, "ready": "copied", "copied": cast.committee.pk}
    assert client.post(NEW, sent).status_code == 422
    assert reverse("committees:new") + f"?from={cast.committee.pk}" not in page.content.decode()
