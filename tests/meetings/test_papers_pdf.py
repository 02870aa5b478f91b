"""Papers as PDF: what the eye sees, what search and copy find, and what no text can break.

All is drawn through documents.rendering, by the worker processes the portal itself uses.
"""

import io
import json
import re
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import fontpkg_hind_siliguri
import pypdf
import pytest
import weasyprint
from django.core.files.base import ContentFile
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops

from accounts.models import AuditEvent
from bangla.digits import to_bengali
from documents import fonts, linebreaks, rendering
from documents.pdf import VARIANT
from documents.rendering import RenderFailed, render_pdf
from meetings.content import content_of
from meetings.interchange import LARGEST, read, store
from meetings.models import Meeting
from meetings.printing import draw
from papers.drawing import paper_html
from papers.fonts import Face, check_paper_font
from papers.printed import printed
from papers.shapes import READY_SHAPES
from tests.conftest import SHARED
from tests.factories import content_in, item_of, make_meeting
from tests.papers.reading import output_of, text_fields, with_text, words_of, words_printed
from tests.papers.test_papers import full_content, without_printed
from tests.proof import some

pytestmark = pytest.mark.once

SHAPES = sorted(READY_SHAPES)
SAMPLES = [f"sample {number}" for number in range(5)]


class Papers(dict):
    """(content, page, PDF) of each paper by its name, drawn when it is first asked for."""

    def __init__(self, samples):
        self.samples = samples

    def __missing__(self, name):
        if name in SAMPLES:
            content = json.loads(self.samples[SAMPLES.index(name)].read_text("utf-8"))
        else:
            content = content_in(name)
        page = paper_html(content, draft=False)
        self[name] = content, page, render_pdf(page)
        return self[name]


@pytest.fixture(scope="session")
def papers(shared):
    return Papers(sorted((shared / "seeds").glob("*.json")))


@pytest.fixture(scope="session")
def own_papers():
    """Papers of the ready shapes, for where there is no reference material."""
    return Papers([])


@pytest.fixture(params=[*SHAPES, *SAMPLES])
def paper(request):
    """Each paper in turn: (content, page, PDF)."""
    name = "papers" if request.param in SAMPLES else "own_papers"
    return request.getfixturevalue(name)[request.param]


def pages_of(pdf):
    """The text of each page, as pdftotext has it: a list."""
    return output_of("pdftotext", "-", "-", given=pdf).decode().split("\f")[:-1]


def words_found(pdf):
    """The words of all pages, as a Counter."""
    # The text layer puts a zero-width space after a hyphen at the end of a line, to keep it there.
    return Counter(word.rstrip("\u200b") for page in pages_of(pdf) for word in page.split())


def not_found(words, found):
    """Words that are not there whole, each as often as it is missing; `found` is a Counter.

    A word of more than 17 letters may come in parts, broken at its signs.
    """
    left, missing = found.copy(), Counter()
    for word in sorted(words, key=len, reverse=True):
        for parts in [[word], *(broken_at_its_signs(word) if len(word) > 17 else ())]:
            if all(left[part] >= count for part, count in Counter(parts).items()):
                left.subtract(parts)
                break
        else:
            missing[word] += 1
    return missing


# After slashes, and where an address is parted: before its dots and other signs.
MAY_BREAK = re.compile(r"(?<=/)(?=[^/])|(?<=.)(?=[@?&#=_%]|\.[a-z])")


def broken_at_its_signs(word):
    """All the ways to break a word at one or more of its signs, as lists of parts."""
    first, *rest = MAY_BREAK.split(word)
    ways = [[first]]
    for piece in rest:
        ways = [way for head in ways for way in ([*head[:-1], head[-1] + piece], [*head, piece])]
    return sorted(ways[1:], key=lambda way: len(way[0]))


