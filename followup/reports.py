from accounts.reporting import Report, Target
from followup import answer_reports, handing_reports, settling_words
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


# Each module of the room adds the words of what it does.
SAID = {
    **settling_words.SAID,
    **answer_reports.SAID,
    **handing_reports.SAID,
}

REPORT = Report(
    said=SAID,
    labels=handing_reports.LABELS,
    targets=targets,
    waiting=answer_reports.waiting,
)
