"""How far a meeting is: what is missing, what is doubtful, what comes next; and handing it in.

Nothing typed is refused while minutes are written. What a paper cannot do without is asked here.
"""

from functools import cache, partial

from django.db import transaction
from django.urls import reverse

from accounts.access import WrongState, allow
from bangla.digits import to_bengali
from documents.pagecount import pages_of
from meetings import rules
from meetings.content import content_of
from meetings.discrepancies import discrepancies
from meetings.models import PLANS, TO_WRITE, Attendance, Meeting, MeetingFile, State
from meetings.rewording import OF_A_MEETING, OF_AN_ITEM
from offices.models import today
from offices.signatories import why_not_in_post
from papers import content as read
from papers.head import WHEN_AND_WHERE, sitting_of
from papers.places import BLOCK_OF, places_to_sign
from papers.promises import Annex, broken
from papers.shapes import prints_topic
from papers.wording import doubts_about_words

NOT_STARTED, INCOMPLETE, COMPLETE, OPTIONAL, WAITING = (
    "not_started",
    "incomplete",
    "complete",
    "optional",
    "waiting",
)
SAID = {
    NOT_STARTED: "শুরু হয়নি",
    INCOMPLETE: "খোলা হয়েছে, শেষ হয়নি",
    COMPLETE: "শেষ হয়েছে",
    OPTIONAL: "প্রয়োজন হলে",
    WAITING: "আগের ধাপ শেষ হলে",
}


class Incomplete(ValueError):
    """Minutes that cannot be handed in yet: `missing` says what they lack."""

    def __init__(self, missing):
        self.missing = missing
        super().__init__("; ".join(lack["message"] for lack in missing))


@transaction.atomic
def hand_in(meeting, *, by):
    """Submit minutes that lack nothing. Raises Incomplete, and WrongState out of turn."""
    # Locked first, so that no row empties between the look and the move.
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    meeting = Meeting.objects.with_paper().get(pk=meeting.pk)
    if meeting.state not in TO_WRITE:
        raise WrongState("এই কার্যবিবরণী এখন পাঠানো যায় না।")
    allow(
        rules.can_submit(by, meeting),
        "অনুমোদনের জন্য পাঠাতে পারেন শুধু এই কার্যালয়ের কর্মী; দরকার হলে তাঁকে বলুন।",
    )
    if missing := missing_in(meeting):
        raise Incomplete(missing)
    meeting.submit(by=by)
    return meeting


# --- What is missing, what is doubtful --------------------------------------------------------
# Each is {"row": id of the row of the check page it belongs to, "message": …}.


def missing_in(meeting):
    """What the paper cannot do without and does not have yet; in the order of the paper.

    Fetch the meeting with `Meeting.objects.with_paper()`.
    """
    lacks = []
    heads = {line["key"] for line in meeting.shape["head"]}
    if "chair" in heads and not (meeting.chair or {}).get("name"):
        lacks.append(_at("chair", "সভাপ্রধানের নাম নেই।"))
    items = list(meeting.items.all())
    if not items:
        lacks.append(_at("items", "একটিও আলোচ্য বিষয় নেই।"))
    for number, item in enumerate(items, 1):
        lacks += _lacks_of(item, number, meeting.shape)
    if "signatory" in meeting.shape["order"] and not (meeting.signatory or {}).get("name"):
        lacks.append(_at("signatory", "স্বাক্ষরকারীর নাম নেই।"))
    return lacks


def _at(row, message):
    return {"row": row, "message": message}


def serial_of(item, number):
    return read.spoken_serial(item.serial, number)