def test_a_long_word_may_break_after_a_slash_and_nowhere_else():
    long = "উদ্ভাবিত/সহজিকৃত/ডিজিটাইজকৃত"
    assert not_found([long], Counter(["উদ্ভাবিত/", "সহজিকৃত/ডিজিটাইজকৃত"])) == {}
    assert not_found([long], Counter(["উদ্ভাবিত/সহজিকৃত/", "ডিজিটাইজকৃত"])) == {}
    assert not_found([long], Counter(["উদ্ভাবিত/", "সহজিকৃত/", "ডিজিটাইজকৃত"])) == {}
    assert not_found([long], Counter(["উদ্ভাবিত/সহজি", "কৃত/ডিজিটাইজকৃত"])) == {long: 1}
    assert not_found(["ই/নথি"], Counter(["ই/", "নথি"])) == {"ই/নথি": 1}
    assert not_found(["নথি", "নথি"], Counter(["নথি"])) == {"নথি": 1}


# --- The text in the PDF ----------------------------------------------------------------------


def test_every_word_is_found_whole(paper):
    content, page, pdf = paper
    assert not_found(words_of(page), words_found(pdf)) == {}
    # Brackets, colons and commas may be the paper's own: (ক), [১.১], সভাপতি:, a name and its post
    told, said = (
        Counter(re.split(r"[\s()\[\]:,]+", " ".join(words)))
        for words in (words_printed(content), words_of(page))
    )
    assert told - said == {}
    assert told.total() > 100


LONG_WORDS = [
    "ডিজিটাইজেশনযোগ্য",
    "তথ্যপ্রযুক্তিবিষয়ক",
    "সহকারীপ্রোগ্রামার",
    "ব্যবস্থাপনাসংক্রান্ত",
    "আবশ্যিকপ্রকল্পগুলো",
    "implementation",
]


def with_long_word(word, shape="upazila"):
    """A paper with the word in every column, of its head and of its rows."""
    content = content_in(shape)
    item = item_of(content["column_keys"], "১", word, [word], discussion=[word])
    item["decisions"][0]["implementers"] = [word]
    columns = ["ক্রম"] + [f"{word} শব্দ" for _ in content["columns"][1:]]
    return content | {"columns": columns, "items": [item]}


@pytest.mark.parametrize("face", [None, "HindSiliguri-Regular.ttf"])
def test_a_column_has_room_for_its_longest_word(face):
    font = face and ContentFile((fontpkg_hind_siliguri.ROOT / "files" / face).read_bytes())
    papers = [with_long_word(word) for word in LONG_WORDS]
    # Five columns have less room to share out.
    papers.append(with_long_word("তথ্যপ্রযুক্তিবিষয়ক", "district_innovation"))
    pages = [paper_html(content, draft=False, font=font) for content in papers]
    with ThreadPoolExecutor(2) as threads:
        drawn = list(threads.map(render_pdf, pages))
    assert [not_found(words_of(p), words_found(d)) for p, d in zip(pages, drawn, strict=True)] == [
        {}
    ] * len(pages)


def test_no_word_is_printed_that_the_page_does_not_have(paper):
    content, page, pdf = paper
    count = len(pages_of(pdf))
    of_the_layout = {":", "পৃষ্ঠা", *" ".join(content["columns"]).split()}
    of_the_layout |= set(content.get("column_numbers", []))
    of_the_layout |= {to_bengali(f"{number}/{count}") for number in range(1, count + 1)}
    parts = {
        part for word in words_of(page) for parts in broken_at_its_signs(word) for part in parts
    }

    extra = words_found(pdf) - Counter(words_of(page))
    assert set(extra) - of_the_layout - parts == set()


def test_another_reader_finds_the_words_of_the_samples_too(papers):
    found, all_words = 0, 0
    for name in SAMPLES:
        _, page, pdf = papers[name]
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        there = Counter(" ".join(each.extract_text() for each in reader.pages).split())
        words = Counter(words_of(page))
        all_words += words.total()
        found += (words & there).total()
    assert found / all_words >= 0.95


