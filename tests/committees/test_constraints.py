"""Every constraint of offices, committees, meetings and memos refuses, in the database itself, what it is there for.

Each case is a row that can be stored and the change that must not be. A constraint without a case
fails the suite, and so does a case whose constraint is gone.
"""

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint
from django.utils import timezone

from accounts.models import Digest, Mail
from despatch.models import Reply, Returned
from distribution.models import Addressee, DistributionList
from documents.models import Document
from followup.models import (
    Achievement,
    Answer,
    Assignment,
    Disposal,
    Handover,
    Indicator,
    Matter,
    Nudge,
    Review,
)
from letters.models import Incoming, Letter, Merge, Prompt
from meetings.correcting import begin_corrigendum
from meetings.models import (
    AgendaItem,
    Attendance,
    Charge,
    Decision,
    Implementer,
    Meeting,
    MeetingFile,
    State,
)
from memos import actions
from memos.models import Counter, FileNumber, Memo, Sheet
from offices.models import Office, Posting
from tests.despatch.copies import copy_for, send
from tests.factories import (
    LONG_AGO,
    make_committee,
    make_issued,
    make_meeting,
    make_office,
    make_paper,
    make_post,
    seat,
)
from tests.followup.making import make_assignment, make_matter

CONSTRAINTS = {
    constraint.name: (model, constraint)
    for app in (
        "offices",
        "distribution",
        "committees",
        "meetings",
        "memos",
        "letters",
        "despatch",
        "followup",
    )
    for model in apps.get_app_config(app).get_models()
    for constraint in model._meta.constraints
}
DAY_BEFORE = LONG_AGO - timedelta(days=1)


def office_under_itself(cast, meeting):
    return cast.sister, {"parent": cast.sister}


def post_twice(cast, meeting):
    make_post(cast.noldanga, "সহকারী প্রোগ্রামার")  # the same in another office is another post
    row = make_post(cast.meghdubi, "সহকারী প্রোগ্রামার")
    make_post(cast.meghdubi, "অফিস সুপার")
    return row, {"title": "অফিস সুপার"}


def posting_ending_too_soon(cast, meeting):
    post = make_post(cast.meghdubi)
    row = Posting.objects.create(post=post, name="ক", starts_on=LONG_AGO, ends_on=LONG_AGO)
    return row, {"ends_on": DAY_BEFORE}


def committee_twice(cast, meeting):
    make_committee(cast.sister)
    return make_committee(cast.meghdubi, "নতুন কমিটি"), {"name": cast.committee.name}


def seat_open_twice(cast, meeting):
    post = make_post(cast.meghdubi)
    seat(cast.committee, post)
    return seat(cast.committee, post, ends_on=LONG_AGO), {"ends_on": None}


def seat_ending_too_soon(cast, meeting):
    return seat(cast.committee, make_post(cast.meghdubi), ends_on=LONG_AGO), {"ends_on": DAY_BEFORE}


def same_role_twice(cast, meeting):
    row = seat(cast.committee, make_post(cast.meghdubi), "member", second_role="focal_point")
    return row, {"second_role": "member"}


def second_sitting_of_a_day(cast, meeting):
    row = make_meeting(cast.committee, held_on=date(2024, 4, 18))
    return row, {"held_on": meeting.held_on}


def cancelled_sitting_revived(cast, meeting):
    row = make_meeting(cast.committee, held_on=date(2024, 4, 18))
    Meeting.objects.filter(pk=row.pk).update(state=State.CANCELLED, held_on=meeting.held_on)
    return Meeting.objects.get(pk=row.pk), {"state": State.DRAFT}


def in_meeting(**changes):
    return lambda cast, meeting: (meeting, changes)


def act_half_told(act):
    return [
        lambda cast, meeting: (meeting, {f"{act}_by": cast.officer}),
        in_meeting(**{f"{act}_at": timezone.now()}),
    ]


def approved(cast, meeting):
    meeting.submit(by=cast.staff)
    meeting.approve(by=cast.officer)
    return meeting


def position_twice(make):
    def case(cast, meeting):
        make(meeting, position=90)
        return make(meeting, position=91), {"position": 90}

    return case


