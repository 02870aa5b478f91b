"""The one question every acting view asks."""

from django.core.exceptions import PermissionDenied


def allow(permitted):
    """Refuse with 403 unless `permitted` (the answer of a rule) is true."""
    if not permitted:
        raise PermissionDenied("এই কাজের অনুমতি আপনার নেই।")