# --- What the eye sees ------------------------------------------------------------------------

STOCK = """
import pathlib, runpy, sys, weasyprint
runpy.run_path(sys.argv[2])["install"]()
assert "documents" not in sys.modules
for file in map(pathlib.Path, sys.argv[3:]):
    weasyprint.HTML(filename=file).write_pdf(file.with_suffix(".pdf"), pdf_variant=sys.argv[1])
"""


def stock_pdfs(pages, directory):
    """What WeasyPrint makes of the pages in a process that knows of ours only where lines end."""
    files = []
    for number, page in enumerate(pages):
        files.append(directory / f"{number:03}.html")
        files[-1].write_text(page, "utf-8")
    environment = {"PATH": "/usr/bin:/bin", **fonts.worker_environment(directory)}
    subprocess.run(
        [sys.executable, "-c", STOCK, VARIANT, linebreaks.__file__, *files],
        env=environment,
        cwd=directory,
        check=True,
    )
    return [file.with_suffix(".pdf").read_bytes() for file in files]


@pytest.fixture(scope="session")
def stock(request, tmp_path_factory):
    """The stock render of every paper there is, by its HTML page."""
    names = [("own_papers", name) for name in SHAPES]
    if SHARED.is_dir():
        names += [("papers", name) for name in SAMPLES]
    pages = [request.getfixturevalue(fixture)[name][1] for fixture, name in names]
    return dict(zip(pages, stock_pdfs(pages, tmp_path_factory.mktemp("stock")), strict=True))


def pixels(pdf, directory, name):
    """The pages as grey images of 80 dots an inch."""
    output_of("pdftoppm", "-gray", "-r", "80", "-", directory / name, given=pdf)
    return [Image.open(file) for file in sorted(directory.glob(f"{name}-*.pgm"))]


def different_pixels(one, other, directory):
    """For each page how many pixels differ by more than 64 of 255."""
    ours, theirs = pixels(one, directory, "one"), pixels(other, directory, "other")
    assert [page.size for page in ours] == [page.size for page in theirs]
    return [
        sum(ImageChops.difference(a, b).histogram()[65:]) for a, b in zip(ours, theirs, strict=True)
    ]


def test_a_paper_looks_as_stock_weasyprint_draws_it(paper, stock, tmp_path):
    _, page, pdf = paper
    assert max(different_pixels(pdf, stock[page], tmp_path)) <= 10


def test_a_moved_word_is_seen(own_papers, tmp_path):
    """The control of the comparison above."""
    _, page, pdf = own_papers["upazila"]
    moved = render_pdf(page.replace("<p>আইসিটি শাখা</p>", "<p>আইসিটি&nbsp;&nbsp;শাখা</p>"))
    assert max(different_pixels(pdf, moved, tmp_path)) > 100


# --- The file ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("fixture", "names"), [("own_papers", SHAPES), ("papers", SAMPLES)])
def test_a_screen_reader_can_read_every_paper(request, tmp_path, fixture, names):
    for name in names:
        pdf = request.getfixturevalue(fixture)[name][2]
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
    outloud = Path(sys.executable).with_name("outloud")
    told = output_of(outloud, "--fail-on", "error", "--no-info", *sorted(tmp_path.glob("*.pdf")))

    assert told.decode().count(": 0 error(s)") == len(names)


def test_the_file_is_sound(paper, tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper[2])
    assert b"No syntax or stream encoding errors found" in output_of("qpdf", "--check", file)


def test_the_file_says_what_it_is(paper):
    _, page, pdf = paper
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    title = re.search("<title>(.*)</title>", page)[1]
    metadata = reader.xmp_metadata.stream.get_data().decode()

    assert reader.trailer["/Root"]["/Lang"] == "bn"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"] is True or (
        reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    )
    assert reader.metadata.title == title
    assert re.search("[\u0980-\u09ff]", title)
    for identifier in (
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ):
        assert metadata.count(identifier) == 1


