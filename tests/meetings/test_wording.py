"""Words a person should see before they are printed: Bijoy, and signs no face draws."""

import json
import unicodedata
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from bangla.bijoy import looks_like_bijoy
from documents.fonts import STAND_IN_FILES
from meetings.completeness import doubts_about
from meetings.content import content_of
from meetings.interchange import BadFile, read, store
from meetings.models import AgendaItem, Attendance, Decision, Meeting
from papers.content import canonical
from papers.fonts import draws
from papers.wording import doubts_about_words, signs_without_glyph
from tests.cast import signed_in
from tests.factories import content_in

FIELD = Path(__file__).resolve().parents[2] / "../shared/field"
pytestmark = pytest.mark.once

BIJOY = "Dc‡Rjv wbe©vnx Awdmvi HP ProBook 450 G8 weZiY Ki‡eb|"
MEANT = unicodedata.normalize("NFC", "উপজেলা নির্বাহী অফিসার HP ProBook 450 G8 বিতরণ করবেন।")


def paper(meeting):
    return Meeting.objects.with_paper().get(pk=meeting.pk)


def told(meeting, code):
    return [doubt for doubt in doubts_about(paper(meeting)) if doubt.get("code") == code]


@pytest.fixture
def in_bijoy(cast, meeting):
    """Minutes with Bijoy in each kind of place."""
    first, second = meeting.items.all()
    Meeting.objects.filter(pk=meeting.pk).update(
        venue="m‡¤§jb K¶, Dc‡Rjv cwil`",
        opening=["mfvcwZ mKj‡K ¯^vMZ Rvbvb|", "ইউনিকোডে ঠিক আছে।"],
        chair={
            "label": "সভাপতি",
            "name": "†gvt Avãyj Kwig",
            "designation": ["Dc‡Rjv wbe©vnx Awdmvi"],
        },
        distribution=[{"heading": "Abywjwc m`q AeMwZi Rb¨:", "recipients": ["জেলা প্রশাসক"]}],
    )
    AgendaItem.objects.filter(pk=first.pk).update(topic="avb msMÖn Kvh©µg")
    AgendaItem.objects.filter(pk=second.pk).update(discussion=["এক", BIJOY])
    decision = first.decisions.first()
    Decision.objects.filter(pk=decision.pk).update(text=BIJOY)
    decision.implementers.update(printed="Dc‡Rjv K…wl Awdmvi")
    Attendance.objects.create(meeting=meeting, position=90, name="Rbve †gvt iwdK", status="guest")
    return meeting


# --- Bijoy ----------------------------------------------------------------------------------------


def test_the_check_page_names_each_row_that_is_still_in_bijoy(in_bijoy):
    first, second = in_bijoy.items.all()
    assert {doubt["row"] for doubt in told(in_bijoy, "bijoy")} == {
        "venue",
        "chair",
        "opening",
        "distribution",
        "attendance",
        f"item{first.pk}-topic",
        f"item{first.pk}-decision",
        f"item{second.pk}-discussion",
    }
    message = next(d for d in told(in_bijoy, "bijoy") if d["row"] == f"item{first.pk}-topic")
    assert message["message"] == (
        "০১ নম্বর বিষয়, আলোচ্য বিষয়: লেখা এখনো বিজয়ে আছে (“avb msMÖn Kvh©µg”); ইউনিকোডে বদলে নিন।"
    )


