from django.urls import reverse

from accounts.reporting import Report, Target, Waiting
from bangla.digits import to_bengali
from despatch import inbox
from memos.models import Copy
from offices.rules import offices_acted_for


def targets(reader, office):
    yield Target("memos.copy", _known_to(reader), lambda copy: f"কপি {copy}")


def _known_to(reader):
    """Copies of the own papers, and those that came to the own offices."""
    came = inbox.received_by(reader).values("pk")
    return Copy.objects.visible_to(reader) | Copy.objects.filter(pk__in=came)


def waiting(user):
    """How many letters came that nobody of the office has opened."""
    count = inbox.unopened(offices_acted_for(user)).count()
    if count:
        yield Waiting("noticed", f"{to_bengali(count)}টি আসা চিঠি খোলা হয়নি", reverse("despatch:inbox"))


REPORT = Report(
    said={
        "copy opened": "আসা চিঠি খুলেছেন",
        "copy acknowledged": "আসা চিঠির প্রাপ্তি স্বীকার করেছেন",
        "copy signed for": "কাগজের কপির স্বাক্ষর তুলেছেন",
    },
    labels={"name": "নাম"},
    targets=targets,
    waiting=waiting,
)
