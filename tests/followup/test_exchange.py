"""The list of shares as a spreadsheet: out, filled in, shown, applied."""

import io
import zipfile
from datetime import date, datetime, timedelta
from html import unescape

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl.styles import Font

from bangla.phrases import numeric_date
from followup import actions, edits, exchange
from followup.exchange import (
    ACT,
    DONE_ON,
    DUE,
    HEADINGS,
    KEY,
    KIND,
    OWNER,
    PROGRESS,
    REASON,
    ROLL_UP,
    TEXT,
)
from followup.models import Answer, Assignment, Kind, Matter, Step
from offices.models import today
from tests.access.test_actions import everything
from tests.cast import signed_in
from tests.followup.making import make_assignment, make_matter, make_sitting
from tests.followup.many import make_many

OUT, TAKE, APPLY = (
    reverse(f"followup:{name}") for name in ("grid_xlsx", "take_xlsx", "apply_xlsx")
)
State = Assignment.State
LATER = today() + timedelta(days=60)


def taken_out(user, **asked):
    """The workbook as this person gets it, opened."""
    answer = signed_in(user).get(OUT, asked)
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def cell(book, row, heading):
    return book[exchange.SHEET].cell(row, HEADINGS.index(heading) + 1)


def write(book, row, **told):
    """write(book, 2, due_on=…): by the names below."""
    for name, value in told.items():
        cell(book, row, NAMES[name]).value = value


NAMES = {
    "key": KEY, "kind": KIND, "roll_up": ROLL_UP, "owner": OWNER, "due_on": DUE, "act": ACT,
    "reason": REASON, "progress": PROGRESS, "text": TEXT, "done_on": DONE_ON,
}  # fmt: skip


def bytes_of(book):
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def give(user, book):
    """The page that tells what a workbook (or the bytes of a file) would change."""
    data = book if isinstance(book, bytes) else bytes_of(book)
    return signed_in(user).post(TAKE, {"file": SimpleUploadedFile("তালিকা.xlsx", data)})


def apply(user, page):
    return signed_in(user).post(APPLY, {"kept": page.context["kept"]}, follow=True)


def stored(settings):
    """All rows there are, and all files, but for when somebody signed in last."""
    rows, files = everything(settings.MEDIA_ROOT)
    return {name: each for name, each in rows.items() if name != "accounts.User"}, files


def wrong(page):
    return dict(page.context["plan"].wrong)


def row_of(book, share):
    sheet = book[exchange.SHEET]
    keys = (exchange.read_key(sheet.cell(row, 1).value) for row in range(2, sheet.max_row + 1))
    return 2 + [key.pk for key in keys].index(share.pk)


@pytest.fixture
def world(followed):
    followed.clerk = followed.cast.dc_staff
    return followed


# ── Out ─────────────────────────────────────────────────────────────────────────────────────────


def test_what_stands_in_the_list_stands_in_the_sheet_dates_as_dates_numbers_as_numbers(world):
    book = taken_out(world.clerk)
    sheet = book[exchange.SHEET]
    assert [each.value for each in sheet[1]] == HEADINGS
    row = row_of(book, world.ours)
    assert cell(book, row, DUE).value == datetime.combine(world.ours.due_on, datetime.min.time())
    assert cell(book, row, DUE).number_format == "dd/mm/yyyy"
    assert cell(book, row, "অগ্রগতি (%)").value == 0
    assert cell(book, row, OWNER).value == str(world.ours.post)
    assert cell(book, row, "সিদ্ধান্ত").value == "পোর্টাল হালনাগাদ করতে হবে।"
    assert sheet.column_dimensions["A"].hidden
    assert sheet.protection.sheet
    assert sheet["F2"].protection.locked
    assert sheet["A1"].protection.locked
    assert not cell(book, row, DUE).protection.locked
    # Who asked does not answer.
    assert cell(book, row, TEXT).protection.locked
    assert {each.formula1 for each in sheet.data_validations.dataValidation} > {'"যাচাই,ফেরত"'}


