"""The pages of refusal.

They are drawn without the request: they ask no database, know no person, and are the same to the
byte for what is hidden and what does not exist.
"""

import re
import sys

from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

from documents.store import NotStored
from documents.stored import Damaged
from documents.views.serving import busy

# How PostgreSQL and SQLite say that something is there already.
UNIQUE = re.compile("duplicate key value|UNIQUE constraint failed|exclusion constraint")


def bad_request(request, exception):
    return HttpResponse(render_to_string("400.html"), status=400)


def forbidden(request, exception):
    reason = str(exception)
    # Reasons of our own are in Bengali; a library's English is no help to anybody here.
    if not re.search("[\u0980-\u09ff]", reason):
        reason = ""
    return HttpResponse(render_to_string("403.html", {"reason": reason}), status=403)


def not_found(request, exception):
    return HttpResponse(render_to_string("404.html"), status=404)


def server_error(request):
    error = sys.exception()
    if isinstance(error, OperationalError | InterfaceError):
        return busy("")
    if isinstance(error, IntegrityError) and UNIQUE.search(str(error)):
        # Two at one moment: each looked, and found nothing in the way, before the other wrote.
        return HttpResponse(render_to_string("409.html"), status=409)
    if isinstance(error, NotStored):
        return busy(str(error))
    if isinstance(error, Damaged):
        return HttpResponse(render_to_string("damaged.html", {"reason": str(error)}), status=500)
    if isinstance(error, OverflowError | DataError) and request.method in ("GET", "HEAD"):
        # A number in the address that no column could hold, where a library let it through.
        return bad_request(request, error)
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request, reason=""):
    return HttpResponse(render_to_string("403_csrf.html"), status=403)
