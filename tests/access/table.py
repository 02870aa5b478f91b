"""Who gets through which door: one row per URL; and offices that hold something worth leaking."""

import io
import zipfile
from datetime import date, timedelta
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from accounts.models import Digest
from bangla.phrases import numeric_date
from despatch.models import Evidence, Link, Returned, Sending
from distribution.models import Addressee, DistributionList
from documents import store
from documents.models import Paper
from documents.store import keep
from followup import actions as followup
from followup import models as followup_models
from followup import upward
from followup.closing import close
from followup.handing import usual_due
from followup.handing_over import hand_over
from followup.indicators import fiscal_year_of
from followup.upward import Asked
from letters import incoming as docket
from letters.making import begin
from letters.models import Incoming, Merge
from letters.sheets import attendance_content
from meetings.actions import add_item, delete_item, save_item
from meetings.attached import keep_file
from meetings.attendance import seen_of
from meetings.models import AgendaItem, Decision, Meeting, State
from memos.actions import void
from memos.models import Sheet
from offices.models import today
from submissions.models import Excuse, Reminder, Submission
from tests import uploads
from tests.despatch.copies import copy_for, link_of, send
from tests.documents.reading import pypdf_text
from tests.factories import (
    blank_page,
    make_committee,
    make_copies,
    make_duty,
    make_issued,
    make_meeting,
    make_paper,
    make_post,
    make_submission,
    make_user,
    seat,
)
from tests.followup.making import make_assignment, make_matter, make_sitting
from tests.proof import LENGTH

# Everybody who could knock, beside the anonymous visitor.
PEOPLE = [
    "staff",
    "officer",
    "reader",
    "two_roles",
    "transferred",
    "deactivated",
    "sister_staff",
    "sister_officer",
    "near_staff",
    "near_officer",
    "far_staff",
    "far_officer",
    "dc_staff",
    "dc_officer",
    "other_dc_officer",
    "division_viewer",
    "only_officer",
    "sysadmin",
]
OWN = {"staff", "officer", "reader", "two_roles"}
ANONYMOUS = {"anonymous", "deactivated"}
EVERYBODY = set(PEOPLE) - ANONYMOUS

# Each cell is asked for on SQLite, in `make test`. On another database, which tells the same rows
# apart by the same conditions, the table is a proof; in its short form one of each kind asks there,
# and the anonymous visitor. The full form asks for each cell on both.
OF_EACH_KIND = {
    "staff",
    "officer",
    "reader",
    "sister_officer",
    "near_staff",
    "dc_officer",
    "division_viewer",
    "sysadmin",
}
WHOLE_TABLE = LENGTH == "full" or connection.vendor == "sqlite"
MARKS = [pytest.mark.proof] * (LENGTH == "full" or connection.vendor != "sqlite")

TO_SIGN_IN, HIDDEN, REFUSED = "to sign-in", 404, 403


def row(*, url=None, allowed=EVERYBODY, refused=(), open_to_all=False, post=None, done=302, **kept):
    """What each person gets from a URL.

    `url` names what fills its arguments: a name or, for two of them, a pair. `only_post` is a URL
    without a page; `writers` are those who may post where all of `allowed` may read.
    `allowed` get a page (and `done` for a POST of `post`), `refused` 403, all others 404, and who
    has not signed in is led to sign-in.
    """
    return {
        "url": url,
        "allowed": allowed,
        "refused": set(refused),
        "open_to_all": open_to_all,
        "post": post,
        "done": done,
        **kept,
    }


# Who opens committees, each for the own office, and who keeps the committee of the world below.
KEEPERS = {
    "staff", "two_roles", "sister_staff", "near_staff", "far_staff", "dc_staff", "only_officer",
}  # fmt: skip
KEPT = {"allowed": OWN & KEEPERS, "refused": OWN - KEEPERS}
# Acts of an officer of the office of the world below.
HEADED = {"allowed": {"officer"}, "refused": OWN - {"officer"}}
# Who takes numbers out of a register, each of the own office.
NUMBERERS = KEEPERS | {
    "officer", "two_roles", "sister_officer", "near_officer", "far_officer", "dc_officer",
    "other_dc_officer",
}  # fmt: skip
# What went up is read by both offices and by the division over them.
ABOVE = {"dc_staff", "dc_officer"}
SENT = {"allowed": OWN | ABOVE | {"division_viewer"}}
SENDERS = {"staff", "officer", "two_roles"}
BY_OFFICE = {"allowed": SENDERS, "refused": OWN - SENDERS}
ACTS = {  # who may post, of those who may read
    "by_sender": {"allowed": SENDERS, "refused": OWN | ABOVE | {"division_viewer"}},
    "by_receiver": {"allowed": ABOVE, "refused": OWN | {"division_viewer"}},
    "by_both": {"allowed": SENDERS | ABOVE, "refused": {"reader", "division_viewer"}},
}
# Letters are written and taken in by whoever acts for the office.
DOCKET = {"allowed": SENDERS, "refused": OWN - SENDERS}
CAME_IN = {
    "sender": "বিভাগীয় কমিশনার",
    "number": "০৫.৪৩.৭৭",
    "dated_on": "১১/০৬/২০২৩",
    "subject": "অগ্রগতি প্রেরণ",
    "received_on": "১২/০৬/২০২৩",
}
DUTY = {
    "name": "উপজেলা ইনোভেশন কমিটি",
    "from_kind": "upazila",
    "cadence": "monthly",
    "due_day": "৭",
    "starts_on": "০১/০১/২০২৪",
}
COMMITTEE = {"name": "উপজেলা আইসিটি কমিটি", "cadence": "monthly", "chair_label": "সভাপতি"}
LIST = {"name": "জেলা পর্যায়", "heading": "বিতরণ:", "recipients": "জেলা প্রশাসক", "act": "save"}
OPENED = {**COMMITTEE, "name": "নতুন কমিটি", "ready": "upazila", "starts_on": "০১/০১/২০২৪"}
SEAT = {"role": "member", "starts_on": "০১/০১/২০২৪"}

