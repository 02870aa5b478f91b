from django.urls import reverse

from accounts.reporting import Report, Target, Waiting
from bangla.digits import to_bengali
from followup import handing_over, outside, reminding
from followup.models import Assignment, Handover, Matter


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


# Each module of the room adds the words of what it does.
SAID = {
    "matter opened": "সিদ্ধান্ত অনুসরণ শুরু হয়েছে",
}

SAID |= {
    "handover made": "দায়িত্ব হস্তান্তরের তালিকা করেছেন",
    "handover received": "দায়িত্ব হস্তান্তরের তালিকা গ্রহণ করেছেন",
}


def waiting(user):
    """How many lists of handing over this person is to make, and to countersign."""
    page = reverse("followup:handovers")
    if count := handing_over.waiting_for(user).count():
        text = f"{to_bengali(count)}টি দায়িত্ব হস্তান্তরের তালিকা গ্রহণের অপেক্ষায়"
        yield Waiting("noticed", text, page)
    if wanted := handing_over.wanted_by(user):
        text = f"{to_bengali(len(wanted))}টি পদে বদলি; চলমান কাজের হস্তান্তর তালিকা করা বাকি"
        yield Waiting("noticed", text, page)


REPORT = Report(
    said=SAID,
    targets=targets,
    lines=reminding.due_today,
    told=reminding.lines_of,
    labels={"rows": "সারি"},
    waiting=waiting,
    daily=((outside.OFFICE_HOURS, outside.write),),
)
