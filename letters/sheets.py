"""The attendance sheet of a sitting, to be signed by hand: its members, empty rows, and its code."""

from django.conf import settings
from django.urls import reverse

from bangla.grammar import genitive
from documents import qr
from documents.rendering import render_pdf
from meetings.attendance import members_to_seat
from meetings.models import Attendance
from memos import sheets
from papers.drawing import paper_html
from papers.head import sitting_of
from papers.language import BENGALI
from papers.titles import sitting_called

# For representatives and guests, where nobody says how many.
EMPTY_ROWS = 5
MOST_EMPTY_ROWS = 60

# Of a sitting that prints no such line.
LABELS = {"date": "তারিখ", "time": "সময়", "venue": "স্থান"}
COLUMNS = ["ক্রঃ নং", "নাম ও পদবী", "কমিটিতে পদবী", "স্বাক্ষর"]
FILES_ITSELF = (
    "{}। স্বাক্ষরের পরে সংকেতসহ প্রতিটি পাতা স্ক্যান করে বা ছবি তুলে পোর্টালে দিলে তা নিজে থেকেই এই সভার "
    "পরিশিষ্ট-ক হিসেবে জমা হবে।"
)


def attendance_content(meeting, *, empty_rows=EMPTY_ROWS):
    """What a sheet of this meeting prints, as a content of the interchange format."""
    labels = LABELS | {line["key"]: line["label"] for line in meeting.shape["head"]}
    told = sitting_of(meeting)
    printed = [key for key in LABELS if told.get(key) or told.get(f"{key}_as_printed")]
    columns = meeting.shape.get("attendance", {}).get("columns", COLUMNS)
    return {
        "kind": meeting.kind,
        "committee": meeting.committee_name,
        "title": f"{genitive(_called(meeting))} হাজিরা",
        "cadence": meeting.cadence,
        "period": None,
        "letterhead": meeting.letterhead or meeting.office.letterhead,
        "meeting": told,
        "order": ["letterhead", "title", "head", "attendance"],
        "head": [{"key": key, "label": labels[key]} for key in printed],
        "columns": [],
        "column_keys": [],
        "attendance": {
            "as_printed": None,
            "columns": columns,
            "members": [_line(row) for row in _rows_of(meeting)],
            "empty_rows": empty_rows,
        },
        "opening": [],
        "items": [],
        "closing": [],
        "signatory": None,
        "memo": None,
        "distribution": [],
    }


def _called(meeting):
    return sitting_called(
        committee=meeting.committee_name,
        cadence=meeting.cadence,
        period_start=meeting.period_start,
    )


def _rows_of(meeting):
    """Who is expected: the rows of the attendance once they are there, else the members of that day."""
    return list(meeting.attendances.all()) or members_to_seat(meeting)


def _line(row):
    """A line to sign on, whoever is thought to come; a representative who is known stands there too."""
    told = {
        "serial": None,
        "name": row.name,
        "designation": row.designation,
        "role": row.role,
        "present": True,
    }
    if row.status == Attendance.Status.REPRESENTED:
        told["representative"] = {
            "name": row.representative_name,
            "designation": row.representative_post,
        }
    return told


def print_sheet(*, meeting, by, empty_rows=EMPTY_ROWS):
    """A sheet of this meeting as it stands now, with a code of its own. A memos.models.Sheet."""
    content = attendance_content(meeting, empty_rows=empty_rows)
    return sheets.print_sheet(meeting=meeting, by=by, content=content)


def draw_sheet(sheet):
    """The PDF of a sheet that was made: the same however often it is drawn. Raises RenderFailed."""
    content = sheet.content
    link = settings.BASE_URL + reverse("letters:sheet", args=[sheet.code])
    page = paper_html(
        content,
        draft=False,
        look="sheet",
        issued={
            "paper": sheet,
            "qr": qr.png_data_uri(link),
            "check": {
                "before": FILES_ITSELF.format(_said_of(sheet.meeting)),
                "code_label": "হাজিরা শিটের সংকেত",
            },
        },
        **_faces(sheet.meeting.office),
    )
    return render_pdf(page)


def draw_attendance(meeting):
    """(HTML page, PDF) of a sheet without a code: marked খসড়া, it files itself nowhere."""
    page = paper_html(
        attendance_content(meeting), draft=True, look="sheet", **_faces(meeting.office)
    )
    return page, render_pdf(page)


def _said_of(meeting):
    day = BENGALI.long_date(meeting.held_on)
    return f"{meeting.office.name}: {_called(meeting)}, {day}"


def _faces(office):
    return {"font": office.paper_font, "face": office.paper_face}