# URL name → row. `url` names the thing in the world below that fills the URL's one argument.
ACCESS = {
    "home": row(),
    "help": row(open_to_all=True),
    "healthz": row(open_to_all=True),
    "readyz": row(open_to_all=True),
    "documents:verify": row(open_to_all=True, post={}, done=422),
    "documents:paper": row(url="paper", open_to_all=True, post={}, done=422),
    "documents:pdf": row(url="paper", open_to_all=True),
    "inbox": row(),
    "read_all": row(post={}, only_post=True),
    "in_unicode": row(post={"text": "mfv"}, only_post=True, done=200),
    # Everybody's own: a day names nobody.
    "digest": row(url=("year", "month", "day"), allowed={"staff", "dc_officer"}, post={}),
    "portal_trail": row(allowed={"sysadmin"}, refused=EVERYBODY),
    "office_trail": row(url="meghdubi", allowed={"officer"}, refused=OWN - {"officer"}),
    "committees:list": row(),
    "committees:detail": row(url="committee", allowed=OWN),
    "committees:new": row(allowed=KEEPERS, refused=EVERYBODY - KEEPERS, post=OPENED),
    "committees:edit": row(url="committee", **KEPT, post=COMMITTEE),
    "committees:members": row(
        url="committee", **KEPT, post=lambda committee: {"up": committee.memberships.get().pk}
    ),
    "committees:add_member": row(url="committee", **KEPT, post={"title": "নতুন পদ", **SEAT}),
    "committees:paste_members": row(
        url="committee", **KEPT, post={"text": "১। উপজেলা শিক্ষা অফিসার - সদস্য"}, done=200
    ),
    "committees:days": row(
        url="committee",
        **KEPT,
        post=lambda committee: {"seats": committee.memberships.get().pk, "starts_on": "০১/০২/২০২৪"},
    ),
    "committees:shape": row(
        url="committee",
        **KEPT,
        post={"act": "save", "block": "title", "column": "decision", "heading": "সিদ্ধান্ত"}
        | {"column_used": "decision"},
    ),
    "committees:shape_preview": row(url="committee", **KEPT, post={}, done=200),
    "committees:seat": row(url="seat", **KEPT, post=SEAT),
    "committees:end_seat": row(url="seat", **KEPT, post={"on": "০১/০৩/২০২৪"}),
    "meetings:list": row(),
    "meetings:detail": row(url="draft", allowed=OWN),
    "meetings:pdf": row(url="draft", allowed=OWN),
    "meetings:word": row(url="draft", allowed=OWN),
    "meetings:calendar": row(url="draft", allowed=OWN),
    "meetings:choose": row(allowed=KEEPERS, refused=EVERYBODY - KEEPERS),
    "meetings:new": row(url="committee", **KEPT, post={"held_on": "২১/০২/২০২৪"}),
    "meetings:head": row(url="draft", **KEPT, post={"held_on": "২১/০৩/২০২৪", "version": "1"}),
    "meetings:shape": row(url="draft", **KEPT, post={"shape": "upazila"}),
    "meetings:give_notice": row(url="planned", **KEPT, post={}),
    "meetings:start_writing": row(url="planned", **KEPT, post={}),
    "meetings:cancel": row(url="planned", **KEPT, post={}),
    "meetings:attendance": row(
        url="draft", **KEPT, post=lambda meeting: {"version": seen_of(meeting)}
    ),
    "meetings:seat_members": row(url="draft", **KEPT, post={}, only_post=True),
    "meetings:items": row(url="draft", **KEPT),
    "meetings:add_item": row(url="draft", **KEPT, post={}, only_post=True),
    "meetings:item": row(
        url=("draft", "item"), **KEPT, post=lambda item: {f"item{item.pk}-version": "1"}
    ),
    "meetings:confirmation": row(
        url=("draft", "item"), **KEPT, post={"version": "1", "confirmed_as": "as_read"}
    ),
    "meetings:in_unicode": row(url="draft", **KEPT, post={}, only_post=True),
    "meetings:restore_item": row(url=("draft", "gone"), **KEPT, post={}, only_post=True),
    "meetings:undo": row(
        url=("draft", "dropped"), **KEPT, post={"kind": "decision"}, only_post=True
    ),
    "meetings:preview": row(url="draft", **KEPT),
    "meetings:implementers": row(url="draft", **KEPT),
    "meetings:precedents": row(url="draft", allowed=OWN),
    "meetings:files": row(
        url="draft",
        allowed=OWN,
        post=lambda draft: {
            "file": SimpleUploadedFile("a.pdf", uploads.pdf("new")),
            "kind": "annex",
        },
        writers=OWN & KEEPERS,
    ),
    "meetings:download": row(url=("draft", "file"), allowed=OWN),
    "meetings:drop_file": row(url=("draft", "file"), **KEPT, post={}),
    "meetings:check": row(url="draft", **KEPT, post={}),
    "meetings:history": row(url="draft", allowed=OWN),
    "meetings:paste": row(
        url="draft",
        **KEPT,
        post=lambda draft: {
            "rows": '[["বিষয়", "সিদ্ধান্ত"], ["পোর্টাল", "করতে হবে।"]]',
            "column0": "topic",
            "column1": "decision",
            "last": draft.items.last().pk,
            "act": "add",
        },
    ),
    "meetings:approve": row(
        url="submitted",
        allowed={"officer"},
        refused=OWN - {"officer"},
        post=lambda meeting: {"seen": meeting.content_digest()},
    ),
    "meetings:send_back": row(
        url="submitted",
        allowed={"officer"},
        refused=OWN - {"officer"},
        post={"remarks": "৩ নম্বর সিদ্ধান্তে শেষ তারিখ দিন।"},
    ),
    "meetings:publish": row(url="issued", **HEADED, post={}),
    # With the right password it is tried in tests/memos.
    "meetings:unpublish": row(url="published", **HEADED, post={"reason": "ভুল হয়েছে"}, done=422),
    "meetings:correct": row(url="issued", **KEPT, post={"reason": "তারিখ ভুল ছিল"}),
    "meetings:scan": row(url=("issued", "scan"), allowed=OWN),
    "published": row(open_to_all=True),
    "published_minutes": row(url="published", open_to_all=True),
    "memos:register": row(),
    "memos:xlsx": row(),
    "memos:pdf": row(),
    "memos:reserve": row(
        allowed=NUMBERERS, refused=EVERYBODY - NUMBERERS, post={"subject": ""}, done=422
    ),
    "memos:memo": row(url="memo", allowed=OWN),
    "memos:late": row(
        url="memo",
        allowed=OWN & NUMBERERS,
        refused=OWN - NUMBERERS,
        post={"act": "add", "lines": "প্রেস ক্লাব, মেঘডুবি", "purpose": "information"},
    ),
    "distribution:book": row(),
    "distribution:new": row(url="meghdubi", **KEPT, post={"line": "প্রেস ক্লাব", "way": "hand"}),
    "distribution:paste": row(
        url="meghdubi", **KEPT, post={"text": "১। প্রেস ক্লাব\n২। পাঠাগার"}, done=200
    ),
    "distribution:addressee": row(
        url="addressee", **KEPT, post={"line": "পাঠাগার", "way": "post", "version": "1"}
    ),
    "distribution:lists": row(),
    "distribution:new_list": row(url="meghdubi", **KEPT, post=LIST),
    "distribution:list": row(
        url="kept_list", **KEPT, post={**LIST, "name": "উপজেলা", "version": "1"}
    ),
    "memos:void": row(url="memo", **HEADED, post={"reason": "ভুল নথি"}, done=422),
    "memos:void_paper": row(url="void_memo", allowed=OWN),
    "letters:copies": row(url="memo", allowed=OWN, writers=SENDERS, post={"kind": "print"}),
    "letters:merge": row(url="merge", allowed=OWN),
    "letters:merge_file": row(url="merge", allowed=OWN),
    "letters:copy_page": row(url="sent_copy", allowed=OWN),
    "letters:addressed": row(url="draft", allowed=OWN),
    "memos:files": row(),
    "memos:new_file": row(
        url="meghdubi",
        **KEPT,
        post={
            "number": "০৫.৪৭.৮৫৯২.০০০.০১.০০৯.২৪",
            "pattern": "2.2.4.3.2.3.2",
            "separator": ".",
            "series_choice": "new",
        },
    ),
    "memos:file": row(
        url="file_number",
        **KEPT,
        post={"subject": "আইসিটি কমিটি"},
    ),
    # What goes through here with the right password is tried in tests/memos.
    "memos:issue": row(url="approved", **HEADED, post={"password": ""}, done=422),
    "memos:sign": row(
        url=("issued", "copy"),
        allowed={"staff"},
        refused=OWN - {"staff"},
        post={"password": ""},
        done=422,
    ),
    "memos:scan": row(
        url="issued",
        allowed=OWN & NUMBERERS,
        refused=OWN - NUMBERERS,
        post={"unread": ""},
        done=422,
    ),
    "memos:scans": row(
        allowed=NUMBERERS, refused=EVERYBODY - NUMBERERS, post={"unread": ""}, done=422
    ),
    "memos:signed": row(),
    "memos:month": row(url=("year", "month"), allowed=OWN),
    "despatch:paper": row(url="memo", allowed=OWN),
    "despatch:send": row(url="memo", **BY_OFFICE, post={"do": "all"}, only_post=True),
    "despatch:take_back": row(url="memo", **BY_OFFICE, post={}, only_post=True),
    "despatch:on_paper": row(
        url="sent_copy",
        **BY_OFFICE,
        post={"deed": "signed", "on": "০১/০৪/২০২৪", "name": "রহিমা বেগম"},
    ),
    "despatch:scan": row(url="proof", allowed=OWN),
    "despatch:returned": row(),
    "despatch:see_returned": row(url="returned", **BY_OFFICE, post={}, only_post=True),
    "despatch:returned_mail": row(url="returned", allowed=OWN),
    "submissions:overview": row(),
    "submissions:desk": row(),
    "submissions:accept_many": row(
        allowed=EVERYBODY - {"reader", "division_viewer", "transferred", "sysadmin"},
        refused={"reader", "division_viewer", "transferred", "sysadmin"},
        post={},
        only_post=True,
    ),
    "letters:list": row(),
    "letters:of_meeting": row(url="planned", allowed=OWN),
    "letters:begin": row(url=("untold", "notice"), allowed=SENDERS, refused=OWN - SENDERS, post={}),
    "letters:sheets": row(
        url="draft", allowed=SENDERS, refused=OWN - SENDERS, post={"empty_rows": "৫"}
    ),
    "letters:sheet_scan": row(
        url="draft",
        allowed=SENDERS,
        refused=OWN - SENDERS,
        post={},
        done=422,
        only_post=True,
    ),
    "letters:sheet": row(url="sheet", allowed=SENDERS),
    "letters:sheet_pdf": row(url="sheet", allowed=SENDERS),
    "letters:served": row(url=("issued", "extract"), allowed=OWN),
    "letters:begin_served": row(
        url=("issued", "extract", "first"),
        allowed=SENDERS,
        refused=OWN - SENDERS,
        post={},
        only_post=True,
    ),
    "letters:letter": row(url="letter", allowed=OWN),
    "letters:pdf": row(url="letter", allowed=OWN),
    "letters:edit": row(
        url="letter",
        allowed=SENDERS,
        refused=OWN - SENDERS,
        post={"version": "1", "subject": "সভার নোটিশ", "body": "উপস্থিত থাকবেন।"},
    ),
    "letters:renew": row(
        url="letter", allowed=SENDERS, refused=OWN - SENDERS, post={}, only_post=True
    ),
    "letters:drop": row(url="letter", allowed=SENDERS, refused=OWN - SENDERS, post={}),
    "letters:issue": row(url="letter", **HEADED, post={"password": ""}, done=422),
    "submissions:send": row(
        url="published",
        allowed=SENDERS,
        refused=OWN - SENDERS,
        post=lambda meeting: {
            "duty": meeting.committee.counterparts.get().duty_id,
            "period": "2024-03-01",
            "token": "8b0d4f4e-3f0b-4a35-9ab7-5d1d5a4f1c11",
        },
    ),
    "submissions:excuse": row(
        url=("duty", "meghdubi", "year", "month"),
        allowed=SENDERS,
        refused=OWN - SENDERS,
        post={"reason": "নির্বাচনের কারণে সভা হয়নি"},
    ),
    "submissions:excuse_given": row(
        url="excuse",
        allowed=OWN | ABOVE | {"division_viewer"},
        post={"reason": "সভা হওয়ার কথা ছিল"},
        writers=ABOVE,
    ),
    "submissions:submission": row(url="opened", **SENT),
    "submissions:pdf": row(url="opened", **SENT),
    "submissions:scan": row(url="opened", **SENT),
    "submissions:open": row(url="sent", **ACTS["by_receiver"], post={}, only_post=True),
    "submissions:accept": row(url="opened", **ACTS["by_receiver"], post={}, only_post=True),
    "submissions:reopen": row(
        url="accepted",
        allowed={"dc_officer"},
        refused=OWN | {"dc_staff", "division_viewer"},
        post={"reason": "উপস্থিতি মেলেনি"},
    ),
    "submissions:send_back": row(
        url="opened",
        **ACTS["by_receiver"],
        post={"reason_code": "decision", "remarks": "৩ নম্বর সিদ্ধান্ত অসম্পূর্ণ।"},
    ),
    "submissions:comment": row(
        url="opened", **ACTS["by_both"], post={"text": "তারিখ কই?"}, only_post=True
    ),
    "submissions:withdraw": row(url="sent", **ACTS["by_sender"], post={}),
    "submissions:matrix": row(url="shalbon", allowed=ABOVE | {"division_viewer"}),
    "submissions:xlsx": row(url="shalbon", allowed=ABOVE | {"division_viewer"}),
    "submissions:scores": row(),
    "submissions:scorecard": row(url="shalbon", allowed=ABOVE | {"division_viewer"}),
    "submissions:own_score": row(url="meghdubi", allowed=OWN | ABOVE | {"division_viewer"}),
    "submissions:scorecard_xlsx": row(url="shalbon", allowed=ABOVE | {"division_viewer"}),
    "submissions:reminders": row(url="meghdubi", allowed=SENDERS, refused={"reader"}),
    "submissions:summary": row(url="shalbon", allowed=ABOVE | {"division_viewer"}),
    "submissions:summary_pdf": row(url="shalbon", allowed=ABOVE | {"division_viewer"}),
    "submissions:summary_xlsx": row(url="shalbon", allowed=ABOVE | {"division_viewer"}),
    "followup:board": row(),
    "followup:board_of": row(url="meghdubi", allowed=SENDERS | ABOVE),
    "followup:board_list": row(url="meghdubi", allowed=SENDERS | ABOVE),
    "letters:incoming_list": row(),
    "letters:register_incoming": row(url="meghdubi", **DOCKET, post=CAME_IN),
    "letters:incoming": row(url="incoming", allowed=OWN),
    "letters:incoming_scan": row(url="incoming", allowed=OWN),
    "letters:change_incoming": row(url="incoming", **DOCKET, post=CAME_IN | {"docket": "৫"}),
    "letters:word": row(url="letter", allowed=OWN),
    "letters:calendar": row(url="letter", allowed=OWN),
    "letters:reply": row(url="incoming", **DOCKET, post={}, only_post=True),
    # Reports are begun and written by the staff, like minutes; what the page asks is told elsewhere.
    "letters:report_incoming": row(url="incoming", **KEPT, post={}, done=422),
    "followup:reports": row(),
    "followup:table": row(),
    "followup:table_pdf": row(url="committee", allowed=OWN),
    "followup:new_report": row(allowed=KEEPERS, refused=EVERYBODY - KEEPERS, post={}, done=422),
    "followup:report": row(
        url="report",
        allowed=OWN,
        post={"version": "1", "subject": "বিষয়", "body": "কথা", "recipient": "জেলা প্রশাসক"},
        writers=OWN & KEEPERS,
    ),
    # What is there leads on to the share of it.
    "followup:take_up": row(url=("typed", "reported"), **KEPT, post={"due_on": "২৯/১২/২০৯৬"}),
    "followup:refresh_report": row(url="report", **KEPT, post={}, only_post=True),
    "letters:close_incoming": row(url="incoming", **DOCKET, post={"reason": "টেলিফোনে জানানো হয়েছে"}),
    "letters:reopen_incoming": row(url="closed_incoming", **DOCKET, post={}, only_post=True),
    "letters:answer_due": row(url="letter", **DOCKET, post={"due_on": "০১/০৬/২০২৪"}),
    "submissions:duties": row(),
    "submissions:new_duty": row(url="shalbon", allowed=ABOVE, post=DUTY),
    "submissions:duty": row(url="duty", allowed=OWN | ABOVE | {"near_staff", "near_officer"}),
    "submissions:edit_duty": row(url="duty", allowed=ABOVE, post=DUTY),
    "submissions:counterpart": row(
        url=("duty", "meghdubi"),
        allowed=SENDERS | ABOVE,
        refused={"reader"},
        post=lambda office: {"committee": office.committees.first().pk},
    ),
    # the next sitting
    "followup:review": row(url="coming_meeting", allowed=ABOVE, post={}),
    "followup:dispose": row(
        url=("coming_meeting", "matter"),
        allowed=ABOVE,
        only_post=True,
        done=200,
        post=lambda matter: {f"m{matter.pk}-choice": "carry"},
    ),
}

