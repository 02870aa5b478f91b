"""The blocks of a paper: from its content to what the templates print.

What a paper says is decided here and the templates only say it, so the page on the screen and the
PDF are the same paper.
"""

from bangla.digits import numbered, to_ascii
from papers import content as read
from papers.columns import BOLD, LINE, PADDING, breadth, table, width_for
from papers.head import BY_KEY
from papers.language import ENGLISH, language_of
from papers.promises import annex_cited
from papers.prose import hang_of

# Room for a number or a date that is not there yet: given at issue, or written by hand.
BLANK = "." * 24


# A copy list of up to this many recipients stays on one page.
SHORT_LIST = 5


# What a line holds of a signature's block, and of the table of attendance.
LINE_OF_SIGNATURE = LINE * 0.42
LINE_OF_ATTENDANCE = LINE * 12 / 11


def title_on(content):
    # A letter is called by its subject, unless a report lies behind it under a title of its own.
    subject = read.of_letter(content, "subject") if "subject" in content["order"] else None
    if said := content["title"] or subject:
        return " ".join(said.split())
    return language_of(content).title(content)


# Each block takes the content, which turn of this block it is (0, 1, …) and whether it is the last
# one, and gives what its template prints, or None where there is nothing to print.


def _letterhead(content, **_):
    return content["letterhead"] and {"lines": content["letterhead"]}


def _memo(content, *, turn, **_):
    memo, language = read.memo(content), language_of(content)
    printed = memo.as_printed
    if turn and memo.copy_number_as_printed:
        printed = memo.copy_number_as_printed
    return {
        "number": printed or _memo_number(memo, language),
        "label": language.dated,
        "dates": _memo_dates(memo, language),
    }


def _memo_number(memo, language):
    number = memo.number or BLANK
    # A file number without its serial: the serial is given, or written by hand, at issue.
    issue = f".{memo.issue or BLANK[:8]}" if memo.number else ""
    copies = f"({memo.copies})" if memo.copies else ""
    return language.memo.format(language.number(number + issue + copies))


def _memo_dates(memo, language):
    """The Bangla date over the Gregorian one; an old paper's own words where it has them."""
    own = [line for line in (memo.bangla_date_as_printed, memo.date_as_printed) if line]
    return own or (language.memo_dates(memo.date) if memo.date else [BLANK])


def _title_block(content, **_):
    # A forwarding letter's subject is the main heading; the title then heads the annex.
    return {
        "text": content["title"] or title_on(content),
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
    return _list_of_the_present(content)


def _annex(content, **_):
    """The list on pages of its own, under the name by which the paper cites it; to be signed where the
    shape of the paper has a column for that."""
    has_columns = "columns" in (content.get("attendance") or {})
    listed = _list_of_the_present(content, is_signed=has_columns)
    if listed is None:
        return None
    language = language_of(content)
    return {
        **listed,
        "heading": None,
        "called": annex_cited(content) or language.annex,
        "title": listed["heading"] or language.came(content),
        "held": [language.held.format(line) for line in BY_KEY["date"].lines(content)],
    }


def _list_of_the_present(content, *, is_signed=True):
    attendance = content.get("attendance") or {}
    seated, blank = read.present(content), attendance.get("empty_rows", 0)
    if not seated and not blank:
        return None
    language = language_of(content)
    serial, name, role, signature = attendance.get("columns", language.attendance)
    widths = {
        "serial": width_for(serial, [member.serial or "" for member in seated], least=9),
        "role": width_for(role, [member.role for member in seated], least=13),
    }
    if is_signed:
        widths["signature"] = 24
    widths_of_all = widths | {"name": 100 - sum(widths.values())}
    rooms = {
        key: LINE_OF_ATTENDANCE * (width - PADDING) / 100 for key, width in widths_of_all.items()
    }
    headings = {"serial": serial, "name": name, "role": role}
    if is_signed:
        headings["signature"] = signature
    return {
        "heading": attendance.get("heading"),
        "columns": [
            {"key": key, "heading": heading, "width": widths.get(key), "room": rooms[key] / BOLD}
            for key, heading in headings.items()
        ],
        "room": rooms["name"],
        "role_room": rooms["role"],
        "is_signed": is_signed,
        "members": [
            *(
                {
                    "serial": member.serial or language.number(number),
                    "lines": _who_came(member, language, rooms["name"]),
                    "role": member.role,
                }
                for number, member in enumerate(seated, 1)
            ),
            # Of a sheet to be signed: rows for whoever else comes.
            *(
                {"serial": language.number(number), "lines": [], "role": ""}
                for number in range(len(seated) + 1, len(seated) + blank + 1)
            ),
        ],
    }


def _who_came(member, language, room):
    """Name and post in one line where it has room for them, or one under the other, or as they run."""
    post = ", ".join(member.designation)
    in_one_line = ", ".join(filter(None, [member.name, post]))
    under_each_other = breadth(post) <= room < breadth(in_one_line)
    lines = [member.name, post] if under_each_other else [in_one_line]
    if member.representative:
        lines.append(language.instead.format(member.representative.in_one_line))
    return lines


def _earlier(content, **_):
    """What became of the decisions of earlier sittings: a heading, a table, notes below it."""
    heading, *said = content.get("earlier") or [None]
    return heading and {"heading": heading, "paragraphs": said}


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
        "room": LINE_OF_SIGNATURE,
        "lines": person.designation,
        "signed_on": signed_on,
    }


