"""What a paper says, as data: a dict of the interchange format, and its one reading.

Whoever asks a content something asks the readers here; they give values (dates, texts, lists), with
what an old file left out filled in, so that nobody else knows which keys a file may lack.
"""

import hashlib
import json
from datetime import date
from typing import NamedTuple

from bangla.digits import to_bengali
from papers.paragraphs import first_words

# Of the interchange format; what a file does not say is of the first.
VERSION = 1


def canonical(content):
    """The one spelling of a content: UTF-8 JSON with sorted keys and no spare spaces (bytes)."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(content):
    """SHA-256 of the canonical content, in hex."""
    return hashlib.sha256(canonical(content)).hexdigest()


# --- What stands in it ----------------------------------------------------------------------------


class Person(NamedTuple):
    """Somebody who chairs or signs, as printed."""

    name: str
    designation: list

    @property
    def in_one_line(self):
        """The name and the first line of the designation."""
        return ", ".join([self.name, *self.designation[:1]])


class Member(NamedTuple):
    """A line of the attendance."""

    name: str
    designation: list
    role: str
    serial: str | None
    is_present: bool
    # Who came in the member's place: a Person with one line of designation at most.
    representative: Person | None


class Decision(NamedTuple):
    label: str | None
    text: str
    implementers: list
    progress: str | None
    due: date | None

    @property
    def printed(self):
        """With its letter, where it has one: (ক) …"""
        return f"({self.label}) {self.text}" if self.label else self.text


class Item(NamedTuple):
    serial: str | None
    code: str | None
    topic: str
    topic_separator: str | None
    # Paragraphs; among them may stand a table: {"table": {"head", "rows"}}.
    discussion: list
    # One cell for all its decisions; None where each has its own.
    implementers_as_printed: str | None
    decisions: list

    @property
    def called(self):
        """Its topic or, where the paper has none, the first words of what was said or decided."""
        return first_words(
            self.topic, self.discussion, *(decision.text for decision in self.decisions)
        )


class CopyList(NamedTuple):
    heading: str
    numbering: str
    recipients: list
    blank_address: list


class Agenda(NamedTuple):
    """What a notice announces."""

    heading: str
    numbering: str
    topics: list


class Memo(NamedTuple):
    """The number over a paper; `…_as_printed` are an old paper's own words."""

    number: str | None
    issue: str | None
    copies: str | None
    date: date | None
    as_printed: str | None
    copy_number_as_printed: str | None
    date_as_printed: str | None
    bangla_date_as_printed: str | None


# --- The readers ----------------------------------------------------------------------------------


def held_on(content):
    return date.fromisoformat(content["meeting"]["date"])


def period(content):
    """(first, last day) of what the sitting belongs to, or None."""
    return tuple(map(date.fromisoformat, content["period"])) if content.get("period") else None


def person(content, block):
    """Who is printed in a block (signatory, copy_signatory, report_signatory) or chairs; or None."""
    return _person(content.get(block))


def members(content):
    return [_member(told) for told in (content.get("attendance") or {}).get("members") or []]


def present(content):
    """Those of the attendance who came."""
    return [member for member in members(content) if member.is_present]


def came_to(content):
    """How many came, of how many; (None, None) where the paper has no list of them."""
    listed = members(content)
    if not listed:
        return None, None
    return len(present(content)), len(listed)


def heads_on(content):
    """The keys of the lines of the head that the paper prints: a set."""
    return {line["key"] for line in content["head"]} if "head" in content["order"] else set()


def items(content):
    return [_item(told) for told in content["items"]]


def memo(content):
    """The Memo of a paper, all of it None where there is no number yet."""
    told = content.get("memo") or {}
    dated = told.get("date")
    return Memo(
        **{name: told.get(name) for name in Memo._fields if name != "date"},
        date=date.fromisoformat(dated) if dated else None,
    )


def spoken_serial(serial, number):
    """How people speak of an item: by its serial as it prints, or by which one it is."""
    return (serial or to_bengali(number)).rstrip(".।)")


def copy_lists(content):
    return [
        CopyList(
            heading=told["heading"],
            numbering=told["numbering"],
            recipients=told["recipients"],
            blank_address=told.get("blank_address", []),
        )
        for told in content["distribution"]
    ]


def agenda(content):
    """The Agenda of a notice, or None."""
    told = content.get("agenda")
    return Agenda(told["heading"], told["numbering"], told["topics"]) if told else None


def office_lines(content):
    """(the office, its place) of the letterhead, each "" where it is not told."""
    letterhead = content.get("letterhead") or {}
    return letterhead.get("office") or "", letterhead.get("place") or ""


def of_letter(content, part):
    """A part of the forwarding letter (subject, recipient, …), or None."""
    return (content.get("letter") or {}).get(part)


def _person(told):
    return Person(told["name"], told.get("designation") or []) if told else None


def _member(told):
    stand_in = told.get("representative")
    post = stand_in and stand_in.get("designation")
    return Member(
        name=told["name"],
        designation=told.get("designation") or [],
        role=told.get("role") or "",
        serial=told.get("serial"),
        is_present=bool(told.get("present")),
        representative=Person(stand_in["name"], [post] if post else []) if stand_in else None,
    )


def _item(told):
    return Item(
        serial=told.get("serial"),
        code=told.get("code"),
        topic=told["topic"],
        topic_separator=told.get("topic_separator"),
        discussion=told.get("discussion") or [],
        implementers_as_printed=told.get("implementers_as_printed"),
        decisions=[_decision(each) for each in told["decisions"]],
    )


def _decision(told):
    return Decision(
        label=told.get("label"),
        text=told["text"],
        implementers=told.get("implementers") or [],
        progress=told.get("progress"),
        due=date.fromisoformat(told["due"]) if told.get("due") else None,
    )