# Acts of the committee's office upon a decision that is followed: of its section, of its officer alone.
CLOSERS = {"allowed": {"dc_officer"}, "refused": {"dc_staff"}}
ACCESS |= {
    "followup:plan": row(url="followed_meeting", allowed=ABOVE, post={}),
    "followup:matter": row(url="matter", allowed=ABOVE),
    "followup:close": row(
        url="matter", **CLOSERS, post={"end": "irrelevant", "reason": "প্রকল্প বন্ধ হয়ে গেছে"}
    ),
    "followup:reopen": row(url="ended_matter", **CLOSERS, post={"reason": "ভুলে নিষ্পন্ন হয়েছিল"}),
    # The list of all shares: everybody's own.
    "followup:grid": row(),
    "followup:grid_xlsx": row(),
    "followup:share": row(
        url="share",
        allowed=SENDERS | ABOVE | {"reader"},  # who holds its post
        writers=ABOVE,
        post=lambda share: {
            f"s{share.pk}-kind": "continuing",
            f"s{share.pk}-roll_up": "all",
            f"s{share.pk}-stood": f"{share.version}.{share.matter.version}",
            "act": "save",
        },
    ),
    "followup:many": row(post={"act": "verify"}, only_post=True, done=422),
    "followup:take_xlsx": row(post={}, done=422),
    "followup:apply_xlsx": row(post={}, only_post=True, done=422),
}

