"""What every act asks: whether this person may; and what kind of request a view was sent."""

import re
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.views.decorators.http import require_http_methods


class WrongState(PermissionDenied):
    """A move that the state of a thing does not allow; the message says in Bengali how it stands."""


# A view that shows a form and takes it. (Those that only show are `require_safe`.)
acts = require_http_methods(["GET", "HEAD", "POST"])


def allow(permitted, why_not="এই কাজের অনুমতি আপনার নেই।"):
    """Refuse with 403 unless `permitted` (the answer of a rule) is true; `why_not` in Bengali."""
    if not permitted:
        raise PermissionDenied(why_not)


# Of an act whose second press leads on whoever pressed first.
ANYBODY = object()


def pressed_twice(request, *, done, by):
    """Whether a POST asks for what has been done already: a double click, an answer that got lost.

    `done` is whether the thing stands as the act leaves it, `by` the primary key of who brought it
    there: to anybody else it is a second act, which its rule refuses. A view answers it as it
    answered the first press, with the page that the act leads to, and does nothing.
    """
    return request.method == "POST" and bool(done) and (by is ANYBODY or by == request.user.pk)


def token_sent(request):
    """The token of the form that a page sends back, or None."""
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return None


def number_sent(text):
    """A number that a page sends back as it was given (a primary key, a place in a list), or None.

    At most 18 ASCII digits: whatever is longer no page has given, and no column could hold.
    """
    return int(text) if re.fullmatch("[0-9]{1,18}", str(text or "")) else None