def test_an_owner_gets_the_own_rows_and_no_trace_of_anothers(world):
    marker = "গোপন চিহ্ন ৭৭"
    sitting = make_sitting(
        world.committee, by=world.clerk, held_on=date(2024, 5, 1), decisions=[marker]
    )
    make_assignment(
        make_matter(sitting.items.get().decisions.get(), by=world.clerk), world.ours.post
    )
    answer = signed_in(world.near_uno).get(OUT, {"state": "any"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        whole = unescape(b"".join(archive.read(name) for name in archive.namelist()).decode())
    assert marker not in whole
    assert world.ours.post.office.name not in whole
    assert world.theirs.post.office.name in whole
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert not cell(book, 2, TEXT).protection.locked
    assert cell(book, 2, DUE).protection.locked


def test_text_that_looks_like_a_formula_stays_text_both_ways(world):
    text = '=HYPERLINK("http://x","y")'
    world.matter.decision.text = text
    world.matter.decision.save()
    book = taken_out(world.clerk)
    row = row_of(book, world.ours)
    assert (cell(book, row, "সিদ্ধান্ত").value, cell(book, row, "সিদ্ধান্ত").data_type) == (text, "s")
    assert cell(book, row, "সিদ্ধান্ত").quotePrefix
    # A text in a cell is a text, however it begins; a formula is none.
    write(book, row, due_on=numeric_date(LATER), reason="=1+1")
    cell(book, row, REASON).data_type = "s"
    page = give(world.clerk, book)
    assert wrong(page) == {}
    apply(world.clerk, page)
    assert Step.objects.filter(assignment=world.ours).last().reason == "=1+1"
    book = taken_out(world.clerk)
    write(book, row, due_on="=TODAY()+9")
    assert "সূত্র" in wrong(give(world.clerk, book))[row]


def test_more_rows_than_a_file_holds_are_not_cut_off_silently(world, monkeypatch):
    monkeypatch.setattr("followup.grid.MOST_LINES", 1)
    answer = signed_in(world.clerk).get(OUT)
    assert answer.status_code == 400
    assert "বেছে নিন" in answer.content.decode()


# ── In ──────────────────────────────────────────────────────────────────────────────────────────


def test_what_came_out_and_was_not_touched_changes_nothing(world):
    page = give(world.clerk, taken_out(world.clerk))
    assert (page.status_code, page.context["plan"].unchanged) == (200, 2)
    assert page.context["kept"] == ""


def test_nothing_is_stored_before_it_is_applied_and_then_once(world, settings):
    claimed = world.theirs
    actions.answer(claimed, by=world.near_uno, kind="claim", text="হয়েছে", done_on=today())
    book = taken_out(world.clerk)
    write(
        book, row_of(book, world.ours), due_on=LATER, reason="বন্যা", kind=Kind.CONTINUING.label,
        roll_up="যে কেউ করলে",
    )  # fmt: skip
    write(book, row_of(book, claimed), act="ফেরত", reason="প্রমাণক নেই")
    before = stored(settings)
    page = give(world.clerk, book)
    assert stored(settings) == before
    assert page.status_code == 200
    assert len(page.context["plan"].changes) == 2
    said = page.content.decode()
    for told in (numeric_date(LATER), "চলমান দায়িত্ব", "যে কেউ করলে", "ফেরত", "প্রমাণক নেই"):
        assert told in said

    for _ in range(2):  # pressed twice
        assert "সব সিদ্ধান্ত" in apply(world.clerk, page).content.decode()
    world.ours.refresh_from_db()
    claimed.refresh_from_db()
    world.matter.refresh_from_db()
    assert (world.ours.due_on, world.ours.times_extended) == (LATER, 1)
    assert (world.matter.kind, world.matter.roll_up) == (Kind.CONTINUING, "any")
    assert (claimed.state, claimed.turn) == (State.OPEN, 1)
    assert list(Step.objects.filter(assignment=claimed).values_list("what", flat=True)) == [
        "opened", "claimed", "sent back",
    ]  # fmt: skip

    again = give(world.clerk, book)
    assert (wrong(again), again.context["plan"].changes) == ({}, [])
    assert again.context["plan"].unchanged == 2


def test_verified_and_given_to_another_come_back_as_nothing_new(world):
    actions.answer(world.theirs, by=world.near_uno, kind="claim", text="হয়েছে", done_on=today())
    book = taken_out(world.clerk)
    write(book, row_of(book, world.theirs), act="যাচাই")
    write(book, row_of(book, world.ours), owner="বাইরের: রূপসা ট্রেডার্স", reason="চুক্তি")
    apply(world.clerk, give(world.clerk, book))
    world.theirs.refresh_from_db()
    world.ours.refresh_from_db()
    assert (world.theirs.state, world.ours.state) == (State.VERIFIED, State.REASSIGNED)
    assert Assignment.objects.get(outsider="রূপসা ট্রেডার্স").state == State.OPEN
    again = give(world.clerk, book)
    assert (wrong(again), again.context["plan"].changes) == ({}, [])


def test_an_owner_answers_by_the_sheet_once(world):
    book = taken_out(world.uno)
    write(book, 2, progress="৫০%", text="অর্ধেক হয়েছে")
    page = give(world.uno, book)
    apply(world.uno, page)
    apply(world.uno, page)
    answer = Answer.objects.get(assignment=world.ours)
    assert (answer.kind, answer.progress, answer.text) == ("progress", 50, "অর্ধেক হয়েছে")
    assert give(world.uno, book).context["plan"].changes == []
    # Another may have answered since: the same file is still nothing new.
    actions.answer(world.ours, by=world.uno, kind="progress", progress=90, text="প্রায় শেষ")
    assert wrong(give(world.uno, book)) == {}

    book = taken_out(world.uno)
    write(book, 2, done_on=numeric_date(today()), text="শেষ হয়েছে")
    apply(world.uno, give(world.uno, book))
    world.ours.refresh_from_db()
    assert (world.ours.state, world.ours.claimed_on) == (State.CLAIMED, today())


def test_a_cell_left_empty_and_a_column_left_out_clear_nothing(world):
    book = taken_out(world.clerk)
    for row in (2, 3):
        write(book, row, due_on=None, owner=None, kind=None, roll_up="  ")
    sheet = book[exchange.SHEET]
    sheet.delete_cols(HEADINGS.index(ROLL_UP) + 1)
    page = give(world.clerk, book)
    assert (wrong(page), page.context["plan"].unchanged) == ({}, 2)


def test_columns_in_another_order_are_read_by_their_headings(world):
    book = taken_out(world.clerk)
    write(book, 2, due_on=LATER, reason="বন্যা")
    sheet = book[exchange.SHEET]
    turned = openpyxl.Workbook()
    for row in sheet.iter_rows():
        turned.active.append([each.value for each in reversed(row)])
    page = give(world.clerk, turned)
    assert [change.edit.due_on for change in page.context["plan"].changes] == [LATER]


def test_what_another_changed_since_is_a_conflict_only_where_the_sheet_changes_it_too(world):
    book = taken_out(world.clerk)
    actions.set_due(world.ours, by=world.cast.dc_officer, due_on=LATER, reason="আগে")
    assert wrong(give(world.clerk, book)) == {}
    row = row_of(book, world.ours)
    write(book, row, due_on=LATER - timedelta(days=3), reason="পরে")
    page = give(world.clerk, book)
    assert page.status_code == 422
    assert "আরেকজন সারিটি বদলেছেন" in wrong(page)[row]


def test_a_change_between_showing_and_applying_stops_all(world, settings):
    book = taken_out(world.clerk)
    for row in (2, 3):
        write(book, row, due_on=LATER, reason="বন্যা")
    page = give(world.clerk, book)
    actions.set_due(
        world.ours, by=world.cast.dc_officer, due_on=LATER - timedelta(days=1), reason="আগে"
    )
    before = stored(settings)
    answer = apply(world.clerk, page)
    assert answer.status_code == 422
    assert len(answer.context["plan"].wrong) == 1
    assert stored(settings) == before


def test_bijoy_is_read_as_what_it_shows(world):
    book = taken_out(world.clerk)
    row = row_of(book, world.ours)
    write(book, row, due_on=LATER, reason="Kvh©weeiYx")
    cell(book, row, REASON).font = Font(name="SutonnyMJ")
    page = give(world.clerk, book)
    assert "বিজয় থেকে ইউনিকোডে" in page.content.decode()
    assert page.context["plan"].changes[0].edit.reason == "কার্যবিবরণী"


def test_a_row_of_another_office_is_a_row_nobody_knows(world):
    theirs = taken_out(world.near_uno)
    key = cell(theirs, 2, KEY).value
    book = taken_out(world.uno)
    write(book, 2, key=key, text="আমাদের নয়")
    assert wrong(give(world.uno, book)) == {2: "অচেনা সারি: এই কাজ আপনার তালিকায় নেই।"}
    # Nor does an owner change what the section alone may.
    book = taken_out(world.uno)
    write(book, 2, due_on=LATER, reason="নিজে")
    assert "শাখা" in wrong(give(world.uno, book))[2]
    book = taken_out(world.clerk)
    write(book, 2, text="নিজে উত্তর", progress=50)
    assert "দায়িত্বপ্রাপ্ত পদধারী" in wrong(give(world.clerk, book))[2]


def test_what_a_page_kept_is_of_one_person_and_is_not_changed(world):
    book = taken_out(world.clerk)
    write(book, 2, due_on=LATER, reason="বন্যা")
    kept = give(world.clerk, book).context["kept"]
    for user, text in ((world.cast.dc_officer, kept), (world.clerk, f"{kept}x"), (world.clerk, "")):
        answer = signed_in(user).post(APPLY, {"kept": text})
        assert answer.status_code == 422
        assert "ফাইলটি আবার দিন" in answer.content.decode()
    assert not Step.objects.filter(what="extended").exists()


# ── Twenty mistakes among five hundred rows ─────────────────────────────────────────────────────

MISTAKES = [
    ({"due_on": "৩১/০২/২০২৭", "reason": "x"}, "পঞ্জিকায় নেই"),
    ({"due_on": "শীঘ্রই", "reason": "x"}, "বোঝা যায়নি"),
    ({"due_on": "২৯/1২/২০২৭", "reason": "x"}, "বাংলা ও ইংরেজি অঙ্ক"),
    ({"due_on": 46000, "reason": "x"}, "তারিখ নয়"),
    ({"due_on": "১২/১২/১৯২৭", "reason": "x"}, "সালটি ঠিক নয়"),
    ({"due_on": datetime(2021, 1, 1), "reason": "x"}, "আজকের পরে"),
    ({"due_on": datetime.combine(LATER, datetime.min.time())}, "কারণ লিখুন"),
    ({"due_on": "=TODAY()", "reason": "x"}, "সূত্র"),
    ({"kind": "জরুরি"}, "এগুলোর একটি লিখুন"),
    ({"roll_up": "দুজন করলে"}, "এগুলোর একটি লিখুন"),
    ({"owner": "অজানা কর্মকর্তা", "reason": "x"}, "নামে কোনো পদ নেই"),
    ({"owner": "বাইরের:", "reason": "x"}, "কার কাজ, লিখুন"),
    ({"owner": datetime(2027, 1, 1), "reason": "x"}, "লেখা হবে"),
    ({"act": "যাচাই"}, "কোনো দাবি নেই"),
    ({"act": "বন্ধ"}, "এগুলোর একটি লিখুন"),
    ({"key": "ভাঙা চাবি"}, "লুকানো চাবি"),
    ({"key": None, "reason": "x"}, "লুকানো চাবি"),
    ({"text": "শাখা লিখল", "progress": 50}, "দায়িত্বপ্রাপ্ত পদধারী"),
    ({"progress": "৪০"}, "অগ্রগতি ০, ২৫"),
    ({"reason": "ক" * 2001, "due_on": datetime.combine(LATER, datetime.min.time())}, "অক্ষরের বেশি"),
]


def test_of_five_hundred_rows_the_twenty_mistaken_are_named_and_nothing_is_stored(cast, settings):
    make_many(cast, 500)
    book = taken_out(cast.dc_staff)
    sheet = book[exchange.SHEET]
    assert sheet.max_row == 501
    running = [row for row in range(2, 502) if cell(book, row, "অবস্থা").value == State.OPEN.label]
    planted = running[7::15][:20]
    for row, (told, _) in zip(planted, MISTAKES, strict=True):
        write(book, row, **told)
        if isinstance(told.get("due_on"), int):
            cell(book, row, DUE).number_format = "General"
    # The others are changed as they should be.
    for row in running[:7]:
        write(book, row, due_on=LATER, reason="সভার সিদ্ধান্ত")
    before = stored(settings)
    page = give(cast.dc_staff, book)
    assert page.status_code == 422
    found = wrong(page)
    assert sorted(found) == sorted(planted)
    for row, (_, said) in zip(planted, MISTAKES, strict=True):
        assert said in found[row]
    assert page.content.decode().count("data-wrong") == 20
    assert page.context["kept"] == ""
    assert len(page.context["plan"].changes) == 7
    assert stored(settings) == before


def test_a_share_twice_in_a_sheet_and_two_kinds_of_one_decision_are_named(world):
    book = taken_out(world.clerk)
    write(book, 2, kind=Kind.CONTINUING.label)
    write(book, 3, kind=Kind.OUTSIDE.label)
    assert "২ নম্বর সারিতে অন্য “ধরন”" in wrong(give(world.clerk, book))[3]
    write(book, 3, key=cell(book, 2, KEY).value)
    assert "২ নম্বর সারিতেও আছে" in wrong(give(world.clerk, book))[3]


# ── Files that are no list ──────────────────────────────────────────────────────────────────────


def repacked(data, change):
    """A workbook with its parts, {name: bytes}, changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return kept.getvalue()


SHEET_PART = "xl/worksheets/sheet1.xml"


def hostile(name, data):
    def bomb(parts):
        parts["xl/media/zero.xml"] = b" " * 30_000_000

    def entities(parts):
        parts[SHEET_PART] = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'

    def deep(parts):
        parts[SHEET_PART] = b"<a>" * 5_000 + b"</a>" * 5_000

    def no_sheet(parts):
        del parts[SHEET_PART]

    def outside(parts):
        parts["../../etc/passwd.xml"] = b"<x/>"

    def nonsense(parts):
        parts[SHEET_PART] = (
            b"<worksheet><sheetData><row r='x'><c r='?'/></row></sheetData></worksheet>"
        )

    plain = io.BytesIO()
    openpyxl.Workbook().save(plain)
    return {
        "empty": lambda: b"",
        "no zip": lambda: b"PK\x03\x04 nothing",
        "cut off": lambda: data[: len(data) // 2],
        "damaged": lambda: data[:400] + bytes(200) + data[600:],
        "old": lambda: b"\xd0\xcf\x11\xe0" + bytes(100),
        "another list": plain.getvalue,
        "too large": lambda: data + bytes(6 * 2**20),
        "bomb": lambda: repacked(data, bomb),
        "entities": lambda: repacked(data, entities),
        "deep": lambda: repacked(data, deep),
        "no sheet": lambda: repacked(data, no_sheet),
        "outside": lambda: repacked(data, outside),
        "nonsense": lambda: repacked(data, nonsense),
    }[name]()


@pytest.mark.parametrize(
    "name",
    [
        "empty", "no zip", "cut off", "damaged", "old", "another list", "too large", "bomb",
        "entities", "deep", "no sheet", "outside", "nonsense",
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_is_refused_with_a_sentence(world, name):
    data = bytes_of(taken_out(world.clerk))
    page = give(world.clerk, hostile(name, data))
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"file"}


def test_what_a_file_says_of_its_size_is_not_believed_and_its_links_are_not_followed(world):
    def change(parts):
        sheet = parts[SHEET_PART]
        parts[SHEET_PART] = sheet.replace(
            sheet[sheet.index(b"<dimension") : sheet.index(b"/>", sheet.index(b"<dimension")) + 2],
            b'<dimension ref="A1:XFD1048576"/>',
        )
        book = parts["xl/workbook.xml"]
        parts["xl/workbook.xml"] = book.replace(
            b"</workbook>",
            b'<definedNames><definedName name="x">[1]S!$A$1</definedName></definedNames></workbook>',
        )
        parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"
        parts["xl/vbaProject.bin"] = b"macro"

    page = give(world.clerk, repacked(bytes_of(taken_out(world.clerk)), change))
    assert page.status_code == 200
    assert page.context["plan"].unchanged == 2


def test_a_row_far_below_is_not_waited_for(world):
    book = taken_out(world.clerk)
    book[exchange.SHEET].cell(1_048_576, 1).value = "x"
    page = give(world.clerk, book)
    assert (page.status_code, page.context["plan"].unchanged) == (200, 2)


def test_settling_a_kind_asks_its_rule(world):
    with pytest.raises(PermissionDenied):
        edits.settle_kind(world.matter, by=world.uno, kind=Kind.CONTINUING)
    assert Matter.objects.get(pk=world.matter.pk).kind == Kind.ONCE
