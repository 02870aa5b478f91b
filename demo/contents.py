"""What the papers of the demo say: contents of the interchange format, written from the wordings."""

from datetime import timedelta

from bangla.calendar import from_gregorian
from bangla.digits import letter, numbered, to_bengali
from bangla.grammar import genitive
from bangla.phrases import (
    fiscal_year,
    long_date,
    month_name,
    numeric_date,
    period_of,
    period_phrase,
)
from bangla.words import count_words
from committees.models import Membership
from demo.sources import offices, paper
from demo.timetable import months_before, working_day
from demo.wording import Words
from meetings.interchange import SHAPE
from meetings.models import Attendance, Meeting

# How an office prints the date of a sitting, where it does not leave that to the portal.
DATES = {
    "slash": lambda day: f"{numeric_date(day)} খ্রি:",
    "dashes": lambda day: f"{numeric_date(day, sep='-')} খ্রি.",
}

# How often members come themselves: up to these chances they send somebody, are absent, on leave.
SENDS, ABSENT, ON_LEAVE = 0.16, 0.22, 0.27
INVITES = 0.3

ATTENDED = Attendance.Status
TITLED = ("ডাঃ", "কৃষিবিদ")


class Writer:
    """Writes the papers of one committee: what stays the same on all of them, and what does not."""

    def __init__(self, cast, committee, body, office):
        self.cast, self.committee, self.body, self.office = cast, committee, body, office
        self.source = paper(body["paper"])
        self.members = cast.members[committee.pk]

    def blank(self, held_on, *, issue=None, issued_on=None):
        """The content of a sitting whose items are not written yet."""
        words = self.words(held_on)
        start, end = period_of(self.committee.cadence, held_on)
        source, shape = self.source, dict(self.committee.shape)
        table = shape.pop("attendance", {})
        as_printed = self.body.get("attendance") or source.get("attendance")
        title = source.get("title")
        return {
            "kind": Meeting.Kind.MINUTES.value,
            "committee": self.committee.name,
            "title": words.fill(title) if title else None,
            "cadence": self.committee.cadence,
            "period": [start.isoformat(), end.isoformat()],
            "letterhead": self.committee.office.letterhead if self._has("letterhead") else None,
            "meeting": self._meeting(held_on),
            "chair": self._chair(held_on),
            "attendance": {"as_printed": as_printed, **table, "members": []},
            **{key: shape[key] for key in SHAPE if key in shape},
            "opening": [],
            "items": [],
            "closing": [],
            "signatory": self.signature(self.body["chair"], held_on, self.body.get("chair_also")),
            "memo": self.memo(issue, issued_on) if self._has("memo") else None,
            "distribution": [self._copies(each, words) for each in source.get("copies", [])],
            **self._copy_signatory(held_on),
        }

    def minutes(self, held_on, dealt, **memo):
        """The content of a sitting whose minutes are written, and who its attendances are.

        `dealt` is what Topics.deal gave. Returns (content, memberships in the order of members;
        None for a guest).
        """
        content, words = self.blank(held_on, **memo), self.words(held_on)
        members, seats = self._members(held_on, words)
        content["attendance"]["members"] = members
        content["opening"] = [words.fill(each) for each in words.one_of(self.source["opening"])]
        content["items"] = [
            self._item(number, topic, wording, held_on, words)
            for number, (topic, wording) in enumerate(dealt, 1)
        ]
        content["closing"] = [words.fill(each) for each in words.one_of(self.source["closing"])]
        return content, seats

    def words(self, held_on):
        """Words for the paper of a sitting, with all that its gaps may ask for."""
        chair = self.cast.post(self.office["code"], self.body["chair"])
        held_by = self.cast.posting(chair, held_on)
        cadence, office = self.committee.cadence, self.committee.office
        before = months_before(held_on, 3 if cadence == "quarterly" else 1)
        last_month = months_before(held_on, 1)
        return Words(
            f"{office.code} {self.committee.name} {held_on}",
            **self.office.get("facts", {}),
            **{
                "committee's": genitive(self.committee.name),
                "office's": genitive(office.name),
            },
            committee=self.committee.name,
            place=self.office["place"],
            district=self.cast.district(self.office["code"]),
            web=self.office["web"],
            chair=polite(held_by.name),
            chair_post=chair.title,
            held=numeric_date(held_on),
            period=period_phrase(cadence, held_on),
            period_slash=period_phrase(cadence, held_on, slash=True),
            month=_month(held_on, held_on),
            last_month=_month(last_month, held_on),
            last_sitting=_month(before, held_on),
            fy=fiscal_year(held_on),
            last_fy=fiscal_year(months_before(held_on, 12)),
        )

    def signature(self, title, on, also=(), *, reachable=False):
        """Who signs as the holder of a post on a day; `reachable` adds phone and e-mail."""
        post = self.cast.post(self.office["code"], title)
        lines = [post.title, self.cast.address(post.office.code), *(also or ())]
        if reachable:
            lines += [f"ফোন: {post.phone}", post.email]
        return {"name": self.cast.posting(post, on).name, "designation": lines}

    def _has(self, block):
        return block in self.committee.shape["order"]

    def _meeting(self, held_on):
        style = self.body.get("date") or self.source.get("date")
        printed = {"date_as_printed": DATES[style](held_on)} if style else {}
        return {
            "date": held_on.isoformat(),
            **printed,
            "time": self.body["time"],
            "venue": self.body["venue"],
        }

    def _chair(self, held_on):
        post = self.cast.post(self.office["code"], self.body["chair"])
        return {
            "label": self.committee.chair_label,
            "name": self._named(self.cast.posting(post, held_on).name),
            "designation": [self.cast.titled(post, self.office["code"])],
        }

    def _named(self, name):
        # Line offices write জনাব in lists.
        return polite(name) if self.body["shape"] == "line_office" else name

    def memo(self, issue, issued_on):
        """The memo block: the committee's file, with a serial, a date and a count once it is issued; until
        then the portal counts."""
        sizes = [size for each in self.source.get("copies", []) for _, size in each["recipients"]]
        copies = sum(
            self.office["facts"][size] if isinstance(size, str) else size for size in sizes
        )
        return {
            "number": self.body["file"],
            "issue": issue and to_bengali(issue),
            "copies": to_bengali(copies) if issue and copies else None,
            "date": issued_on and issued_on.isoformat(),
        }

    def _copies(self, each, words):
        blank = each.get("blank_address")
        return {
            "heading": each["heading"],
            "numbering": each.get("numbering"),
            "recipients": [words.fill(recipient) for recipient, _ in each["recipients"]],
            **({"blank_address": [words.fill(line) for line in blank]} if blank else {}),
        }

    def _copy_signatory(self, held_on):
        if not self._has("copy_signatory"):
            return {}
        title = self.body.get("copies_signed_by")
        signed = self.signature(title or self.body["chair"], held_on, reachable=bool(title))
        return {"copy_signatory": signed}

    def _members(self, held_on, words):
        told, seats = [], []
        for seat in self.members:
            posting = self.cast.posting(seat.post, held_on)
            if posting is None:
                continue
            told.append(
                {
                    "serial": to_bengali(len(told) + 1),
                    "name": self._named(posting.name),
                    "designation": [self.cast.titled(seat.post, self.office["code"])],
                    "role": seat.printed_role,
                    **self._came(seat, words),
                }
            )
            seats.append(seat)
        if self.body["paper"].endswith("ict") and words.chance() < INVITES:
            name, designation = words.one_of(offices()["guests"])
            told.append(
                {
                    "serial": to_bengali(len(told) + 1),
                    "name": name,
                    "designation": [designation],
                    "role": "আমন্ত্রিত",
                    "present": True,
                    "status": ATTENDED.GUEST.value,
                }
            )
            seats.append(None)
        return told, seats

    def _came(self, seat, words):
        """Whether a member came: the keys of the format that say so."""
        chance = words.chance()
        roles = Membership.Role
        if seat.role in (roles.CHAIR, roles.CONVENER, roles.MEMBER_SECRETARY):
            return {"present": True}
        posts = self.cast.told[seat.post.office.code]["posts"]
        deputy = next(p.get("deputy") for p in posts if p["title"] == seat.post.title)
        if chance < SENDS and deputy:
            name, designation = deputy
            stand_in = {"name": name, "designation": designation}
            status = ATTENDED.REPRESENTED.value
            return {"present": True, "status": status, "representative": stand_in}
        if SENDS <= chance < ABSENT:
            return {"present": False}
        if ABSENT <= chance < ON_LEAVE:
            return {"present": False, "status": ATTENDED.LEAVE.value}
        return {"present": True}

    def _item(self, number, topic, wording, held_on, words):
        style = self.source.get("serial")
        discussion = [words.fill(each) for each in wording.get("discussion", [])]
        decisions = wording["decisions"]
        cell = wording.get("cell")
        return {
            "serial": numbered(style, number) if style else None,
            "code": topic.get("code"),
            "topic": words.fill(topic["title"]),
            "discussion": discussion,
            "decisions": [
                {
                    "label": letter(place) if len(decisions) > 1 else None,
                    **_decision(decision, held_on, words),
                }
                for place, decision in enumerate(_listed(decisions), 1)
            ],
            **({"implementers_as_printed": words.fill(cell)} if cell else {}),
        }