def _distribution(content, *, turn, is_last):
    # The last turn prints all lists that are left, so that none is lost.
    lists = read.copy_lists(content)[turn : None if is_last else turn + 1]
    language = language_of(content)
    return {"lists": [_copy_list(each, language) for each in lists]} if lists else None


# How far the numbers of a copy list stand out at least, in half ems.
LEAST_HANG = 5


def _copy_list(copies, language):
    return {
        "heading": copies.heading,
        **_numbered(copies.recipients, copies.numbering, language),
        "blank_address": copies.blank_address,
        "is_short": len(copies.recipients) <= SHORT_LIST,
    }


def _numbered(lines, style, language):
    """Lines of a list with their numbers, and how far these stand out."""
    if style and language is ENGLISH:
        style = to_ascii(style).replace("।", ".")
    numbers = [numbered(style, number) for number in range(1, len(lines) + 1)]
    return {
        "lines": [
            {"number": number, "text": text} for number, text in zip(numbers, lines, strict=True)
        ],
        "hang": max(LEAST_HANG, hang_of([*numbers, ""], breadth)),
    }


def _agenda(content, **_):
    agenda = read.agenda(content)
    return agenda and {
        "heading": agenda.heading,
        **_numbered(agenda.topics, agenda.numbering, language_of(content)),
    }


def _of_letter(name):
    def block(content, **_):
        said = read.of_letter(content, name)
        return {"said": said, "label": getattr(language_of(content), name, "")} if said else None

    return block


def _body(content, **_):
    said = read.of_letter(content, "body")
    return {"paragraphs": said} if said else None


def _page_break(content, **_):
    return {}


BLOCKS = {
    "letterhead": _letterhead,
    "memo": _memo,
    "title": _title_block,
    "head": _head,
    "attendance": _attendance,
    "opening": _paragraphs("opening"),
    "earlier": _earlier,
    "table": table,
    "closing": _paragraphs("closing"),
    "signatory": _signatory,
    "distribution": _distribution,
    "copy_signatory": _copy_signatory,
    "subject": _of_letter("subject"),
    "reference": _of_letter("reference"),
    "body": _body,
    "enclosure": _of_letter("enclosure"),
    "agenda": _agenda,
    "recipient": _of_letter("recipient"),
    "attention": _of_letter("attention"),
    "page_break": _page_break,
    "report_signatory": _report_signatory,
    "annex": _annex,
}
