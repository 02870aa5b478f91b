"""Papers come sooner for what documents.shortcuts keeps, and are the same files to the byte."""

import gc
import sys

import pytest
from weasyprint.urls import URLFetcher

from bench.papers import minutes
from documents import shortcuts
from documents.pdf import write_pdf
from papers.drawing import paper_html
from tests.documents.reading import draw, page_of, run
from tests.proof import some

DRAW_WITHOUT = """
import sys
from weasyprint.urls import URLFetcher
from documents import shortcuts
shortcuts.install = lambda: None
from documents.pdf import write_pdf
html = sys.stdin.buffer.read().decode()
sys.stdout.buffer.write(write_pdf(html, url_fetcher=URLFetcher(allowed_protocols={"data"})))
"""

WORDS = (
    "সভায় বিস্তারিত আলোচনা হয়, <b>স্ত্রী <i>কর্তৃপক্ষ</i></b> ও র‍্যাব; National Portal-এর তথ্য 😀 ৳ ১২,৫০০। "
    "extra\u00adordinary\tআকাঙ্ক্ষা\nদ্বন্দ্ব "
)

# One of each way to set text and boxes that a shortcut must tell from a plain one.
STYLES = (
    "text-align: justify",
    "text-align: right; text-indent: 3em",
    "letter-spacing: 2px",
    "word-spacing: 5px",
    "text-decoration: underline line-through overline",
    "font-variant: small-caps",
    "font-kerning: none; font-feature-settings: 'kern' 0",
    "overflow-wrap: anywhere; width: 60px",
    "white-space: pre-wrap",
    "white-space: nowrap; overflow: hidden; text-overflow: ellipsis; width: 90px",
    "hyphens: manual; width: 120px",
    "direction: rtl",
    "float: left; width: 30%",
    "position: absolute; top: 10%; left: 60%; width: 30%",
    "position: relative; left: 5%",
    "margin: 5%; padding: 2%; border: 1px dashed red; border-radius: 5px; width: 40%",
    "box-sizing: border-box; padding: 3mm; border: 1px solid; width: 50%; height: 4cm",
    "display: inline-block; width: 50%; min-width: calc(10% + 3px)",
    "display: flex; gap: 5px",
    "display: grid; grid-template-columns: 1fr 2fr",
    "columns: 2",
    "height: 50%; max-height: 10em",
    "line-height: 2; font-size: 80%; vertical-align: super",
    "page: wide",
)


def every_style():
    parts, rules = [], ["@page wide { size: A4 landscape } table { width: 100% }"]
    for number, style in enumerate(STYLES):
        rules.append(f".s{number} {{ {style} }}")
        parts.append(f"<div><p class=s{number}>{WORDS * 2}</p>{WORDS}</div>")
        collapse = "collapse" if number % 2 else "separate"
        parts.append(
            f"<table style='border-collapse: {collapse}'><tr><td>{WORDS}<td class=s{number}>{WORDS}"
            f"<td><span class=s{number}>{WORDS}</span></table>"
        )
    return page_of("".join(parts), style="\n".join(rules))


def paper():
    return paper_html(minutes(12), draft=True)


@pytest.mark.parametrize("made", some([paper, every_style], 1), ids=["paper", "every_style"])
def test_a_file_is_the_same_with_shortcuts_and_without(made):
    html = made()

    expected = run(sys.executable, "-c", DRAW_WITHOUT, given=html.encode())

    assert draw(html) == expected
    assert draw(html) == expected  # also by what the first left behind


def test_a_box_of_another_size_would_be_seen(monkeypatch):
    html = page_of(f"<p>{WORDS * 3}</p>")
    expected = draw(html)
    rightly = shortcuts._sizes

    def wrongly(style):
        fixed, *rest = rightly(style)
        return fixed | {"padding_left": 1}, *rest

    monkeypatch.setattr(shortcuts, "_sizes", wrongly)

    assert draw(html) != expected


def test_a_style_sheet_is_read_once_for_papers_that_share_it():
    draw(paper())
    before = shortcuts._parsed.cache_info()

    draw(paper_html(minutes(3), draft=True))

    after = shortcuts._parsed.cache_info()
    assert (after.hits - before.hits, after.misses - before.misses) == (1, 0)


@pytest.mark.parametrize(
    "rule",
    [
        "@font-face { font-family: Office; src: local('Noto Serif') }",
        "@import 'data:text/css,p{color:red}';",
        "@counter-style ticks { system: cyclic; symbols: '+' }",
        "p { background: url(asset:seal.png) }",
        r"\40 font-face { font-family: Office }",
        "@layer last { p { color: red } }",
    ],
)
def test_a_style_sheet_that_leaves_something_in_a_paper_is_not_kept(rule):
    before = shortcuts._parsed.cache_info()

    draw(page_of("<p>সভা</p>", style=rule))

    assert shortcuts._parsed.cache_info() == before


def test_one_paper_does_not_take_the_look_of_the_next():
    plain = page_of("<p>সভা</p><p>কমিটি</p>", style="p { margin: 1cm }")
    expected = draw(plain)

    draw(page_of("<p>সভা</p><p>কমিটি</p>", style="p { margin: 2cm; color: red }"))

    assert draw(plain) == expected


def test_the_collector_rests_only_while_a_paper_is_drawn():
    states = []

    class Fetcher(URLFetcher):
        def fetch(self, url, headers=None):
            states.append(gc.isenabled())
            raise ValueError(url)

    write_pdf(page_of("<img src='asset:none' alt=''>"), url_fetcher=Fetcher())

    assert states == [False]
    assert gc.isenabled()


def test_a_weasyprint_of_another_shape_is_refused(monkeypatch):
    def strut(style, line):
        raise NotImplementedError

    monkeypatch.setattr(shortcuts, "_SHAPES", shortcuts._SHAPES | {strut: "style"})

    with pytest.raises(RuntimeError, match="strut"):
        shortcuts.install()
