"""The words that go in are those that come out and those that are named as left out, in any paper.

Papers are made up of all that a cell can hold, each word once, so that none can stand for another.
"""

import re
from collections import Counter
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangla.digits import to_bengali
from pasting.agenda import agenda_pasted
from pasting.agenda_columns import agenda_in, columns_of
from pasting.agenda_items import read_agenda, texts_of
from pasting.grid import plain
from pasting.notes import GONE, LEFT_OUT, balance
from pasting.tables import tables_in_docx, tables_in_html
from tests.pasting import word
from tests.pasting.word import cell, par, row, run, table
from tests.proof import tried

pytestmark = pytest.mark.once

WORD = re.compile("শব্দ[০-৯]+")


class Paper:
    """What is made up: words that a reader of the paper sees, and words that it does not."""

    def __init__(self, data):
        self.data, self.number = data, 0
        self.seen, self.unseen = [], []
        self.notes = {}

    def pick(self, *options):
        return self.data.draw(st.sampled_from(options))

    def words(self, most=3, *, unseen=False):
        count = self.pick(*range(1, most + 1))
        fresh = [f"শব্দ{to_bengali(self.number + place)}" for place in range(1, count + 1)]
        self.number += count
        (self.unseen if unseen else self.seen).extend(fresh)
        return " ".join(fresh)

    def some(self, make, most=3):
        return [make() for _ in range(self.pick(*range(1, most + 1)))]


# --- .docx --------------------------------------------------------------------------------------

RUNS = {
    "plain": lambda paper: run(paper.words()),
    "cut": lambda paper: "".join(map(run, re.split("(?<=ব্দ)", paper.words()))),
    "inserted": lambda paper: word.inserted(paper.words()),
    "struck": lambda paper: run(paper.words(), "<w:strike/>"),
    "shown": lambda paper: run(paper.words(), '<w:vanish w:val="0"/>'),
    "simple field": lambda paper: f'<w:fldSimple w:instr=" REF x ">{run(paper.words())}</w:fldSimple>',
    "field": lambda paper: word.field(" REF x ", paper.words()),
    "field in field": lambda paper: word.field(" IF ", word.field(" REF x ", paper.words())),
    "link": lambda paper: f"<w:hyperlink>{run(paper.words())}</w:hyperlink>",
    "direction": lambda paper: f'<w:bdo w:val="ltr">{run(paper.words())}</w:bdo>',
    "unknown": lambda paper: f"<w:kind>{run(paper.words())}</w:kind>",
    "control": lambda paper: word.control(run(paper.words())),
    "box": lambda paper: word.text_box(paper.words()),
    "equation": lambda paper: word.equation(
        word.part(
            "f",
            word.part("num", word.term(paper.words())) + word.part("den", word.term(paper.words())),
        )
    ),
    "note": lambda paper: _docx_note(paper),
    "break": lambda paper: "<w:r><w:br/></w:r>" + run(paper.words()),
    "symbol": lambda paper: '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
    "comment": lambda paper: '<w:r><w:commentReference w:id="1"/></w:r>',
    "deleted": lambda paper: word.deleted(paper.words(unseen=True)),
    "moved": lambda paper: f"<w:moveFrom>{run(paper.words(unseen=True))}</w:moveFrom>",
    "hidden": lambda paper: run(paper.words(unseen=True), "<w:vanish/>"),
    "hidden by style": lambda paper: run(
        paper.words(unseen=True), '<w:rStyle w:val="Secret"/>'
    ),
    "placeholder": lambda paper: word.control(
        run(paper.words(unseen=True)), "<w:showingPlcHdr/>"
    ),
    "deleted box": lambda paper: f"<w:del>{word.text_box(paper.words(unseen=True))}</w:del>",
    "picture": lambda paper: (
        '<w:r><w:drawing><wp:inline xmlns:wp="x"><wp:docPr id="1" descr="'
        f'{paper.words(unseen=True)}"/></wp:inline></w:drawing></w:r>'
    ),
}  # fmt: skip


def _docx_note(paper):
    number = len(paper.notes) + 2
    paper.notes[f"n{number}"] = paper.words()
    return word.footnote(number)


def _docx_paragraph(paper):
    runs = [RUNS[paper.pick(*RUNS)](paper) + run(" ") for _ in range(paper.pick(1, 2, 4))]
    return par(
        *runs,
        number=paper.pick(None, None, 1, 2),
        level=paper.pick(0, 1),
        mark=paper.pick("", "", "<w:vanish/>", "<w:del/>"),
    )


def _docx_cell(paper, *, depth=0, properties=""):
    blocks = paper.some(lambda: _docx_paragraph(paper))
    if depth < 2 and paper.pick(False, False, True):
        rows = paper.some(lambda: row(*(_docx_cell(paper, depth=depth + 1) for _ in range(2))))
        blocks.append(table(*rows))
        blocks.append(_docx_paragraph(paper))
    return cell(*blocks, properties=properties)


