"""manage.py render, import_minutes and export_minutes: the portal by the command line."""

import json
import re
from io import StringIO

import pypdf
import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from bangla.digits import to_bengali
from committees.models import Committee
from documents.rendering import render_pdf
from meetings.models import Meeting
from offices.models import Office
from papers.drawing import paper_html
from papers.printed import printed
from papers.shapes import READY_SHAPES
from tests.factories import content_in
from tests.papers.reading import output_of, parsed

pytestmark = pytest.mark.once

SHAPES = sorted(READY_SHAPES)


def told(command, *arguments, **options):
    """The lines a command prints, each read as JSON: a list."""
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def refusal(command, *arguments):
    """What a command says that refuses; it may print nothing else, and say it in Bengali."""
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as refused:
        call_command(command, *map(str, arguments), stdout=out, stderr=err)
    assert out.getvalue() == err.getvalue() == ""
    assert re.search("[\u0980-\u09ff]", str(refused.value))
    return str(refused.value)


def everything():
    """All that is stored, as one text."""
    out = StringIO()
    call_command("dumpdata", "--all", stdout=out)
    return out.getvalue()


def content_of_shape(shape):
    """A small paper in a ready shape, of a committee of its own."""
    return content_in(shape, committee=f"কমিটি {SHAPES.index(shape)}")


@pytest.fixture
def files(tmp_path):
    """A file for every ready shape, by its name."""
    written = {}
    for shape in SHAPES:
        written[shape] = tmp_path / f"{shape}.json"
        text = json.dumps(content_of_shape(shape), ensure_ascii=False)
        written[shape].write_text(text, "utf-8")
    return written


@pytest.fixture
def folder(tmp_path):
    """Where the commands write; empty."""
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def imported(file, *arguments):
    (line,) = told("import_minutes", file, *arguments)
    return line["meeting"]


# --- render -----------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_the_minutes_of_every_shape_are_rendered(db, files, folder, shape):
    number = imported(files[shape])
    paper = folder / "paper.pdf"

    assert told("render", number, "minutes", "-o", paper) == [
        {"file": str(paper), "bytes": len(paper.read_bytes())}
    ]
    reader = pypdf.PdfReader(paper)
    assert reader.metadata.title == content_of_shape(shape)["title"]
    (source,) = reader.attachments["minutes.json"]
    assert json.loads(source) == printed({"version": 1} | content_of_shape(shape))
    assert list(folder.iterdir()) == [paper]


def test_an_unissued_paper_is_marked_as_a_draft(meeting, folder):
    told("render", meeting.pk, "minutes", "-o", folder / "paper.pdf")
    pages = pypdf.PdfReader(folder / "paper.pdf").pages
    assert [page.extract_text().count("খসড়া") for page in pages] == [1] * len(pages)


def test_only_a_progress_report_has_a_progress_paper(db, files, folder):
    report, minutes = imported(files["progress_report"]), imported(files["district_ict"])

    told("render", report, "progress", "-o", folder / "report.pdf")
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert refusal("render", minutes, "progress", "-o", folder / "none.pdf") == (
        f"সভা নং {minutes}: এর “progress” কাগজ নেই।"
    )
    assert [file.name for file in folder.iterdir()] == ["report.pdf"]


def test_a_meeting_is_found_by_its_number_in_bengali_digits(meeting, folder):
    told("render", to_bengali(meeting.pk), "minutes", "-o", folder / "paper.pdf")
    assert (folder / "paper.pdf").exists()


def test_the_html_is_the_very_page_that_was_rendered(meeting, folder):
    paper, page = folder / "paper.pdf", folder / "page.html"
    (line,) = told("render", meeting.pk, "minutes", "-o", paper, "--html", page)
    assert line == {"file": str(paper), "bytes": len(paper.read_bytes())}

    html = page.read_text("utf-8")
    assert html == paper_html(content_in(), draft=True)
    again = folder / "again.pdf"
    again.write_bytes(render_pdf(html))
    assert pixels(again) == pixels(paper)
    assert pixels(paper) != []


