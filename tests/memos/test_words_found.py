"""Every word of every paper is found in every reader: real papers, an issued one, and papers at the edge."""

import json
import re
import unicodedata
from collections import Counter
from itertools import pairwise

import pytest

from meetings.interchange import read, store
from meetings.models import Meeting
from meetings.printing import draw as draw_meeting
from memos import actions
from papers.drawing import paper_html
from tests.documents.reading import (
    PDF_JS,
    draw,
    page_of,
    pdfium_read,
    pdfjs_read,
    pdftotext,
    pypdf_text,
)
from tests.documents.test_textlayer import DOUBLED, TORTURE
from tests.factories import content_in, item_of
from tests.keys import opened
from tests.papers.reading import words_of
from tests.proof import some

pytestmark = pytest.mark.once

ADDRESSES = (
    "e-Nothi, e-GP ও Wi-Fi চালু; HP ProBook 450 G8, v2.1.0, ISO 9001:2015, 192.168.1.10 ও DC/CTG/2023/145। "
    "ict.officer@example.gov.bd বা a-very-long.name.of.an.office-department@rangpur-division.example.gov.bd "
    "ঠিকানায় এবং https://www.example.gov.bd/site/page/12ab-34cd/নোটিশ?x=1&y=2 পাতায় জানাতে হবে।"
)
RAB = "র‍্যাব ও র‍্যাংকিং, কাঁর‍্যক্রম, বর‍্যাদ্দ, র‍্যালি; উদ্‌বোধন, ট্‌রেন ও ক্‌ষ।"
SIGNS = (
    "\uf0b7 বিদ্যালয়ের উন্নয়ন \uf0d8 উপস্থিতি নিশ্চিত করা ✅ শিক্ষার্থীর কার্যক্রম 中 ১,২০০ ㎡ জমি ﹅ কর্তৃপক্ষ"
)
ARABIC = "সভার শুরুতে ﷽ পাঠ করা হয় এবং (﷽) দিয়ে কার্যক্রম শুরু হয়।"
DIGITS = "০১-০৩-২০২৪, 01-03-2024, ৳১২,৩৪,৫৬৭.৮৯, ৫০% (50%), ১ম, 2nd, ০১৭১২-৩৪৫৬৭৮, ৩৫°সে, ১/২, ২০২৪–২৫ ও ১০x১২।"
ENGLISH = (
    "The meeting was presided over by the Deputy Commissioner, who welcomed everybody present and asked "
    "the Assistant Programmer to read the minutes of the last meeting; they were confirmed unanimously."
)
PROSE = (
    "সভার প্রারম্ভে উপস্থিত সকলকে স্বাগত জানিয়ে কার্যক্রম শুরু করা হয়। সভাপতি মহোদয়ের অনুমতিক্রমে বিগত সভার "
    "কার্যবিবরণী পাঠ করে শোনানো হয় এবং কোনো সংশোধনী না থাকায় সর্বসম্মতিক্রমে দৃঢ়ীকরণ করা হয়।"
)
LISTS = f"""<p>{PROSE}</p><ul>{"".join(f"<li>• {word} কার্যক্রম ই-নথিতে নিষ্পন্ন করতে হবে।</li>" for word in TORTURE)}</ul>
<div class="hang"><p><span>(১)</span> {PROSE}</p><p><span>(ক)</span> {RAB}</p><p><span>(iii)</span> {DIGITS}</p></div>"""
TABLE = f"""<p>{PROSE}</p><table><tr><th>ক্রম</th><th>উপজেলা</th><th>বরাদ্দ (৳)</th></tr>
<tr><td>১</td><td>গোবিন্দগঞ্জ</td><td>১২,৫০০</td></tr><tr><td>২</td><td>সুন্দরগঞ্জ ও সাঘাটা</td><td>৯,০০০</td></tr>
<tr><td>৩</td><td>স্ট্র্যাটেজি-পর্যালোচনা</td><td>১,০০,০০০</td></tr></table><p>{PROSE}</p>"""
STYLE = """p { text-align: justify } ul { list-style: none } .hang p { padding-left: 11mm; text-indent: -11mm }
.hang span { display: inline-block; text-indent: 0; width: 11mm }
table { border-collapse: separate; table-layout: fixed; width: 100% } td, th { border: 0.5pt solid }"""


