from accounts.reporting import Report, Target
from followup import answer_reports, settling_words
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
    **answer_reports.SAID,
    # handing down
    "assignment handed down": "কাজের অংশ হিসেবে পেয়েছে",
    "assignment parts given": "কাজটি ভাগ করে দেওয়া হয়েছে",
    "assignment part taken back": "কাজের অংশ ফেরত নেওয়া হয়েছে",
    "assignment ended with the above": "উপরের কাজ শেষ হওয়ায় অংশটি শেষ হয়েছে",
    "assignment essential": "অংশটি অপরিহার্য করা হয়েছে",
    "assignment not essential": "অংশটি আর অপরিহার্য নয়",
    "assignment kept by the new owner": "নতুন দায়িত্বপ্রাপ্তের কাছে অংশটি বহাল আছে",
    **settling_words.SAID,
}

REPORT = Report(said=SAID, targets=targets, waiting=answer_reports.waiting)
