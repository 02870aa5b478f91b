from accounts.reporting import Report, Target
from followup import answer_reports, settling_words, tallies
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


# Each module of the room adds the words of what it does.
SAID = {
    "matter opened": "সিদ্ধান্ত অনুসরণ শুরু হয়েছে",
    **answer_reports.SAID,
    **settling_words.SAID,
}

REPORT = Report(
    said=SAID,
    targets=targets,
    daily=((0, tallies.renew),),
    often=((5, tallies.count_some),),
    waiting=answer_reports.waiting,
)