# Who sends the papers of the world below and writes down what became of them.
DESPATCH = {"allowed": SENDERS, "refused": {"reader"}}
ACCESS |= {
    "despatch:link": row(
        url="link",
        open_to_all=True,
        post={"act": "acknowledge", "who-name": "রহিমা", "who-designation": "অফিস সহকারী"},
    ),
    "despatch:inbox": row(),
    "despatch:received": row(url="received_copy", allowed=ABOVE, post={}),
    "despatch:received_pdf": row(url="opened_copy", allowed=ABOVE),
    "despatch:acknowledge": row(url="received_copy", allowed=ABOVE, post={}, only_post=True),
    "despatch:certificate": row(url="received_copy", allowed=OWN),
    "despatch:peon_book": row(url="meghdubi", **DESPATCH, post={}, done=422),
    "despatch:peon_book_pdf": row(url="meghdubi", **DESPATCH),
    "despatch:labels": row(url="meghdubi", **DESPATCH),
    "despatch:envelopes": row(url="meghdubi", **DESPATCH),
    "despatch:served": row(url="issued", allowed=OWN, post={}, writers=SENDERS),
}

# A share of Meghdubi's is seen by the office that asked for it too, which alone acts upon its answers.
SHARE = {"allowed": OWN | ABOVE}
HANDED = {"allowed": SENDERS, "refused": (OWN - SENDERS) | ABOVE}
INDICATOR = {"code": "৯.৯.৯", "name": "নতুন সূচক", "unit": "সংখ্যা", "target": "৫", "counting": "sum"}
ACCESS |= {
    "followup:mine": row(),
    "followup:assignment": row(
        url="share", **SHARE, writers=OWN,
        post={"kind": "progress", "progress": "50", "text": "৪২টি পাতা ঠিক করা হয়েছে।"},
    ),
    "followup:tend": row(
        url="share", allowed=ABOVE, refused=OWN,
        post={"act": "set_due", "set_due-due_on": "০১/০১/২০৯৯", "set_due-reason": "বন্যা"},
    ),
    "followup:proof": row(url="share_proof", **SHARE),
    "followup:desk": row(post={}),
    # Meghdubi has handed down a part of its share.
    "followup:hand_down": row(
        url="share", **HANDED,
        post=lambda share: {
            "outside": "প্রেস ক্লাব", "due_on": numeric_date(usual_due(share)), "is_essential": "on",
        },
    ),
    "followup:take_back": row(url="part", **HANDED, post={"reason": "ভুল পদ"}),
    "followup:essential": row(url="part", **HANDED, post={"essential": "0"}, only_post=True),
    "followup:indicators": row(),
    "followup:indicator": row(
        url="indicator", **SHARE, writers=SENDERS, post=INDICATOR | {"code": "১.১.১", "version": "1"}
    ),
    "followup:new_indicator": row(url=("meghdubi", "plan_year"), **BY_OFFICE, post=INDICATOR),
    "followup:copy_indicators": row(
        url=("meghdubi", "plan_year"), **BY_OFFICE, post={}, only_post=True
    ),
    "followup:paste_indicators": row(
        url=("meghdubi", "plan_year"), **BY_OFFICE, post={"text": "৯.৯.৯\tনতুন সূচক\tসংখ্যা\t৫"}, done=200
    ),
    "followup:achievements": row(url=("meghdubi", "plan_year", "quarter"), **BY_OFFICE, post={}),
    "followup:link": row(
        url="private_link",
        open_to_all=True,
        post={"kind": "progress", "progress": "50", "text": "৪২টি পাতা ঠিক করা হয়েছে।"},
    ),
}  # fmt: skip

