from accounts.reporting import Report, Target
from followup import (
    answer_reports,
    handing_reports,
    handover_reports,
    outside,
    reminding,
    settling_words,
)
from followup.models import Assignment, Matter


def targets(reader, office):
    yield Target(
        "followup.matter",
        Matter.objects.visible_to(reader).select_related("decision"),
        page="followup:matter",
    )
    yield Target(
        "followup.assignment",
        Assignment.objects.visible_to(reader).with_decision(),
        page="followup:assignment",
    )
    yield from handing_reports.targets(reader, office)
    yield from handover_reports.targets(reader, office)


# Each module of the room adds the words of what it does.
SAID = {
    **settling_words.SAID,
    **answer_reports.SAID,
    **handing_reports.SAID,
    **handover_reports.SAID,
}


def waiting(user):
    yield from answer_reports.waiting(user)
    yield from handover_reports.waiting(user)


REPORT = Report(
    said=SAID,
    labels=handing_reports.LABELS | handover_reports.LABELS,
    targets=targets,
    lines=reminding.due_today,
    told=reminding.lines_of,
    waiting=waiting,
    daily=((outside.OFFICE_HOURS, outside.write),),
)
