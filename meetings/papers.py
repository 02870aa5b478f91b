"""How a meeting reads on paper: from its content (meetings.content) to the blocks a template prints.

What a paper says is decided here and the templates only say it, so the page on the screen and the
PDF are the same paper.
"""

import unicodedata
from base64 import b64encode
from datetime import date, time
from functools import cache
from math import ceil
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from bangla.calendar import from_gregorian
from bangla.digits import numbered, to_bengali
from bangla.phrases import long_date, numeric_date, time_phrase
from documents.attachments import Attachment
from documents.fields import SignatureField
from documents.pool import MAX_HTML_BYTES
from documents.rendering import RenderFailed, render_pdf
from meetings.content import canonical, content_of
from meetings.models import Meeting
from meetings.titles import title_of

# Room for a number or a date that is not there yet: given at issue, or written by hand.
BLANK = "." * 24

# Letters of 12 pt Bengali (see `breadth`) in one line across the page, and what a cell's padding takes
# in per cent of it.
LINE = 65
PADDING = 2
BOLD = 1.1

# Columns that are kept narrow, in per cent of the table's width; a long word may widen them.
NARROW = {"serial": 7, "topic": 17, "implementer": 18}

# The widths paper.css has a class for. The column that says most has none: it takes what is left.
WIDTHS = (7, 9, 11, 13, 15, 17, 18, *range(20, 26), 30, 35, 40, 45)
LEAST = 20
# As far as a column is widened for one word, and the broadest word that has room there, in letters.
WIDENED = 25
LONG = LINE * (WIDENED - PADDING) / 100

# Signs that are narrower or broader than a letter, for the widest of the faces papers are set in; a
# hasanta joins two letters to one. Measured on the words of five real papers.
SIGNS = {
    **dict.fromkeys("\u09be\u09bf\u09c0", 0.6),  # া ি ী
    **dict.fromkeys("\u09c7\u09c8\u0982\u0983", 0.75),  # ে ৈ ং ঃ
    **dict.fromkeys("\u09cb\u09cc", 1.35),  # ো ৌ
    "\u09cd": -0.7,
}
JA_PHALA = "\u09cd\u09af"

# A row of up to this many lines stays on one page; a taller one may run over to the next.
TALL = 22

# A copy list of up to this many recipients stays on one page.
SHORT_LIST = 10

ATTENDANCE_KEYS = ["serial", "name", "role", "signature"]
ATTENDANCE_COLUMNS = ["ক্রঃ নং", "নাম ও পদবি", "কমিটিতে পদবি", "স্বাক্ষর"]


# The papers a meeting can be printed as: name → whether this meeting has it.
PAPERS = {
    "minutes": lambda meeting: True,
    "progress": lambda meeting: meeting.kind == Meeting.Kind.PROGRESS_REPORT,
}


def draw(meeting):
    """The paper of a meeting as (HTML page, PDF bytes); the PDF carries its content as JSON.

    Of issued minutes the PDF is the issued file itself, which is never drawn again. Fetch the meeting with `Meeting.objects.with_paper()`. Raises documents.rendering.RenderFailed.
    """
    # Writing the page of the largest meeting takes a second of a quiet machine, and seven of a busy one.
    since = monotonic()
    content = content_of(meeting)
    if meeting.paper_id:
        page = paper_html(content, draft=False, font=meeting.office.paper_font)
        return page, meeting.paper.issued_file.document.read()
    data = canonical(content)
    if _page_size(data) > MAX_HTML_BYTES:
        raise RenderFailed("large")
    page = paper_html(content, draft=True, font=meeting.office.paper_font)
    return page, render_pdf(page, attachments=[_source(data)], since=since)


def draw_issued(meeting, content, *, paper, qr):
    """The PDF of a paper at its issue, with a place for each signature and its content as JSON.

    `content` is the meeting's, with the memo in it; `paper` the documents.models.Paper it becomes;
    `qr` the data: URI of its code. Drawn once: what is stored is never drawn again.
    Raises documents.rendering.RenderFailed.
    """
    page = paper_html(
        content, draft=False, font=meeting.office.paper_font, issued={"paper": paper, "qr": qr}
    )
    return render_pdf(
        page, attachments=[_source(canonical(content))], fields=signature_fields(content)
    )