# Handing over a post of Meghdubi: staff made the list, the officer takes over.
ACCESS |= {
    "followup:handovers": row(post={}, done=422),
    "followup:handover": row(url="handover", allowed=OWN, post={}, writers={"officer"}),
    "followup:handover_pdf": row(url="handover", allowed=OWN),
}

# The doors of accounts are the same for all; tests/accounts/ tries what they do.
SAME_FOR_ALL = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_change_password",
    "mfa_authenticate",
    "second_factor",
}


def drop_decision(cast):
    """The step of the history that tells of a decision that was taken out."""
    item = cast.draft.items.last()
    kept = [
        {
            "id": decision.pk,
            "text": decision.text,
            "implementers": [line.printed for line in decision.implementers.all()],
        }
        for decision in item.decisions.all()
    ]
    more = [*kept, {"id": None, "text": "বাদ যাওয়া সিদ্ধান্ত", "implementers": []}]
    item = save_item(item, version=item.version, by=cast.staff, decisions=more)
    pk = item.decisions.last().pk
    save_item(item, version=item.version, by=cast.staff, decisions=kept)
    return Decision.history.get(id=pk, history_type="-")


def make_world(cast):
    """The cast with a meeting in the states the rows ask for, and someone else's beside each."""
    cast.deactivated = make_user("deactivated", name="বন্ধ হিসাব")
    cast.seat = seat(cast.committee, make_post(cast.meghdubi, "উপজেলা কৃষি অফিসার"))
    cast.draft = make_meeting(cast.committee, by=cast.staff)
    cast.submitted = make_meeting(cast.committee, by=cast.staff, held_on=date(2024, 4, 21))
    cast.submitted.submit(by=cast.staff)
    cast.planned = make_meeting(cast.committee, by=cast.staff, held_on=date(2099, 1, 8))
    cast.untold = make_meeting(cast.committee, by=cast.staff, held_on=date(2099, 1, 9))
    Meeting.objects.filter(pk__in=[cast.planned.pk, cast.untold.pk]).update(state=State.PLANNED)
    cast.letter = begin("notice", by=cast.staff, meeting=cast.planned)
    sheet = Sheet.objects.create(
        meeting=cast.draft, made_by=cast.staff, made_at=timezone.now(),
        content=attendance_content(cast.draft),
    )  # fmt: skip
    cast.sheet = SimpleNamespace(pk=sheet.code)
    cast.extract, cast.first = SimpleNamespace(pk="extract"), SimpleNamespace(pk=1)
    cast.item = cast.draft.items.first()
    AgendaItem.objects.filter(pk=cast.item.pk).update(confirms=cast.submitted)
    cast.dropped = drop_decision(cast)
    cast.gone = add_item(cast.draft, by=cast.staff, topic="বাদ যাওয়া বিষয়")
    gone = cast.gone.pk
    delete_item(cast.gone, version=1, by=cast.staff)
    cast.gone.pk = gone
    cast.file = keep_file(
        cast.draft, SimpleUploadedFile("স্ক্যান.pdf", b"%PDF-1.7"), by=cast.staff, kind="scan"
    )
    cast.paper = make_paper(public_by=cast.officer)
    with transaction.atomic():
        cast.paper.add_file(keep(b"%PDF-1.7 issued", mime="application/pdf"), kind="issued")
    cast.addressee, cast.kept_list = _address_book(cast)
    for office in (cast.sister, cast.noldanga, cast.charghat, cast.shalbon):
        make_meeting(make_committee(office), held_on=date(2024, 5, 2))
    _send_out(cast)
    _send_copies(cast)
    _follow_up(cast)
    return cast