def test_one_press_converts_a_row_and_another_all(cast, in_bijoy):
    client, page = signed_in(cast.staff), reverse("meetings:check", args=[in_bijoy.pk])
    convert = reverse("meetings:in_unicode", args=[in_bijoy.pk])
    first = in_bijoy.items.first()
    shown = client.get(page).content.decode()
    assert shown.count(f'action="{convert}"') == 1 + 8
    assert "বিজয়ের সব লেখা ইউনিকোডে বদলান" in shown

    client.post(convert, {"row": f"item{first.pk}-decision"})
    decision = Decision.objects.get(item=first, position=0)
    assert decision.text == MEANT
    assert [row.printed for row in decision.implementers.all()] == [
        unicodedata.normalize("NFC", "উপজেলা কৃষি অফিসার")
    ]
    assert len(told(in_bijoy, "bijoy")) == 7
    versions = [paper(in_bijoy).version, first.version]

    client.post(convert)
    now = paper(in_bijoy)
    assert told(in_bijoy, "bijoy") == []
    assert not looks_like_bijoy(canonical(content_of(now)).decode())
    assert now.chair["name"] == unicodedata.normalize("NFC", "মোঃ আব্দুল করিম")
    assert now.opening[1] == "ইউনিকোডে ঠিক আছে।"
    # Who types in the row meanwhile is told, and the history has what stood there.
    assert (now.version, now.items.all()[0].version) > tuple(versions)
    assert BIJOY in Decision.history.filter(id=decision.pk).values_list("text", flat=True)
    client.get(page)  # which tells that it was done
    assert convert not in client.get(page).content.decode()


def test_a_second_press_changes_nothing(cast, in_bijoy):
    client, convert = signed_in(cast.staff), reverse("meetings:in_unicode", args=[in_bijoy.pk])
    client.post(convert)
    before = canonical(content_of(paper(in_bijoy))), Meeting.history.count()
    client.post(convert)
    assert (canonical(content_of(paper(in_bijoy))), Meeting.history.count()) == before


def test_clean_minutes_have_no_doubt_about_their_words(cast, meeting):
    assert told(meeting, "bijoy") == told(meeting, "no_glyph") == []


# --- Signs without a glyph ------------------------------------------------------------------------


def test_a_sign_without_a_glyph_is_named_by_its_row(cast, meeting):
    item = meeting.items.last()
    AgendaItem.objects.filter(pk=item.pk).update(
        discussion=["✓ টিক ঠিক আছে", "আয়তন ৫ ㎡, 中 ও \uf0fc র‍্যাব ৳ ½ “…” ﷽"]
    )
    (doubt,) = told(meeting, "no_glyph")
    assert doubt["row"] == f"item{item.pk}-discussion"
    assert "“㎡” (U+33A1), “中” (U+4E2D), U+F0FC।" in doubt["message"]
    assert doubt["message"].startswith("০২ নম্বর বিষয়, আলোচনা: ")


def test_bullets_of_word_are_bullets_on_entry(cast, meeting):
    item = meeting.items.last()
    name = f"item{item.pk}"
    form = {
        f"{name}-topic": "\uf0b7 বিষয়",
        f"{name}-discussion": "\uf0fc ধান সংগ্রহ\n\uf0a7 গম",
        f"{name}-version": item.version,
        f"{name}-d0-id": "",
        f"{name}-d0-text": "১| তালিকা করতে হবে|\n২৷ \u200cবিতরণ\u200d করতে হবে৷",
        f"{name}-d0-implementers": "উপজেলা কৃষি অফিসার",
        "act": "save",
    }
    page = reverse("meetings:item", args=[meeting.pk, item.pk])
    assert signed_in(cast.staff).post(page, form).status_code == 302
    item.refresh_from_db()
    assert item.topic == unicodedata.normalize("NFC", "• বিষয়")
    assert item.discussion == ["• ধান সংগ্রহ\n• গম"]
    # And other signs where a danda belongs are one, with no joiner astray.
    assert item.decisions.get().text == "১। তালিকা করতে হবে।\n২। বিতরণ করতে হবে।"


def test_an_offices_own_face_may_draw_what_no_other_does():
    (regular,) = STAND_IN_FILES.glob("*-Regular.ttf")
    with open(regular, "rb") as file:
        assert draws(file, "ক")
        assert not draws(file, "中")


def test_bengali_and_what_papers_use_has_a_glyph():
    assert signs_without_glyph("র‍্যাব ৳ ½ ² °C … “ ” ‘ ’ – — • → ≥ × ÷ √ ﷽\u00a0ক্‌ষ") == []
    assert signs_without_glyph("中 中 ক ㎡\uf0b7") == ["中", "㎡", "\uf0b7"]


# --- The case of Bijoy pasted into a field, without scripts ----------------------------------------


