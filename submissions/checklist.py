"""What a reviewer looks for first, looked up beforehand in the frozen paper."""

from bangla.digits import to_bengali
from bangla.phrases import period_of
from documents.models import Paper
from papers import content as read
from papers.places import unsigned


def checklist_of(submission):
    """[(whether it is in order, a sentence)] of a submission with its paper, file and duty."""
    content, paper = submission.content, submission.paper
    return [
        _standing(paper),
        *_signed(submission),
        _period(submission, content),
        _quorum(content),
        *_items(read.items(content)),
    ]


def _standing(paper):
    match paper.status:
        case Paper.Status.VOID:
            return False, f"স্মারক {paper.number} পরে বাতিল হয়েছে"
        case Paper.Status.SUPERSEDED:
            return False, f"স্মারক {paper.number} পরে সংশোধিত হয়েছে"
    return True, f"স্মারক {paper.number} বহাল আছে"


def _signed(submission):
    """Each place that is to be signed: digitally, or in ink on a scan."""
    signers, has_scan = submission.file.signers, submission.scan_id is not None
    if has_scan:
        yield True, "কালিতে স্বাক্ষরিত কাগজের স্ক্যান সঙ্গে আছে"
    if not signers:
        if not has_scan:
            yield False, "কাগজে ডিজিটাল স্বাক্ষর নেই, স্বাক্ষরিত কাগজের স্ক্যানও নেই"
        return
    names = dict.fromkeys(said["name"] for said in signers)
    yield True, f"ডিজিটাল স্বাক্ষর: {', '.join(names)}"
    for missing in unsigned(submission.content, signers):
        yield has_scan, f"{missing}{'; স্ক্যানে মিলিয়ে দেখুন' if has_scan else ''}"


def _period(submission, content):
    held_on = read.held_on(content)
    duty = submission.duty
    first, last = period_of(duty.cadence, submission.period_start, fiscal=duty.fiscal)
    if first <= held_on <= last:
        return True, "সভা এই মেয়াদের মধ্যেই হয়েছে"
    return False, "সভার তারিখ এই মেয়াদের বাইরে"


def _quorum(content):
    came, listed = read.came_to(content)
    if not listed:
        return False, "উপস্থিতির তালিকা কাগজে নেই"
    return True, f"উপস্থিত {to_bengali(came)}, তালিকায় {to_bengali(listed)} জন"


def _items(items):
    if not items:
        yield False, "কোনো আলোচ্য বিষয় নেই"
        return
    undecided = _numbers(items, lambda item: not any(d.text for d in item.decisions))
    yield (
        not undecided,
        f"সিদ্ধান্ত নেই: {undecided} নম্বর বিষয়ে" if undecided else "সব বিষয়ে সিদ্ধান্ত আছে",
    )
    nobody = _numbers(items, _has_nobody)
    yield (
        not nobody,
        f"বাস্তবায়নকারী নেই: {nobody} নম্বর বিষয়ে" if nobody else "সব সিদ্ধান্তে বাস্তবায়নকারী আছে",
    )


def _has_nobody(item):
    if item.implementers_as_printed:
        return False
    return any(
        decision.text and not decision.implementers and not decision.progress
        for decision in item.decisions
    )


def _numbers(items, wrong):
    return ", ".join(to_bengali(n) for n, item in enumerate(items, 1) if wrong(item))