def _follow_up(cast):
    """A decision of Shalbon's committee that charges Meghdubi's officer, with another, Charghat's, and
    one that ended; its next sitting, a report on it, and a list of a post's open work."""
    committee = make_committee(cast.shalbon, "জেলা সমন্বয় কমিটি")
    told = (
        "মেঘডুবির পোর্টাল হালনাগাদ করতে হবে।", "চরঘাটের পোর্টাল হালনাগাদ করতে হবে।",
        "মেঘডুবির সার্ভার কিনতে হবে।", "মেঘডুবির সেবার তালিকা টানাতে হবে।",
    )  # fmt: skip
    cast.followed_meeting = make_sitting(committee, by=cast.dc_staff, decisions=told)
    ours, theirs, ended, given = cast.followed_meeting.items.get().decisions.all()
    cast.matter = make_matter(ours, by=cast.dc_officer)
    cast.share = make_assignment(cast.matter, make_post(cast.meghdubi, "কর্মকর্তা"))
    make_assignment(make_matter(theirs, by=cast.dc_officer), make_post(cast.charghat, "কর্মকর্তা"))
    cast.ended_matter = make_matter(ended, by=cast.dc_officer)
    close(cast.ended_matter, by=cast.dc_officer, end="irrelevant", reason="বরাদ্দ নেই")
    # The committee's next sitting, which looks through them.
    cast.coming_meeting = make_meeting(
        committee, by=cast.dc_staff, held_on=today() + timedelta(days=20)
    )
    asked = Asked(about=cast.followed_meeting)
    cast.report = upward.begin(asked, committee=cast.committee, by=cast.staff)
    elsewhere = Asked(committee_name="বিভাগীয় সভা", held_on=date(2024, 3, 1))
    cast.typed = upward.begin(elsewhere, committee=cast.committee, by=cast.staff)
    add_item(cast.typed, by=cast.staff, topic="সভা")
    cast.typed.items.get().decisions.update(text="সভা করতে হবে।")
    cast.reported = cast.typed.items.get().decisions.get()
    _answer(cast, committee)
    cast.handover = hand_over(cast.share.post, by=cast.staff)
    given = make_matter(given, by=cast.dc_officer)
    share = make_assignment(given, make_post(cast.meghdubi, "কর্মকর্তা"))
    cast.part = make_assignment(given, outsider="মেঘডুবি প্রেস ক্লাব", parent=share)
    _plan(cast)