def new_attendance(meeting, *, position=90, **fields):
    return Attendance.objects.create(meeting=meeting, position=position, name="ক", **fields)


def new_item(meeting, *, position):
    return AgendaItem.objects.create(meeting=meeting, position=position, topic="ক")


def new_decision(meeting, *, position):
    return Decision.objects.create(
        item=meeting.items.first(), meeting=meeting, position=position, text="ক"
    )


def new_implementer(meeting, *, position):
    decision = meeting.items.first().decisions.first()
    return Implementer.objects.create(decision=decision, position=position, printed="ক")


def stand_in(given, name, post, **changes):
    def case(cast, meeting):
        row = new_attendance(
            meeting, status=given, representative_name=name, representative_post=post
        )
        return row, changes

    return case


def file_twice(cast, meeting):
    def kept(sha256):
        return MeetingFile.objects.create(
            meeting=meeting, name="ক", file="ক.pdf", size=1, sha256=sha256, uploaded_by=cast.staff
        )

    kept("0" * 64)
    return kept("1" * 64), {"sha256": "0" * 64}


def out(cast, meeting):
    """The line of the register under which the meeting has gone out."""
    return make_issued(meeting, author=cast.staff, officer=cast.officer)


def out_meeting(**changes):
    return lambda cast, meeting: (out(cast, meeting).meeting, changes)


def out_line(**changes):
    return lambda cast, meeting: (out(cast, meeting), changes)


def reserved(cast, meeting):
    return actions.reserve(file=out(cast, meeting).file, by=cast.staff, subject="পত্র")


def struck_out(cast, meeting):
    line = reserved(cast, meeting)
    line.void(by=cast.officer, reason="ভুল")
    return line


def corrigendum_twice(cast, meeting):
    out(cast, meeting)
    draft = begin_corrigendum(meeting, by=cast.staff, reason="ভুল")
    draft.cancel(by=cast.staff)
    begin_corrigendum(meeting, by=cast.staff, reason="আবার")
    return draft, {"state": State.DRAFT}


def a_charge(cast, meeting, *, post=None):
    paper = out(cast, meeting).paper
    decision = Decision.objects.filter(item__meeting=meeting).first()
    told = {"paper": paper, "decision": decision, "printed": "সকল অফিস প্রধান"}
    Charge.objects.create(position=90, post=post, **told)
    return Charge.objects.create(position=91, post=post, **told)


def charged_twice(cast, meeting):
    return a_charge(cast, meeting, post=make_post(cast.meghdubi, "নতুন পদ")), {"position": 90}


def unresolved_twice(cast, meeting):
    return a_charge(cast, meeting), {"position": 90}


def charged_as_nobody(cast, meeting):
    return a_charge(cast, meeting), {"holder": "কেউ"}


def one_of_two(cast, meeting):
    first, second = (new_decision(meeting, position=each) for each in (90, 91))
    return second, {"thread": first.thread}


def series_twice(cast, meeting):
    cast.meghdubi.series.create(name="কার্যালয়")
    return cast.meghdubi.series.create(name="শাখা"), {"name": "কার্যালয়"}


def file_number_twice(cast, meeting):
    line = out(cast, meeting)
    other = FileNumber.named_on_paper(cast.meghdubi, "05.47.8592.000.01.003.24")
    return other, {"number": line.file.number}


def counter_twice(cast, meeting):
    counter = out(cast, meeting).series.counters.get()
    other = Counter.objects.create(series=counter.series, period=1999)
    return other, {"period": counter.period}


def new_addressee(cast, line, **fields):
    return Addressee.objects.create(office=cast.meghdubi, line=line, **fields)


def addressee_twice(cast, meeting):
    there = new_addressee(cast, "প্রেস ক্লাব")
    return new_addressee(cast, "পাঠাগার"), {"line": there.line, "key": there.key}


def address_of_a_post_twice(cast, meeting):
    there = new_addressee(cast, "ইউএনও", post=make_post(cast.meghdubi))
    return new_addressee(cast, "পাঠাগার"), {"post": there.post}