def saying(text, shape="district_ict", **changes):
    """A paper that says a text in its paragraphs and in each column of its rows."""
    content = content_in(shape, opening=[text, PROSE], closing=[text], **changes)
    item = item_of(content["column_keys"], "১", text[:60], [text], discussion=[text])
    return paper_html(content | {"items": [item]}, draft=False)


def many_recipients():
    to = [f"উপজেলা নির্বাহী অফিসার, {TORTURE[number % 60]}পুর ({number})।" for number in range(120)]
    copies = {"heading": "অনুলিপি সদয় জ্ঞাতার্থে:", "numbering": "১।", "recipients": to}
    return paper_html(content_in(distribution=[copies]), draft=False)


# Drawn as a page of our own where what it is about stands in no paper's templates.
EDGES = {
    "lists": lambda: page_of(LISTS, style=STYLE),
    "a table among paragraphs": lambda: page_of(TABLE, style=STYLE),
    "signs without a glyph": lambda: saying(SIGNS),
    "র‍্যাব": lambda: saying(RAB, "upazila"),
    "addresses": lambda: saying(ADDRESSES),
    "right to left": lambda: saying(ARABIC),
    "pictures": lambda: saying("সভা 🎉 সফল 👍🏽 হয়েছে ✔ ও ❤ কর্তৃপক্ষ ☎ যোগাযোগ 📌 নোটিশ"),
    "120 recipients": many_recipients,
    "English": lambda: saying(ENGLISH, "line_office"),
    "digits": lambda: saying(DIGITS),
    "piles of signs": lambda: saying(" ".join(TORTURE + DOUBLED), "upazila"),
    "small print": lambda: page_of(
        f"<p>{PROSE} {RAB}</p>" * 6, style=STYLE + "p { font-size: 6pt }"
    ),
}
SEEDS = [f"seed {number}" for number in range(5)]
NAMES = [*EDGES, *SEEDS]


def plain(text):
    """A text as a reader's own search takes it: one form of each letter, one space between words."""
    text = re.sub("[\u200b\u202a-\u202e]", "", unicodedata.normalize("NFC", text))
    return " ".join(text.split())


def lost(words, text):
    """The words that a text does not have, each as often as it is missing.

    A word that had no room on a line was broken at its signs; in the text its parts are words.
    """
    text = plain(text)
    missing = Counter(plain(" ".join(words)).split()) - Counter(text.split())
    squeezed = text.replace(" ", "")
    return {word for word in missing if not (len(word) > 15 and word in squeezed)}


def not_found_by_pdfium(words, text):
    """What its search does not know: words that were broken for want of room, signs of two units."""
    broken = set(words) - set(text.split())
    return {word for word in words if (word in broken and len(word) > 15) or max(word) > "\uffff"}


def over_lines(words, pdf):
    """Four words of a page that stand half on one line and half on the next: a list of phrases."""
    told = " " + plain(" ".join(words)) + " "
    phrases = []
    for page in pdftotext(pdf, "-raw").split("\f"):
        for line, following in pairwise(page.split("\n")):
            phrase = plain(" ".join(line.split()[-2:] + following.split()[:2]))
            if f" {phrase} " in told and phrase.count(" ") == 3:
                phrases.append(phrase)
    return phrases


class Papers(dict):
    """{name: (words, PDF, phrases over the ends of its lines)}; each drawn once, and read once by a viewer."""

    def __init__(self, seeds):
        for name in NAMES:
            if name in EDGES:
                page = EDGES[name]()
            elif seeds:
                content = json.loads(seeds[SEEDS.index(name)].read_text("utf-8"))
                page = paper_html(content, draft=False)
            else:
                continue
            words, pdf = words_of(page), draw(page)
            self[name] = words, pdf, over_lines(words, pdf)
        self.read = {}

    def asked(self, name):
        words, _, phrases = self[name]
        return list(dict.fromkeys([*words, *phrases]))

    def answers(self, reader):
        """{name: (text, [whether each of `asked` is found])}."""
        if reader not in self.read:
            jobs = [(pdf, self.asked(name)) for name, (_, pdf, _) in self.items()]
            answers = pdfium_read(jobs) if reader == "pdfium" else pdfjs_read(reader, jobs)
            self.read[reader] = dict(zip(self, answers, strict=True))
        return self.read[reader]


