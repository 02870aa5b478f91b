"""Who keeps the address book and the lists of an office. Reading follows from `visible_to`."""

from offices.rules import offices_kept_by


def can_keep_addresses(user, office):
    """Change the address book and the lists of the office: whoever writes for it."""
    return offices_kept_by(user).filter(pk=office.pk).exists()