def _docx_row(paper, number):
    kind = paper.pick("whole", "whole", "late", "wide", "merged", "hidden", "deleted")
    if kind in ("hidden", "deleted"):
        words = (f"<w:p>{run(paper.words(unseen=True))}</w:p>" for _ in range(5))
        gone = {"hidden": "<w:hidden/>", "deleted": '<w:del w:id="1"/>'}[kind]
        return row(*(cell(each) for each in words), properties=gone)
    if kind == "late":
        decision = cell(par(paper.words() + "।"))
        return row(decision, _docx_cell(paper), properties='<w:gridBefore w:val="3"/>')
    cells = [cell(f"{to_bengali(number)}।"), _docx_cell(paper)]
    if kind != "wide":
        cells.append(_docx_cell(paper))
    if kind == "wide":
        return row(
            *cells, _docx_cell(paper, properties='<w:gridSpan w:val="2"/>'), _docx_cell(paper)
        )
    if kind == "merged":
        first = cell(par(paper.words()), properties='<w:vMerge w:val="restart"/>')
        below = cell(par(), properties="<w:vMerge/>")
        rest = [_docx_cell(paper) for _ in range(3)]
        return row(*cells, _docx_cell(paper), first) + row(cell(), *rest, below)
    return row(*cells, _docx_cell(paper), _docx_cell(paper))


def docx_of(data):
    paper = Paper(data)
    before = "".join(par(paper.words(unseen=True)) for _ in range(paper.pick(0, 1)))
    rows = [_docx_row(paper, number) for number in range(1, paper.pick(1, 2, 3) + 1)]
    rows.append(row("৯।", cell(paper.words()), "-", cell(paper.words()), cell(paper.words())))
    levels = [word.level(0, "%1."), word.level(1, "(%2)", kind="lowerLetter")]
    bullets = [word.level(0, "\uf0b7", kind="bullet"), word.level(1, "o", kind="bullet")]
    parts = [
        word.numbering({1: levels, 2: bullets}),
        word.styles(Secret="<w:rPr><w:vanish/></w:rPr>"),
        word.footnotes(**paper.notes),
    ]
    return paper, word.agenda(*rows, parts=parts, around=before)


# --- HTML ---------------------------------------------------------------------------------------

SPANS = {
    "plain": lambda paper: paper.words(),
    "cut": lambda paper: re.sub("(?<=ব্দ)", "<b></b>", paper.words()),
    "bold": lambda paper: f"<b><span lang=BN style='font-size:11pt'>{paper.words()}</span></b>",
    "inserted": lambda paper: f"<span class=msoIns><ins cite=x>{paper.words()}</ins></span>",
    "struck": lambda paper: f"<s>{paper.words()}</s>",
    "heading": lambda paper: f"<h3>{paper.words()}</h3>",
    "list": lambda paper: f"<ol start=4><li>{paper.words()}<li><p>{paper.words()}</ol>",
    "letters": lambda paper: f"<ol type=a><li>{paper.words()}</ol>",
    "bullets": lambda paper: f"<ul><li>{paper.words()}<ul><li>{paper.words()}</ul></ul>",
    "drawn": lambda paper: (
        "<p style='mso-list:l0 level1'><![if !supportLists]><span style='mso-list:Ignore'>"
        f"{paper.pick('১।', '(ক)', 'o', 'Ø')}<span>&nbsp;&nbsp;</span></span><![endif]>{paper.words()}</p>"
    ),
    "break": lambda paper: f"<br>{paper.words()}",
    "note": lambda paper: _html_note(paper),
    "symbol": lambda paper: "<font face=Wingdings>&#252;</font>",
    "entity": lambda paper: f"&nbsp;{paper.words()}&nbsp;",
    "equation": lambda paper: (
        f"<!--[if gte msEquation 12]><m:oMath><m:r>{paper.words()}</m:r></m:oMath><![endif]-->"
        "<![if !msEquation]><img alt=সমীকরণ><![endif]>"
    ),
    "deleted": lambda paper: f"<s><span><del cite=x>{paper.words(unseen=True)}</del></span></s>",
    "hidden": lambda paper: f"<span style='display:none;mso-hide:all'>{paper.words(unseen=True)}</span>",
    "hidden paragraph": lambda paper: f"<p style='DISPLAY: none'>{paper.words(unseen=True)}</p>",
    "hidden by class": lambda paper: f"<span class='x secret'>{paper.words(unseen=True)}</span>",
    "comment": lambda paper: f"<span class=MsoCommentReference>[{paper.words(1, unseen=True)}]</span>",
    "picture": lambda paper: f'<img src=x alt="{paper.words(unseen=True)}">',
}  # fmt: skip


def _html_note(paper):
    number = len(paper.notes) + 1
    paper.notes[number] = paper.words()
    return f"<a style='mso-footnote-id:ftn{number}' href='x.htm#_ftn{number}'>[{number}]</a>"


