"""Whom a paper goes to: what the register says of them, and how many copies that makes."""

import re

from bangla.digits import parse_int, to_ascii
from offices.implementers import Implementers
from papers import content as read

COPIES = "অনুলিপি"
# “… (১২ জন)”, “… ৩ কপি”: how many a line says it is for.
COUNTED = re.compile(r"([0-9]{1,3})\s*(?:জন|টি|কপি)")


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
    """The same, by its lists alone: of all posts of the office, the one above it and those below.

    The lists below a second memo belong to the endorsement: …/১(৬).
    """
    implementers = Implementers(office)
    sizes = [
        sum(_size(recipient, implementers) for recipient in copies.recipients)
        for copies in read.copy_lists(content)
    ]
    above = _lists_above_the_endorsement(content["order"])
    return sum(sizes[:above]), sum(sizes[above:]) if above is not None else 0


def _lists_above_the_endorsement(order):
    """How many lists stand above a second memo; None where there is no such memo."""
    if order.count("memo") < 2:
        return None
    return order[: order.index("memo", order.index("memo") + 1)].count("distribution")


def _size(recipient, implementers):
    """How many a line of a copy list stands for."""
    line = " ".join(recipient.split())
    if counted := COUNTED.search(to_ascii(line)):
        return int(counted[1])
    return implementers.stands_for(line) or 1


def addressed_to(content):
    """(recipients, copied to) as the register shows them, each a list of lines."""
    recipient = read.of_letter(content, "recipient")
    recipients = [", ".join(recipient)] if recipient else []
    copied_to = []
    for copies in read.copy_lists(content):
        into = copied_to if COPIES in copies.heading else recipients
        into += [" ".join(recipient.split()) for recipient in copies.recipients]
    return recipients, copied_to


def sender_of(content):
    """Who signs the paper, in one line."""
    person = read.person(content, "signatory") or read.person(content, "report_signatory")
    return person.in_one_line if person else read.office_lines(content)[0]
