"""Reports of absences, begun: the officers they name are told first."""

from django.db import transaction

from accounts.models import AuditEvent, record
from accounts.post import send_later
from bangla.phrases import long_date
from letters import making
from letters.absences import called, reports_of, sittings_of
from offices.holders import postings_of

TOLD = "absences told"


@transaction.atomic
def begin_report(kind, *, by, meeting, number):
    """A draft of the `number`th report about the month of a meeting. Who is named in it is shown what it
    says before it goes out: those with an account by mail."""
    there = set(meeting.letters.values_list("pk", flat=True))
    letter = making.begin(kind, by=by, meeting=meeting, number=number)
    if letter.pk not in there:
        report = reports_of(sittings_of(meeting))[number - 1]
        names = _tell(letter, report)
        record(by=by, what=TOLD, target=letter, office=letter.office, names=names)
    return letter


def _tell(letter, report):
    held = postings_of(
        [one.post.pk for one in report.absentees if one.post], letter.meeting.held_on
    )
    names = []
    for one in report.absentees:
        posting = one.post and held.get(one.post.pk)
        if (
            posting
            and posting.user
            and send_later(to=posting.user, subject="সভায় আপনার অনুপস্থিতি", text=_told(letter, one))
        ):
            names.append(one.name)
    return names


def _told(letter, one):
    said = [f"{called(letter.meeting)} আপনার উপস্থিতি এভাবে লেখা আছে:"]
    said += [f"{long_date(day)}: অনুপস্থিত" for day in one.absent]
    said += [f"{long_date(day)}: প্রতিনিধি উপস্থিত" for day in one.represented]
    said.append(
        f"এই তথ্য আপনার ঊর্ধ্বতন কার্যালয়কে জানানোর পত্র {letter.office.name} তৈরি করছে। "
        "তথ্যে ভুল থাকলে পত্র জারির আগে সেই কার্যালয়কে জানান।"
    )
    return "\n\n".join(said)


def told_of(letter):
    """When which absent officers were shown what a letter says of them: [(when, [names])]."""
    events = AuditEvent.objects.filter(
        what=TOLD, target_kind=letter._meta.label_lower, target_id=letter.pk
    )
    return [(event.at, event.detail["names"]) for event in events.order_by("pk")]
