from django.urls import reverse

from accounts.reporting import Help, Report, Target, Waiting
from bangla.digits import to_bengali
from despatch import actions, inbox, mailbox, outbox
from despatch.models import Returned
from memos.models import Copy, Memo
from offices.rules import offices_acted_for


def targets(reader, office):
    yield Target(
        "memos.memo", Memo.objects.visible_to(reader), lambda line: f"স্মারক {line}", "despatch:paper"
    )
    yield Target("memos.copy", _copies_known_to(reader), lambda copy: f"কপি {copy}")
    yield Target("despatch.returned", Returned.objects.visible_to(reader))


def _copies_known_to(reader):
    """Copies of the own papers, and those that came to the own offices."""
    came = inbox.received_by(reader).values("pk")
    return Copy.objects.visible_to(reader) | Copy.objects.filter(pk__in=came)


def waiting(user):
    """What came and nobody of the office has opened; what came back and nobody has seen to."""
    # As keys: of all copies of the country few are theirs.
    offices = list(offices_acted_for(user))
    came = inbox.unopened(offices).count()
    if came:
        yield Waiting(
            "noticed", f"{to_bengali(came)}টি আসা চিঠি খোলা হয়নি", reverse("despatch:inbox")
        )
    mails = Returned.objects.unseen().filter(office__in=offices).order_by()
    count = (
        outbox.came_back(offices)
        .order_by()
        .values("pk")
        .union(mails.values("pk"), all=True)
        .count()
    )
    if count:
        yield Waiting(
            "returned",
            f"পাঠানো {to_bengali(count)}টি কপি বা মেইল ফেরত এসেছে",
            reverse("despatch:returned"),
        )


REPORT = Report(
    said={
        "copies sent": "কাগজের কপি পাঠিয়েছেন",
        "copies taken back": "কপি পাঠানোর আগে ফেরত নিয়েছেন",
        "copy noted on paper": "কাগজের কপির কী হয়েছে তা লিখেছেন",
        "returned mail seen": "ফেরত আসা মেইল দেখেছেন",
        "copy opened": "আসা চিঠি খুলেছেন",
        "copy acknowledged": "আসা চিঠির প্রাপ্তি স্বীকার করেছেন",
    },
    labels={"count": "কপি", "recipient": "প্রাপক", "step": "ধাপ"},
    targets=targets,
    waiting=waiting,
    help=(Help(28, "despatch/_help.html"),),
    often=((1, actions.stop_what_fell), (60, mailbox.read)),
)