@pytest.mark.parametrize("shape", SHAPES)
def test_a_drawn_meeting_carries_what_it_prints_and_nothing_else(cast, shape):
    content = content_in(shape)
    meeting, _ = store(content, office=cast.meghdubi)
    page, pdf = draw(Meeting.objects.with_paper().get(pk=meeting.pk))

    attached = pypdf.PdfReader(io.BytesIO(pdf)).attachments
    assert list(attached) == ["minutes.json"]
    (source,) = attached["minutes.json"]
    assert json.loads(source) == printed({"version": 1} | content)
    assert page == paper_html(content, draft=True)


def test_a_draft_says_so_once_on_every_page(own_papers):
    content, _, pdf = own_papers["progress_report"]
    draft = pypdf.PdfReader(io.BytesIO(render_pdf(paper_html(content, draft=True))))

    assert [each.extract_text().count("খসড়া") for each in draft.pages] == [1, 1]
    final = pypdf.PdfReader(io.BytesIO(pdf))
    assert [each.extract_text().count("খসড়া") for each in final.pages] == [0, 0]


def test_the_draft_mark_moves_nothing(own_papers):
    content, _, pdf = own_papers["district_ict"]
    draft = render_pdf(paper_html(content, draft=True))
    at = [
        re.findall(
            r"<word [^>]*>[^<]*</word>",
            output_of("pdftotext", "-bbox", "-", "-", given=each).decode(),
        )
        for each in (pdf, draft)
    ]
    assert [word for word in at[0] if word not in at[1]] == []


def test_pages_are_counted_in_bengali(paper):
    pages = pages_of(paper[2])
    count = len(pages)
    assert [re.findall(r"পৃষ্ঠা (\S+)", page)[-1:] for page in pages] == [
        [to_bengali(f"{number}/{count}")] for number in range(1, count + 1)
    ]


# --- Where pages end --------------------------------------------------------------------------


def content_of_items(shape, count, *, decisions=1, opening=1, words=6):
    """A paper whose items begin with their serial and end with a word of their own."""
    content = content_in(shape, opening=["ভূমিকা।"] * opening)
    keys = content["column_keys"]
    content["items"] = [
        item_of(
            keys,
            f"ক্র{number}",
            f"ক্র{number}",
            ["সিদ্ধান্ত নেওয়া হয় " * (words + number % 5) + f"শেষ{number}।" for _ in range(decisions)],
        )
        for number in range(1, count + 1)
    ]
    return content


def faults_of_pages(content, *, may_run_over=0):
    """What is wrong with the way a paper is broken into pages: a list of what and which page."""
    faults = []
    pages = [page.split() for page in pages_of(render_pdf(paper_html(content, draft=False)))]
    of_items = {
        number: {f"ক্র{number}", f"শেষ{number}।"} for number in range(1, len(content["items"]) + 1)
    }
    for number, marks in of_items.items():
        serial, end = sorted(marks, key=lambda mark: mark.startswith("শেষ"))
        begins = [index for index, page in enumerate(pages) if serial in page]
        ends = [index for index, page in enumerate(pages) if end in page]
        if len(begins) != 1 or len(ends) != 1 or not 0 <= ends[0] - begins[0] <= may_run_over:
            faults.append((f"item {number} is broken", begins, ends))
    heads = Counter(" ".join([*content["columns"], *content.get("column_numbers", [])]).split())
    names = [f"({content[who]['name']})".split() for who in SIGNING if content.get(who)]
    for index, page in enumerate(pages):
        if any(marks & set(page) for marks in of_items.values()) and heads - Counter(page):
            faults.append(("rows without their head", index))
        for name in names:
            starts = [at for at in range(len(page)) if page[at : at + len(name)] == name]
            # The day it was signed on may stand above a name and is no company.
            before = page[: starts[0]] if starts else ["no signature"]
            if len(before) <= (content.get("report_signed_on_as_printed") in before):
                faults.append(("a signature alone", index))
        if len(page) <= 2:
            faults.append(("an empty page", index))
        if ("গণপ্রজাতন্ত্রী" in page) != ("www.example.org" in page):
            faults.append(("a broken letterhead", index))
    return faults


