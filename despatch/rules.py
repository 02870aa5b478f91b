"""Who may take a copy for its recipient, and who may say that it was signed for."""

from offices.rules import works_for


def can_receive(user, copy):
    """Open a copy and acknowledge it for the office its post is in: its staff and its officers."""
    return copy.post is not None and works_for(user, copy.post.office)


def can_sign_for(user, office):
    """Write down what the peon book shows: whoever acts for the office that sent the papers."""
    return works_for(user, office)