def list_twice(cast, meeting):
    names = ("জেলা", "উপজেলা")
    rows = [
        DistributionList.objects.create(
            office=cast.meghdubi, name=name, heading="বিতরণ:", recipients=["প্রেস ক্লাব"]
        )
        for name in names
    ]
    return rows[1], {"name": names[0]}


def copy_twice(cast, meeting):
    first, second = out(cast, meeting).sent_copies.all()
    return second, {"position": first.position}


def a_copy(cast, meeting):
    return copy_for(out(cast, meeting), post=make_post(cast.meghdubi, "নতুন পদ"))


def a_sending(**changes):
    def case(cast, meeting):
        sending = send(a_copy(cast, meeting), by=cast.staff, way="hand")
        mail = changes.get("mail") and Mail.objects.create(
            to="a@example.org", subject="ক", text="খ", message_id="<1@example.org>"
        )
        return sending, changes | ({"mail": mail} if mail else {})

    return case


def a_returned_mail(cast, meeting):
    document = Document.objects.create(sha256="0" * 64, size=1, mime="message/rfc822")
    return Returned.objects.create(document=document, subject="ক"), {"seen_at": timezone.now()}


def a_reply(given, who, **changes):
    def case(cast, meeting):
        reply = Reply.objects.create(copy=a_copy(cast, meeting), answer=given, name=who)
        return reply, changes

    return case


def letter_about(meeting, cast, **fields):
    return Letter.objects.create(
        office=cast.meghdubi, meeting=meeting, kind="notice", created_by=cast.staff,
        content={"letter": {"subject": "সভার নোটিশ"}}, **fields,
    )  # fmt: skip


def draft_twice(cast, meeting):
    letter_about(meeting, cast)
    dropped = letter_about(meeting, cast, state=Letter.State.DROPPED)
    return dropped, {"state": Letter.State.DRAFT}


def numbered_draft_twice(cast, meeting):
    letter_about(meeting, cast, number=1)
    return letter_about(meeting, cast, number=2), {"number": 1}


def issued_letter(cast, meeting):
    row = letter_about(meeting, cast)
    row.issue(by=cast.officer, paper=make_paper(), content=row.content, at=timezone.now())
    return row


def docketed(cast, docket=1):
    return Incoming.objects.create(
        office=cast.meghdubi, docket=docket, year=2026, sender="জেলা প্রশাসক", number="১২",
        dated_on=LONG_AGO, subject="তথ্য প্রেরণ", received_on=LONG_AGO,
    )  # fmt: skip


def prompted_twice(cast, meeting):
    digest = Digest.objects.create(user=cast.staff, made_on=LONG_AGO, way="no_address")
    told = {"digest": digest, "user": cast.staff, "incoming": docketed(cast), "due_on": LONG_AGO}
    Prompt.objects.create(step=Prompt.Step.SOON, **told)
    return Prompt.objects.create(step=Prompt.Step.LATE, **told), {"step": Prompt.Step.SOON}


def docketed_twice(cast, meeting):
    docketed(cast)
    return docketed(cast, 2), {"docket": 1}


def sheet_made(cast, meeting):
    return Sheet.objects.create(
        meeting=meeting, content={"title": "হাজিরা"}, made_by=cast.staff, made_at=timezone.now()
    )


def a_merge(cast, meeting, **fields):
    line = out(cast, meeting)
    told = {"asked_by": cast.staff, "asked_at": timezone.now()} | fields
    issued = line.paper.issued_file.document
    return Merge.objects.create(memo=line, issued=issued, total=1, **told)


def merge_twice(cast, meeting):
    first = a_merge(cast, meeting)
    second = Merge.objects.create(
        memo=first.memo, issued=first.issued, total=2, asked_by=cast.staff, asked_at=timezone.now()
    )
    return second, {"total": 1}


def merge_step_twice(cast, meeting):
    merge = a_merge(cast, meeting)
    rows = [merge.parts.create(position=place, data=b"%PDF", counts=[1]) for place in (0, 1)]
    return rows[1], {"position": 0}


