"""Minutes in: a file of the interchange format becomes a meeting.

The way out is `meetings.content.content_of`. The format is interchange.schema.json beside this
module; every file is checked against it before anything is stored.
"""

import json
import unicodedata
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import count

from django.db import IntegrityError, transaction
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker

from bangla.digits import to_bengali
from bangla.phrases import long_date
from bangla.text import fold, unstorable_in
from committees.models import Committee
from meetings import rows
from meetings.discrepancies import discrepancies, warning
from meetings.models import Attendance, Meeting, State
from offices.models import Office
from papers.content import items as read_items
from papers.head import columns_of
from papers.kinds import refusal_of
from papers.paragraphs import is_table, rows_of
from papers.shapes import prints_topic
from papers.wording import doubts_about_words

LARGEST = 8 * 1024 * 1024

# Keys that make up the shape of a paper, kept together with the meeting.
SHAPE = ("order", "head", "columns", "column_keys", "column_numbers")

IMPORTED = "imported"


class BadFile(ValueError):
    """A file that cannot be taken in. `faults` is a list of (field, Bengali message)."""

    def __init__(self, *faults):
        self.faults = faults
        super().__init__("; ".join(f"{field}: {message}" for field, message in faults))


def read(content):
    """Bytes of a file → its content as a dict, text in NFC. Raises BadFile."""
    if len(content) > LARGEST:
        raise BadFile(("ফাইল", "ফাইলটি ৮ মেগাবাইটের বেশি বড়।"))
    try:
        content = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_each_key_once)
    except UnicodeDecodeError:
        raise BadFile(("ফাইল", "ফাইলটি UTF-8 লেখা নয়।")) from None
    except json.JSONDecodeError as error:
        where = f"{to_bengali(error.lineno)} নং লাইন, {to_bengali(error.colno)} নং অক্ষর"
        raise BadFile((where, "এখানে JSON-এর গঠন ভাঙা।")) from None
    except RecursionError:
        raise BadFile(("ফাইল", "JSON-এর স্তর খুব গভীর।")) from None
    content = _normal(content)
    _check(content)
    return content


@transaction.atomic
def store(content, *, office=None, by=None, at=None):
    """Make a meeting of a checked content. Returns (meeting, warnings).

    `office` is the Office to file it under; without one the letterhead tells, and an office that
    is not known yet is opened with a warning. `at` is the moment it was written, by default now.
    Raises BadFile for a meeting that is already there.
    """
    warnings = discrepancies(content)
    if office is None:
        office, opened = _office_of(content)
        warnings = opened + warnings
    committee = _committee_of(content, office)
    _refuse_second(content, committee)
    try:
        with transaction.atomic():
            meeting = _store_meeting(content, committee, by, at or timezone.now())
    except IntegrityError:
        # Somebody stored the same sitting since the last look.
        _refuse_second(content, committee)
        raise
    _store_attendance(content, meeting)
    rows.write(meeting, map(rows.from_content, read_items(content)))
    words = doubts_about_words(content, font=office.paper_font)
    return meeting, [*warnings, *(warning(told.code, told.message) for told in words)]


def _each_key_once(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadFile((twice, "একই ঘর দুবার দেওয়া হয়েছে।"))
    return found


def _normal(value):
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_normal(each) for each in value]
    if isinstance(value, dict):
        return {key: _normal(each) for key, each in value.items()}
    return value


# --- Checking -------------------------------------------------------------------------------


@cache
def schema():
    """The JSON Schema of the format, as a dict."""
    return json.loads((files(__package__) / "interchange.schema.json").read_bytes())


@cache
def _validator():
    return Draft202012Validator(schema(), format_checker=FormatChecker(["date"]))


def _check(content):
    faults = [
        (_field(error.absolute_path), _message(error))
        for each in _validator().iter_errors(content)
        for error in _leaves(each)
    ]
    faults += [(field, message) for field, message in _unprintable(content)]
    if not faults:
        faults += _inconsistent(content)
    if faults:
        raise BadFile(*faults[:20])


def _leaves(error):
    """The faults worth telling: where null was also allowed, what the other choice misses."""
    if error.validator != "oneOf":
        return [error]
    return [leaf for each in error.context if each.schema_path[0] == 1 for leaf in _leaves(each)]


def _field(path):
    name = ""
    for step in path:
        name += f"[{step}]" if isinstance(step, int) else f".{step}" if name else step
    return name or "ফাইল"


TYPES = {
    "string": "লেখা",
    "array": "তালিকা",
    "object": "ঘরের গুচ্ছ {…}",
    "boolean": "true/false",
    "null": "null",
}


