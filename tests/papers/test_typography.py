"""Where things stand on the page, measured in the PDF."""

import re
import subprocess
import sys

import pytest

from documents.models import Paper
from documents.qr import png_data_uri
from documents.rendering import render_pdf
from papers.columns import LINE, breadth
from papers.drawing import paper_html
from tests.factories import content_in
from tests.papers.reading import body_of, output_of, text_of

pytestmark = pytest.mark.once

LEFT, RIGHT = 25 / 25.4 * 72, (210 - 20) / 25.4 * 72


def words_on(pdf):
    """For each page [(word, left, top, right, bottom)] in points."""
    pages = output_of("pdftotext", "-bbox", "-", "-", given=pdf).decode().split("<page ")[1:]
    box = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>'
    return [
        [(word, *map(float, edges)) for *edges, word in re.findall(box, page)] for page in pages
    ]


def drawn(**changes):
    shape = changes.pop("shape", "upazila")
    return words_on(render_pdf(paper_html(content_in(shape, **changes), draft=False)))


def issued():
    paper = Paper(code="2" * 28, number="০৫.৪৭")
    page = {"paper": paper, "qr": png_data_uri("https://example.org/verify/" + "2" * 28)}
    return paper, render_pdf(paper_html(content_in(), draft=False, issued=page))


def test_number_and_date_stand_on_one_line_within_the_text():
    (words, *_) = drawn()
    number = next(word for word in words if word[0] == "স্মারক")
    dated = next(word for word in words if word[0] == "তারিখ:" and word[2] - number[2] < 40)
    assert number[2] == pytest.approx(dated[2], abs=0.5)
    assert min(left for _, left, *_ in words) == pytest.approx(LEFT, abs=1)
    assert max(right for *_, right, _ in words) <= RIGHT + 0.5


def test_the_code_stays_on_one_line_within_the_text():
    paper, pdf = issued()
    for words in words_on(pdf):
        (code,) = [word for word in words if word[0] == paper.printed_code]
        assert code[3] == pytest.approx(RIGHT, abs=0.5)


def page(**changes):
    return body_of(paper_html(content_in(**changes), draft=False))


def test_the_lines_of_a_title_are_about_equally_long():
    title = (
        "উপজেলা সমবায় কার্যালয়, চাটখিল, নোয়াখালী এর ই-গভর্ন্যান্স ও উদ্ভাবন পরিকল্পনা বাস্তবায়ন কমিটির সভার কার্যবিবরণী"
    )
    heading = page(title=title).find(".//h1")
    parts = [" ".join("".join(part.itertext()).split()) for part in heading.findall("span")]
    assert " ".join(parts) == title == " ".join(text_of(heading).split())
    assert len(parts) == 2
    assert max(map(breadth, parts)) < 1.4 * min(map(breadth, parts)) < LINE


def test_a_short_title_is_one_line():
    assert page(title="কমিটির সভার কার্যবিবরণী").find(".//h1/span") is None


def recipients(count, **more):
    return [
        {
            "heading": "অনুলিপি:",
            "numbering": "১।",
            "recipients": [f"প্রাপক{n}।" for n in range(1, count + 1)],
            **more,
        }
    ]


def test_no_page_begins_with_the_last_recipient_alone():
    """Wherever the list ends on a page."""
    broken = 0
    for count in range(26, 50):
        pages = drawn(distribution=recipients(count), opening=[], copy_signatory=None)
        held = [sum(word.startswith("প্রাপক") for word, *_ in words) for words in pages]
        held = [number for number in held if number]
        assert held[-1] != 1
        assert held[0] != 1
        broken += len(held) > 1
    assert broken > 5


