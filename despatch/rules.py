"""Who sends the papers of an office and says what became of them. Reading follows from `visible_to`."""

from offices.rules import works_for


def can_send(user, office):
    """Send copies, take them back, note what happened on paper: whoever acts for the office."""
    return works_for(user, office)