def a_matter(cast, meeting, **fields):
    decision = Decision.objects.filter(meeting=meeting).first()
    return make_matter(decision, by=cast.staff, **fields)


def matter_in(**changes):
    return lambda cast, meeting: (a_matter(cast, meeting), changes)


def a_share(cast, meeting, *, post=True, **fields):
    matter = a_matter(cast, meeting)
    post = make_post(cast.meghdubi, "নতুন পদ") if post else None
    return make_assignment(matter, post, **fields)


def share_in(*, made=None, **changes):
    return lambda cast, meeting: (a_share(cast, meeting, **made or {}), changes)


def a_part(cast, meeting, **fields):
    parent = a_share(cast, meeting)
    return make_assignment(parent.matter, make_post(cast.sister, "পদ"), parent=parent, **fields)


def part_of_itself(cast, meeting):
    row = a_part(cast, meeting)
    return row, {"parent": row}


def two_shares(cast, meeting):
    first = a_share(cast, meeting)
    second = make_assignment(first.matter, make_post(cast.meghdubi, "অন্য পদ"), position=1)
    return second, {"post": first.post}


def two_parts(cast, meeting):
    first = a_part(cast, meeting)
    told = {"parent": first.parent, "position": 1}
    second = make_assignment(first.matter, make_post(cast.sister, "অন্য পদ"), **told)
    return second, {"post": first.post}


def an_answer(kind, *, made=None, **changes):
    def case(cast, meeting):
        told = {"kind": kind, "by": cast.staff, "holder": "ক"} | (made or {})
        return Answer.objects.create(assignment=a_share(cast, meeting), **told), changes

    return case


def proof_twice(cast, meeting):
    said, _ = an_answer("progress")(cast, meeting)
    documents = [Document.objects.create(sha256=each * 64, size=1, mime="a/b") for each in "01"]
    rows = [said.proofs.create(document=each, name="ক.pdf") for each in documents]
    return rows[1], {"document": documents[0]}


def a_digest(cast):
    return Digest.objects.create(user=cast.staff, made_on=LONG_AGO, way="no_address")


def a_nudge(cast, share, **fields):
    told = {"told_on": LONG_AGO, "rung": "late"} | fields
    return Nudge.objects.create(assignment=share, **told)


def nudged_twice(cast, meeting):
    share, told = a_share(cast, meeting), {"user": cast.staff, "digest": a_digest(cast)}
    a_nudge(cast, share, **told)
    return a_nudge(cast, share, told_on=DAY_BEFORE, **told), {"told_on": LONG_AGO}


def outsider_nudged_twice(cast, meeting):
    share = a_share(cast, meeting, post=False, outsider="প্রেস ক্লাব")
    a_nudge(cast, share)
    return a_nudge(cast, share, told_on=DAY_BEFORE), {"told_on": LONG_AGO}


def nudged_without_a_digest(cast, meeting):
    return a_nudge(cast, a_share(cast, meeting)), {"user": cast.staff}


def a_disposal(**fields):
    def case(cast, meeting):
        matter = a_matter(cast, meeting)
        told = {"matter": matter, "meeting": meeting, "choice": "carry"}
        return Disposal.objects.create(**told), fields

    return case


def disposed_twice(cast, meeting):
    first, _ = a_disposal()(cast, meeting)
    other = make_meeting(cast.committee, held_on=date(2024, 4, 18))
    second = Disposal.objects.create(meeting=other, matter=first.matter)
    return second, {"meeting": meeting}


def an_indicator(cast, code="১.১.১"):
    return Indicator.objects.create(
        office=cast.meghdubi, year=2024, code=code, name="পোর্টাল", target=1
    )


def indicator_twice(cast, meeting):
    first = an_indicator(cast)
    return an_indicator(cast, "১.১.২"), {"code": first.code}


def an_achievement(**changes):
    def case(cast, meeting):
        told = {"indicator": an_indicator(cast), "quarter": 1, "value": 1}
        return Achievement.objects.create(**told), changes

    return case


def handover(cast, meeting, **fields):
    return Handover.objects.create(post=make_post(cast.meghdubi), rows=[{"পদ": "ক"}], **fields)


