from django.db.models import Count, Q
from django.urls import reverse

from accounts.reporting import Help, Report, Target, Waiting
from bangla.digits import to_bengali
from offices.rules import offices_acted_for
from submissions import falling, reminding
from submissions.models import Duty, Excuse, Submission


def targets(reader, office):
    yield Target(
        "submissions.submission",
        Submission.objects.visible_to(reader).defer("content").select_related("duty", "office"),
        lambda sent: f"{sent.office}: {sent.duty}, {sent.period_name}",
        "submissions:submission",
    )
    yield Target(
        "submissions.excuse",
        Excuse.objects.visible_to(reader).select_related("duty", "office"),
        lambda given: f"{given.office}: {given.duty}, {given.duty.period_name(given.period_start)}",
        "submissions:excuse_given",
    )
    yield Target("submissions.duty", Duty.objects.visible_to(reader), page="submissions:duty")


def waiting(user):
    """How many to review, and how many come back to be mended or answered."""
    offices = offices_acted_for(user)
    to_review = Submission.objects.received_by(offices).to_review().count()
    to_answer = Submission.objects.filter(office__in=offices).to_answer().count()
    if to_review:
        yield Waiting(
            "noticed",
            f"{to_bengali(to_review)}টি জমা দেওয়া কার্যবিবরণী পর্যালোচনার অপেক্ষায়",
            reverse("submissions:desk"),
        )
    yield from _fallen(offices)
    if to_answer:
        yield Waiting(
            "returned",
            f"{to_bengali(to_answer)}টি জমা দেওয়া কার্যবিবরণী ফেরত এসেছে বা জিজ্ঞাসার উত্তর চায়",
            reverse("submissions:overview"),
        )


def _fallen(offices):
    """How many papers that these offices got, or gave, stand no more."""
    got, gave = Q(duty__office__in=offices), Q(office__in=offices)
    counted = (
        Submission.objects.fallen()
        .filter(got | gave)
        .aggregate(got=Count("pk", filter=got), gave=Count("pk", filter=gave))
    )
    desk, overview = reverse("submissions:desk"), reverse("submissions:overview")
    for count, whose, page in (
        (counted["got"], "আমাদের পাওয়া", f"{desk}?tray=fallen"),
        (counted["gave"], "আমাদের জমা দেওয়া", overview),
    ):
        if count:
            text = f"{whose} {to_bengali(count)}টি কাগজ জমার পরে বাতিল বা সংশোধিত হয়েছে"
            yield Waiting("cancelled", text, page)


def lines(today):
    """What the digest of a day tells: what stands no more, then what is due."""
    return [*falling.told_today(today), *reminding.due_today(today)]


def told(digests, *, reader):
    fell = falling.lines_of(digests, reader=reader)
    due = reminding.lines_of(digests, reader=reader)
    return {pk: [*fell.get(pk, []), *due.get(pk, [])] for pk in {*fell, *due}}


REPORT = Report(
    said={
        "submission sent": "কার্যবিবরণী ঊর্ধ্বতন কার্যালয়ে জমা দিয়েছেন",
        "submission opened": "জমা দেওয়া কার্যবিবরণী খুলেছেন",
        "submission asked about": "জমা দেওয়া কার্যবিবরণী নিয়ে জিজ্ঞাসা করেছেন",
        "submission accepted": "জমা দেওয়া কার্যবিবরণী গ্রহণ করেছেন",
        "submission reopened": "গ্রহণ করা কার্যবিবরণী আবার বিবেচনায় এনেছেন",
        "submission returned": "জমা দেওয়া কার্যবিবরণী ফেরত দিয়েছেন",
        "submission withdrawn": "জমা দেওয়া কার্যবিবরণী ফিরিয়ে নিয়েছেন",
        "submission commented": "জমা দেওয়া কার্যবিবরণীতে মন্তব্য করেছেন",
        "submission downloaded": "জমা দেওয়া কাগজ নামিয়েছেন",
        "excuse given": "সভা না হওয়ার কারণ জানিয়েছেন",
        "excuse refused": "সভা না হওয়ার কারণ গ্রহণ করেননি",
        "duty set": "অধীন কার্যালয়ের কাছে কার্যবিবরণী চেয়েছেন",
        "duty changed": "কোন কার্যবিবরণী চাই তা বদলেছেন",
        "counterpart named": "কোন কমিটি জবাব দেয় তা ঠিক করেছেন",
    },
    labels={"version": "সংস্করণ"},
    targets=targets,
    lines=lines,
    told=told,
    waiting=waiting,
    help=(Help(30, "submissions/_help.html"),),
)
