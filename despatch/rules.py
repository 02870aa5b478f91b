"""Who sends copies and says what became of them, and who takes one for its recipient. Reading follows
from `visible_to`."""

from offices.rules import works_for


def can_send(user, office):
    """Send copies, take them back, note what happened on paper: whoever acts for the office."""
    return works_for(user, office)


def can_receive(user, copy):
    """Open a copy and acknowledge it for the office its post is in: its staff and its officers."""
    return copy.post is not None and works_for(user, copy.post.office)
