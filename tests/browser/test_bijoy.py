"""Bijoy pasted with Ctrl+V into the fields of any form becomes Unicode, with a way back."""

import time
import unicodedata
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from meetings.content import content_of
from meetings.models import Decision, Meeting
from tests.browser.accessible import is_accessible
from tests.browser.test_nothing_lost import open_rows, topic_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIELD = Path(__file__).resolve().parents[2] / "../shared/field"

COPY = """([html, text]) => navigator.clipboard.write([new ClipboardItem({
  "text/plain": new Blob([text], {type: "text/plain"}),
  ...(html && {"text/html": new Blob([html], {type: "text/html"})}),
})])"""
TOLD = "বিজয় থেকে ইউনিকোডে বদলানো হয়েছে · যেমন ছিল তেমন রাখুন"
BACK = "যেমন ছিল তেমন রাখুন"

TYPED = "Dc‡Rjv wbe©vnx Awdmvi mfvq HP ProBook 450 G8 weZiY K‡ib|"
MEANT = unicodedata.normalize("NFC", "উপজেলা নির্বাহী অফিসার সভায় HP ProBook 450 G8 বিতরণ করেন।")


def word_html(*runs):
    """What Word puts on the clipboard for a paragraph: pairs of a font and its text."""
    spans = "".join(
        f"<span style='font-size:12.0pt;font-family:{font};mso-bidi-font-family:Vrinda'>{text}</span>"
        for font, text in runs
    )
    return (
        "<html><head><style>p{margin:0}</style></head><body lang=EN-US><!--StartFragment-->"
        f"<p class=MsoNormal>{spans}<o:p></o:p></p><!--EndFragment--></body></html>"
    )


@pytest.fixture
def page(sit_down, cast):
    return sit_down(cast.staff, permissions=["clipboard-read", "clipboard-write"])


@pytest.fixture
def desk(page, server, meeting):
    return open_rows(page, server, meeting)


def paste(page, field, text, html=None):
    page.evaluate(COPY, [html, text])
    field.press("Control+V")


def decision_of(page, item):
    return page.locator(f"#item{item.pk}").get_by_label("সিদ্ধান্ত", exact=True).first


def until_stored(page, told, wanted):
    until = time.monotonic() + 15
    while told() != wanted and time.monotonic() < until:
        page.wait_for_timeout(100)
    assert told() == wanted


def test_a_paragraph_from_word_is_converted_saved_and_brought_back_by_key(desk, item):
    decision = Decision.objects.get(item=item, position=0)

    def stored():
        return Decision.objects.get(pk=decision.pk).text

    field = decision_of(desk, item)
    field.fill("আগে ")
    paste(desk, field, TYPED, word_html(("SutonnyMJ", TYPED)))
    line = desk.locator(".converted")
    expect(line).to_have_text(TOLD)
    expect(field).to_have_value(f"আগে {MEANT}")
    is_accessible(desk)
    desk.keyboard.type(" পরে")
    until_stored(desk, stored, f"আগে {MEANT} পরে")

    desk.keyboard.press("Tab")
    expect(line.get_by_role("button", name=BACK)).to_be_focused()
    desk.keyboard.press("Enter")
    expect(field).to_have_value(f"আগে {TYPED} পরে")
    expect(line).to_have_count(0)
    expect(field).to_be_focused()
    until_stored(desk, stored, f"আগে {TYPED} পরে")


def test_undo_takes_the_conversion_back(desk, item):
    field = topic_of(desk, item)
    field.fill("")
    paste(desk, field, "mfvi Kvh©weeiYx")
    expect(field).to_have_value("সভার কার্যবিবরণী")
    desk.keyboard.press("Control+Z")
    expect(field).to_have_value("mfvi Kvh©weeiYx")
    expect(desk.locator(".converted")).to_have_count(0)


FIELDS = [
    ("meetings:head", "venue"),
    ("meetings:head", "opening"),
    ("meetings:head", "chair_name"),
    ("committees:new", "name"),
]


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_any_field_of_any_form_takes_bijoy(page, server, cast, meeting, name, field):
    args = [meeting.pk] if name.startswith("meetings") else []
    page.goto(f"{server.url}{reverse(name, args=args)}")
    place = page.locator(f"[name={field}]").first
    place.fill("")
    paste(page, place, "wbe©vnx Awdmv‡ii m‡¤§jb K¶")
    expect(place).to_have_value("নির্বাহী অফিসারের সম্মেলন কক্ষ")
    expect(page.locator(".converted")).to_have_text(TOLD)


