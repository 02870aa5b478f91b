"""Minutes that are still written take another shape, and lose no word by it."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from meetings.content import content_of
from meetings.models import Meeting, State
from meetings.reshaping import not_printed, shapes_for
from papers.shapes import READY_SHAPES, ready_shape
from tests.factories import make_meeting

pytestmark = pytest.mark.once


@pytest.fixture
def draft(client, cast):
    client.force_login(cast.staff)
    return make_meeting(cast.committee, by=cast.staff)


def page(meeting, name="shape"):
    return reverse(f"meetings:{name}", args=[meeting.pk])


def words_of(meeting):
    """What a content says, without the shape it is printed in."""
    told = content_of(meeting)
    return {key: told[key] for key in ("meeting", "opening", "items", "closing", "signatory")}


@pytest.mark.parametrize("name", READY_SHAPES)
def test_every_word_stays_whatever_shape_the_paper_takes_and_what_is_not_printed_is_named(
    client, draft, name
):
    before, shape = words_of(draft), draft.shape
    if name not in shapes_for(draft):
        assert ready_shape(name, chair_label="সভাপতি") == shape
        return
    lost = not_printed(draft, shapes_for(draft)[name][1])
    shown = client.get(page(draft)).content.decode()
    told = client.post(page(draft), {"shape": name}, follow=True)
    meeting = Meeting.objects.get(pk=draft.pk)
    assert meeting.shape == ready_shape(name, chair_label=draft.chair["label"])
    assert words_of(meeting) == before
    for each in lost:
        assert each in shown
        assert each in told.content.decode()
    for address in ("items", "head", "attendance", "check", "preview"):
        assert client.get(page(draft, address)).status_code == 200


def test_what_no_longer_has_a_place_is_counted(draft):
    lost = not_printed(draft, ready_shape("upazila", chair_label="সভাপতি"))
    told = [item for item in draft.items.all() if item.discussion]
    assert any(each.startswith("আলোচনা (") for each in lost) == bool(told)
    assert told
    assert not_printed(draft, draft.shape) == []


def test_the_new_shape_of_the_committee_is_taken_with_its_copy_lists(client, cast, draft):
    committee = cast.committee
    committee.shape = ready_shape("upazila", chair_label="আহবায়ক")
    committee.shape["columns"][0] = "নং"
    committee.copy_lists = [{"heading": "অনুলিপি:", "numbering": None, "recipients": ["নথি"]}]
    committee.save()
    Meeting.objects.filter(pk=draft.pk).update(distribution=[])
    assert client.post(page(draft), {"shape": "committee"}).status_code == 302
    meeting = Meeting.objects.get(pk=draft.pk)
    assert (meeting.shape, meeting.distribution) == (committee.shape, committee.copy_lists)
    assert AuditEvent.objects.filter(what="minutes reshaped").count() == 1
    # What it has already is not offered, and not taken twice.
    assert "committee" not in shapes_for(meeting)
    assert client.post(page(draft), {"shape": "committee"}).status_code == 422


def test_what_was_sent_up_or_reports_keeps_its_shape(client, cast, draft):
    sent = make_meeting(cast.committee, by=cast.staff, held_on=date(2024, 5, 2))
    Meeting.objects.filter(pk=sent.pk).update(state=State.SUBMITTED)
    Meeting.objects.filter(pk=draft.pk).update(kind="progress_report")
    for kept in (sent, draft):
        assert client.post(page(kept), {"shape": "upazila"}).status_code == 403
        assert Meeting.objects.get(pk=kept.pk).shape == kept.shape
    Meeting.objects.filter(pk=draft.pk).update(kind="minutes")
    for bad in ("", "round", "\x00"):
        assert client.post(page(draft), {"shape": bad}).status_code == 422


def test_a_page_opened_in_the_shape_before_wipes_nothing_that_only_the_new_one_asks(client, draft):
    item = next(item for item in draft.items.all() if item.decisions.count())
    decision = item.decisions.first()
    decision.implementers.all().delete()
    decision.implementers.create(printed="উপজেলা কৃষি অফিসার", position=0)
    narrow = ready_shape("upazila", chair_label="সভাপতি")
    narrow["columns"], narrow["column_keys"] = ["বিষয়", "সিদ্ধান্ত"], ["topic", "decision"]
    Meeting.objects.filter(pk=draft.pk).update(shape=narrow)
    address = reverse("meetings:item", args=[draft.pk, item.pk])
    stale = {}
    row = next(
        row for row in client.get(page(draft, "items")).context["rows"] if row["item"].pk == item.pk
    )
    for form in (row["form"], *row["decisions"]):
        for field in form:
            if (value := field.field.prepare_value(field.value())) is not None:
                stale[field.html_name] = value
    assert not any("implementers" in name for name in stale)
    client.post(page(draft), {"shape": "upazila"})
    stale[f"item{item.pk}-d0-text"] = "নতুন সিদ্ধান্ত।"
    answer = client.post(address, stale)
    assert answer.status_code in (200, 302)
    decision.refresh_from_db()
    assert decision.text == "নতুন সিদ্ধান্ত।"
    assert [each.printed for each in decision.implementers.all()] == ["উপজেলা কৃষি অফিসার"]