@pytest.fixture(scope="module")
def papers():
    from tests.conftest import SHARED

    return Papers(sorted((SHARED / "seeds").glob("*.json")))


@pytest.fixture(params=NAMES)
def name(request, papers):
    if request.param not in papers:
        pytest.skip("no reference material beside this checkout (../shared)")
    return request.param


@pytest.mark.parametrize("reader", [pdftotext, pypdf_text])
def test_every_word_is_in_the_text(papers, name, reader):
    words, pdf, phrases = papers[name]
    text = reader(pdf)
    # Of the columns of a table pdftotext reads line by line, unless told to go by the file: what is
    # broken in a cell has its parts beside each other there alone.
    in_order = plain(pdftotext(pdf, "-raw") if reader is pdftotext else text)
    broken = {word for word in words if len(word) > 15 and word in in_order.replace(" ", "")}
    assert lost(words, text) - broken == set()
    assert [phrase for phrase in phrases if phrase not in in_order] == []


@pytest.mark.parametrize("reader", some(["pdfium", *PDF_JS], 2))
def test_every_word_is_in_the_text_of_a_viewer_and_found_by_its_search(papers, name, reader):
    words, *_ = papers[name]
    text, found = papers.answers(reader)[name]
    assert lost(words, text) == set()
    not_found = {each for each, was in zip(papers.asked(name), found, strict=True) if not was}
    if reader == "pdfium":
        not_found -= not_found_by_pdfium(papers.asked(name), text)
    assert not_found == set()


def test_phrases_over_the_end_of_a_line_are_among_them(papers):
    assert len({phrase for *_, phrases in papers.values() for phrase in phrases}) >= 20


@pytest.mark.parametrize("reader", ["pdfium", *PDF_JS])
def test_what_is_not_there_is_not_found(papers, reader):
    """The control: these readers say no as well."""
    _, pdf, _ = papers["lists"]
    queries = ["সভাপতি মহোদয়ের", "সভাপতি মহোদয়ার", "Nothi-e"]
    jobs = [(pdf, queries)]
    ((_, found),) = pdfium_read(jobs) if reader == "pdfium" else pdfjs_read(reader, jobs)
    assert found == [True, False, False]


def test_an_issued_and_signed_paper_is_found_word_by_word(cast, keys, approved):
    actions.issue(meeting=approved, by=cast.officer, signer=opened("officer"))
    page, pdf = draw_meeting(Meeting.objects.with_paper().get(pk=approved.pk))
    words = words_of(page)
    jobs = [(pdf, words)]

    for reader in (pdftotext, pypdf_text):
        assert lost(words, reader(pdf)) == set()
    for answers in (pdfium_read(jobs), *(pdfjs_read(release, jobs) for release in PDF_JS)):
        ((text, found),) = answers
        assert lost(words, text) == set()
        not_found = {word for word, was in zip(words, found, strict=True) if not was}
        assert not_found - not_found_by_pdfium(words, text) == set()


@pytest.mark.parametrize("folder", [".", "minimal"])
def test_signs_without_a_glyph_spoil_no_word_of_minutes_from_a_file(cast, shared, folder):
    file = shared / "field" / "19-signs-without-a-glyph" / folder / "input.json"
    meeting, _ = store(read(file.read_bytes()), office=cast.meghdubi)
    page, pdf = draw_meeting(Meeting.objects.with_paper().get(pk=meeting.pk))
    words = words_of(page)

    assert plain("উন্নয়ন") in plain(" ".join(words))
    # A line of single signs is one word to pdftotext, with spaces between the letters.
    assert {word for word in lost(words, pdftotext(pdf)) if len(word) > 1} == set()
    texts = [pypdf_text(pdf), pdfium_read([(pdf, [])])[0][0]]
    for text in [*texts, *(pdfjs_read(release, [(pdf, [])])[0][0] for release in PDF_JS)]:
        assert lost(words, text) == set()