def test_a_blank_address_has_company_on_its_page():
    blank = {
        "heading": "অনুলিপি:",
        "numbering": None,
        "recipients": [],
        "blank_address": ["জনাব,", "নাটোর"],
    }
    moved = set()
    for lines in range(1, 24):
        pages = drawn(
            shape="district_innovation",
            opening=["ভূমিকা।"] * lines,
            distribution=[*recipients(9), blank],
            order=[
                "title",
                "opening",
                "closing",
                "signatory",
                "distribution",
                "copy_signatory",
                "distribution",
            ],
        )
        (at,) = [index for index, words in enumerate(pages) if any(w[0] == "জনাব," for w in words)]
        assert len(pages[at]) > 8
        moved.add(at)
    assert len(moved) > 1


ENGLISH = {
    "title": None,
    "committee": "Upazila ICT Committee",
    "letterhead": {"government": "Government", "office": "Office of the UNO"},
    "head": [{"key": "date", "label": "Date"}, {"key": "time", "label": "Time"}],
    "columns": ["Sl.", "Agenda", "Decision", "Implemented by"],
    "meeting": {"date": "2024-03-21", "time": "15:05"},
    "memo": {"number": "05.47", "issue": "31", "copies": "2", "date": "2024-03-24"},
    "distribution": recipients(2),
}


def test_an_english_paper_speaks_english_by_itself():
    html = paper_html(content_in("upazila", **ENGLISH), draft=True)
    said = " ".join(text_of(body_of(html)).split())
    assert '<html lang="en">' in html
    assert "Minutes of the March 2024 meeting of the Upazila ICT Committee" in said
    for words in (
        "Memo No. 05.47.31(2)",
        "Date:",
        "24 March 2024",
        ": 21 March 2024",
        "3.05 p.m.",
        "1. ",
    ):
        assert words.removeprefix(": ") in said
    (words, *_) = words_on(render_pdf(html))
    assert "Page" in {word for word, *_ in words}
    assert 'content: "DRAFT"' in html
    assert not re.search("স্মারক|তারিখ|পৃষ্ঠা|খসড়া", said)


def test_one_bengali_letter_in_what_frames_it_makes_a_paper_bengali():
    for change in (
        {"committee": "উপজেলা ICT Committee"},
        {"columns": ["Sl.", "বিষয়", "Decision", "By"]},
    ):
        assert '<html lang="bn">' in paper_html(
            content_in("upazila", **ENGLISH | change), draft=False
        )


def test_twenty_members_stand_on_a_page():
    members = [
        {
            "name": f"নাম{n} বেগম",
            "designation": ["উপজেলা কৃষি কর্মকর্তা, চাটখিল, নোয়াখালী"],
            "role": "সদস্য",
            "present": True,
        }
        for n in range(60)
    ]
    content = content_in("line_office")
    pages = drawn(shape="line_office", attendance=content["attendance"] | {"members": members})
    held = [sum(word.startswith("নাম") for word, *_ in words) for words in pages]
    assert max(held) >= 20


LINES = """
import runpy, sys, weasyprint
if sys.argv[1]:
    runpy.run_path(sys.argv[1])["install"]()
html = '<style>@page {{ size: 400px; margin: 0 }} body {{ margin: 0 }} p {{ width: {}px; margin: 0;'
html += ' font: 16px "Noto Serif" }} span {{ white-space: nowrap }}</style>'
html += '<p>alpha beta gamma <span>del-ta</span> epsilon'
for width in range(105, 250):
    box = weasyprint.HTML(string=html.format(width)).render().pages[0]._page_box
    lines = [b for b in box.descendants() if type(b).__name__ == "LineBox"]
    if "".join(b.text for b in lines[0].descendants() if hasattr(b, "text")).strip() == "alpha":
        print(width)
"""


def test_a_line_ends_after_its_last_word_that_fits():
    from documents import linebreaks

    def widths_where_it_ends_early(mended):
        done = subprocess.run(
            [sys.executable, "-c", LINES, mended], capture_output=True, check=True, text=True
        )
        return done.stdout.split()

    assert widths_where_it_ends_early(linebreaks.__file__) == []
    assert widths_where_it_ends_early("")  # stock WeasyPrint
