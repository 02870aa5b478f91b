"""What every acting view asks: whether this person may, and what kind of request this is."""

from django.core.exceptions import PermissionDenied
from django.views.decorators.http import require_http_methods

# A view that shows a form and takes it. (Those that only show are `require_safe`.)
acts = require_http_methods(["GET", "HEAD", "POST"])


def allow(permitted):
    """Refuse with 403 unless `permitted` (the answer of a rule) is true."""
    if not permitted:
        raise PermissionDenied("এই কাজের অনুমতি আপনার নেই।")