def pixels(pdf):
    """The pages as images, in bytes: a list."""
    drawn = pdf.parent / "pixels"
    drawn.mkdir()
    output_of("pdftoppm", "-r", "72", pdf, drawn / "page")
    pages = [file.read_bytes() for file in sorted(drawn.iterdir())]
    for file in drawn.iterdir():
        file.unlink()
    drawn.rmdir()
    return pages


def test_the_html_needs_nothing_beside_it(meeting, folder):
    told("render", meeting.pk, "minutes", "-o", folder / "p.pdf", "--html", folder / "p.html")
    root = parsed((folder / "p.html").read_text("utf-8"))

    references = {"src", "href", "srcset", "data", "background", "action", "style"}
    assert [element.tag for element in root.iter() if references & set(element.keys())] == []
    assert {element.tag for element in root.iter()} & {"link", "script", "img", "iframe"} == set()
    assert re.findall(r"url\(|@import", root.find("head/style").text) == []


def test_rendering_changes_nothing(meeting, folder):
    before = everything()
    told("render", meeting.pk, "minutes", "-o", folder / "p.pdf", "--html", folder / "p.html")

    assert everything() == before
    assert Meeting.objects.get().state == "draft"
    assert AuditEvent.objects.count() == 0


def test_a_paper_is_written_over(meeting, folder):
    paper = folder / "paper.pdf"
    paper.write_bytes(b"x" * 1_000_000)
    (line,) = told("render", meeting.pk, "minutes", "-o", paper)
    assert paper.stat().st_size == line["bytes"] < 1_000_000


UNKNOWN_MEETINGS = ["999999", "০", "-1", "সাত", "1২", "1.0", "", "9" * 30]


@pytest.mark.parametrize("number", UNKNOWN_MEETINGS)
def test_an_unknown_meeting_is_refused(meeting, folder, number):
    # A negative number would be read as an option.
    line = refusal("render", "-o", folder / "paper.pdf", "--", number, "minutes")
    assert line == f"“{number}” নম্বরের কোনো সভা নেই।"
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("paper", ["poster", "Minutes", "minutes ", "কার্যবিবরণী", ""])
def test_an_unknown_paper_is_refused(meeting, folder, paper):
    line = refusal("render", meeting.pk, paper, "-o", folder / "paper.pdf")
    assert line.startswith(f"“{paper}” নামে কোনো কাগজ নেই; আছে: minutes, progress")
    assert line.count("\n") == 0
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("missing", ["none/paper.pdf", "file/paper.pdf", "dir"])
def test_an_output_that_cannot_be_written_is_refused(meeting, folder, missing):
    (folder / "file").write_text("এখানে")
    (folder / "dir").mkdir()
    before = sorted(folder.rglob("*"))
    bad, good = folder / missing, folder / "good"

    for output, html in ((bad, good), (good, bad)):
        line = refusal("render", meeting.pk, "minutes", "-o", output, "--html", html)
        assert line == f"{bad}: ফাইলটি লেখা গেল না।"
        assert sorted(folder.rglob("*")) == before
    assert (folder / "file").read_text() == "এখানে"


def test_a_refusal_leaves_an_older_paper_alone(meeting, folder):
    older = folder / "paper.pdf"
    older.write_bytes(b"older")
    refusal("render", meeting.pk, "minutes", "-o", older, "--html", folder / "none" / "p.html")
    assert older.read_bytes() == b"older"


def test_a_paper_that_cannot_be_drawn_is_refused(meeting, folder):
    item = meeting.items.first()
    item.discussion = ["- " * 9_900] * 100
    item.save()
    line = refusal("render", meeting.pk, "minutes", "-o", folder / "p.pdf", "--html", folder / "h")
    assert line.startswith("কাগজটি খুব বড়")
    assert list(folder.iterdir()) == []


# --- import_minutes and export_minutes --------------------------------------------------------


def test_what_goes_in_comes_out(db, files):
    told_lines = told("import_minutes", *files.values(), "--office", office("meghdubi").code)

    assert [line["file"] for line in told_lines] == [str(file) for file in files.values()]
    for shape, line in zip(files, told_lines, strict=True):
        assert line.keys() == {"file", "meeting", "warnings"}
        (content,) = told("export_minutes", line["meeting"])
        assert content == {"version": 1} | content_of_shape(shape)


