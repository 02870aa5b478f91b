"""Every act asks its own rule: whoever calls it, a view, a command or an API, cannot go round it."""

import ast
from contextlib import ExitStack
from copy import copy
from datetime import date
from importlib import import_module
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from accounts.access import WrongState
from committees import actions as committees
from committees.models import Committee, Membership
from followup import actions as followup
from followup import planning, reviewing
from followup.handing import HandDown
from followup.upward import Asked
from letters.models import Letter
from meetings import moves, printing
from meetings.attendance import seen_of
from meetings.content import content_of
from meetings.models import AgendaItem, Attendance, Meeting
from memos import actions as memos
from memos import sealing
from memos.models import Memo
from offices.models import Posting
from papers.places import places_to_sign
from papers.shapes import ready_shape
from submissions import actions as submissions
from submissions.models import Submission
from tests.factories import item_of, make_post, tiny
from tests.followup.making import make_assignment
from tests.test_imports import ROOMS, ROOT, plant, python_files

pytestmark = pytest.mark.once

DAY = date(2024, 4, 1)
# Who has no right whatever to any of it: a reader of the office, an officer of one beside it, and who
# opens accounts and offices.
STRANGERS = ("reader", "near_officer", "sysadmin")


def act(right, told, *, but=()):
    """Who may, what the act is told (a function of the world: its arguments without `by`), and who of
    the two offices may not though they may do other things there."""
    return {"right": right, "told": told, "strangers": [*{*STRANGERS, *but} - {right}]}


def settled(world):
    decision = world.matter.decision
    return {decision.pk: planning.Told(version=1, kind="continuing", roll_up="any")}


def fresh(meeting):
    """As a view fetches it: the world below was changed behind the backs of its objects."""
    return Meeting.objects.select_related("committee__office", "paper").get(pk=meeting.pk)


