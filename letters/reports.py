from accounts.reporting import Help, Report, Target
from letters.models import Letter


def targets(reader, office):
    yield Target(
        "letters.letter",
        Letter.objects.visible_to(reader).filter(office=office),
        lambda letter: f"{letter.get_kind_display()}: {letter.heading}",
        "letters:letter",
    )


REPORT = Report(
    said={
        "letter begun": "পত্র লেখা শুরু করেছেন",
        "letter changed": "পত্রের লেখা বদলেছেন",
        "letter dropped": "পত্রের খসড়া বাদ দিয়েছেন",
        "letter issued": "পত্র জারি করেছেন",
        "absences told": "অনুপস্থিত কর্মকর্তাদের আগে জানিয়েছেন",
        "letter downloaded": "অপ্রকাশিত পত্র নামিয়েছেন",
    },
    targets=targets,
    help=(Help(55, "letters/_help.html"),),
)