def _plan(cast):
    """An indicator of this year in the plans of several offices; that of Meghdubi is `indicator`."""
    year = fiscal_year_of(timezone.localdate())
    cast.plan_year, cast.quarter = SimpleNamespace(pk=year), SimpleNamespace(pk=1)
    for office in (cast.sister, cast.noldanga, cast.charghat, cast.shalbon, cast.meghdubi):
        cast.indicator = followup_models.Indicator.objects.create(
            office=office, year=year, code="১.১.১", name=f"সূচক, {office}", target=10
        )


def _answer(cast, committee):
    """A share of Meghdubi's that is claimed with a proof, one of somebody outside with a private link,
    and one that nobody has yet."""
    told = ("সেবা বক্স খুলতে হবে।",)
    sitting = make_sitting(committee, by=cast.dc_staff, held_on=date(2024, 2, 22), decisions=told)
    matter = make_matter(sitting.items.get().decisions.get(), by=cast.dc_officer)
    cast.claimed_share = make_assignment(matter, make_post(cast.meghdubi, "কর্মকর্তা"))
    proof = ("ছবি.pdf", b"%PDF-1.7 proof", "application/pdf")
    said = followup.answer(
        cast.claimed_share,
        by=cast.officer,
        kind="claim",
        done_on=timezone.localdate(),
        proofs=[proof],
    )
    cast.share_proof = said.proofs.get()
    outside = make_assignment(matter, outsider="মেসার্স আলম ট্রেডার্স", position=1)
    cast.private_link = followup_models.Link.objects.create(assignment=outside)
    cast.unsettled_share = make_assignment(matter, printed="সংশ্লিষ্ট সকল", position=2)


def _address_book(cast):
    """Someone Meghdubi writes to and a list of its own; other offices have theirs."""
    for office in (cast.sister, cast.noldanga, cast.charghat, cast.shalbon, cast.meghdubi):
        addressee = Addressee.objects.create(
            office=office, line="উপজেলা প্রেস ক্লাব", email="press@example.org"
        )
        kept = DistributionList.objects.create(
            office=office, name="উপজেলার তালিকা", heading="বিতরণ:", recipients=["উপজেলা প্রেস ক্লাব"]
        )
    return addressee, kept


def _send_out(cast):
    """Minutes that wait to be issued, an issued paper with a scan, and a published one."""
    written = [
        make_meeting(
            cast.committee,
            by=cast.staff,
            held_on=date(2024, 5, day),
            copy_signatory={"name": cast.staff.name, "designation": ["সহকারী প্রোগ্রামার"]},
        )
        for day in (7, 14, 21, 28)
    ]
    cast.approved, cast.issued, cast.published, struck_out = written
    cast.approved.submit(by=cast.staff)
    cast.approved.approve(by=cast.officer)
    with patch("tests.factories.tiny", blank_page):
        cast.memo = make_issued(cast.issued, author=cast.staff, officer=cast.officer)
    make_issued(cast.published, author=cast.staff, officer=cast.officer)
    cast.published.publish(by=cast.officer)
    cast.file_number = cast.memo.file
    cast.sent_copy = cast.memo.sent_copies.first() or make_copies(cast.memo, 1)[0]
    with patch("tests.factories.tiny", blank_page):
        cast.void_memo = make_issued(struck_out, author=cast.staff, officer=cast.officer)
    void(memo=cast.void_memo, by=cast.officer, reason="ভুল নথি")
    with transaction.atomic():
        document = store.keep(b"%PDF-1.7 scan", mime="application/pdf")
        cast.scan = cast.memo.paper.add_file(document, kind="scan")
        issued = cast.memo.paper.issued_file.document
        cast.merge = Merge.objects.create(
            memo=cast.memo,
            is_double_sided=True,
            issued=issued,
            total=1,
            state="done",
            document=issued,
        )
    cast.duty = make_duty(cast.shalbon, cast.committee)
    before = {"period_start": date(2024, 1, 1), "by": cast.officer}
    cast.sent = make_submission(cast.issued, cast.duty, **before)
    cast.opened = make_submission(
        cast.issued,
        cast.duty,
        **before | {"period_start": date(2024, 2, 1)},
        scan=cast.scan,
        state=Submission.State.OPENED,
        opened_by=cast.dc_staff,
        opened_at=timezone.now(),
    )
    cast.accepted = make_submission(
        cast.issued,
        cast.duty,
        **before | {"period_start": date(2023, 9, 1)},
        state=Submission.State.ACCEPTED,
        decided_by=cast.dc_staff,
        decided_at=timezone.now(),
    )
    cast.excuse = Excuse.objects.create(
        duty=cast.duty,
        office=cast.meghdubi,
        period_start=date(2023, 12, 1),
        reason="নির্বাচন",
        excused_by=cast.staff,
    )
    _take_letters_in(cast)
    _let_copies_come(cast)
    # What fills the arguments of a URL that are not of a row.
    today = timezone.localdate()
    cast.copy, cast.notice = SimpleNamespace(pk="copy"), SimpleNamespace(pk="notice")
    cast.year, cast.month = SimpleNamespace(pk=today.year), SimpleNamespace(pk=today.month)
    cast.day = SimpleNamespace(pk=today.day)
    for person in (cast.staff, cast.dc_officer):
        digest = Digest.objects.create(user=person, made_on=today, way="no_address")
        Reminder.objects.create(
            digest=digest, user=person, duty=cast.duty, office=cast.meghdubi, step=7,
            period_start=date(2023, 11, 1), due_on=date(2023, 12, 3), standing="missing",
        )  # fmt: skip