def _message(error):
    wanted, got = error.validator_value, error.instance
    match error.validator:
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            return f"এখানে {' বা '.join(TYPES[kind] for kind in kinds)} থাকতে হবে।"
        case "required":
            missing = ", ".join(key for key in wanted if key not in got)
            return f"এই ঘর নেই: {missing}।"
        case "additionalProperties":
            known = error.schema["properties"]
            return f"অচেনা ঘর: {', '.join(key for key in got if key not in known)}।"
        case "enum":
            choices = ", ".join("null" if choice is None else choice for choice in wanted)
            return f"“{_shortened(got)}” চেনা মান নয়; হতে পারে: {choices}।"
        case "format" | "pattern" if refusal := refusal_of(error.schema):
            return refusal.format(_shortened(got))
        case "const":
            return (
                f"ফাইলটি বিন্যাসের {to_bengali(_shortened(got))} নম্বর সংস্করণের; "
                f"পড়া যায় {to_bengali(wanted)} নম্বর সংস্করণ।"
            )
        case "minLength":
            return "লেখাটি ফাঁকা।"
        case "maxLength":
            return f"লেখাটি {to_bengali(wanted)} অক্ষরের বেশি বড়।"
        case "minItems":
            return f"তালিকায় অন্তত {to_bengali(wanted)}টি থাকতে হবে।"
        case "maxItems":
            return f"তালিকায় {to_bengali(wanted)}টির বেশি থাকতে পারে না।"
        case "uniqueItems":
            return "তালিকায় একই জিনিস দুবার আছে।"
    return "মানটি গ্রহণযোগ্য নয়।"


def _shortened(value):
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:40] + "…"