def _html_cell(paper, attributes="", *, depth=0):
    inside = " ".join(SPANS[paper.pick(*SPANS)](paper) for _ in range(paper.pick(1, 2, 3)))
    if paper.pick(False, True):
        inside = f"<p class=MsoNormal>{inside}</p>"
    if depth < 2 and paper.pick(False, False, True):
        cells = (_html_cell(paper, depth=depth + 1) for _ in range(2))
        inside += f"<table><tr>{''.join(cells)}</table>"
    return f"<td {attributes}>{inside}</td>"


def _html_row(paper, number):
    kind = paper.pick("whole", "whole", "wide", "merged", "hidden")
    if kind == "hidden":
        cells = "".join(f"<td>{paper.words(unseen=True)}" for _ in range(5))
        return f"<tr height=0 style='display:none'>{cells}"
    cells = [f"<td>{to_bengali(number)}।", _html_cell(paper)]
    if kind != "wide":
        cells.append(_html_cell(paper))
    if kind == "wide":
        cells += [_html_cell(paper, "colspan=2"), _html_cell(paper)]
    elif kind == "merged":
        cells += [_html_cell(paper), f"<td rowspan=2>{paper.words()}", "<tr><td>"]
        cells += [_html_cell(paper) for _ in range(3)]
    else:
        cells += [_html_cell(paper) for _ in range(2)]
    return f"<tr>{''.join(cells)}"


def html_of(data):
    paper = Paper(data)
    rows = "".join(_html_row(paper, number) for number in range(1, paper.pick(1, 2, 3) + 1))
    rows += "<tr><td>৯।" + "".join(f"<td>{paper.words()}" for _ in range(4))
    head = "<tr>" + "".join(f"<th>{escape(each)}" for each in word.HEAD)
    notes = "".join(
        f"<div style='mso-element:footnote' id=ftn{number}><p><a href='#_ftnref{number}'>[{number}]</a> {text}</div>"
        for number, text in paper.notes.items()
    )
    style = "<style><!-- p.x, span.secret {color:red; display:none} --></style>"
    return paper, f"<html>{style}<body><table>{head}{rows}</table>{notes}</body></html>"


# --- The count ----------------------------------------------------------------------------------


def counted(texts):
    return Counter(each for text in texts for each in WORD.findall(text))


def holds(paper, tables):
    rows, _ = agenda_in(tables)
    agenda = read_agenda(rows, columns_of(rows))
    notes = rows.notes + agenda.notes
    out = counted(text for item in agenda.items for text in texts_of(item))
    left = counted(note.text for note in notes if note.kind in LEFT_OUT)
    assert [note for note in notes if note.kind == "lost"] == []
    # What a merged cell says of each of its items is one word of the paper.
    assert set(out) == set(paper.seen)
    assert left == Counter(paper.unseen)
    assert len(paper.seen) + len(paper.unseen) == len(out) + left.total()
    told = [[plain(cell) for cell in row] for row in rows]
    read, taken, gone = balance(told, rows.notes, agenda.notes)
    assert read == taken + gone
    assert gone >= len(paper.unseen)


QUICK = [HealthCheck.too_slow, HealthCheck.data_too_large]


@tried("rounds", 25, short=100, full=500, once=True)
@pytest.mark.parametrize("kind", ["docx", "html"])
def test_each_word_that_goes_in_comes_out_or_is_named(kind, rounds):
    make, read = {"docx": (docx_of, tables_in_docx), "html": (html_of, tables_in_html)}[kind]

    @settings(max_examples=rounds, deadline=None, suppress_health_check=QUICK)
    @given(st.data())
    def tries(data):
        holds(*(lambda paper, made: (paper, read(made)))(*make(data)))

    tries()


LINES = st.lists(st.sampled_from(["(ক) ", "(খ) ", "সিদ্ধান্তঃ ", "বাস্তবায়নকারীঃ ", "", ""]), max_size=4)


@tried("rounds", 25, short=100, full=500, once=True)
def test_each_word_of_numbered_text_comes_out_or_is_named(rounds):
    @settings(max_examples=rounds, deadline=None)
    @given(st.data())
    def tries(data):
        paper = Paper(data)
        lines = [paper.words(unseen=True)] if paper.pick(False, True) else []
        for number in (1, 2, 3):
            lines.append(f"{to_bengali(number)}। {paper.words()}")
            lines += [start + paper.words() for start in data.draw(LINES)]
        rows, _ = agenda_pasted("", "\n".join(lines))
        agenda = read_agenda(rows, columns_of(rows))
        notes = rows.notes + agenda.notes
        out = counted(text for item in agenda.items for text in texts_of(item))
        assert out == Counter(paper.seen)
        assert counted(note.text for note in notes if note.kind in GONE) == Counter(paper.unseen)
        assert [note for note in notes if note.kind == "lost"] == []

    tries()