SIGNING = ("signatory", "copy_signatory", "report_signatory")


@pytest.mark.parametrize("shape", some(SHAPES, 2))
def test_short_items_stay_whole_long_ones_run_over_and_no_signature_stands_alone(shape):
    """The table and the signatures slide down the page, line by line."""
    papers = [
        (content_of_items(shape, 4, decisions=1 + opening % 2, opening=opening, words=words), more)
        for opening in range(12, 24)
        for words, more in ((1, 0), (4, 1))
    ]
    with ThreadPoolExecutor(2) as threads:
        faults = list(
            threads.map(lambda paper: faults_of_pages(paper[0], may_run_over=paper[1]), papers)
        )
    assert [each for each in faults if each] == []


@pytest.mark.parametrize("shape", ["district_ict", "progress_report"])
def test_a_long_table_repeats_its_heads(shape):
    content = content_of_items(shape, 60)
    assert faults_of_pages(content, may_run_over=1) == []


def lines_of_words(page):
    """[(text, top, left) of each word] of a page of pdftotext's boxes."""
    words = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', page)
    return [(text, float(top), float(left)) for left, top, text in words]


def test_a_long_item_leaves_a_page_only_where_some_lines_of_it_stay():
    """Wherever the table begins: serial and subject on one page, with four lines of the rest."""
    broken = 0
    for opening in range(8, 28):
        content = content_in("district_innovation", opening=["ভূমিকা।"] * opening)
        long = item_of(content["column_keys"], "নং৭", "বিষয়ের নাম দুই লাইনে যায়", ["করতে হবে।"])
        long["discussion"] = ["আলোচনা " * 90]
        content["items"] = [long]
        pages = output_of(
            "pdftotext", "-bbox", "-", "-", given=render_pdf(paper_html(content, draft=False))
        ).decode()
        tops = [
            sorted({top for text, top, _ in lines_of_words(page) if text == "আলোচনা"})
            for page in pages.split("<page ")[1:]
        ]
        # The head of a column says the same word, once a page that has rows.
        lines = [len(each) - 1 for each in tops if each]
        begins = [n for n, page in enumerate(pages.split("<page ")[1:]) if "নং৭" in page]
        subjects = [n for n, page in enumerate(pages.split("<page ")[1:]) if "বিষয়ের" in page]
        assert begins == subjects == begins[:1]
        assert lines[0] >= 4
        assert min(lines) >= 2
        broken += len(lines) > 1
    assert broken > 10


def test_an_item_taller_than_a_page_runs_on_under_the_heads():
    content = content_of_items("upazila", 3)
    content["items"][1]["decisions"][0]["text"] = "দীর্ঘ সিদ্ধান্ত " * 700
    pages = pages_of(render_pdf(paper_html(content, draft=False)))
    with_rows = [page for page in pages if "দীর্ঘ" in page]

    assert len(with_rows) >= 3
    for page in with_rows:
        assert not Counter(" ".join(content["columns"]).split()) - Counter(page.split())


# --- An office's own face ---------------------------------------------------------------------


def faces_in(pdf):
    """The families of the fonts in a PDF, as the embedded font files themselves name them: a set."""
    families = set()
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            (descendant,) = font.get_object()["/DescendantFonts"]
            file = descendant.get_object()["/FontDescriptor"].get_object()["/FontFile2"]
            embedded = TTFont(io.BytesIO(file.get_object().get_data()))
            families.add(embedded["name"].getBestFamilyName())
    return families