def _lacks_of(item, number, shape):
    called = f"{serial_of(item, number)} নম্বর বিষয়"
    if not item.topic.strip() and prints_topic(shape):
        yield _at(f"item{item.pk}-topic", f"{called}: আলোচ্য বিষয় লেখা নেই।")
    decisions = list(item.decisions.all())
    if not decisions:
        yield _at(f"item{item.pk}-decision", f"{called}: সিদ্ধান্ত লেখা নেই।")
    for decision in decisions:
        which = f" ({decision.label})" if decision.label else ""
        if not decision.text.strip():
            yield _at(f"item{item.pk}-decision", f"{called}: সিদ্ধান্ত{which} লেখা নেই।")
        # Minutes are confirmed by all who sit there; one cell may stand for all decisions.
        if (
            "implementer" in shape["column_keys"]
            and not item.confirms_id
            and item.implementers_as_printed is None
            and not decision.implementers.all()
        ):
            yield _at(
                f"item{item.pk}-decision", f"{called}: সিদ্ধান্ত{which} কে বাস্তবায়ন করবেন, লেখা নেই।"
            )


# Where the warnings of meetings.discrepancies belong.
ROWS = {
    "bangla_date": "memo",
    "date_as_printed": "date",
    "period_and_date": "period",
    "period_and_cadence": "period",
    "memo_before_meeting": "memo",
    "memo_parts": "memo",
    "memo_geo": "memo",
    "memo_as_printed": "memo",
    "memo_numbers": "memo",
}


def doubts_about(meeting):
    """What may be right but is worth a second look; like `missing_in`, it hinders nothing."""
    content = content_of(meeting)
    doubts = [_at(ROWS[told["code"]], told["message"]) for told in discrepancies(content)]
    doubts += [_at(row, message) for row, message in broken(content, annexes_of(meeting))]
    doubts += _doubts_about_words(meeting, content)
    heads = {line["key"] for line in meeting.shape["head"]}
    if meeting.held_on > today():
        doubts.append(_at("date", "সভার তারিখ এখনো আসেনি।"))
    told = {"meeting": sitting_of(meeting)}
    for line in WHEN_AND_WHERE:
        if line.key in heads and line.when_empty and not line.lines(told):
            doubts.append(_at(line.key, line.when_empty))
    doubts += _doubts_of_attendance(meeting)
    doubts += [_at(block, told) for block, told in doubts_of_signing(meeting, content)]
    for number, item in enumerate(meeting.items.all(), 1):
        called = f"{serial_of(item, number)} নম্বর বিষয়"
        if item.topic and not prints_topic(meeting.shape):
            doubts.append(
                _at(
                    f"item{item.pk}-topic",
                    f"{called}: বিষয় লেখা আছে, কিন্তু ছকে তার কলাম নেই বলে ছাপা হবে না।",
                )
            )
        if item.confirms_id and not item.confirmed_as:
            doubts.append(
                _at(f"item{item.pk}-topic", f"{called}: কীভাবে নিশ্চিত হলো, বেছে নেওয়া হয়নি।")
            )
        for decision in item.decisions.all():
            if decision.due_on and decision.due_on < meeting.held_on:
                doubts.append(_at(f"item{item.pk}-decision", f"{called}: শেষ তারিখ সভার আগের।"))
    if meeting.is_recorded and not meeting.files.filter(kind=MeetingFile.Kind.SCAN).exists():
        doubts.append(_at("files", "আগের সভার স্বাক্ষরিত কাগজের স্ক্যান রাখা হয়নি।"))
    return doubts


def annexes_of(meeting):
    """What lies with a paper, as papers.promises asks."""
    return [
        Annex(file.name, cache(partial(pages_of, file.file)))
        for file in meeting.files.all()
        if file.kind != MeetingFile.Kind.SCAN
    ]


# The row of the check page in which a part of an item stands.
ROW_OF_A_PART = OF_AN_ITEM | {"decisions": "decision"}


def _doubts_about_words(meeting, content):
    keys = [item.pk for item in meeting.items.all()]
    for (part, *within), code, message in doubts_about_words(
        content, font=meeting.office.paper_font
    ):
        row = "attendance" if part == "attendance" else OF_A_MEETING.get(part, "title")
        if part == "items":
            place, name = within
            row = f"item{keys[place]}-{ROW_OF_A_PART[name]}"
        elif part == "meeting":
            row = within[0].removesuffix("_as_printed")
        yield _at(row, message) | {"code": code}


