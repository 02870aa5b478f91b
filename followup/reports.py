from accounts.reporting import Help, Report, Target
from followup import nudged, outside, reminding, reviewing, tallies
from followup.models import Assignment, Handover, Indicator, Matter
from followup.said import SAID
from followup.waiting import waiting


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
    yield Target(
        "followup.handover",
        Handover.objects.visible_to(reader).select_related("post__office"),
        lambda row: f"দায়িত্ব হস্তান্তর: {row.post}",
        "followup:handover",
    )
    yield Target(
        "followup.indicator", Indicator.objects.visible_to(reader), page="followup:indicator"
    )


REPORT = Report(
    said=SAID,
    labels={
        "rows": "সারি",
        "choice": "যা হবে",
        "year": "অর্থবছরের শুরু",
        "quarter": "ত্রৈমাসিক",
        "code": "কোড",
        "count": "কয়টি",
        "values": "অর্জন",
    },
    targets=targets,
    lines=reminding.due_today,
    told=nudged.lines_of,
    waiting=waiting,
    help=(Help(25, "followup/_help.html"),),
    daily=(
        (0, tallies.renew),
        (5, reviewing.freeze_due),
        (outside.OFFICE_HOURS, outside.write),
    ),
    often=((5, tallies.count_some),),
)