def test_an_offices_own_face_sets_its_papers(cast):
    face = fontpkg_hind_siliguri.ROOT / "files" / "HindSiliguri-Regular.ttf"
    meeting = make_meeting(cast.committee)
    cast.meghdubi.paper_font.save("office.ttf", ContentFile(face.read_bytes()))
    check_paper_font(cast.meghdubi.paper_font)

    page, pdf = draw(Meeting.objects.with_paper().get(pk=meeting.pk))

    # The page number and the draft mark in the margin stay in the portal's own face.
    assert faces_in(pdf) == {"Hind Siliguri", "Noto Serif Bengali"}
    assert faces_in(render_pdf(re.sub("@bottom-center|@left-middle", "@off", page))) == {
        "Hind Siliguri"
    }
    assert not_found(words_of(page), words_found(pdf)) == {}


def test_an_office_may_choose_mukti(cast):
    if "Mukti" not in fonts.installed_families():
        pytest.skip("no Mukti on this machine (Debian package: fonts-beng-extra)")
    cast.meghdubi.paper_face = Face.MUKTI
    cast.meghdubi.save()
    meeting = make_meeting(cast.committee)

    page, pdf = draw(Meeting.objects.with_paper().get(pk=meeting.pk))
    assert "Mukti" in faces_in(pdf)
    assert not_found(words_of(page), words_found(pdf)) == {}


def test_another_office_keeps_the_face_of_the_portal(cast):
    face = fontpkg_hind_siliguri.ROOT / "files" / "HindSiliguri-Regular.ttf"
    cast.noldanga.paper_font.save("office.ttf", ContentFile(face.read_bytes()))
    meeting = make_meeting(cast.committee)

    _, pdf = draw(Meeting.objects.with_paper().get(pk=meeting.pk))
    assert faces_in(pdf) <= {"Noto Serif Bengali", "Noto Serif"}


# --- Text that would be something else --------------------------------------------------------


class _Knocks(socketserver.BaseRequestHandler):
    def handle(self):
        self.server.knocks.append(self.request.recv(200))


