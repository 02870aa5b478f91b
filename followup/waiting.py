"""What waits on a person of decisions that are followed, as the first page tells it."""

from django.urls import reverse

from accounts.reporting import Waiting
from bangla.digits import to_bengali
from followup import handing_over, worklist


def waiting(user):
    """How many shares of this person's are late, and what waits on the section they act for."""
    late = worklist.late_of(user).count()
    if late:
        text = f"{to_bengali(late)}টি সিদ্ধান্তের কাজে আপনাদের শেষ তারিখ পেরিয়েছে"
        yield Waiting("late", text, f"{reverse('followup:mine')}?tray={worklist.LATE}")
    counts = worklist.counts_on_desk_of(user)
    page = reverse("followup:desk")
    for tray, text in (
        (worklist.CLAIMS, "সম্পন্ন কাজের দাবি যাচাইয়ের অপেক্ষায়"),
        (worklist.OWNERS, "কাজ কার, তা নির্ধারণের অপেক্ষায়"),
        (worklist.TIME, "কাজে সময় বাড়ানোর অনুরোধ এসেছে"),
        (worklist.DISPUTES, "কাজে দায়িত্বপ্রাপ্ত একমত নন"),
    ):
        if counts[tray]:
            url = f"{page}?tray={tray}" if tray else page
            yield Waiting("waiting", f"{to_bengali(counts[tray])}টি {text}", url)
    yield from _of_handovers(user)


def _of_handovers(user):
    """How many lists of handing over this person is to make, and to countersign."""
    page = reverse("followup:handovers")
    if count := handing_over.waiting_for(user).count():
        text = f"{to_bengali(count)}টি দায়িত্ব হস্তান্তরের তালিকা গ্রহণের অপেক্ষায়"
        yield Waiting("noticed", text, page)
    if wanted := handing_over.wanted_by(user):
        text = f"{to_bengali(len(wanted))}টি পদে বদলি; চলমান কাজের হস্তান্তর তালিকা করা বাকি"
        yield Waiting("noticed", text, page)