def _unprintable(value, path=()):
    """Characters that no paper can show, or that make it read otherwise than it is stored."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _unprintable(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _unprintable(each, (*path, index))
    # What the columns would clean: a file is refused instead, that it comes out as it went in.
    elif isinstance(value, str) and (char := unstorable_in(value)):
        yield _field(path), f"লেখায় অদৃশ্য অক্ষর U+{ord(char):04X} আছে; মুছে দিন।"


def _inconsistent(content):
    """What the schema cannot say: parts that must fit each other."""
    columns = content["column_keys"]
    for name in ("columns", "column_numbers"):
        if name in content and len(content[name]) != len(columns):
            yield name, f"{to_bengali(len(columns))}টি কলামের জন্য একটি করে থাকতে হবে।"
    if {"topic_and_discussion", "topic"} <= set(columns):
        yield "column_keys", "topic_and_discussion থাকলে topic আলাদা থাকতে পারে না।"
    if {"topic_and_discussion", "discussion"} <= set(columns):
        yield "column_keys", "topic_and_discussion থাকলে discussion আলাদা থাকতে পারে না।"
    for index, item in enumerate(content["items"]):
        yield from _unfit(item, f"items[{index}]", has_topic=prints_topic(content))
    period = content["period"]
    if period and period[0] > period[1]:
        yield "period[1]", "মেয়াদের শেষ শুরুর আগে।"
    for index, member in enumerate((content.get("attendance") or {}).get("members", [])):
        status = member.get("status", "")
        if (status == "represented") != ("representative" in member):
            yield (
                f"attendance.members[{index}].representative",
                "প্রতিনিধি উপস্থিত থাকলে, এবং কেবল তখনই, তাঁর নাম দিন।",
            )
        if status and member["present"] == (status == "leave"):
            yield f"attendance.members[{index}].present", "status-এর সঙ্গে মেলে না।"


def _unfit(item, field, *, has_topic):
    if has_topic and not item["topic"]:
        yield f"{field}.topic", "ছকে বিষয়ের কলাম আছে, কিন্তু লেখাটি ফাঁকা।"
    for index, paragraph in enumerate(item["discussion"]):
        if is_table(paragraph) and len(set(map(len, rows_of(paragraph["table"])))) > 1:
            yield f"{field}.discussion[{index}].table", "ছকের সব সারিতে সমান সংখ্যক ঘর থাকতে হবে।"


# --- Storing --------------------------------------------------------------------------------


def _office_of(content):
    """The office the letterhead names; an unknown one is opened, and said so."""
    letterhead = content["letterhead"]
    if letterhead is None:
        office, _ = Office.objects.get_or_create(
            code=IMPORTED,
            defaults={
                "kind": Office.Kind.LINE,
                "name": "আমদানি করা কাগজ (কার্যালয় জানা নেই)",
                "letter_office": "কার্যালয় জানা নেই",
            },
        )
        return office, [warning("office_unknown", _UNKNOWN)]

    lines = [letterhead["office"], letterhead.get("place")]
    wanted = fold(" ".join(filter(None, lines)))
    while True:
        for office in Office.objects.all():
            if wanted in (fold(office.name), fold(f"{office.letter_office} {office.letter_place}")):
                return office, []
        codes = set(Office.objects.filter(code__startswith=IMPORTED).values_list("code", flat=True))
        office = Office(
            code=next(code for n in count(1) if (code := f"{IMPORTED}-{n}") not in codes),
            kind=Office.Kind.LINE,
            name=", ".join(filter(None, lines)),
            letter_government=letterhead.get("government") or "",
            letter_office=letterhead["office"],
            letter_section=letterhead.get("section") or "",
            letter_place=letterhead.get("place") or "",
            website=letterhead.get("website") or "",
        )
        _refuse_too_long(office, "letterhead")
        try:
            with transaction.atomic():
                office.save()
        except IntegrityError:
            continue  # another file opened an office at the same moment: perhaps this one
        break
    return office, [
        warning(
            "office_opened",
            f"“{office.name}” নামে কোনো কার্যালয় ছিল না; নতুন করে খোলা হয়েছে ({office.code})। "
            "অন্য কার্যালয়ে রাখতে হলে --office দিন।",
        )
    ]


def _refuse_too_long(row, field):
    """Refuse words that a paper may hold and the columns of an office or a committee may not."""
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if isinstance(value, str) and column.max_length and len(value) > column.max_length:
            most = to_bengali(column.max_length)
            raise BadFile((field, f"“{column.verbose_name}” {most} অক্ষরের বেশি বড়।"))


_UNKNOWN = "কাগজে পত্রশীর্ষ নেই বলে কার্যালয় জানা যায়নি; কোনটি তা জানাতে --office দিন।"


def _shape_of(content):
    shape = {key: content[key] for key in SHAPE if key in content}
    attendance = content.get("attendance") or {}
    if table := {key: attendance[key] for key in ("heading", "columns") if key in attendance}:
        shape["attendance"] = table
    return shape


def _committee_of(content, office):
    name = content["committee"]
    if there := Committee.objects.filter(office=office, name=name).first():
        return there
    defaults = {
        "cadence": content["cadence"] or Committee.Cadence.IRREGULAR,
        "chair_label": ((content.get("chair") or {}).get("label") or "সভাপতি"),
        "shape": _shape_of(content),
    }
    _refuse_too_long(Committee(chair_label=defaults["chair_label"]), "chair.label")
    return Committee.objects.get_or_create(office=office, name=name, defaults=defaults)[0]


def _refuse_second(content, committee):
    held_on = date.fromisoformat(content["meeting"]["date"])
    there = (
        Meeting.objects.filter(committee=committee, kind=content["kind"], held_on=held_on)
        .exclude(state=State.CANCELLED)
        .first()
    )
    if there:
        raise BadFile(
            (
                "meeting.date",
                f"{committee.name}: {long_date(held_on)} তারিখের সভা ইতোমধ্যে আছে "
                f"(সভা নং {to_bengali(there.pk)})।",
            )
        )


def _store_meeting(content, committee, by, at):
    start, end = content["period"] or (None, None)
    meeting = Meeting(
        committee=committee,
        kind=content["kind"],
        state=State.DRAFT,
        **columns_of(content["meeting"]),
        cadence=content["cadence"],
        period_start=start and date.fromisoformat(start),
        period_end=end and date.fromisoformat(end),
        shape=_shape_of(content),
        attendance_as_printed=(content.get("attendance") or {}).get("as_printed"),
        created_by=by,
        created_at=at,
        moved_at=at,
        earlier=content.get("earlier") or [],
        **{
            key: content.get(key)
            for key in [
                "title",
                "letterhead",
                "chair",
                "opening",
                "closing",
                "signatory",
                "memo",
                "distribution",
                "copy_signatory",
                "letter",
                "report_signatory",
                "report_signed_on_as_printed",
            ]
        },
    )
    meeting._history_date = at
    meeting.save()
    del meeting._history_date
    return meeting


def _store_attendance(content, meeting):
    rows = []
    for position, member in enumerate((content.get("attendance") or {}).get("members", [])):
        stand_in = member.get("representative", {})
        plain = Attendance.Status.PRESENT if member["present"] else Attendance.Status.ABSENT
        rows.append(
            Attendance(
                meeting=meeting,
                position=position,
                serial=member.get("serial"),
                name=member["name"],
                designation=member.get("designation", []),
                role=member.get("role"),
                status=member.get("status", plain),
                representative_name=stand_in.get("name", ""),
                representative_post=stand_in.get("designation") or "",
            )
        )
    Attendance.objects.bulk_create(rows)
