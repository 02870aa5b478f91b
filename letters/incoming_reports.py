"""What letters that came in report to the whole portal."""

from django.urls import reverse

from accounts.reporting import Help, Target, Waiting
from bangla.digits import to_bengali
from letters.models import Incoming, Letter
from offices.models import today as this_day
from offices.rules import offices_acted_for


def targets(reader, office):
    yield Target(
        "letters.incoming",
        Incoming.objects.visible_to(reader),
        lambda row: f"ডকেট {to_bengali(row.docket)}/{to_bengali(row.year)}: {row.subject}",
        "letters:incoming",
    )


def waiting(user):
    """How many answers the offices this person acts for owe, and how many they wait for in vain."""
    offices = offices_acted_for(user)
    owed = Incoming.objects.owed().filter(office__in=offices)
    page = reverse("letters:incoming_list")
    if count := owed.count():
        late = owed.filter(due_on__lt=this_day()).count()
        text = f"{to_bengali(count)}টি প্রাপ্ত পত্রের জবাব বাকি"
        if late:
            text += f", {to_bengali(late)}টির শেষ তারিখ পেরিয়েছে"
        yield Waiting("late" if late else "noticed", text, page)
    missed = Letter.objects.unanswered().filter(office__in=offices, answer_due_on__lt=this_day())
    if count := missed.count():
        text = f"আমাদের {to_bengali(count)}টি পত্রের জবাব সময়মতো আসেনি"
        yield Waiting("waiting", text, f"{page}?tray=theirs")


SAID = {
    "incoming registered": "প্রাপ্ত পত্র ডকেটে তুলেছেন",
    "incoming changed": "প্রাপ্ত পত্রের তথ্য বদলেছেন",
    "incoming report begun": "প্রাপ্ত পত্রের জবাবে অগ্রগতি প্রতিবেদন লেখা শুরু করেছেন",
    "incoming closed": "প্রাপ্ত পত্র জবাব ছাড়া নিষ্পত্তি করেছেন",
    "incoming reopened": "প্রাপ্ত পত্র আবার জবাবের অপেক্ষায় এনেছেন",
    "answer asked for": "পত্রে জবাবের তারিখ দিয়েছেন",
}
LABELS = {"docket": "ডকেট নম্বর", "number": "স্মারক নম্বর"}
HELP = Help(27, "letters/_help_incoming.html")