def test_the_real_samples_go_in_and_come_out(db, shared):
    samples = sorted((shared / "seeds").glob("*.json"))
    lines = told("import_minutes", *samples)

    assert len(lines) == 5
    for file, line in zip(samples, lines, strict=True):
        (content,) = told("export_minutes", line["meeting"])
        assert content == {"version": 1} | json.loads(file.read_text("utf-8"))
        for warning in line["warnings"]:
            assert warning.keys() == {"code", "message"}
            assert re.fullmatch("[a-z_]+", warning["code"])
            assert re.search("[\u0980-\u09ff]", warning["message"])


def office(code):
    return Office.objects.get_or_create(
        code=code, defaults={"kind": Office.Kind.UPAZILA, "name": f"কার্যালয় {code}"}
    )[0]


def test_a_meeting_is_filed_under_the_office_that_is_named(db, files):
    meghdubi = office("meghdubi")
    number = imported(files["upazila"], "--office", "meghdubi")
    assert Meeting.objects.get(pk=number).office == meghdubi
    assert list(Office.objects.all()) == [meghdubi]


def test_an_unknown_office_is_refused(db, files):
    office("meghdubi")
    before = everything()
    line = refusal("import_minutes", files["upazila"], "--office", "nowhere")
    assert line == "--office: “nowhere” সংকেতের কোনো কার্যালয় নেই।"
    assert everything() == before


def test_one_bad_file_keeps_all_the_others_out(db, files, folder):
    bad = folder / "bad.json"
    content = content_in()
    content["items"][1]["decisions"][0]["text"] = ""
    bad.write_text(json.dumps(content), "utf-8")
    before = everything()

    line = refusal("import_minutes", files["upazila"], bad, files["line_office"])
    assert line == f"{bad}: items[1].decisions[0].text: লেখাটি ফাঁকা।"
    assert everything() == before


def test_every_bad_file_is_told_in_a_line_of_its_own(db, files, folder):
    torn = folder / "torn.json"
    torn.write_text("{")
    missing = folder / "missing.json"
    lines = refusal("import_minutes", torn, files["upazila"], missing, folder).splitlines()

    assert [line.partition(": ")[0] for line in lines] == [str(torn), str(missing), str(folder)]
    assert lines[1] == f"{missing}: ফাইল: ফাইলটি পড়া গেল না।"
    assert Meeting.objects.count() == Committee.objects.count() == 0


def test_the_same_file_twice_is_refused_as_a_whole(db, files):
    file, committee = files["upazila"], content_of_shape("upazila")["committee"]
    line = refusal("import_minutes", file, file)
    assert line.startswith(f"{file}: meeting.date: {committee}: ২১ মার্চ ২০২৪ তারিখের সভা")
    assert Meeting.objects.count() == 0


def test_a_dry_run_tells_what_the_import_would_tell_and_stores_nothing(db, files):
    before = everything()
    checked = told("import_minutes", *files.values(), "--dry-run")
    assert everything() == before

    stored = told("import_minutes", *files.values())
    assert checked == [line | {"meeting": None} for line in stored]
    assert checked[0]["warnings"] != []


def test_a_dry_run_refuses_what_the_import_would_refuse(db, files, folder):
    (folder / "list.json").write_text("[]")
    arguments = [files["upazila"], folder / "list.json"]
    assert refusal("import_minutes", *arguments, "--dry-run") == refusal(
        "import_minutes", *arguments
    )


@pytest.mark.parametrize("number", UNKNOWN_MEETINGS)
def test_an_unknown_meeting_is_not_exported(meeting, number):
    assert refusal("export_minutes", "--", number) == f"“{number}” নম্বরের কোনো সভা নেই।"


def test_an_export_is_one_line_of_utf_8(meeting):
    out = StringIO()
    call_command("export_minutes", str(meeting.pk), stdout=out)
    assert out.getvalue().count("\n") == 1
    assert "কার্যবিবরণী" in out.getvalue()