def rows_of_a_review(cast, meeting):
    return Review.objects.create(meeting=meeting), {"rows": []}


def review(cast, meeting):
    return Review.objects.create(meeting=meeting), {"frozen_at": timezone.now()}


CASES = {
    "what_is_chased_stands_in_a_paper": [matter_in(decision=None), matter_in(opened_on=None)],
    "matter_ended_somehow": [
        matter_in(end="verified"),
        matter_in(state=Matter.State.ENDED),
        matter_in(ended_at=timezone.now()),
    ],
    "matter_keeps_its_first_date": [matter_in(first_due_on=None), matter_in(due_on=None)],
    "owner_and_office_go_together": [share_in(office=None)],
    "what_is_chased_has_an_owner": [
        share_in(made={"post": False}, state=Assignment.State.OPEN),
        share_in(made={"post": False, "outsider": "প্রেস ক্লাব"}, outsider=""),
    ],
    "owner_is_inside_or_outside": [share_in(outsider="প্রেস ক্লাব")],
    "assignment_keeps_its_first_date": [share_in(first_due_on=None), share_in(due_on=None)],
    "level_counts_handing_down": [
        share_in(level=1),
        lambda cast, meeting: (a_part(cast, meeting), {"level": 0}),
        lambda cast, meeting: (a_part(cast, meeting), {"level": 7}),
    ],
    "not_its_own_part": [part_of_itself],
    "who_decided_asks_for_it": [share_in(asking_office=None), share_in(asking_office_id=-1)],
    "claim_moves_the_clock": [
        share_in(state=Assignment.State.CLAIMED),
        share_in(
            made={"state": "claimed", "claimed_on": LONG_AGO, "desk_due_on": LONG_AGO},
            desk_due_on=None,
        ),
    ],
    "progress_up_to_a_hundred": [share_in(progress=101)],
    "one_share_a_post": [two_shares],
    "one_part_a_post": [two_parts],
    "claim_says_when": [an_answer("claim", made={"done_on": LONG_AGO}, done_on=None)],
    "extension_says_until_when": [
        an_answer("extension", made={"wanted_due": LONG_AGO}, wanted_due=None)
    ],
    "somebody_answers": [an_answer("progress", by=None)],
    "a_proof_once_in_an_answer": [proof_twice],
    "nudged_once_a_day": [nudged_twice],
    "outsider_nudged_once_a_day": [outsider_nudged_twice],
    "nudge_comes_with_a_digest_or_a_mail": [nudged_without_a_digest],
    "a_frozen_table_has_its_rows": [review, rows_of_a_review],
    "disposed_once_a_sitting": [disposed_twice],
    "closing_says_how": [a_disposal(choice="close"), a_disposal(end="verified")],
    "extending_says_until_when": [a_disposal(choice="extend"), a_disposal(new_due=LONG_AGO)],
    "disposal_decided_by_someone_at_some_time": [a_disposal(decided_at=timezone.now())],
    "indicator_once_a_year": [indicator_twice],
    "a_target_is_something": [
        lambda cast, meeting: (indicator_twice(cast, meeting)[0], {"target": 0})
    ],
    "a_year_has_four_quarters": [an_achievement(quarter=0), an_achievement(quarter=5)],
    "achievement_told_by_someone_at_some_time": [an_achievement(told_at=timezone.now())],
    "handover_handed_by_someone_at_some_time": [
        lambda cast, meeting: (handover(cast, meeting), {"handed_by": cast.staff})
    ],
    "handover_received_by_someone_at_some_time": [
        lambda cast, meeting: (handover(cast, meeting), {"received_by": cast.staff})
    ],
    "merge_asked_by_someone_at_some_time": [
        lambda cast, meeting: (a_merge(cast, meeting), {"asked_by": None})
    ],
    "merge_made_once": [merge_twice],
    "merge_done_with_its_file": [
        lambda cast, meeting: (a_merge(cast, meeting), {"state": Merge.State.DONE})
    ],
    "merge_step_done_once": [merge_step_twice],
    "addressee_once_in_a_book": [addressee_twice],
    "one_address_a_post": [address_of_a_post_twice],
    "list_once_in_an_office": [list_twice],
    "one_copy_at_each_position": [copy_twice],
    "sending_sent_by_someone_at_some_time": [a_sending(sent_by=None)],
    "sending_taken_back_by_someone_at_some_time": [a_sending(taken_back_at=timezone.now())],
    "only_mail_goes_by_mail": [a_sending(mail=True)],
    "returned_mail_seen_by_someone_at_some_time": [a_returned_mail],
    "reply_names_who_comes_instead": [
        a_reply("represented", "খ", name=""),
        a_reply("represented", "খ", answer="absent"),
        a_reply("coming", "", designation="গ"),
    ],
    "sheet_made_by_someone_at_some_time": [
        lambda cast, meeting: (sheet_made(cast, meeting), {"made_by": None})
    ],
    "one_draft_of_a_letter": [draft_twice],
    "one_draft_of_a_numbered_letter": [numbered_draft_twice],
    "letter_issued_by_someone_at_some_time": [
        lambda cast, meeting: (issued_letter(cast, meeting), {"issued_by": None})
    ],
    "letter_issued_with_its_paper": [
        lambda cast, meeting: (issued_letter(cast, meeting), {"paper": None}),
        lambda cast, meeting: (issued_letter(cast, meeting), {"state": Letter.State.DRAFT}),
        lambda cast, meeting: (letter_about(meeting, cast), {"state": Letter.State.ISSUED}),
    ],
    "docket_once_a_year": [docketed_twice],
    "prompted_once_a_step": [prompted_twice],
    "incoming_entered_by_someone_at_some_time": [
        lambda cast, meeting: (docketed(cast), {"entered_by": cast.staff})
    ],
    "incoming_closed_by_someone_at_some_time": [
        lambda cast, meeting: (docketed(cast), {"closed_by": cast.staff})
    ],
    "issued_by_someone_at_some_time": [out_meeting(issued_by=None)],
    "issued_with_its_paper": [
        out_meeting(paper=None),
        out_meeting(state=State.APPROVED),
        lambda cast, meeting: (approved(cast, meeting), {"state": State.ISSUED}),
    ],
    "one_corrigendum_at_a_time": [corrigendum_twice],
    "series_once_in_an_office": [series_twice],
    "one_counter_a_period": [counter_twice],
    "counter_runs_forward": [
        lambda cast, meeting: (out(cast, meeting).series.counters.get(), {"begun_after": 99})
    ],
    "file_number_once_in_an_office": [file_number_twice],
    "a_serial_once_in_its_period": [
        lambda cast, meeting: (reserved(cast, meeting), {"serial": 1}),
    ],
    "serials_begin_at_one": [out_line(serial=0)],
    "memo_reserved_by_someone_at_some_time": [
        lambda cast, meeting: (reserved(cast, meeting), {"reserved_by": None}),
    ],
    "memo_issued_by_someone_at_some_time": [out_line(issued_by=None)],
    "memo_voided_by_someone_at_some_time": [
        lambda cast, meeting: (struck_out(cast, meeting), {"voided_by": None}),
    ],
    "memo_state_says_what_was_done": [
        out_line(state=Memo.State.RESERVED),
        out_line(issued_on=None),
        lambda cast, meeting: (struck_out(cast, meeting), {"void_reason": ""}),
        lambda cast, meeting: (reserved(cast, meeting), {"state": Memo.State.VOID}),
    ],
    "a_file_once_with_a_meeting": [file_twice],
    "office_not_its_own_parent": [office_under_itself],
    "post_once_in_an_office": [post_twice],
    "posting_ends_after_it_starts": [posting_ending_too_soon],
    "committee_once_in_an_office": [committee_twice],
    "one_open_seat_a_post": [seat_open_twice],
    "membership_ends_after_it_starts": [seat_ending_too_soon],
    "second_role_is_another": [same_role_twice],
    "one_sitting_a_day": [second_sitting_of_a_day, cancelled_sitting_revived],
    "period_has_both_ends_in_order": [
        in_meeting(period_start=date(2024, 3, 2), period_end=date(2024, 3, 1)),
        in_meeting(period_end=None),
        in_meeting(period_start=None),
    ],
    "submitted_by_someone_at_some_time": act_half_told("submitted"),
    "returned_by_someone_at_some_time": act_half_told("returned"),
    "approved_by_someone_at_some_time": [
        lambda cast, meeting: (meeting, {"approved_by": cast.officer}),
        lambda cast, meeting: (approved(cast, meeting), {"approved_by": None}),
    ],
    "approval_stands_with_its_digest": [
        lambda cast, meeting: (approved(cast, meeting), {"approved_digest": ""}),
        lambda cast, meeting: (
            approved(cast, meeting),
            {"approved_by": None, "approved_at": None},
        ),
        lambda cast, meeting: (approved(cast, meeting), {"state": State.RETURNED}),
        in_meeting(state=State.APPROVED),
        in_meeting(approved_digest="0" * 64),
        lambda cast, meeting: (
            meeting,
            {"approved_by": cast.officer, "approved_at": timezone.now()},
        ),
    ],
    "attendance_position_once": [position_twice(new_attendance)],
    "representative_named_where_there_is_one": [
        stand_in("represented", "খ", "", representative_name=""),
        stand_in("represented", "খ", "গ", status="absent"),
        stand_in("present", "", "", representative_name="খ"),
        stand_in("leave", "", "", representative_post="গ"),
    ],
    "item_position_once": [position_twice(new_item)],
    "decision_position_once": [position_twice(new_decision)],
    "no_two_decisions_of_a_meeting_are_one": [one_of_two],
    "charged_once_by_a_line": [charged_twice],
    "unresolved_once_by_a_line": [unresolved_twice],
    "nobody_is_charged_without_a_post": [charged_as_nobody],
    "implementer_position_once": [position_twice(new_implementer)],
}


