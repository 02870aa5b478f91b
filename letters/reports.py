from accounts.reporting import Help, Report, Target
from letters import incoming_reports, merges, prompting
from letters.models import Letter


def targets(reader, office):
    yield Target(
        "letters.letter",
        Letter.objects.visible_to(reader).filter(office=office),
        lambda letter: f"{letter.get_kind_display()}: {letter.heading}",
        "letters:letter",
    )
    yield from incoming_reports.targets(reader, office)


REPORT = Report(
    said=incoming_reports.SAID
    | {
        "letter begun": "পত্র লেখা শুরু করেছেন",
        "letter changed": "পত্রের লেখা বদলেছেন",
        "letter dropped": "পত্রের খসড়া বাদ দিয়েছেন",
        "letter issued": "পত্র জারি করেছেন",
        "absences told": "অনুপস্থিত কর্মকর্তাদের আগে জানিয়েছেন",
        "letter downloaded": "অপ্রকাশিত পত্র নামিয়েছেন",
    }
    | {"copies merged": "কাগজের সব কপি তৈরি করতে দিয়েছেন"}
    | incoming_reports.SAID,
    labels={"copies": "কপি"} | incoming_reports.LABELS,
    targets=targets,
    lines=prompting.due_today,
    told=prompting.lines_of,
    waiting=incoming_reports.waiting,
    jobs=(merges.step,),
    help=(incoming_reports.HELP, Help(55, "letters/_help.html")),
)