def report(writer, told, wordings, held_on, reported_on, *, cited, turn, signed, issue=None):
    """The content of a progress report: what a district did about each decision of the division.

    `told` is the content of the division's minutes and `wordings` what they were written from;
    `cited` their (memo number, date); `turn` chooses among the wordings of progress; `signed` says
    whether the letter has gone out.
    """
    source, words = writer.source, writer.words(held_on)
    words.told |= {
        "team's": genitive(told["committee"]),
        "cited": cited[0],
        "cited_on": f"{from_gregorian(cited[1])} / {long_date(cited[1])}",
        "pages": count_words(1),
    }
    shape = writer.committee.shape
    assistant = writer.body["secretary"]
    return {
        "kind": Meeting.Kind.PROGRESS_REPORT.value,
        "committee": told["committee"],
        "title": words.fill(source["title"]),
        "cadence": None,
        "period": None,
        "letterhead": writer.committee.office.letterhead,
        "meeting": {"date": held_on.isoformat()},
        "letter": {
            "subject": words.fill(source["subject"]),
            "reference": words.fill(source["reference"]),
            "body": [words.fill(each) for each in source["body"]],
            "enclosure": words.fill(source["enclosure"]),
            "recipient": source["recipient"],
            "attention": source["attention"],
        },
        **{key: shape[key] for key in SHAPE if key in shape},
        "opening": [],
        "items": [
            _reported(item, wording, turn, words)
            for item, (_, wording) in zip(told["items"], wordings, strict=True)
        ],
        "closing": [],
        "signatory": writer.signature(writer.body["chair"], reported_on, reachable=True),
        "memo": writer.memo(issue, reported_on if signed else None),
        "distribution": [],
        "report_signatory": writer.signature(assistant, reported_on, reachable=True),
        **({"report_signed_on_as_printed": numeric_date(reported_on)} if signed else {}),
    }