def test_bijoy_typed_past_the_scripts_is_pointed_out_before_it_is_handed_in(cast, meeting):
    """Field case 15."""
    item = meeting.items.first()
    name = f"item{item.pk}"
    form = {
        f"{name}-topic": item.topic,
        f"{name}-discussion": "",
        f"{name}-version": item.version,
        f"{name}-d0-id": item.decisions.first().pk,
        f"{name}-d0-text": "Dc‡Rjv wbe©vnx Awdmvi mfvq bw_ Dc¯’vcb Ki‡eb|",
        f"{name}-d0-implementers": "উপজেলা কৃষি অফিসার",
        "act": "save",
    }
    client = signed_in(cast.staff)
    page = reverse("meetings:item", args=[meeting.pk, item.pk])
    assert client.post(page, form).status_code == 302
    shown = client.get(reverse("meetings:check", args=[meeting.pk])).content.decode()
    assert "সিদ্ধান্ত: লেখা এখনো বিজয়ে আছে (“Dc‡Rjv wbe©vnx Awdmvi" in shown
    client.post(reverse("meetings:in_unicode", args=[meeting.pk]))
    assert content_of(paper(meeting))["items"][0]["decisions"][0]["text"] == (
        unicodedata.normalize("NFC", "উপজেলা নির্বাহী অফিসার সভায় নথি উপস্থাপন করবেন।")
    )


def test_half_a_surrogate_pair_in_a_table_sent_back_breaks_no_page(cast, meeting):
    rows = json.dumps([["১", "ধান\ud800", "সিদ্ধান্ত"]])
    sent = {"rows": rows, "column0": "serial", "column1": "topic", "column2": "decision"}
    page = reverse("meetings:paste", args=[meeting.pk])
    assert signed_in(cast.staff).post(page, sent).status_code == 422


# --- Files ----------------------------------------------------------------------------------------


def test_an_import_keeps_bijoy_as_given_and_says_so(db):
    content = content_in()
    content["items"][1]["decisions"][0]["text"] = BIJOY
    content["closing"] = ["Avi †Kvb Av‡jvPbv bv _vKvq mfv †kl Kiv nq|"]
    meeting, warnings = store(read(canonical(content)))
    found = [each for each in warnings if each["code"] == "bijoy"]
    assert [each["message"].partition(":")[0] for each in found] == [
        "০২ নম্বর বিষয়, সিদ্ধান্ত",
        "সমাপ্তি",
    ]
    assert content_of(paper(meeting))["items"][1]["decisions"][0]["text"] == BIJOY


@pytest.mark.parametrize("sign", ["\u000b", "\u202e", "\u2028", "\ufffe", "\u0007", "\ud800"])
def test_a_file_with_a_sign_that_no_column_takes_is_refused_by_its_field(db, sign):
    content = content_in()
    content["items"][0]["topic"] = f"ধান{sign}গম"
    sent = json.dumps(content).encode()
    with pytest.raises(BadFile) as refused:
        read(sent)
    assert refused.value.faults == (
        ("items[0].topic", f"লেখায় অদৃশ্য অক্ষর U+{ord(sign):04X} আছে; মুছে দিন।"),
    )


@pytest.mark.skipif(not FIELD.exists(), reason="the cases from the field are not here")
def test_the_case_of_signs_without_a_glyph(db, tmp_path):
    """Field case 19: each is named by row on import and on the check page."""
    for file in sorted((FIELD / "19-signs-without-a-glyph").rglob("*.json")):
        source = json.loads(file.read_text("utf-8"))
        out = StringIO()
        call_command("import_minutes", str(file), stdout=out)
        (line,) = [json.loads(each) for each in out.getvalue().splitlines()]
        signs = [each for each in line["warnings"] if each["code"] == "no_glyph"]
        expected = {told.message for told in doubts_about_words(source) if told.code == "no_glyph"}
        assert {each["message"] for each in signs} == expected
        assert expected
        meeting = Meeting.objects.get(pk=line["meeting"])
        assert {doubt["message"] for doubt in told(meeting, "no_glyph")} == expected
        Meeting.objects.filter(pk=meeting.pk).update(state="cancelled")
