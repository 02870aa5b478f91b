"""The blocks of a paper: from its content to what the templates print.

What a paper says is decided here and the templates only say it, so the page on the screen and the
PDF are the same paper.
"""

from bangla.calendar import from_gregorian
from bangla.digits import numbered, to_bengali
from bangla.phrases import long_date
from papers import content as read
from papers.columns import table
from papers.head import BY_KEY
from papers.titles import Kind, title_of

# Room for a number or a date that is not there yet: given at issue, or written by hand.
BLANK = "." * 24


# A copy list of up to this many recipients stays on one page.
SHORT_LIST = 10


ATTENDANCE_KEYS = ["serial", "name", "role", "signature"]


ATTENDANCE_COLUMNS = ["ক্রঃ নং", "নাম ও পদবি", "কমিটিতে পদবি", "স্বাক্ষর"]


def title_on(content):
    if content["title"]:
        return " ".join(content["title"].split())
    return title_of(
        committee=content["committee"],
        kind=Kind(content["kind"]).label,
        cadence=content["cadence"],
        period_start=(read.period(content) or [None])[0],
    )


# Each block takes the content, which turn of this block it is (0, 1, …) and whether it is the last
# one, and gives what its template prints, or None where there is nothing to print.


def _letterhead(content, **_):
    return content["letterhead"] and {"lines": content["letterhead"]}


def _memo(content, *, turn, **_):
    memo = read.memo(content)
    printed = memo.as_printed
    if turn and memo.copy_number_as_printed:
        printed = memo.copy_number_as_printed
    return {"number": printed or _memo_number(memo), "dates": _memo_dates(memo)}


def _memo_number(memo):
    number = memo.number or BLANK
    # A file number without its serial: the serial is given, or written by hand, at issue.
    issue = f".{memo.issue or BLANK[:8]}" if memo.number else ""
    copies = f"({memo.copies})" if memo.copies else ""
    return f"স্মারক নম্বর: {to_bengali(number + issue + copies)}"


def _memo_dates(memo):
    """The Bangla date over the Gregorian one; an old paper's own words where it has them."""
    bangla, gregorian = memo.bangla_date_as_printed, memo.date_as_printed
    if not (bangla or gregorian) and memo.date:
        bangla, gregorian = str(from_gregorian(memo.date)), long_date(memo.date)
    return [line for line in (bangla, gregorian) if line] or [BLANK]


def _title_block(content, **_):
    # A forwarding letter's subject is the main heading; the title then heads the annex.
    return {
        "lines": content["title"].split("\n") if content["title"] else [title_on(content)],
        "level": 2 if "subject" in content["order"] else 1,
    }


def _head(content, **_):
    lines = [
        {"label": line["label"].rstrip(), "value": value}
        for line in content["head"]
        if (value := BY_KEY[line["key"]].lines(content))
    ]
    for line in lines:
        # Some offices write the colon (or a visarga in its place) into the label.
        line["colon"] = not line["label"].endswith((":", "ঃ"))
    return {"lines": lines} if lines else None


def _attendance(content, **_):
    attendance = content.get("attendance") or {}
    seated = [member for member in read.members(content) if member.is_present]
    if not seated:
        return None
    return {
        "heading": attendance.get("heading"),
        "columns": list(
            zip(ATTENDANCE_KEYS, attendance.get("columns", ATTENDANCE_COLUMNS), strict=True)
        ),
        "members": [
            {
                "serial": member.serial or to_bengali(number),
                "lines": _who_came(member),
                "role": member.role,
            }
            for number, member in enumerate(seated, 1)
        ],
    }


def _who_came(member):
    lines = [member.name, *member.designation]
    if member.representative:
        lines.append(f"পক্ষে: {member.representative.in_one_line}")
    return lines


def _paragraphs(name):
    def block(content, **_):
        return {"paragraphs": content[name]} if content[name] else None

    return block


def _signatory(content, *, turn, **_):
    return _signature(read.person(content, "signatory"), "chair", turn)


def _copy_signatory(content, *, turn, **_):
    return _signature(read.person(content, "copy_signatory"), "copy", turn)


def _report_signatory(content, *, turn, **_):
    signed_on = content.get("report_signed_on_as_printed")
    return _signature(read.person(content, "report_signatory"), "report", turn, signed_on)


def _signature(person, field, turn, signed_on=None):
    """A block to sign above the printed name; the room for it has an id (documents.fields)."""
    return person and {
        "anchor": f"sign-{field}" + (f"-{turn + 1}" if turn else ""),
        "person": f"({person.name})",
        "lines": person.designation,
        "signed_on": signed_on,
    }


def _distribution(content, *, turn, is_last):
    # The last turn prints all lists that are left, so that none is lost.
    lists = read.copy_lists(content)[turn : None if is_last else turn + 1]
    return {"lists": [_copy_list(each) for each in lists]} if lists else None


def _copy_list(copies):
    return {
        "heading": copies.heading,
        "recipients": [
            {"number": numbered(copies.numbering, number), "lines": recipient.split("\n")}
            for number, recipient in enumerate(copies.recipients, 1)
        ],
        "blank_address": copies.blank_address,
        "is_short": len(copies.recipients) <= SHORT_LIST,
    }


def _of_letter(name):
    def block(content, **_):
        said = read.of_letter(content, name)
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
    "table": table,
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