def test_the_font_tells_of_words_that_tell_nothing_themselves(desk, item):
    field = topic_of(desk, item)
    field.fill("")
    paste(desk, field, "KZ dig", word_html(("SutonnyMJ", "KZ dig")))
    expect(field).to_have_value("কত ফরম")
    field.fill("")
    # Not all of it stands in that font.
    both = word_html(("SutonnyMJ", "KZ"), ('"Times New Roman"', " form"))
    paste(desk, field, "KZ form", both)
    desk.wait_for_timeout(300)
    expect(field).to_have_value("KZ form")
    # A face of nearly the same name holds Unicode.
    field.fill("")
    paste(desk, field, "KZ dig", word_html(("SutonnyOMJ", "KZ dig")))
    desk.wait_for_timeout(300)
    expect(field).to_have_value("KZ dig")


@pytest.mark.parametrize(
    "text",
    [
        "The committee will visit Ward No. 7 every week by van; see report_final.docx (v2.1.0)",
        "Zoom ID: 812 3456 7890",
        "সভায় Zoom লিংক ও e-Nothi",
        "ΩμαβРусский",
    ],
)
def test_what_is_no_bijoy_stays_without_a_word(desk, item, text):
    field = topic_of(desk, item)
    field.fill("")
    paste(desk, field, text)
    desk.wait_for_timeout(500)
    expect(field).to_have_value(text)
    expect(desk.locator(".converted")).to_have_count(0)


def test_a_server_that_does_not_answer_costs_nothing_that_was_pasted(desk, item):
    desk.route("**/in-unicode/", lambda route: None)
    field = topic_of(desk, item)
    field.fill("")
    paste(desk, field, TYPED)
    desk.keyboard.type(" ও পরে")
    desk.wait_for_timeout(2500)
    expect(field).to_have_value(f"{TYPED} ও পরে")
    expect(desk.locator(".converted")).to_have_count(0)
    until_stored(desk, lambda: type(item).objects.get(pk=item.pk).topic, f"{TYPED} ও পরে")


def test_who_types_on_meanwhile_loses_neither_words_nor_place(desk, item, other):
    desk.route("**/in-unicode/", lambda route: (time.sleep(0.7), route.continue_()))
    field = topic_of(desk, item)
    field.fill("")
    paste(desk, field, "mfvq Av‡jvPbv")
    desk.keyboard.type(" শেষ")
    topic_of(desk, other).fill("অন্য সারি")
    expect(field).to_have_value("সভায় আলোচনা শেষ")
    expect(topic_of(desk, other)).to_be_focused()
    until_stored(desk, lambda: type(item).objects.get(pk=item.pk).topic, "সভায় আলোচনা শেষ")


@pytest.mark.skipif(not FIELD.exists(), reason="the cases from the field are not here")
def test_other_dandas_of_a_pasted_table_are_dandas(page, server, meeting):
    """Field case 21: ৷ and | at the end of a serial and of a sentence."""
    meeting.items.all().delete()
    text = (FIELD / "21-other-dandas/clipboard.txt").read_text("utf-8")
    page.goto(f"{server.url}/meetings/{meeting.pk}/paste/")
    page.evaluate(COPY, [None, text])
    page.locator("textarea[data-paste]").press("Control+V")
    page.get_by_role("button", name="কী পাওয়া গেল দেখুন").press("Enter")
    page.get_by_role("button", name="৩টি সারি যোগ করুন").press("Enter")
    page.wait_for_url("**/items/?focus=*")
    items = content_of(Meeting.objects.with_paper().get(pk=meeting.pk))["items"]
    assert [item["serial"] for item in items] == ["১।", "২।", "৩।"]
    assert [[each["text"] for each in item["decisions"]] for item in items] == [
        [unicodedata.normalize("NFC", text) for text in texts]
        for texts in (
            ["তালিকা প্রস্তুত করতে হবে।", "কম্বল বিতরণ করতে হবে।"],
            ["কৃষকের তালিকা প্রকাশ করতে হবে।", "লটারি করতে হবে।"],
            ["গমের বীজ দিতে হবে।", "প্রদর্শনী করতে হবে।"],
        )
    ]
    told = {line for item in items for each in item["decisions"] for line in each["implementers"]}
    assert {line for line in told if line[0] in "১২৩0123৷|"} == set()
