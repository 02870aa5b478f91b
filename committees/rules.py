"""Who may do what with an office and its committees."""

from offices.rules import offices_kept_by


def can_keep_committee(user, office):
    """Change the office's committees, their members and the shape of their papers."""
    return offices_kept_by(user).filter(pk=office.pk).exists()