def doubts_of_signing(meeting, content):
    """[(block, sentence)] of each printed signatory who is not in the printed post on the day of the
    paper: that which an old paper brings along, or today."""
    on = read.memo(content).date or today()
    for place, printed in places_to_sign(content):
        if told := why_not_in_post(printed, meeting.office, on):
            block = BLOCK_OF[place.name]
            # The page has no row of its own for the signatory of an annex.
            yield ("signatory" if block == "report_signatory" else block), told


def tells_who_came(meeting):
    """Whether its paper is of a sitting with people: a progress report is not, unless it names some."""
    is_sitting = meeting.kind == Meeting.Kind.MINUTES
    return (
        is_sitting or bool(meeting.attendances.all()) or meeting.attendance_as_printed is not None
    )


def _doubts_of_attendance(meeting):
    if not tells_who_came(meeting):
        return
    counts = counts_of(meeting)
    if counts["unmarked"]:
        yield _at("attendance", f"{to_bengali(counts['unmarked'])} জনের উপস্থিতি চিহ্নিত হয়নি।")
    if not counts["seated"] and not meeting.attendance_as_printed:
        yield _at("attendance", "কে কে উপস্থিত ছিলেন, লেখা নেই।")
    if counts["is_short"] and counts["members"] and not meeting.quorum_override:
        yield _at(
            "attendance",
            f"কোরাম {to_bengali(counts['quorum'])} জন, সদস্য উপস্থিত "
            f"{to_bengali(counts['of_committee'])} জন; কারণ লেখা নেই।",
        )


def counts_of(meeting, statuses=None):
    """How many of each, how many members sit, and whether that is less than the quorum."""
    if statuses is None:
        statuses = [row.status for row in meeting.attendances.all()]
    members = [status for status in statuses if status not in ("guest", "gone")]
    of_committee = sum(status in ("present", "represented") for status in members)
    guests = statuses.count(Attendance.Status.GUEST)
    quorum = meeting.committee.quorum
    return {
        "members": len(members),
        "present": members.count(Attendance.Status.PRESENT),
        "represented": members.count(Attendance.Status.REPRESENTED),
        "absent": members.count(Attendance.Status.ABSENT),
        "leave": members.count(Attendance.Status.LEAVE),
        "unmarked": members.count(Attendance.Status.UNMARKED),
        "guests": guests,
        "of_committee": of_committee,
        "seated": of_committee + guests,
        "quorum": quorum,
        "is_short": bool(quorum) and of_committee < quorum,
    }


# --- The task list ----------------------------------------------------------------------------


def tasks_of(meeting):
    """The tasks of a meeting in their order: [{"name", "url", "status", "said", "detail"}].

    Fetch the meeting with `Meeting.objects.with_paper()`.
    """
    missing = {lack["row"] for lack in missing_in(meeting)}
    files = meeting.files.count()
    about_head = missing & {"chair", "signatory"}
    tasks = [
        _task(meeting, "head", "সভার তথ্য", INCOMPLETE if about_head else COMPLETE),
        _task(meeting, "items", "আলোচ্যসূচি ও সিদ্ধান্ত", *_agenda_status(meeting, missing)),
        _task(meeting, "files", "সংযুক্তি", *_files_status(meeting, files)),
    ]
    if tells_who_came(meeting):
        tasks.insert(1, _task(meeting, "attendance", "উপস্থিতি", *_attendance_status(meeting)))
    else:
        tasks.insert(1, _letter_task(meeting))
    ready = not missing and meeting.state in TO_WRITE
    tasks.append(
        _task(
            meeting,
            "check",
            "যাচাই ও দাখিল",
            NOT_STARTED if ready else WAITING,
            "সব প্রস্তুত; দেখে পাঠান" if ready else "",
        )
    )
    return tasks


