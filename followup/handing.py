"""Shares that are handed down to offices below."""


def open_essentials(assignment):
    """The parts of a share without which it is not done, and which are not done. [Assignment]."""
    return list(assignment.children.open().filter(is_essential=True).select_related("post__office"))