# Width and height of the box to sign in (.signature-block .ink) in points, on every page there is.
ROOM_TO_SIGN = (191.401, 51.024)

# Who signs where: block → (name of the field, what it is called).
SIGNED_IN = {
    "signatory": ("chair", "স্বাক্ষর"),
    "copy_signatory": ("copy", "অনুলিপির স্বাক্ষর"),
    "report_signatory": ("report", "প্রতিবেদনের স্বাক্ষর"),
}


def places_to_sign(content):
    """Where a paper is signed, in the order they stand: [(SignatureField, who is printed there)].

    Who is printed is a dict of "name" and, where it is told, "designation".
    """
    places = []
    for block in dict.fromkeys(content["order"]):
        if block in SIGNED_IN and (person := content.get(block)):
            name, called = SIGNED_IN[block]
            label = f"{called}: {', '.join([person['name'], *person.get('designation', [])[:1]])}"
            field = SignatureField(name=name, anchor=f"sign-{name}", label=label)
            places.append((field, person))
    return places


def signature_fields(content):
    return [field for field, _ in places_to_sign(content)]


def _source(data):
    return Attachment(
        name="minutes.json",
        data=data,
        mime="application/json",
        description="এই কাগজের লেখা, ইন্টারচেঞ্জ বিন্যাসে",
    )


def _page_size(data):
    """About how many bytes of HTML a content (canonical JSON) becomes, told without making it."""
    # A paragraph or a cell for each string, and an element for each word that is kept unbroken.
    return len(data) + 20 * data.count(b'"') + 30 * sum(map(data.count, (b"-", b"/", b"(")))


def file_name(meeting):
    """What the file of its paper is called: উপজেলা আইসিটি কমিটি ২১-০৩-২০২৪.pdf."""
    committee = meeting.committee_name.replace("/", "-").replace("\\", "-")
    mark = " (সংশোধিত)" if meeting.corrects_id else ""
    return f"{committee} {numeric_date(meeting.held_on, '-')}{mark}.pdf"


def paper_html(content, *, draft, font=None, issued=None):
    """A whole, self-contained HTML page of the paper: its CSS and an office's own face are in it.

    `draft` lays খসড়া across every page; `font` is the office's uploaded face (a FieldFile) or None.
    `issued` is {"paper", "qr"} of a paper that can be checked: each page bears its code.
    """
    return render_to_string(
        "meetings/pdf/page.html",
        {
            "paper": paper_of(content),
            "draft": draft,
            "issued": issued,
            "css": stylesheet("paper.css"),
            "face": face_of(font) if font else None,
        },
    )


def paper_of(content):
    """What the templates print: {"title", "office", "description", "blocks": […]}.

    Each block is {"name", "template", …}.

    `content` is a dict of the interchange format. A block that has nothing to say is left out.
    """
    blocks, order = [], content["order"]
    for index, name in enumerate(order):
        turn, is_last = order[:index].count(name), name not in order[index + 1 :]
        said = BLOCKS[name](content, turn=turn, is_last=is_last)
        if said is not None:
            blocks.append({"name": name, "template": _template(name), **said})
    held_on = long_date(date.fromisoformat(content["meeting"]["date"]))
    return {
        "title": _title(content),
        "office": _office(content),
        "description": f"{content['committee']}, সভার তারিখ {held_on}",
        "blocks": blocks,
    }


@cache
def stylesheet(*names):
    """Our own CSS files, one after the other, to stand inside a paper."""
    # Ours, and not user text: it stands inside <style>, where escaping would break it.
    folder = Path(settings.BASE_DIR) / "static/css"
    return mark_safe("\n".join((folder / name).read_text() for name in names))  # noqa: S308


def face_of(font):
    """An office's own face (a FieldFile), to stand inside a paper."""
    with font.open("rb") as file:
        # Base64 letters only: nothing in it can end the style element.
        return mark_safe(b64encode(file.read()).decode())  # noqa: S308


# Blocks that read alike.
SHARED = {
    "copy_signatory": "signatory",
    "report_signatory": "signatory",
    "opening": "paragraphs",
    "closing": "paragraphs",
}


def _template(name):
    return f"meetings/pdf/_{SHARED.get(name, name)}.html"