def next_step(meeting, tasks):
    """What comes next: {"verb", "url", "told"}; there is always one while the text may change."""
    to_come = meeting.held_on > today()
    if meeting.state in PLANS:
        if meeting.state == State.PLANNED and to_come:
            return _step(meeting, "give_notice", "নোটিশ জারি হয়েছে", "সদস্যদের সভার নোটিশ দিন।")
        if to_come:
            return _step(meeting, "items", "আলোচ্যসূচি দেখুন", "সভার দিন পর্যন্ত আলোচ্যসূচি গুছিয়ে রাখুন।")
        return _step(meeting, "start_writing", "কার্যবিবরণী লেখা শুরু করুন", "সভার দিন এসেছে।")
    verbs = {
        "head": ("সভার তথ্য পূরণ করুন", "সভাপ্রধান বা স্বাক্ষরকারীর নাম বাকি।"),
        "attendance": ("উপস্থিতি নিন", "কে কে এসেছিলেন, চিহ্নিত করুন।"),
        "items": ("আলোচ্যসূচি ও সিদ্ধান্ত লিখুন", "যে সারি বাকি, তা শেষ করুন।"),
        "files": ("স্বাক্ষরিত কাগজের স্ক্যান রাখুন", "আগের সভার কাগজটি সঙ্গে রাখুন।"),
    }
    for task in tasks:
        if task["key"] in verbs and task["status"] in (NOT_STARTED, INCOMPLETE):
            return _step(meeting, task["key"], *verbs[task["key"]])
    return _step(meeting, "check", "যাচাই করে অনুমোদনের জন্য পাঠান", "সব লেখা হয়েছে; একবার মিলিয়ে দেখুন।")


def _step(meeting, view, verb, told):
    return {"verb": verb, "told": told, "url": reverse(f"meetings:{view}", args=[meeting.pk])}


def _letter_task(meeting):
    """A progress report has a letter in the place of an attendance; its page is followup's."""
    status = COMPLETE if (meeting.letter or {}).get("subject") else NOT_STARTED
    task = _task(meeting, "head", "অগ্রায়নপত্র ও অগ্রগতির উৎস", status)
    return task | {"key": "letter", "url": reverse("followup:report", args=[meeting.pk])}


def _task(meeting, key, name, status, detail=""):
    return {
        "key": key,
        "name": name,
        "url": reverse(f"meetings:{key}", args=[meeting.pk]),
        "status": status,
        "said": SAID[status],
        "detail": detail,
    }


def _attendance_status(meeting):
    counts = counts_of(meeting)
    if not counts["members"] and not counts["guests"]:
        # An old paper says it in one line.
        return (COMPLETE if meeting.attendance_as_printed else NOT_STARTED), ""
    if counts["unmarked"] == counts["members"] and not counts["guests"]:
        return NOT_STARTED, f"{to_bengali(counts['members'])} জন সদস্য"
    detail = f"{to_bengali(counts['seated'])} জন উপস্থিত"
    if counts["unmarked"]:
        return INCOMPLETE, f"{detail}, {to_bengali(counts['unmarked'])} জন চিহ্নিত হয়নি"
    if counts["is_short"] and not meeting.quorum_override:
        return COMPLETE, f"{detail}; কোরাম হয়নি"
    return COMPLETE, detail


def _agenda_status(meeting, missing):
    items = list(meeting.items.all())
    told = f"{to_bengali(len(items))}টি বিষয়" if items else ""
    if not any(decision.text for item in items for decision in item.decisions.all()):
        return NOT_STARTED, told
    open_ones = {row.split("-")[0] for row in missing if row.startswith("item")} - {"items"}
    if open_ones:
        return INCOMPLETE, f"{told}, {to_bengali(len(open_ones))}টি বাকি"
    return COMPLETE, told


def _files_status(meeting, files):
    scans = meeting.files.filter(kind=MeetingFile.Kind.SCAN).count() if files else 0
    if meeting.is_recorded and not scans:
        return (INCOMPLETE if files else NOT_STARTED), "স্ক্যান বাকি"
    return (COMPLETE, f"{to_bengali(files)}টি ফাইল") if files else (OPTIONAL, "")
