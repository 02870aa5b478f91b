"""Papers as offices have them, pasted and uploaded in a browser: the cases of the field."""

import json

import pytest
from playwright.sync_api import expect

from meetings.content import content_of
from meetings.models import Meeting
from pasting.agenda import agenda_pasted
from pasting.agenda_columns import columns_of
from pasting.agenda_items import read_agenda
from pasting.notes import sentences
from tests.browser.accessible import is_accessible
from tests.pasting.kinds import HTML

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# As a program puts it on the clipboard; what a page itself writes there is cleaned by the browser.
PASTE = """(box, [html, text]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", text);
  box.value = "";
  box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
  box.value = text;
}"""


@pytest.fixture
def field(shared):
    """field("01") → the folder of that case."""
    folder = shared / "field"
    if not folder.is_dir():
        pytest.skip("no cases of the field beside the project")
    return lambda number: next(folder.glob(f"{number}-*"))


@pytest.fixture
def taken_in(sit_down, server, cast, meeting):
    """taken_in(file or html) → (items stored, what the preview told), by hand and eye."""
    meeting.items.all().delete()

    def take(file=None, html="", text="-"):
        page = sit_down(cast.staff)
        complaints = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{server.url}/meetings/{meeting.pk}/paste/")
        if file:
            page.locator("[type=file]").set_input_files(file)
        else:
            page.get_by_label("ছকটি এখানে পেস্ট করুন").evaluate(PASTE, [html, text])
        page.get_by_role("button", name="কী পাওয়া গেল দেখুন").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("ছক মিলিয়ে দেখুন")
        is_accessible(page)
        told = page.locator("main").inner_text()
        page.get_by_role("button", name="সারি যোগ করুন").click()
        page.wait_for_url("**/items/?focus=*")
        stored = content_of(Meeting.objects.with_paper().get(pk=meeting.pk))["items"]
        page.context.close()
        assert complaints == []
        return stored, told

    return take


def said(items):
    return json.dumps(items, ensure_ascii=False)


def decisions(items):
    return [[each["text"] for each in item["decisions"]] for item in items]


# case: (its file, words that are stored, words that are nowhere stored, words that the preview says)
WORDS = {
    "01": ("clipboard.html", "খাল খননের জন্য ৫ লক্ষ টাকা", "২ লক্ষ", "মুছে ফেলা লেখা আনা হয়নি: ২ লক্ষ"),
    "03": ("hidden.docx", "প্রতি সপ্তাহে", "গোপন", "লুকানো লেখা আনা হয়নি: (গোপন:"),
    "03 pasted": ("clipboard.html", "প্রতি সপ্তাহে", "গোপন", "লুকানো লেখা আনা হয়নি: (গোপন:"),
    "04": ("footnote.docx", "করতে হবে (চর এলাকার ১২টি মৌজা বাদে।)।", "[1]", "পাদটীকা বন্ধনীতে রাখা হয়েছে"),
    "08": ("field.docx", "গত সভার ০৫.৪৭.৪৯৯৪.০০১.০৬.০০২.২৬-১১৭ নম্বর স্মারকের", "REF", ""),
    "12": ("math.docx", "বার্ষিক ভাতা ৫০০ × ১২ = ৬০০০ টাকা", "নকশা:", "ছবি আনা হয়নি (১টি): প্রস্তাবিত বাজারের নকশা"),
}  # fmt: skip


@pytest.mark.parametrize("case", WORDS)
def test_the_words_that_come_in_are_those_of_the_paper(taken_in, field, case):
    name, there, nowhere, told = WORDS[case]
    file = field(case[:2]) / name
    if file.suffix == ".html":
        items, preview = taken_in(html=file.read_text("utf-8"))
    else:
        items, preview = taken_in(file=file)
    assert there in said(items)
    assert nowhere not in said(items)
    assert told in preview


def test_a_row_that_begins_late_keeps_its_columns(taken_in, field):
    items, _ = taken_in(file=field("05") / "gridbefore.docx")
    assert [item["topic"] for item in items] == ["সেতু মেরামত", "নলকূপ"]
    second = items[0]["decisions"][1]
    assert second["text"] == "মেরামতের প্রাক্কলন এক মাসের মধ্যে পাঠাতে হবে।"
    assert second["implementers"] == ["উপসহকারী প্রকৌশলী"]


def test_a_list_goes_on_over_cells(taken_in, field):
    items, _ = taken_in(file=field("06") / "continued.docx")
    assert [line[:2] for item in items for line in item["discussion"]] == ["১।", "২।", "৩।", "৪।"]


def test_serials_that_word_drew_come_over(taken_in, field):
    items, told = taken_in(file=field("07") / "serials.docx")
    assert [item["serial"] for item in items] == ["৫।", "৬।", "৭।"]
    assert decisions(items)[1] == [
        "মাদকবিরোধী সভা করতে হবে।",
        "এবং ইউনিয়ন কমিটি সক্রিয় করতে হবে।",
    ]
    assert "২ নং সারি: ক্রমিক ছাড়া সারিটি এই সারির সঙ্গে জোড়া হয়েছে: মাদক প্রতিরোধ কমিটি" in told


def test_hidden_rows_of_a_sheet_stay_out(taken_in, field):
    items, told = taken_in(html=(field("10") / "clipboard.html").read_text("utf-8"))
    assert [item["topic"] for item in items] == ["পয়ঃনিষ্কাশন", "সড়কবাতি"]
    assert "লুকানো সারি আনা হয়নি: ২; পুরোনো খসড়া; এই সিদ্ধান্ত বাতিল।; পৌরসভা" in told


def test_letters_of_a_symbol_font_are_bullets(taken_in, field):
    items, _ = taken_in(html=(field("20") / "clipboard.html").read_text("utf-8"))
    [[text]] = decisions(items)
    assert [line[:2] for line in text.split("\n")] == ["• "] * 7
    assert "Ø" not in said(items)


@pytest.mark.parametrize("name", ["vmerge.docx", "clipboard.html"])
def test_a_cell_over_several_items_serves_each(taken_in, field, name):
    file = field("31") / name
    if file.suffix == ".html":
        items, _ = taken_in(html=file.read_text("utf-8"))
    else:
        items, _ = taken_in(file=file)
    assert [item["decisions"][0]["implementers"] for item in items] == [
        ["উপজেলা প্রকৌশলী"],
        ["উপজেলা প্রকৌশলী"],
        ["উপজেলা প্রকৌশলী"],
        ["স্বাস্থ্য কর্মকর্তা"],
    ]


def test_what_the_browser_sends_says_as_much_as_the_clipboard(sit_down, server, cast, meeting):
    """Each clipboard of tests/pasting/kinds.py, as the script of the page makes it small."""
    page = sit_down(cast.staff)
    page.goto(f"{server.url}/meetings/{meeting.pk}/paste/")
    box = page.get_by_label("ছকটি এখানে পেস্ট করুন")
    for name, (_, html, is_right, told) in HTML.items():
        box.evaluate(PASTE, [html, "-"])
        sent = page.locator("[name=html]").input_value()
        assert len(sent) <= len(html) + 60, name
        rows, _ = agenda_pasted(sent, "")
        agenda = read_agenda(rows, columns_of(rows))
        assert is_right(agenda.items), name
        assert told in "\n".join(sentences(rows.notes + agenda.notes, agenda.places.get)), name
