"""The pages of letters, and the commands that draw and issue them."""

import json

import pytest
from django.core.management import CommandError, call_command

from letters.making import begin
from letters.models import Letter
from meetings.actions import save_head
from tests.cast import signed_in
from tests.letters.conftest import Kind, fresh, send

PASSWORD = "dhan-nodi"


@pytest.fixture
def officer(cast):
    cast.officer.set_password(PASSWORD)
    cast.officer.save()
    return signed_in(cast.officer)


def test_the_papers_of_a_meeting_stand_in_the_order_of_work(planned, cast, officer, drawn_small):
    send(Kind.NOTICE, planned, cast)
    send(Kind.ADDENDUM, planned, cast, changes={"topics": ["বাজেট"]})

    page = officer.get(f"/letters/meetings/{planned.pk}/").content.decode()

    places = [page.index(word) for word in (">সভার নোটিশ<", '"কার্যবিবরণী: PDF"', "সংযোজিত আলোচ্যসূচি<")]
    assert places == sorted(places)


def test_a_meeting_changed_after_its_notice_says_so_and_offers_the_letter(
    planned, cast, officer, drawn_small
):
    send(Kind.NOTICE, planned, cast)
    save_head(fresh(planned), version=planned.version, by=cast.staff, venue="জুমে")

    page = officer.get(f"/meetings/{planned.pk}/").content.decode()

    assert "নোটিশে “উপজেলা পরিষদ সভাকক্ষ”, এখন “জুমে”" in page
    assert f"/letters/meetings/{planned.pk}/begin/postponement/" in page


def test_a_letter_is_begun_edited_and_issued_by_its_pages(planned, cast, officer, drawn_small):
    begun = officer.post(f"/letters/meetings/{planned.pk}/begin/notice/", {})
    letter = Letter.objects.get()
    assert begun.url == f"/letters/{letter.pk}/"

    sent = {
        "version": letter.version, "subject": "জরুরি সভার নোটিশ।", "body": "উপস্থিত থাকবেন।",
        "recipient": "", "signatory_name": cast.officer.name, "signatory_designation": "কর্মকর্তা",
        "copies0-heading": "বিতরণ:", "copies0-numbering": "১।",
        "copies0-recipients": "উপজেলা কৃষি অফিসার, মেঘডুবি।\nউপজেলা শিক্ষা অফিসার, মেঘডুবি।",
    }  # fmt: skip
    assert officer.post(f"/letters/{letter.pk}/edit/", sent).status_code == 302
    letter.refresh_from_db()
    assert letter.content["order"].count("memo") == 1  # no list is left for an endorsement

    page = officer.get(f"/letters/{letter.pk}/issue/")
    form = page.context["form"]
    asked = {
        "seen": form.initial["seen"], "token": form.initial["token"], "numbering": "next",
        "on": form["on"].value(), "copies": "2", "way": "ink", "password": PASSWORD,
    }  # fmt: skip
    for _ in range(2):  # pressed twice, numbered once
        assert officer.post(f"/letters/{letter.pk}/issue/", asked).status_code == 302
    letter.refresh_from_db()
    assert letter.state == Letter.State.ISSUED
    assert letter.paper.number.endswith(".১(২)")
    assert officer.get(f"/letters/{letter.pk}/letter.pdf").content.startswith(b"%PDF")
    assert fresh(planned).state == "noticed"


def test_two_who_edit_one_letter_lose_nothing(planned, cast, officer):
    letter = begin(Kind.NOTICE, by=cast.staff, meeting=planned)
    mine = {"version": letter.version, "subject": "প্রথম", "body": "ক"}
    assert officer.post(f"/letters/{letter.pk}/edit/", mine).status_code == 302

    answer = officer.post(f"/letters/{letter.pk}/edit/", mine | {"subject": "দ্বিতীয়"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "<td>প্রথম</td>" in page
    assert 'value="দ্বিতীয়"' in page
    letter.refresh_from_db()
    assert letter.content["letter"]["subject"] == "প্রথম"


def test_a_short_notice_is_asked_about_on_the_page(planned, cast, officer, drawn_small):
    cast.committee.notice_days = 30
    cast.committee.save()
    letter = begin(Kind.NOTICE, by=cast.staff, meeting=fresh(planned))

    form = officer.get(f"/letters/{letter.pk}/issue/").context["form"]

    assert "short_notice_reason" in form.fields
    asked = {
        "seen": form.initial["seen"], "token": form.initial["token"], "numbering": "next",
        "on": form["on"].value(), "way": "ink", "password": PASSWORD, "copies": "2",
        "endorsed_copies": "2",
    }  # fmt: skip
    answer = officer.post(f"/letters/{letter.pk}/issue/", asked)
    assert answer.status_code == 422
    assert "দিন কম হচ্ছে" in answer.content.decode()
    told = asked | {"short_notice_reason": "জরুরি সভা"}
    assert officer.post(f"/letters/{letter.pk}/issue/", told).status_code == 302


def test_the_page_of_a_paper_says_what_became_of_it(planned, cast, client, drawn_small):
    first = send(Kind.NOTICE, planned, cast)
    added = send(Kind.ADDENDUM, planned, cast, changes={"topics": ["বাজেট"]})

    page = client.get(first.paper.get_absolute_url()).content.decode()
    assert "বহাল আছে" in page
    assert f"সংযোজন হয়েছে: স্মারক {added.paper.number}" in page

    moved = send(Kind.POSTPONEMENT, planned, cast, changes={"venue": "জুমে"})
    page = client.get(first.paper.get_absolute_url()).content.decode()
    assert "পরে সংশোধিত" in page
    assert moved.paper.number in page


def test_the_command_begins_and_issues_a_notice_under_the_rights_of_a_user(
    planned, cast, tmp_path, capsys, drawn_small
):
    out = tmp_path / "notice.pdf"
    told = [str(planned.pk), "--paper", "notice", "-o", str(out), "--ink"]
    with pytest.raises(CommandError, match="কর্মকর্তা"):
        call_command("issue", *told, "--as", "staff")
    assert Letter.objects.count() == 0  # nothing was begun either

    call_command("issue", *told, "--as", "officer")

    said = json.loads(capsys.readouterr().out)
    assert said["serial"] == 1
    assert out.read_bytes().startswith(b"%PDF")
    with pytest.raises(CommandError, match="নোটিশ জারি হয়েছে"):
        call_command("issue", *told, "--as", "officer")


def test_a_paper_nobody_has_begun_is_drawn_as_a_draft_and_changes_nothing(
    planned, tmp_path, capsys
):
    out, page = tmp_path / "n.pdf", tmp_path / "n.html"

    call_command("render", str(planned.pk), "notice", "-o", str(out), "--html", str(page))

    assert 'class="draft"' in page.read_text("utf-8")
    assert Letter.objects.count() == 0


def test_the_paper_that_went_out_is_drawn_never_again(planned, cast, tmp_path, drawn_small):
    letter = send(Kind.NOTICE, planned, cast)
    out = tmp_path / "n.pdf"

    call_command("render", str(planned.pk), "notice", "-o", str(out))

    assert out.read_bytes() == letter.paper.issued_file.document.read()