def _take_letters_in(cast):
    """A letter that came in with its scan, one that was settled, and one of ours that is written."""
    told = {
        "office": cast.meghdubi,
        "sender": "বিভাগীয় কমিশনার",
        "subject": "অগ্রগতি প্রেরণ",
        "dated_on": date(2024, 3, 1),
        "received_on": date(2024, 3, 2),
    }
    scan = b"%PDF-1.7 came in", "application/pdf"
    cast.incoming = docket.register(
        incoming=Incoming(**told, number="৬৪"), by=cast.staff, scan=scan
    )
    settled = docket.register(incoming=Incoming(**told, number="৬৫"), by=cast.staff)
    docket.close(incoming=settled, by=cast.staff, reason="জবাব লাগবে না")
    cast.closed_incoming = settled


def _send_copies(cast):
    """A copy of the issued paper that waits to leave and was signed for on paper, and a mail that came
    back."""
    cast.sent_copy = cast.memo.sent_copies.first()
    cast.sending = Sending.objects.create(
        copy=cast.sent_copy, way="hand", sent_by=cast.staff, sent_at=timezone.now()
    )
    with transaction.atomic():
        mail = store.keep(b"Subject: back\r\n\r\n", mime="message/rfc822")
    cast.proof = Evidence.objects.create(
        copy=cast.sent_copy, step="signed", told={"scan": cast.scan.document.sha256}
    )
    cast.returned = Returned.objects.create(
        office=cast.meghdubi, document=mail, subject="ফেরত মেইল"
    )


def _let_copies_come(cast):
    """Copies of the issued paper: two to posts of the district, one of them opened, by the portal; by
    hand and by post to people outside."""
    titles = ("জেলা প্রশাসক", "সহকারী কমিশনার")
    cast.received_copy, cast.opened_copy = (
        copy_for(cast.memo, post=make_post(cast.shalbon, title)) for title in titles
    )
    for copy in (cast.received_copy, cast.opened_copy):
        send(copy, by=cast.staff, way="portal")
    cast.opened_copy.evidence.create(
        step="fetched", by=cast.dc_staff, told={"name": cast.dc_staff.name, "post": "অফিস সহকারী"}
    )
    cast.link = link_of(cast.received_copy)
    cast.by_hand, _ = (
        send(copy_for(cast.memo, recipient="চেয়ারম্যান, ক ইউনিয়ন পরিষদ"), by=cast.staff, way=way)
        for way in ("hand", "post")
    )


def give_each_office_words_of_its_own():
    """{a word in the title of minutes that are not published: the office that wrote them}"""
    offices = {}
    for number, meeting in enumerate(Meeting.objects.filter(paper__published_at=None)):
        word = f"গোপন{'কখগঘঙচছজঝঞটঠডঢণত'[number]}শব্দ"
        offices[word] = meeting.committee.office_id
        row = Meeting.objects.filter(pk=meeting.pk)
        row.update(title=f"{word} সভার কার্যবিবরণী")
        if meeting.approved_digest:
            row.update(approved_digest=meeting.content_digest())
    return offices


def words_in(world, response, *, of_others_than=None):
    """The offices' own words that an answer holds; of offices this person does not work in."""
    text = text_in(response)
    spared = world.offices_of.get(of_others_than, set())
    return {w for w, office in world.offices_of_words.items() if office not in spared and w in text}


def sign_in_all(world):
    """{person: the key of a session}; the deactivated one lost the account after signing in."""
    keys = {}
    for name in PEOPLE:
        client = Client()
        client.force_login(getattr(world, name))
        keys[name] = client.cookies["sessionid"].value
    world.deactivated.is_active = False
    world.deactivated.save()
    return keys


def clients(world):
    """A client for the anonymous visitor, and a signed-in one for each person who asks."""
    signed_in = {"anonymous": Client()}
    for name, key in world.sessions.items():
        if WHOLE_TABLE or name in OF_EACH_KIND:
            signed_in[name] = Client()
            signed_in[name].cookies["sessionid"] = key
    return signed_in


def expected(row, name, *, acting=False):
    if row["open_to_all"]:
        return row["done"] if acting else 200
    if name in ANONYMOUS:
        return TO_SIGN_IN
    if row.get("only_post") and not acting:
        return 405
    if acting and name in row["allowed"] - row.get("writers", row["allowed"]):
        return REFUSED
    if name in row["allowed"]:
        return row["done"] if acting else 200
    return REFUSED if name in row["refused"] else HIDDEN


def answer(response):
    """The status, with a redirect to sign-in told apart from one that follows an act."""
    if response.status_code == 302 and response.headers["Location"].startswith(
        reverse("account_login")
    ):
        return TO_SIGN_IN
    return response.status_code


def arguments(world, name):
    """The arguments of a URL in the world below. A paper is found by its code and a copy by the token of
    its link, which nobody can count up to."""
    return [_argument(thing) for thing in things(world, name)]


def _argument(thing):
    match thing:
        case Paper():
            return thing.code
        case Link() | followup_models.Link():
            return thing.token
    return thing.pk


def address(world, name):
    return reverse(name, args=arguments(world, name))


def things(world, name):
    """What fills the arguments of a URL in the world below."""
    url = ACCESS[name]["url"] or ()
    return [getattr(world, thing) for thing in ([url] if isinstance(url, str) else url)]


def routes(resolver=None, prefix="", space=""):
    """{name of a URL of the site, with its namespace: its route, with <int:pk> and the like in it}"""
    found = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            found[space + (pattern.name or f"({pattern.pattern})")] = route
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            found |= routes(pattern, route, space + inner)
    return found


def text_in(response):
    """What a person can read in an answer: a page, a paper, a spreadsheet, a ZIP of papers."""
    data = response.getvalue()
    match response.headers.get("Content-Type", "").partition(";")[0]:
        case "application/pdf":
            # Papers of the world above are tiny texts; the register is a real paper.
            return data.decode("latin-1") if len(data) < 100 else pypdf_text(data)
        case "application/zip":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return "\n".join(archive.namelist())
        case kind if kind.endswith(("spreadsheetml.sheet", "wordprocessingml.document")):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return "\n".join(archive.read(name).decode() for name in archive.namelist())
    return data.decode()