def _title(content):
    if content["title"]:
        return " ".join(content["title"].split())
    return title_of(
        committee=content["committee"],
        kind=Meeting.Kind(content["kind"]).label,
        cadence=content["cadence"],
        period_start=content["period"] and date.fromisoformat(content["period"][0]),
    )


def _office(content):
    letterhead = content["letterhead"] or {}
    return ", ".join(filter(None, [letterhead.get("office"), letterhead.get("place")]))


# --- Blocks ---------------------------------------------------------------------------------
# Each takes the content, which turn of this block it is (0, 1, …) and whether it is the last one,
# and gives what its template prints, or None where there is nothing to print.


def _letterhead(content, **_):
    return content["letterhead"] and {"lines": content["letterhead"]}


def _memo(content, *, turn, **_):
    memo = content["memo"] or {}
    printed = memo.get("as_printed")
    if turn and memo.get("copy_number_as_printed"):
        printed = memo["copy_number_as_printed"]
    return {"number": printed or _memo_number(memo), "dates": _memo_dates(memo)}


def _memo_number(memo):
    number = memo.get("number") or BLANK
    # A file number without its serial: the serial is given, or written by hand, at issue.
    issue = f".{memo.get('issue') or BLANK[:8]}" if memo.get("number") else ""
    copies = f"({memo['copies']})" if memo.get("copies") else ""
    return f"স্মারক নম্বর: {to_bengali(number + issue + copies)}"


def _memo_dates(memo):
    """The Bangla date over the Gregorian one; an old paper's own words where it has them."""
    bangla, gregorian = memo.get("bangla_date_as_printed"), memo.get("date_as_printed")
    if not (bangla or gregorian) and memo.get("date"):
        issued_on = date.fromisoformat(memo["date"])
        bangla, gregorian = str(from_gregorian(issued_on)), long_date(issued_on)
    return [line for line in (bangla, gregorian) if line] or [BLANK]


def _title_block(content, **_):
    # A forwarding letter's subject is the main heading; the title then heads the annex.
    return {
        "lines": content["title"].split("\n") if content["title"] else [_title(content)],
        "level": 2 if "subject" in content["order"] else 1,
    }


def _head(content, **_):
    lines = [
        {"label": line["label"].rstrip(), "value": value}
        for line in content["head"]
        if (value := _head_value(content, line["key"]))
    ]
    for line in lines:
        # Some offices write the colon (or a visarga in its place) into the label.
        line["colon"] = not line["label"].endswith((":", "ঃ"))
    return {"lines": lines} if lines else None


def _head_value(content, key):
    sitting = content["meeting"]
    match key:
        case "chair":
            chair = content.get("chair")
            return chair and [chair["name"], *chair.get("designation", [])]
        case "date":
            held_on = date.fromisoformat(sitting["date"])
            return [sitting.get("date_as_printed") or f"{numeric_date(held_on)} খ্রি."]
        case "time":
            told = sitting.get("time")
            said = sitting.get("time_as_printed") or (
                told and time_phrase(time.fromisoformat(told))
            )
            return said and [said]
        case "venue":
            return sitting.get("venue") and [sitting["venue"]]
        case "attendance":
            said = (content.get("attendance") or {}).get("as_printed")
            return said and [said]


def _attendance(content, **_):
    attendance = content.get("attendance") or {}
    seated = [member for member in attendance.get("members", []) if member["present"]]
    if not seated:
        return None
    return {
        "heading": attendance.get("heading"),
        "columns": list(
            zip(ATTENDANCE_KEYS, attendance.get("columns", ATTENDANCE_COLUMNS), strict=True)
        ),
        "members": [
            {
                "serial": member.get("serial") or to_bengali(number),
                "lines": _who_came(member),
                "role": member.get("role") or "",
            }
            for number, member in enumerate(seated, 1)
        ],
    }


def _who_came(member):
    lines = [member["name"], *member.get("designation", [])]
    if stand_in := member.get("representative"):
        who = ", ".join(filter(None, [stand_in["name"], stand_in.get("designation")]))
        lines.append(f"পক্ষে: {who}")
    return lines


def _paragraphs(name):
    def block(content, **_):
        return {"paragraphs": content[name]} if content[name] else None

    return block


