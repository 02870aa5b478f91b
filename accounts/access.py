"""What every acting view asks: whether this person may, and what kind of request this is."""

import re

from django.core.exceptions import PermissionDenied
from django.views.decorators.http import require_http_methods


class WrongState(PermissionDenied):
    """A move that the state of a thing does not allow; the message says in Bengali how it stands."""


# A view that shows a form and takes it. (Those that only show are `require_safe`.)
acts = require_http_methods(["GET", "HEAD", "POST"])


def allow(permitted):
    """Refuse with 403 unless `permitted` (the answer of a rule) is true."""
    if not permitted:
        raise PermissionDenied("এই কাজের অনুমতি আপনার নেই।")


def number_sent(text):
    """A number that a page sends back as it was given (a primary key, a place in a list), or None.

    At most 18 ASCII digits: whatever is longer no page has given, and no column could hold.
    """
    return int(text) if re.fullmatch("[0-9]{1,18}", str(text or "")) else None
