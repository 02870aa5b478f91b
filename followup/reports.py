from accounts.reporting import Report, Target
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
    # progress reports
    "report refreshed": "অগ্রগতি প্রতিবেদনে আজকের অবস্থা আনা হয়েছে",
}

REPORT = Report(said=SAID, targets=targets)