def in_bijoy(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(venue="m‡¤§jb K¶")
    return fresh(meeting)


def item_in(world):
    return AgendaItem.objects.select_related("meeting", "confirms").get(pk=world.item.pk)


def new_seat(world):
    post = make_post(world.meghdubi, "উপজেলা শিক্ষা অফিসার")
    return Membership(committee=world.committee, post=post, role="member", starts_on=DAY)


def holder_in(world):
    """Who holds a post of the office without a sign-in."""
    return Posting.objects.get_or_create(
        post=world.seat.post, name="রহিমা", defaults={"starts_on": DAY}
    )[0]


def changed(row, **fields):
    """A row that was changed in place and is not saved yet."""
    row = copy(row)
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def new_committee(world):
    shape = ready_shape("upazila", chair_label="সভাপতি")
    return Committee(office=world.meghdubi, name="নতুন কমিটি", shape=shape)


def to_issue(world):
    """Approved minutes that name a file and leave number and date to be given."""
    meeting = fresh(world.approved)
    meeting.memo = {"number": str(world.file_number)}
    meeting.save(update_fields=["memo"])
    Meeting.objects.filter(pk=meeting.pk).update(approved_digest=meeting.content_digest())
    return {"meeting": fresh(meeting)}


def letter_in(world):
    return Letter.objects.select_related("office", "meeting").get(pk=world.letter.pk)


def renewable(world):
    Meeting.objects.filter(pk=world.planned.pk).update(venue="অন্য কক্ষ")
    return {"letter": letter_in(world)}


def coming(world):
    """The next sitting of the committee whose decisions are followed."""
    return {"meeting": world.coming_meeting}


def frozen(world):
    reviewing.freeze(world.coming_meeting, by=world.dc_staff)
    return coming(world)


def printed(world):
    reviewing.put_into_minutes(world.coming_meeting, by=world.dc_staff)
    return coming(world)


def place_for_copies(world):
    places = places_to_sign(content_of(fresh(world.issued)))
    return next(field for field, _ in places if field.name == "copy")


def attendance(meeting):
    guests = [{"name": "রহিমা বেগম", "designation": ["সাংবাদিক"]}]
    return {"meeting": meeting, "rows": {}, "guests": guests, "gone": set(), "quorum_override": ""}


def added(world):
    keys = world.draft.shape["column_keys"]
    item = item_of(keys, "০৩", "নতুন বিষয়", ["নতুন সিদ্ধান্ত।"])
    return {"meeting": world.draft, "items": [item], "last": world.draft.items.last().pk}


def came_in(world):
    return changed(world.incoming, pk=None, id=None, number="৯৯", docket=None)


def missed(world):
    """A report of somebody who has no seat in the committee, and did not come."""
    gone = {"name": "করিম", "status": "absent"}
    Attendance.objects.get_or_create(meeting=world.issued, position=90, defaults=gone)
    return {"kind": "absences", "meeting": fresh(world.issued), "number": 1}


def upload():
    return SimpleUploadedFile("নতুন.pdf", b"%PDF-1.7 new")


def with_work(world):
    """A post of Meghdubi that its staff hold, with open work."""
    post = make_post(world.meghdubi, "অফিস সহকারী")
    if not post.assignments.exists():
        make_assignment(world.matter, post)
    return post


STAFF, OFFICER = {"but": ["officer"]}, {"but": ["staff"]}
# Of two offices each may do what the other one may not.
SENDER, RECEIVER = {"but": ["dc_officer"]}, {"but": ["officer"]}


def told_of(report):
    """The primary key of the decision that a report tells of."""
    return report.items.get().decisions.get().pk


# Each public function that is told `by` whom → who may, and what else it is told.
ACTS = {
    "accounts.second_factor.remove": act("sysadmin", lambda w: {"user": w.staff}, **STAFF),
    "offices.actions.make_post": act(
        "staff",
        lambda w: {"office": w.meghdubi, "title": "নতুন পদ", "holder": "রহিমা", "since": DAY},
        **STAFF,
    ),
    "offices.actions.fill_post": act(
        "staff", lambda w: {"post": w.seat.post, "name": "রহিমা", "since": DAY}, **STAFF
    ),
    "committees.actions.open_committee": act(
        "staff", lambda w: {"committee": new_committee(w)}, **STAFF
    ),
    "committees.actions.change_committee": act(
        "staff",
        lambda w: {"committee": changed(w.committee, name="অন্য নাম"), "fields": ["name"]},
        **STAFF,
    ),
    "committees.actions.add_member": act("staff", lambda w: {"seat": new_seat(w)}, **STAFF),
    "committees.actions.change_seat": act(
        "staff", lambda w: {"seat": changed(w.seat, role="chair"), "fields": ["role"]}, **STAFF
    ),
    "offices.actions.hold_since": act(
        "staff", lambda w: {"posting": holder_in(w), "since": date(1990, 1, 1)}, **STAFF
    ),
    "committees.actions.change_days": act(
        "staff",
        lambda w: {
            "committee": w.committee,
            "seats": [w.seat],
            "days": {"ends_on": DAY},
            "with_holders": True,
        },
        **STAFF,
    ),
    "committees.actions.end_seat": act("staff", lambda w: {"seat": w.seat, "on": DAY}, **STAFF),
    "committees.actions.move_seat": act("staff", lambda w: {"seat": w.seat, "down": True}, **STAFF),
    "meetings.actions.locked": act("staff", lambda w: {"meeting": w.draft}, **STAFF),
    "meetings.actions.add_item": act("staff", lambda w: {"meeting": w.draft}, **STAFF),
    "meetings.actions.add_items": act("staff", added, **STAFF),
    "meetings.actions.save_item": act(
        "staff",
        lambda w: {"item": item_in(w), "version": 1, "decisions": [], "topic": "অন্য বিষয়"},
        **STAFF,
    ),
    "meetings.actions.keep_aside": act(
        "staff", lambda w: {"item": item_in(w), "decisions": [], "topic": "অন্য বিষয়"}, **STAFF
    ),
    "meetings.actions.keep_head_aside": act(
        "staff", lambda w: {"meeting": w.draft, "venue": "অন্য কক্ষ"}, **STAFF
    ),
    "meetings.actions.move_item": act(
        "staff", lambda w: {"item": item_in(w), "down": True}, **STAFF
    ),
    "meetings.actions.delete_item": act(
        "staff", lambda w: {"item": item_in(w), "version": 1}, **STAFF
    ),
    "meetings.actions.save_head": act(
        "staff",
        lambda w: {"meeting": w.draft, "version": w.draft.version, "venue": "অন্য কক্ষ"},
        **STAFF,
    ),
    "meetings.reshaping.reshape": act(
        "staff", lambda w: {"meeting": w.draft, "name": "upazila"}, **STAFF
    ),
    "meetings.attached.keep_file": act(
        "staff", lambda w: {"meeting": w.draft, "file": upload(), "kind": "annex"}, **STAFF
    ),
    "meetings.attached.drop_file": act("staff", lambda w: {"row": w.file}, **STAFF),
    "meetings.attendance.bring_members": act("staff", lambda w: {"meeting": w.draft}, **STAFF),
    "meetings.attendance.save_attendance": act(
        "staff", lambda w: {**attendance(w.draft), "seen": seen_of(w.draft)}, **STAFF
    ),
    "meetings.attendance.keep_attendance_aside": act(
        "staff", lambda w: attendance(w.draft), **STAFF
    ),
    "meetings.completeness.hand_in": act("staff", lambda w: {"meeting": w.draft}, **STAFF),
    "meetings.confirming.confirm_minutes": act(
        "staff", lambda w: {"item": item_in(w), "version": 1, "confirmed_as": "as_read"}, **STAFF
    ),
    "meetings.correcting.begin_corrigendum": act(
        "staff", lambda w: {"meeting": w.issued, "reason": "তারিখ ভুল ছিল"}, **STAFF
    ),
    "meetings.moves.give_notice": act("staff", lambda w: {"meeting": fresh(w.planned)}, **STAFF),
    "meetings.moves.start_writing": act("staff", lambda w: {"meeting": fresh(w.planned)}, **STAFF),
    "meetings.moves.cancel": act("staff", lambda w: {"meeting": fresh(w.planned)}, **STAFF),
    "meetings.moves.approve": act("officer", lambda w: {"meeting": fresh(w.submitted)}, **OFFICER),
    "meetings.moves.send_back": act(
        "officer", lambda w: {"meeting": fresh(w.submitted), "remarks": "তারিখ দিন"}, **OFFICER
    ),
    "meetings.moves.publish": act("officer", lambda w: {"meeting": fresh(w.issued)}, **OFFICER),
    "meetings.moves.unpublish": act(
        "officer", lambda w: {"meeting": fresh(w.published), "reason": "ভুল হয়েছে"}, **OFFICER
    ),
    "meetings.planning.plan_meeting": act(
        "staff",
        lambda w: {
            "committee": w.committee,
            "held_on": date(2024, 2, 21),
            "confirms": None,
            "topics": ["বিবিধ"],
            "carried": [],
        },
        **STAFF,
    ),
    "meetings.rewording.to_unicode": act(
        "staff", lambda w: {"meeting": in_bijoy(w.draft)}, **STAFF
    ),
    "meetings.restoring.restore_item": act(
        "staff", lambda w: {"meeting": w.draft, "item_id": w.gone.pk}, **STAFF
    ),
    "meetings.restoring.undo": act(
        "staff",
        lambda w: {"meeting": w.draft, "kind": "decision", "history_id": w.dropped.history_id},
        **STAFF,
    ),
    "distribution.actions.keep_addressee": act(
        "staff",
        lambda w: {"addressee": changed(w.addressee, email="new@example.org"), "version": 1},
        **STAFF,
    ),
    "distribution.actions.close_addressee": act(
        "staff", lambda w: {"addressee": copy(w.addressee)}, **STAFF
    ),
    "distribution.actions.keep_list": act(
        "staff", lambda w: {"kept": changed(w.kept_list, name="অন্য নাম"), "version": 1}, **STAFF
    ),
    "distribution.actions.close_list": act("staff", lambda w: {"kept": copy(w.kept_list)}, **STAFF),
    "memos.copying.add_late": act("staff", lambda w: {"memo": w.memo, "lines": ["প্রেস ক্লাব"]}),
    "memos.actions.keep_file_number": act(
        "staff", lambda w: {"file": changed(w.file_number, subject="অন্য বিষয়")}, **STAFF
    ),
    "meetings.actions.fill_progress": act(
        "staff", lambda w: {"meeting": w.report, "told": {told_of(w.report): "হয়েছে।"}}, **STAFF
    ),
    "followup.upward.begin": act(
        "staff",
        lambda w: {
            "asked": Asked(committee_name="বিভাগীয় সভা", held_on=DAY),
            "committee": w.committee,
        },
        **STAFF,
    ),
    "followup.taking_up.take_up": act(
        "staff", lambda w: {"decision": w.reported, "due_on": DAY}, **STAFF
    ),
    "followup.upward.refresh": act("staff", lambda w: {"report": w.report}, **STAFF),
    "followup.upward.save": act(
        "staff",
        lambda w: {"report": w.report, "version": 1, "letter": {"subject": "বিষয়"}},
        **STAFF,
    ),
    "letters.incoming.begin_report": act(
        "staff",
        lambda w: {
            "incoming": w.incoming,
            "asked": Asked(committee_name="বিভাগীয় সভা", held_on=DAY),
            "committee": w.committee,
        },
        **STAFF,
    ),
    "memos.actions.reserve": act("staff", lambda w: {"file": w.file_number, "subject": "পত্র"}),
    "memos.actions.issue": act("officer", to_issue, **OFFICER),
    "memos.actions.may_issue": act("officer", lambda w: {"meeting": w.approved}, **OFFICER),
    "letters.merges.ask": act("staff", lambda w: {"memo": w.memo}, but=["dc_officer"]),
    "memos.actions.void": act("officer", lambda w: {"memo": w.memo, "reason": "ভুল"}, **OFFICER),
    "memos.actions.sign_further": act(
        "staff",
        lambda w: {"meeting": w.issued, "field": place_for_copies(w), "signer": None},
        **STAFF,
    ),
    "memos.actions.file_scan": act(
        "staff",
        lambda w: {
            "meeting": fresh(w.issued),
            "data": b"%PDF-1.7 another",
            "mime": "application/pdf",
            "code": w.memo.paper.code,
        },
    ),
    "followup.planning.settle": act(
        "dc_staff", lambda w: {"meeting": w.followed_meeting, "told": settled(w)}, but=["officer"]
    ),
    "followup.closing.close": act(
        "dc_officer",
        lambda w: {"matter": w.matter, "end": "irrelevant", "reason": "প্রকল্প বন্ধ"},
        but=["officer", "dc_staff"],
    ),
    "followup.closing.reopen": act(
        "dc_officer",
        lambda w: {"matter": w.ended_matter, "reason": "ভুল"},
        but=["officer", "dc_staff"],
    ),
    "letters.incoming.register": act("staff", lambda w: {"incoming": came_in(w)}),
    "letters.incoming.change": act(
        "staff", lambda w: {"incoming": changed(w.incoming, subject="অন্য বিষয়")}
    ),
    "letters.incoming.begin_reply": act("staff", lambda w: {"incoming": w.incoming}),
    "letters.incoming.close": act(
        "staff", lambda w: {"incoming": w.incoming, "reason": "টেলিফোনে জানানো হয়েছে"}
    ),
    "letters.incoming.reopen": act("staff", lambda w: {"incoming": w.closed_incoming}),
    "letters.incoming.ask_for_answer": act("staff", lambda w: {"letter": w.letter, "due_on": DAY}),
    "despatch.actions.send": act("staff", lambda w: {"copies": [w.sent_copy]}),
    "despatch.actions.take_back": act("staff", lambda w: {"sendings": [w.sending]}),
    "despatch.actions.note_on_paper": act(
        "staff", lambda w: {"copy": w.sent_copy, "step": "signed", "on": DAY, "name": "রহিমা"}
    ),
    "despatch.actions.see_returned": act("staff", lambda w: {"returned": w.returned}),
    "memos.sheets.print_sheet": act("staff", lambda w: {"meeting": fresh(w.draft), "content": {}}),
    "memos.sheets.file_sheet": act(
        "staff",
        lambda w: {"meeting": fresh(w.issued), "file": upload(), "code": None, "unread": True},
    ),
    "letters.sheets.print_sheet": act(
        "staff", lambda w: {"meeting": fresh(w.draft), "empty_rows": 9}
    ),
    "letters.telling.begin_report": act("staff", missed),
    "letters.making.begin": act(
        "staff", lambda w: {"kind": "notice", "meeting": fresh(w.untold)}, but=["reader"]
    ),
    "letters.actions.locked": act("staff", lambda w: {"letter": letter_in(w)}, but=["reader"]),
    "letters.actions.save": act(
        "staff",
        lambda w: {"letter": letter_in(w), "version": 1, "parts": {"distribution": []}},
        but=["reader"],
    ),
    "letters.actions.renew": act("staff", renewable, but=["reader"]),
    "letters.actions.drop": act("staff", lambda w: {"letter": letter_in(w)}, but=["reader"]),
    "letters.actions.may_issue": act("officer", lambda w: {"letter": letter_in(w)}, **OFFICER),
    "letters.actions.issue": act("officer", lambda w: {"letter": letter_in(w)}, **OFFICER),
    "submissions.actions.send": act(
        "staff",
        lambda w: {"meeting": w.published, "duty": w.duty, "period_start": date(2024, 3, 1)},
        **SENDER,
    ),
    "submissions.actions.open_submission": act(
        "dc_staff", lambda w: {"submission": w.sent}, **RECEIVER
    ),
    "submissions.actions.accept": act("dc_staff", lambda w: {"submission": w.opened}, **RECEIVER),
    "submissions.actions.send_back": act(
        "dc_staff",
        lambda w: {"submission": w.opened, "reason_code": "decision", "remarks": "তারিখ দিন"},
        **RECEIVER,
    ),
    "submissions.actions.reopen": act(
        "dc_officer",
        lambda w: {"submission": w.accepted, "reason": "আবার দেখতে হবে"},
        but=["officer", "dc_staff"],
    ),
    "submissions.actions.withdraw": act("staff", lambda w: {"submission": w.sent}, **SENDER),
    "submissions.actions.comment": act(
        "staff",
        lambda w: {"submission": w.opened, "text": "তারিখ কই?"},
        but=["division_viewer"],
    ),
    "submissions.actions.may_review": act(
        "dc_staff", lambda w: {"submission": w.opened}, **RECEIVER
    ),
    "submissions.actions.may_send_back": act(
        "dc_staff", lambda w: {"submission": w.opened}, **RECEIVER
    ),
    "submissions.actions.excuse": act(
        "staff",
        lambda w: {
            "duty": w.duty,
            "office": w.meghdubi,
            "period_start": DAY,
            "reason": "সভা হয়নি",
        },
        **SENDER,
    ),
    "submissions.actions.refuse_excuse": act(
        "dc_staff", lambda w: {"excuse": w.excuse, "reason": "সভা হওয়ার কথা ছিল"}, **RECEIVER
    ),
    "submissions.actions.keep_duty": act(
        "dc_staff", lambda w: {"duty": changed(w.duty, due_day=9)}, **RECEIVER
    ),
    "submissions.actions.name_counterpart": act(
        "staff",
        lambda w: {"duty": w.duty, "office": w.meghdubi, "committee": None},
        but=["division_viewer"],
    ),
    "despatch.receiving.fetch": act("dc_staff", lambda w: {"copy": w.received_copy}, **RECEIVER),
    "despatch.receiving.acknowledge": act(
        "dc_staff", lambda w: {"copy": w.received_copy}, **RECEIVER
    ),
    "despatch.receiving.sign_for": act(
        "staff", lambda w: {"sendings": {w.by_hand: ("রহিমা", "পিয়ন")}, "on": DAY}, **SENDER
    ),
    # the next sitting of a committee
    "followup.disposing.dispose": act(
        "dc_staff",
        lambda w: {"meeting": w.coming_meeting, "matter": w.matter, "choice": "carry"},
        but=["officer", "near_staff"],
    ),
    "followup.disposing.dispose_many": act(
        "dc_staff",
        lambda w: {"meeting": w.coming_meeting, "told": {w.matter: {"choice": "carry"}}},
        but=["officer", "near_staff"],
    ),
    "followup.reviewing.accept_proposals": act("dc_staff", coming, but=["officer", "near_staff"]),
    "followup.reviewing.freeze": act("dc_staff", coming, but=["officer", "near_staff"]),
    "followup.reviewing.unfreeze": act("dc_officer", frozen, but=["officer", "dc_staff"]),
    "followup.reviewing.put_into_minutes": act("dc_staff", coming, but=["officer", "dc_officer"]),
    "followup.reviewing.take_out_of_minutes": act(
        "dc_staff", printed, but=["officer", "dc_officer"]
    ),
    "followup.reviewing.decide_again": act(
        "dc_staff", lambda w: {**coming(w), "matters": [w.matter]}, but=["officer", "dc_officer"]
    ),
    "meetings.planning.carry_into": act(
        "dc_staff",
        lambda w: {**coming(w), "carried": [w.matter.decision]},
        but=["officer", "dc_officer"],
    ),
    "followup.handing_over.hand_over": act("staff", lambda w: {"post": with_work(w)}),
    "followup.handing_over.receive": act("officer", lambda w: {"handover": w.handover}, **OFFICER),
}

# The share of the world below is Meghdubi's, and Shalbon's section asked for it.
SECTION = {"but": ["officer"]}


def asked(kind, **told):
    """The share after its owner has answered so."""

    def share(world):
        followup.answer(world.share, by=world.officer, kind=kind, text="বন্যা", **told)
        return {"assignment": world.share, "reason": "কারণ"}

    return share


def plan(world):
    return {"office": world.meghdubi, "year": world.plan_year.pk}


ACTS |= {
    "followup.actions.answer": act(
        "officer",
        lambda w: {"assignment": w.share, "kind": "progress", "progress": 50, "text": "অর্ধেক"},
    )
    # The reader of the world holds the very post.
    | {"strangers": ["near_officer", "dc_officer", "sysadmin"]},
    "followup.actions.verify": act(
        "dc_staff", lambda w: {"assignment": w.claimed_share}, **SECTION
    ),
    "followup.actions.send_back": act(
        "dc_staff", lambda w: {"assignment": w.claimed_share, "reason": "প্রমাণক নেই"}, **SECTION
    ),
    "followup.actions.set_due": act(
        "dc_staff",
        lambda w: {"assignment": w.share, "due_on": date(2099, 1, 1), "reason": "বন্যা"},
        **SECTION,
    ),
    "followup.actions.refuse_extension": act(
        "dc_staff", asked("extension", wanted_due=date(2099, 1, 1)), **SECTION
    ),
    "followup.actions.answer_disagreement": act("dc_staff", asked("disagrees"), **SECTION),
    "followup.actions.refuse_not_mine": act(
        "dc_staff", asked("not_mine", proposed="উপজেলা শিক্ষা অফিসার"), **SECTION
    ),
    "followup.actions.settle_owner": act(
        "dc_staff",
        lambda w: {"assignment": w.unsettled_share, "outsider": "প্রেস ক্লাব"},
        **SECTION,
    ),
    "followup.edits.settle_kind": act(
        "dc_staff", lambda w: {"matter": w.matter, "kind": "continuing"}, **SECTION
    ),
}

PARTER = {"but": ["dc_officer", "sister_officer"]}
ACTS |= {
    "followup.handing.hand_down": act(
        "staff",
        lambda w: {"assignment": w.share, "to": [HandDown(outsider="প্রেস ক্লাব")]},
        **PARTER,
    ),
    "followup.handing.take_back_part": act(
        "staff", lambda w: {"assignment": w.part, "reason": "ভুল পদ"}, **PARTER
    ),
    "followup.handing.set_essential": act(
        "staff", lambda w: {"assignment": w.part, "is_essential": False}, **PARTER
    ),
    "followup.indicators.keep": act(
        "staff", lambda w: {"indicator": changed(w.indicator, target=5), "version": 1}, **PARTER
    ),
    "followup.indicators.keep_many": act(
        "staff",
        lambda w: plan(w) | {"rows": [{"code": "২.১.১", "name": "নতুন", "target": 5}]},
        **PARTER,
    ),
    "followup.indicators.copy_year": act(
        "staff", lambda w: {"office": w.meghdubi, "year": w.plan_year.pk + 1}, **PARTER
    ),
    "followup.indicators.drop": act("staff", lambda w: {"indicator": w.indicator}, **PARTER),
    "followup.indicators.achieve": act(
        "staff", lambda w: plan(w) | {"quarter": 1, "told": {w.indicator.pk: (5, "")}}, **PARTER
    ),
}

# What is told `by` whom and is no act, as module or module.function: why.
NO_ACTS = {
    "accounts.access.pressed_twice": "asks, and does nothing",
    "accounts.deeds": "the names of two fields",
    "accounts.models": "writes the trail of an act",
    "meetings.interchange": "takes old papers in, by whoever runs the commands of the server",
    "meetings.rows": "the rows under meetings.actions, which asks and holds the lock",
    "accounts.steps": "the history under meetings.actions",
    "memos.actions.made_by_form": "asks for what somebody made, and does nothing",
    "memos.actions.line_of": "asks for what somebody made, and does nothing",
    "letters.actions.made_by_form": "asks for what somebody made, and does nothing",
    "meetings.attached.put_file": "the file under keep_file and memos.sheets.file_sheet, which ask",
    "meetings.sitting": "the record under letters.actions.issue, which asks and holds the lock",
    "followup.at_once": "the hand of followup.closing, settling and opening",
    "followup.opening": "what memos.actions.issue and void set going, which ask",
    "followup.figures": "counts, and writes nothing",
    "followup.rolling": "what the act that verified the last share sets going, which asked",
    "followup.closing.go_on": "the hand of followup.closing.reopen and of opening",
    "followup.settling": "the shares under followup.planning.settle, which asks and holds the lock",
    "followup.edits.make": "the hand of the list of shares: calls acts of followup.actions, which ask",
    "followup.edits.make_each": "the same for all that are marked",
    "followup.exchange_applying.try_out": "the same for a sheet, taken back",
    "memos.sealing": "the hand of memos.actions.issue and sign_further, which ask",
    "submissions.models": "writes the trails of both offices",
    "followup.disposing.apply": "what memos.actions.issue sets going, which asks",
    "followup.disposing.undo": "what memos.actions.void sets going, which asks",
    "followup.printed": "the hand of followup.reviewing and followup.disposing, which ask",
    "followup.handing.end_parts": "the parts under acts that end a share, which ask and hold the lock",
    "followup.handing.keep_parts": "the parts under followup.actions.settle_owner, which asks",
}


def told_by_whom(root):
    """The public functions of modules below `root` that are told `by` whom, as module.name: a set."""
    found = set()
    for room in ROOMS:
        for path in python_files(root, room):
            module = ".".join(path.relative_to(root).with_suffix("").parts)
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    asked = node.args
                    names = [*asked.posonlyargs, *asked.args, *asked.kwonlyargs]
                    if "by" in {each.arg for each in names}:
                        found.add(f"{module}.{node.name}")
    return found


def excepted(name):
    """The exceptions that a function falls under: a set."""
    return {each for each in NO_ACTS if f"{name}.".startswith(f"{each}.")}


def call(name, told, by):
    module, _, function = name.rpartition(".")
    return getattr(import_module(module), function)(**told, by=by)


def everything(media):
    """All rows of all our tables, and the files there are."""
    rows = {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models()
        if model.__module__.partition(".")[0] in ROOMS
    }
    return rows, sorted(path for path in Path(media).rglob("*") if path.is_file())


def test_every_act_is_in_the_table():
    acts = {name for name in told_by_whom(ROOT) if not excepted(name)}
    assert acts == ACTS.keys(), (
        "an act that a person takes asks its rule, and stands in ACTS with who may; what is none "
        "stands in NO_ACTS with the reason"
    )


def test_no_exception_outlives_its_need():
    needed = set().union(*map(excepted, told_by_whom(ROOT)))
    assert needed == NO_ACTS.keys()


def test_an_act_that_is_missing_from_the_table_is_found(tmp_path):
    plant(tmp_path, "memos/actions.py", "def burn(*, memo, by): ...\ndef _ask(by): ...")
    plant(tmp_path, "memos/models.py", "class Memo:\n    def void(self, *, by): ...")
    plant(tmp_path, "memos/numbers.py", "def plain(number): ...")

    assert told_by_whom(tmp_path) == {"memos.actions.burn"}
    assert not excepted("memos.actions.burn")


@pytest.mark.parametrize("name", ACTS)
def test_whoever_has_no_right_is_refused_and_changes_nothing(world, settings, name):
    row = ACTS[name]
    told = {who: row["told"](world) for who in row["strangers"]}
    before = everything(settings.MEDIA_ROOT)
    for who, arguments in told.items():
        with pytest.raises(PermissionDenied, match=r"[ঀ-৿]"):
            call(name, arguments, getattr(world, who))
    assert everything(settings.MEDIA_ROOT) == before


# What looks and does not write.
LOOKS = {
    "meetings.actions.locked",
    "memos.actions.may_issue",
    "letters.actions.locked",
    "letters.actions.may_issue",
} | {name for name in ACTS if name.startswith("submissions.actions.may_")}
# One seat has no other to change places with; nobody of the world has a second factor, or joined since.
FINDS_NOTHING_TO_DO = {
    "committees.actions.move_seat", "accounts.second_factor.remove",
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_whoever_has_the_right_does_it(world, settings, name):
    """The control: what was refused above was refused for the person alone."""
    told = ACTS[name]["told"](world)
    before = everything(settings.MEDIA_ROOT)
    signed = (b"%PDF-1.7 signed", {"name": "", "post": "", "field": "copy", "signed_at": "2024"})
    with ExitStack() as kept, transaction.atomic():
        # Papers are drawn and signed elsewhere.
        kept.enter_context(patch.object(printing, "draw_issued", tiny))
        kept.enter_context(patch.object(sealing, "sign", lambda *args, **kwargs: signed))
        call(name, told, getattr(world, ACTS[name]["right"]))
    did = everything(settings.MEDIA_ROOT) != before
    assert did == (name not in LOOKS | FINDS_NOTHING_TO_DO)


# ── What the caller shows is not what stands ────────────────────────────────────────────────────


def test_what_belongs_to_another_office_is_not_made_ones_own_by_changing_it(world):
    """An officer or a clerk elsewhere cannot take a row over by naming the own office in it."""
    with pytest.raises(PermissionDenied):
        memos.keep_file_number(
            file=changed(world.file_number, office=world.noldanga), by=world.near_staff
        )
    with pytest.raises(PermissionDenied):
        committees.change_committee(
            committee=changed(world.committee, office=world.noldanga), fields=["office"],
            by=world.near_staff,
        )  # fmt: skip
    with pytest.raises(PermissionDenied):
        submissions.keep_duty(changed(world.duty, office=world.padmar), by=world.other_dc_officer)


def test_the_slower_of_two_is_told_what_became_of_the_meeting(world):
    mine, theirs = fresh(world.submitted), fresh(world.submitted)
    moves.approve(meeting=theirs, by=world.officer)
    with pytest.raises(WrongState, match="এর মধ্যে বদলে “অনুমোদিত”"):
        moves.approve(meeting=mine, by=world.officer)
    # Whoever could not have done it before either learns nothing of that.
    with pytest.raises(PermissionDenied) as refused:
        moves.approve(meeting=mine, by=world.reader)
    assert refused.type is PermissionDenied


def test_the_slower_of_two_is_told_who_decided(world):
    mine = Submission.objects.get(pk=world.opened.pk)
    submissions.accept(submission=world.opened, by=world.dc_staff)
    for late in (
        lambda: submissions.accept(submission=mine, by=world.dc_officer),
        lambda: submissions.send_back(
            submission=mine, by=world.dc_officer, reason_code="other", remarks="দেরি"
        ),
        lambda: submissions.comment(submission=mine, by=world.dc_officer, text="কবে?", asks=True),
    ):
        with pytest.raises(WrongState, match=world.dc_staff.name):
            late()
    with pytest.raises(PermissionDenied) as refused:
        submissions.accept(submission=mine, by=world.officer)
    assert refused.type is PermissionDenied


def test_a_paper_that_nobody_has_opened_is_not_given_back(world):
    with pytest.raises(PermissionDenied, match="আগে খুলে পড়ুন"):
        submissions.send_back(
            submission=world.sent, by=world.dc_staff, reason_code="other", remarks="ভুল"
        )


def test_a_token_gives_only_to_who_used_it(world):
    """Who learns the token of somebody else's form is not given what that made."""
    token = UUID("8b0d4f4e-3f0b-4a35-9ab7-5d1d5a4f1c11")
    said = {"file": world.file_number, "subject": "পত্র", "token": token}
    line = memos.reserve(**said, by=world.staff)
    assert memos.reserve(**said, by=world.staff) == line
    with pytest.raises(PermissionDenied):
        memos.reserve(**said, by=world.near_staff)
    issued = memos.made_by_form
    assert issued(None, world.issued, world.officer) is None
    Memo.objects.filter(pk=world.memo.pk).update(token=UUID(int=7))
    assert issued(UUID(int=7), world.issued, world.officer) == world.memo
    assert issued(UUID(int=7), world.issued, world.staff) is None
    assert issued(UUID(int=7), world.published, world.officer) is None
