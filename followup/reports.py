from accounts.reporting import Report, Target
from followup import settling_words
from followup.models import Assignment, Matter
from followup.reviewing import freeze_due


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
    **settling_words.SAID,
}

# The next sitting.
SAID |= {
    "matter disposed": "সভায় আগের সিদ্ধান্তের কী হবে তা লিখেছেন",
    "matter extended": "সভার সিদ্ধান্তে সময় বেড়েছে",
    "matter carried": "সভায় সিদ্ধান্তটি চলমান রাখা হয়েছে",
    "matter not closed": "সভায় নিষ্পন্ন বলা হলেও সিদ্ধান্তটি চলমান আছে",
    "matter extension undone": "কাগজ বাতিল হওয়ায় বাড়ানো সময় ফিরিয়ে নেওয়া হয়েছে",
    "assignment extended": "সভার সিদ্ধান্তে কাজের সময় বেড়েছে",
    "assignment extension undone": "কাগজ বাতিল হওয়ায় কাজের বাড়ানো সময় ফিরিয়ে নেওয়া হয়েছে",
    "review frozen": "আগের সিদ্ধান্তের ছক চূড়ান্ত করেছেন",
    "review unfrozen": "আগের সিদ্ধান্তের ছক আবার খুলেছেন",
    "review put into minutes": "আগের সিদ্ধান্তের ছক কার্যবিবরণীতে বসিয়েছেন",
    "review taken out of minutes": "আগের সিদ্ধান্তের ছক কার্যবিবরণী থেকে বাদ দিয়েছেন",
}
# (hour from which on, function of the date)
DAILY = ((5, freeze_due),)

REPORT = Report(said=SAID, targets=targets, daily=DAILY)
