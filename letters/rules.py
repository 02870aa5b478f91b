"""Who may do what with letters and the copies of papers. Reading follows from `visible_to`."""

from memos.rules import can_reserve


def can_merge(user, office):
    """Have the copies of the office's papers made to be printed or sent: whoever numbers for it."""
    return can_reserve(user, office)
