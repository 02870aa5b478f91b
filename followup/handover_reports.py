"""What the handing over of posts reports to the whole portal."""

from django.urls import reverse

from accounts.reporting import Target, Waiting
from bangla.digits import to_bengali
from followup import handing_over
from followup.models import Handover

SAID = {
    "handover made": "দায়িত্ব হস্তান্তরের তালিকা করেছেন",
    "handover received": "দায়িত্ব হস্তান্তরের তালিকা গ্রহণ করেছেন",
}
LABELS = {"rows": "সারি"}


def targets(reader, office):
    yield Target(
        "followup.handover",
        Handover.objects.visible_to(reader).select_related("post__office"),
        lambda row: f"দায়িত্ব হস্তান্তর: {row.post}",
        "followup:handover",
    )


def waiting(user):
    """How many lists of handing over this person is to countersign, and to make."""
    page = reverse("followup:handovers")
    if count := handing_over.waiting_for(user).count():
        text = f"{to_bengali(count)}টি দায়িত্ব হস্তান্তরের তালিকা গ্রহণের অপেক্ষায়"
        yield Waiting("noticed", text, page)
    if wanted := handing_over.wanted_by(user):
        text = f"{to_bengali(len(wanted))}টি পদে বদলি; চলমান কাজের হস্তান্তর তালিকা করা বাকি"
        yield Waiting("noticed", text, page)