def polite(name):
    """A name as it stands in a sentence: জনাব, unless another title leads it."""
    return name if name.startswith(TITLED) else f"জনাব {name}"


def cited_number(content):
    """The memo number of a content as another letter cites it."""
    return f"{content['memo']['number']}.{content['memo']['issue']}"


def _reported(item, wording, turn, words):
    (decision,), (told,) = item["decisions"], _listed(wording["decisions"])
    progress = told["progress"]
    done = {
        "label": None,
        "text": decision["text"],
        "implementers": [],
        "progress": words.fill(progress[turn % len(progress)]),
    }
    return {**item, "discussion": [], "decisions": [done]}


def _decision(told, held_on, words):
    due_on = working_day(held_on + timedelta(days=told["due"])) if "due" in told else None
    due = {"due": long_date(due_on)} if due_on else {}
    return {
        "text": words.fill(told["text"], **due),
        "implementers": [words.fill(each) for each in told["by"]],
        "progress": None,
        **({"due": due_on.isoformat()} if due_on else {}),
    }


def _listed(decisions):
    # A TOML table where there is but one.
    return [decisions] if isinstance(decisions, dict) else decisions


def _month(day, told_on):
    """A month in a sentence, with the year where it is another: অক্টোবর, ডিসেম্বর ২০২৫."""
    name = month_name(day.month)
    return name if day.year == told_on.year else f"{name} {to_bengali(day.year)}"
