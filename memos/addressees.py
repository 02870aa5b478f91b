"""Whom a paper goes to: what the register says of them, and how many copies that makes."""

from bangla.digits import parse_int
from distribution.meaning import Meaning
from papers import content as read

COPIES = "অনুলিপি"


def copies_of(content, counted):
    """(copies of the paper, copies of its endorsement) by its own count or that of its lists.

    `content` is of the interchange format, `counted` what `counted_copies` says of it.
    """
    memo = read.memo(content)
    listed, endorsed = counted
    try:
        given = parse_int(memo.copies) if memo.copies else None
    except ValueError:
        given = None
    if given is None and memo.issue:
        # An old paper that brings its number and says no count printed none.
        return 0, 0
    return (listed if given is None else given), endorsed


def counted_copies(content, office):
    """The same, by its lists alone: as many as `memos.copying` freezes for them on the day.

    Where the memo stands again above a copy list, the list belongs to the endorsement: …/১(৬).
    """
    meaning = Meaning(office)
    counts = [0, 0]
    for copies, is_endorsed in printed_lists(content):
        counts[is_endorsed] += sum(map(meaning.count, copies.recipients))
    return tuple(counts)


def printed_lists(content):
    """[(papers.content.CopyList, whether it is of the endorsement)], of the lists that are printed.

    Each block of the order prints the next list, the last one all that are left.
    """
    order = content["order"]
    places = [place for place, block in enumerate(order) if block == "distribution"]
    lists = read.copy_lists(content) if places else []
    return [
        (copies, order[: places[min(turn, len(places) - 1)]].count("memo") > 1)
        for turn, copies in enumerate(lists)
    ]


def addressed_to(content):
    """(recipients, copied to) as the register shows them, each a list of lines."""
    recipient = read.of_letter(content, "recipient")
    recipients = [", ".join(recipient)] if recipient else []
    copied_to = []
    for copies, _ in printed_lists(content):
        into = copied_to if COPIES in copies.heading else recipients
        into += [" ".join(recipient.split()) for recipient in copies.recipients]
    return recipients, copied_to


def sender_of(content):
    """Who signs the paper, in one line."""
    person = read.person(content, "signatory") or read.person(content, "report_signatory")
    return person.in_one_line if person else read.office_lines(content)[0]