@pytest.fixture
def honeypot():
    """A server on this machine that nobody should ask for anything; `knocks` tells who did."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Knocks) as server:
        server.knocks = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def constructs(server):
    """Texts that would make WeasyPrint fetch, attach, run or hide something, were they not text."""
    address = f"http://127.0.0.1:{server.server_address[1]}"
    return [
        f'<img src="{address}/i"> </p> <b>x</b>',
        f"<link rel=stylesheet href={address}/s> <base href={address}/b>",
        f'<link rel="attachment" href="{address}/l"> <a rel="attachment" href="file:///etc/passwd">',
        f"</style><style>@import url({address}/c); p {{ display: none }}</style>",
        f"<object data={address}/o></object><iframe src={address}/f></iframe>",
        f'<svg><image href="{address}/v" /></svg> <!ENTITY x SYSTEM "file:///etc/passwd"> &x;',
        f"<p style='background: url({address}/p)'> <script>fetch('{address}')</script> <!-- -->",
        "{{ content.memo }} {% include '/etc/passwd' %} &lt;b&gt; &amp;amp; &#2453; \\0995",
    ]


def test_what_is_typed_is_printed_and_fetches_nothing(honeypot):
    for whole in (full_content("district_ict"), full_content("progress_report")):
        for content in (whole, without_printed(whole)):
            for path, text in text_fields(content).items():
                with_text(content, path, f"{text} <b>ক</b> &amp; \"'</td> *{{}}")
            content["opening"] = content["closing"] = constructs(honeypot)
            if content.get("letter"):
                content["letter"]["body"] = constructs(honeypot)
            page = paper_html(content, draft=False)
            pdf = render_pdf(page)

            found = words_found(pdf)
            assert not_found(words_of(page), found) == {}
            assert found["<b>ক</b>"] > 20
            assert pypdf.PdfReader(io.BytesIO(pdf)).attachments == {}
    assert honeypot.knocks == []


def test_the_same_constructs_are_live_where_they_are_not_text(honeypot):
    """The control: WeasyPrint left to itself asks the server for some of it."""
    weasyprint.HTML(string=" ".join(constructs(honeypot))).write_pdf()
    assert len(honeypot.knocks) >= 3


# --- Too much of it ---------------------------------------------------------------------------


@pytest.fixture
def short_of_time(settings, monkeypatch):
    """A pool of its own for one test, whose papers get four seconds."""
    settings.RENDER_SECONDS = 4
    monkeypatch.setattr(rendering, "_pool", None)
    yield settings.RENDER_SECONDS
    if rendering._pool:
        rendering._pool.close()


def test_the_largest_meeting_ends_in_time_and_holds_up_nobody(cast, short_of_time):
    content = content_in()
    content["items"] = [
        item_of(content["column_keys"], "১", "বিষয়", ["সিদ্ধান্ত " * 100], discussion=[])
        for _ in range(2000)
    ]
    file = json.dumps(content, ensure_ascii=False).encode()
    assert len(file) > LARGEST * 0.7
    meeting, _ = store(read(file), office=cast.meghdubi)
    meeting = Meeting.objects.with_paper().get(pk=meeting.pk)
    small = paper_html(content_in(), draft=False)
    expected = render_pdf(small)
    drawn, over = [], threading.Event()

    def go_on():
        while not over.is_set():
            drawn.append(render_pdf(small))

    thread = threading.Thread(target=go_on)
    thread.start()
    began = time.monotonic()
    try:
        with pytest.raises(RenderFailed) as failure:
            draw(meeting)
    finally:
        over.set()
        thread.join()

    assert failure.value.reason == "slow"
    # Five seconds to wait for a worker, and some for a busy machine; left to itself the paper would
    # take minutes.
    assert time.monotonic() - began < short_of_time + 10
    assert len(drawn) >= 3
    assert set(drawn) == {expected}


@pytest.mark.parametrize("text", some(["(ক/খ) " * 2_000, "- " * 9_000, "ক" * 18_000], 1))
def test_a_text_of_many_marks_costs_no_time_before_it_is_drawn(cast, text, short_of_time):
    content = content_in()
    items = [item_of(content["column_keys"], "১", "বিষয়", [text], discussion=[])] * 150
    meeting, _ = store(content | {"items": items}, office=cast.meghdubi)
    meeting = Meeting.objects.with_paper().get(pk=meeting.pk)

    began = time.process_time()
    with pytest.raises(RenderFailed):
        draw(meeting)
    # Of this process alone, which is the portal's own in real use.
    assert time.process_time() - began < 4


def test_the_writing_of_the_page_is_part_of_the_papers_time(meeting, short_of_time):
    meeting = Meeting.objects.with_paper().get(pk=meeting.pk)
    draw(meeting)  # the pool has started
    workers = rendering._pool.worker_pids()
    rendering._pool._seconds = 0.0001

    with pytest.raises(RenderFailed) as failure:
        draw(meeting)

    assert failure.value.reason == "slow"
    assert rendering._pool.worker_pids() == workers  # none was given it, or it had been killed


def test_a_failed_paper_leaves_the_meeting_as_it_was(cast, short_of_time):
    content = content_in()
    items = [item_of(content["column_keys"], "১", "বিষয়", ["- " * 9_000])] * 100
    meeting, _ = store(content | {"items": items}, office=cast.meghdubi)
    meeting = Meeting.objects.with_paper().get(pk=meeting.pk)
    before, events = content_of(meeting), AuditEvent.objects.count()

    with pytest.raises(RenderFailed, match="কাগজটি"):
        draw(meeting)
    assert content_of(Meeting.objects.with_paper().get(pk=meeting.pk)) == before
    assert AuditEvent.objects.count() == events