def refused_by(error, model, constraint):
    """Whether an IntegrityError is this constraint's; SQLite names a unique one by its columns."""
    if connection.vendor == "postgresql":
        return error.__cause__.diag.constraint_name == constraint.name
    if isinstance(constraint, CheckConstraint):
        return str(error) == f"CHECK constraint failed: {constraint.name}"
    columns = [model._meta.get_field(name).column for name in constraint.fields]
    table = model._meta.db_table
    return str(error) == "UNIQUE constraint failed: " + ", ".join(f"{table}.{c}" for c in columns)


def test_every_constraint_has_a_case_and_every_case_its_constraint():
    assert CASES.keys() == CONSTRAINTS.keys()


@pytest.mark.parametrize(
    ("name", "nth"), [(name, nth) for name, cases in CASES.items() for nth in range(len(cases))]
)
def test_the_database_refuses_what_a_constraint_forbids(name, nth, cast, meeting):
    model, constraint = CONSTRAINTS[name]
    row, changes = CASES[name][nth](cast, meeting)
    assert type(row) is model
    row.full_clean()
    row.save()  # nothing else is wrong with the row

    for field, value in changes.items():
        setattr(row, field, value)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        row.save()
    assert refused_by(refusal.value, model, constraint)


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_person_is_told_in_bengali(name, cast, meeting):
    model, constraint = CONSTRAINTS[name]
    row, changes = CASES[name][0](cast, meeting)
    for field, value in changes.items():
        setattr(row, field, value)

    with pytest.raises(ValidationError) as refusal:
        constraint.validate(model, row)
    with pytest.raises(ValidationError) as whole_refusal:
        row.full_clean()
    for message in refusal.value.messages + whole_refusal.value.messages:
        assert re.fullmatch(r"[^A-Za-z%]*[\u0980-\u09ff][^A-Za-z%]*", message)


def test_two_offices_do_not_share_a_code(db):
    make_office("meghdubi")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_office("meghdubi")
    with pytest.raises(ValidationError) as refusal:
        Office(code="meghdubi", kind="line", name="ক", letter_office="ক").full_clean()
    assert refusal.value.messages == ["এই সংকেত আগে থেকেই আছে।"]