def _table(content, **_):
    if not content["items"]:
        return None
    keys = content["column_keys"]
    items = [_rows(item, keys, number) for number, item in enumerate(content["items"], 1)]
    cells = {
        key: [cell for rows in items for row in rows for cell in row if cell["key"] == key]
        for key in keys
    }
    headings = dict(zip(keys, content["columns"], strict=True))
    widths = _widths(cells, headings)
    left = 100 - sum(widths.values())
    rooms = {key: LINE * (widths.get(key, left) - PADDING) / 100 for key in keys}
    for key, column in cells.items():
        for cell in column:
            cell["room"] = rooms[key]
    return {
        "columns": [
            {"key": key, "heading": heading, "width": widths.get(key), "room": rooms[key] / BOLD}
            for key, heading in headings.items()
        ],
        "numbers": content.get("column_numbers"),
        "items": [_kept(rows) for rows in items],
    }


def _kept(rows):
    """Rows that stay on one page where they can; taller ones have no cell that spans a page's end."""
    if _lines_of(rows) <= TALL:
        return {"rows": rows, "is_tall": False}
    first = [cell | {"span": 1} for cell in rows[0]]
    later = [
        [by_key.get(cell["key"], cell | EMPTY) for cell in first]
        for by_key in ({cell["key"]: cell for cell in row} for row in rows[1:])
    ]
    return {"rows": [first, *later], "is_tall": True}


def _widths(cells, headings):
    """The width in per cent of every column but the widest: fixed for all pages, fit for its text."""
    needs = {key: _need(headings[key], cells[key]) for key in cells}
    widths = {key: _next_width(max(NARROW[key], needs[key])) for key in cells if key in NARROW}
    # The square root, because a cell grows in both directions.
    says = {key: _said(cells[key]) ** 0.5 for key in cells if key not in NARROW}
    rest = 100 - sum(widths.values())
    *others, widest = sorted(says, key=says.get) or [None]
    for key in others:
        share = rest * says[key] / sum(says.values())
        nearest = min(
            (width for width in WIDTHS if width >= LEAST), key=lambda width: abs(width - share)
        )
        widths[key] = _next_width(max(nearest, needs[key]))
    # Many columns of long words: those with room to spare give way first, then all of them.
    while 100 - sum(widths.values()) < max(LEAST, needs.get(widest, 0)):
        loosest = max(
            (key for key in widths if widths[key] > WIDTHS[0]),
            key=lambda key: widths[key] - needs[key],
        )
        widths[loosest] = max(width for width in WIDTHS if width < widths[loosest])
    return widths


def _next_width(width):
    return next(each for each in WIDTHS if each >= width)


def _said(cells):
    return sum(breadth(text) for cell in cells for text in _texts(cell)) + 1


def _need(heading, cells):
    """The width in per cent, up to WIDENED, in which no word of a column has to be broken."""
    # Bold letters are wider.
    words = [breadth(word) * BOLD for word in heading.split()]
    for text in (text for cell in cells for text in _texts(cell)):
        for word in text.split():
            # What is too long for any narrow column may break after a slash.
            parts = [word] if breadth(word) <= LONG else word.split("/")
            words += map(breadth, parts)
    return min(max(words, default=0) / LINE * 100 + PADDING, WIDENED)


def breadth(text):
    """About how many letters broad a text is when it is set in one line."""
    return sum(map(_breadth_of, text)) + 0.25 * text.count(JA_PHALA)


@cache
def _breadth_of(char):
    if char in SIGNS:
        return SIGNS[char]
    category = unicodedata.category(char)
    if category in ("Mn", "Cf"):
        return 0
    if category == "Lu":
        return 1.25
    return 0.75 if category[0] in "PZ" else 1


def _texts(cell):
    """The paragraphs of a cell."""
    if "lead" not in cell:
        return cell["lines"]
    return [cell["lead"] + "".join(cell["lines"][:1]), *cell["lines"][1:]]


def _rows(item, keys, number):
    """One item as table rows: one row, or one a decision where each has implementers of its own."""
    apart = len(item["decisions"]) > 1 and item.get("implementers_as_printed") is None
    groups = [[decision] for decision in item["decisions"]] if apart else [item["decisions"]]
    rows = []
    for index, decisions in enumerate(groups):
        cells = []
        for key in keys:
            if key in OF_A_DECISION:
                cells.append({"key": key, "span": 1, **OF_A_DECISION[key](item, decisions)})
            elif index == 0:
                cells.append({"key": key, "span": len(groups), **OF_AN_ITEM[key](item, number)})
        rows.append(cells)
    return rows


