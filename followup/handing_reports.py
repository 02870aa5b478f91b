"""What the trail tells of handing down and of indicators."""

from accounts.reporting import Target
from followup.models import Indicator


def targets(reader, office):
    yield Target(
        "followup.indicator", Indicator.objects.visible_to(reader), page="followup:indicator"
    )


SAID = {
    "assignment handed down": "কাজের অংশ নিচে দিয়েছেন",
    "assignment parts given": "কাজটি ভাগ করে দিয়েছেন",
    "assignment part taken back": "কাজের অংশ ফেরত নিয়েছেন",
    "assignment ended with the above": "উপরের কাজের সঙ্গে অংশটি শেষ করেছেন",
    "assignment essential": "অংশটি অপরিহার্য করেছেন",
    "assignment not essential": "অংশটি আর অপরিহার্য রাখেননি",
    "assignment kept by the new owner": "নতুন দায়িত্বপ্রাপ্তের কাছে অংশটি বহাল রেখেছেন",
    "indicator kept": "সূচক লিখেছেন",
    "indicators kept": "একসঙ্গে অনেক সূচক লিখেছেন",
    "indicator dropped": "সূচক বাদ দিয়েছেন",
    "indicator achieved": "সূচকের অর্জন লিখেছেন",
}
LABELS = {"year": "অর্থবছরের শুরু", "quarter": "ত্রৈমাসিক", "code": "কোড", "count": "কয়টি"}
