"""Who may write letters and send them. Reading follows from `Letter.objects.visible_to`."""

from memos.rules import can_reserve
from offices.rules import is_officer_of, works_for

WHO_WRITES = "এই কার্যালয়ের পত্র লিখতে পারেন শুধু এর নিজের কর্মী ও কর্মকর্তা।"
WHO_ISSUES = "পত্র জারি করতে পারেন শুধু এই কার্যালয়ের কর্মকর্তা।"


def can_write_letters(user, office):
    """Begin letters of an office: its staff and its officers."""
    return works_for(user, office)


def can_write(user, letter):
    """Change a draft, or give it up."""
    return letter.is_draft and can_write_letters(user, letter.office)


def can_issue(user, letter):
    """Issue a draft: an officer of the office."""
    return letter.is_draft and is_officer_of(user, letter.office)


def can_keep_docket(user, office):
    """Take in letters that come, answer and settle them: whoever writes the office's letters."""
    return can_write_letters(user, office)


def can_merge(user, office):
    """Have the copies of the office's papers made to be printed or sent: whoever numbers for it."""
    return can_reserve(user, office)