def _lines_of(rows):
    """About how many printed lines an item takes."""

    def lines(cell):
        return sum(ceil(breadth(text) / cell["room"]) for text in _texts(cell))

    spanning = [lines(cell) for cell in rows[0] if cell["span"] > 1]
    single = sum(max((lines(cell) for cell in row if cell["span"] == 1), default=0) for row in rows)
    return max([*spanning, single])


def _serial(item, number):
    return {"lines": [item["serial"] or to_bengali(number)]}


def _topic(item, number):
    return {"lines": [_coded_topic(item)]}


def _discussion(item, number):
    return {"lines": item["discussion"]}


def _topic_and_discussion(item, number):
    separator = item.get("topic_separator") or ": "
    return {"lead": _coded_topic(item) + separator, "lines": item["discussion"]}


def _coded_topic(item):
    return f"[{item['code']}] {item['topic']}" if item.get("code") else item["topic"]


def _decision(item, decisions):
    return {
        "lines": [
            f"({decision['label']}) {decision['text']}"
            if decision.get("label")
            else decision["text"]
            for decision in decisions
        ]
    }


def _implementer(item, decisions):
    if item.get("implementers_as_printed") is not None:
        return {"lines": [item["implementers_as_printed"]]}
    named = [name for decision in decisions for name in decision["implementers"]]
    return {"lines": list(dict.fromkeys(named))}


def _progress(item, decisions):
    return {"lines": [decision["progress"] for decision in decisions if decision.get("progress")]}


EMPTY = {"lead": "", "lines": []}

OF_AN_ITEM = {
    "serial": _serial,
    "topic": _topic,
    "discussion": _discussion,
    "topic_and_discussion": _topic_and_discussion,
}
OF_A_DECISION = {"decision": _decision, "implementer": _implementer, "progress": _progress}


def _signatory(content, *, turn, **_):
    return _signature(content["signatory"], "chair", turn)


def _copy_signatory(content, *, turn, **_):
    return _signature(content.get("copy_signatory"), "copy", turn)


def _report_signatory(content, *, turn, **_):
    signed_on = content.get("report_signed_on_as_printed")
    return _signature(content.get("report_signatory"), "report", turn, signed_on)


def _signature(person, field, turn, signed_on=None):
    """A block to sign above the printed name; the room for it has an id (documents.fields)."""
    return person and {
        "anchor": f"sign-{field}" + (f"-{turn + 1}" if turn else ""),
        "person": f"({person['name']})",
        "lines": person.get("designation", []),
        "signed_on": signed_on,
    }


def _distribution(content, *, turn, is_last):
    # The last turn prints all lists that are left, so that none is lost.
    lists = content["distribution"][turn : None if is_last else turn + 1]
    return {"lists": [_copy_list(each) for each in lists]} if lists else None


def _copy_list(copies):
    return {
        "heading": copies["heading"],
        "recipients": [
            {"number": numbered(copies["numbering"], number), "lines": recipient.split("\n")}
            for number, recipient in enumerate(copies["recipients"], 1)
        ],
        "blank_address": copies.get("blank_address", []),
        "is_short": len(copies["recipients"]) <= SHORT_LIST,
    }


def _of_letter(name):
    def block(content, **_):
        said = (content.get("letter") or {}).get(name)
        return {"said": said} if said else None

    return block


def _page_break(content, **_):
    return {}


BLOCKS = {
    "letterhead": _letterhead,
    "memo": _memo,
    "title": _title_block,
    "head": _head,
    "attendance": _attendance,
    "opening": _paragraphs("opening"),
    "table": _table,
    "closing": _paragraphs("closing"),
    "signatory": _signatory,
    "distribution": _distribution,
    "copy_signatory": _copy_signatory,
    "subject": _of_letter("subject"),
    "reference": _of_letter("reference"),
    "body": _of_letter("body"),
    "enclosure": _of_letter("enclosure"),
    "recipient": _of_letter("recipient"),
    "attention": _of_letter("attention"),
    "page_break": _page_break,
    "report_signatory": _report_signatory,
}
