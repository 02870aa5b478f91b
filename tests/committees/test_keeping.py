"""An office's own staff open its committees and change them."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from committees.models import Committee
from committees.rules import can_keep_committee
from offices.rules import offices_kept_by
from tests.factories import give_post, make_committee, make_meeting

NEW = reverse("committees:new")
TYPED = {
    "name": "উপজেলা আইসিটি কমিটি ",
    "cadence": "quarterly",
    "chair_label": "আহবায়ক",
    "quorum": "৫",
    "standing_agenda": "পোর্টাল হালনাগাদ\n\n  ই-নথি ব্যবহার  \r\n",
    "opening": "সভাপতি স্বাগত জানান।\n\nকোরাম পূর্ণ হওয়ায় সভা শুরু হয়।",
    "closing": "আর আলোচনা না থাকায় সভা শেষ হয়।",
    "ready": "line_office",
    "starts_on": "০১/০৩/২০২৪",
}


def edit(committee):
    return reverse("committees:edit", args=[committee.pk])


def events(what):
    return AuditEvent.objects.filter(what=what)


def test_staff_open_a_committee_of_their_office(client, cast):
    client.force_login(cast.near_staff)
    response = client.post(NEW, TYPED)
    committee = Committee.objects.get(office=cast.noldanga)
    assert response.headers["Location"] == reverse("committees:members", args=[committee.pk])
    assert (committee.name, committee.cadence, committee.chair_label, committee.quorum) == (
        "উপজেলা আইসিটি কমিটি", "quarterly", "আহবায়ক", 5,
    )  # fmt: skip
    assert committee.standing_agenda == ["পোর্টাল হালনাগাদ", "ই-নথি ব্যবহার"]
    assert committee.opening == ["সভাপতি স্বাগত জানান।", "কোরাম পূর্ণ হওয়ায় সভা শুরু হয়।"]
    assert committee.closing == ["আর আলোচনা না থাকায় সভা শেষ হয়।"]
    # The paper calls the chair as the committee does.
    assert committee.shape["head"][0] == {"key": "chair", "label": "আহবায়ক"}
    event = events("committee opened").get()
    assert (event.by, event.target_id) == (cast.near_staff, committee.pk)


def test_the_office_of_a_one_post_person_cannot_be_chosen_for_them(client, cast):
    client.force_login(cast.near_staff)
    client.post(NEW, {**TYPED, "office": cast.charghat.pk})
    assert Committee.objects.exclude(pk=cast.committee.pk).get().office == cast.noldanga


def test_who_works_in_two_offices_chooses_one_of_them(client, cast):
    give_post(cast.near_staff, cast.one_man, "staff")
    client.force_login(cast.near_staff)
    field = client.get(NEW).context["form"].fields["office"]
    assert set(field.queryset) == {cast.noldanga, cast.one_man}

    response = client.post(NEW, TYPED)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["office"]
    response = client.post(NEW, {**TYPED, "office": cast.charghat.pk})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["office"]
    assert Committee.objects.get() == cast.committee

    client.post(NEW, {**TYPED, "office": cast.one_man.pk})
    assert Committee.objects.exclude(pk=cast.committee.pk).get().office == cast.one_man


def test_a_committee_is_kept_by_staff_and_by_the_one_officer(cast):
    make_committee(cast.one_man)
    people = [
        "staff",
        "officer",
        "reader",
        "two_roles",
        "near_staff",
        "only_officer",
        "transferred",
    ]
    assert [name for name in people if can_keep_committee(getattr(cast, name), cast.meghdubi)] == [
        "staff", "two_roles",
    ]  # fmt: skip
    assert can_keep_committee(cast.only_officer, cast.one_man)
    assert list(offices_kept_by(cast.two_roles)) == [cast.meghdubi]
    assert list(offices_kept_by(cast.officer)) == []


def test_a_committee_of_another_office_is_not_there_to_be_changed(client, cast):
    client.force_login(cast.two_roles)
    theirs = make_committee(cast.sister, "সমবায় কমিটি")
    # Seen as officer there, kept by the staff there.
    assert client.post(edit(theirs), TYPED).status_code == 403
    client.force_login(cast.far_staff)
    assert client.post(edit(cast.committee), TYPED).status_code == 404
    assert set(Committee.objects.values_list("name", flat=True)) == {
        "উপজেলা আইসিটি কমিটি", "সমবায় কমিটি",
    }  # fmt: skip


def test_a_change_is_saved_and_told_with_what_was_there_before(client, cast):
    client.force_login(cast.staff)
    shown = client.get(edit(cast.committee)).context["form"]
    typed = {**TYPED, "office": cast.charghat.pk, "name": cast.committee.name, "closed_on": ""}
    assert client.post(edit(cast.committee), typed).status_code == 302
    cast.committee.refresh_from_db()
    assert (cast.committee.office, cast.committee.quorum) == (cast.meghdubi, 5)
    assert shown["quorum"].value() is None
    assert client.get(edit(cast.committee)).context["form"]["quorum"].value() == "৫"
    changes = events("committee changed").get().detail["changes"]
    assert changes["cadence"] == ["monthly", "quarterly"]
    assert changes.keys() == {
        "cadence", "chair_label", "quorum", "standing_agenda", "opening", "closing",
    }  # fmt: skip

    client.post(edit(cast.committee), typed)
    assert events("committee changed").count() == 1


def test_a_closed_committee_keeps_its_meetings_and_can_be_opened_again(client, cast):
    meeting = make_meeting(cast.committee)
    client.force_login(cast.staff)
    typed = {**TYPED, "closed_on": "৩০/০৬/২০২৪"}
    client.post(edit(cast.committee), typed)
    cast.committee.refresh_from_db()
    assert cast.committee.closed_on == date(2024, 6, 30)
    assert events("committee closed").get().target_id == cast.committee.pk
    assert list(cast.committee.meetings.all()) == [meeting]

    client.post(edit(cast.committee), {**typed, "closed_on": ""})
    cast.committee.refresh_from_db()
    assert cast.committee.closed_on is None
    assert events("committee reopened").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "উপজেলা আইসিটি কমিটি"}, "__all__"),
        ({"name": "উপজেলা আইসিটি  কমিটি"}, "name"),
        ({"quorum": "১2"}, "quorum"),
        ({"quorum": "০"}, "quorum"),
        ({"quorum": "9" * 400}, "quorum"),
        ({"cadence": "daily"}, "cadence"),
        ({"standing_agenda": "বিষয়\n" * 61}, "standing_agenda"),
        ({"opening": "ক" * 20_001}, "opening"),
    ],
)
def test_what_cannot_be_saved_comes_back_as_it_was_typed(client, cast, changes, field):
    client.force_login(cast.staff)
    typed = {**TYPED, "name": "নতুন কমিটি"} | changes
    response = client.post(NEW, typed)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    page = response.content.decode()
    assert "<title>ত্রুটি: নতুন কমিটি" in page
    assert "data-error-summary" in page
    for name, value in typed.items():
        assert response.context["form"][name].value() == value
    assert Committee.objects.get() == cast.committee


def test_a_name_can_be_kept_but_not_taken_from_another(client, cast):
    other = make_committee(cast.meghdubi, "উপজেলা উন্নয়ন কমিটি")
    client.force_login(cast.staff)
    response = client.post(edit(other), TYPED)
    assert response.status_code == 422
    # The page still says which committee it is about.
    assert response.context["name"] == "উপজেলা উন্নয়ন কমিটি"
    assert client.post(edit(other), {**TYPED, "name": other.name}).status_code == 302


def test_invisible_letters_are_not_kept(client, cast):
    client.force_login(cast.near_staff)
    client.post(NEW, {**TYPED, "opening": "সভা\u202e শুরু\x00 হয়।", "standing_agenda": "\ufeffপোর্টাল"})
    committee = Committee.objects.get(office=cast.noldanga)
    assert (committee.opening, committee.standing_agenda) == (["সভা শুরু হয়।"], ["পোর্টাল"])


def test_an_empty_office_is_led_to_its_first_committee(client, cast):
    for page in (reverse("committees:list"), reverse("home")):
        client.force_login(cast.near_staff)
        told = client.get(page).content.decode()
        assert "প্রথম কমিটি খুলুন" in told
        assert f'href="{NEW}"' in told
        client.force_login(cast.near_officer)
        told = client.get(page).content.decode()
        assert "প্রথম কমিটি খুলুন" not in told
        assert "শাখার কর্মী; তাঁকে জানান।" in told


def test_only_who_may_keep_a_committee_is_shown_how(client, cast):
    page = reverse("committees:detail", args=[cast.committee.pk])
    links = ["সদস্য ঠিক করুন", "কাগজের গড়ন", "কমিটি সম্পাদনা"]
    client.force_login(cast.staff)
    assert [link for link in links if link in client.get(page).content.decode()] == links
    client.force_login(cast.officer)
    assert [link for link in links if link in client.get(page).content.decode()] == []


def test_two_who_change_one_committee_lose_nothing(client, cast):
    client.force_login(cast.staff)
    page = client.get(edit(cast.committee))
    mine = {**TYPED, "name": "আমার <b>কমিটি</b>", "seen": page.context["seen"]}
    cast.committee.chair_label = "সভানেত্রী"
    cast.committee.save()
    response = client.post(edit(cast.committee), mine)
    assert response.status_code == 409
    told = {row["label"]: (row["theirs"], row["mine"]) for row in response.context["differences"]}
    assert told["সভা যিনি পরিচালনা করেন, তাঁকে যা বলা হয়"] == ("সভানেত্রী", TYPED["chair_label"])
    assert "আমার &lt;b&gt;কমিটি&lt;/b&gt;" in response.content.decode()
    cast.committee.refresh_from_db()
    assert cast.committee.chair_label == "সভানেত্রী"
    # Whoever looked at both may save.
    mine["seen"] = response.context["seen"]
    assert client.post(edit(cast.committee), mine).status_code == 302
    cast.committee.refresh_from_db()
    assert cast.committee.name == "আমার <b>কমিটি</b>"
