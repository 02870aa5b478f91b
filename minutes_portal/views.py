"""What belongs to no one app: the first page, help, the state of health, the pages of refusal."""

import re
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe


@require_safe
def home(request):
    return render(request, "home.html")


@require_safe
@login_not_required
def help_page(request):
    return render(request, "help.html")


@require_safe
@login_not_required
def healthz(request):
    """200 while the process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@login_not_required
def readyz(request):
    """200 when a person could work now, 503 with the names of what is missing."""
    missing = [name for name, is_ready in PARTS.items() if not is_ready()]
    if missing:
        return HttpResponse(
            "".join(f"{name}: not ready\n" for name in missing),
            status=503,
            content_type="text/plain",
            headers={"Retry-After": "5"},
        )
    return HttpResponse("ready\n", content_type="text/plain")


def database_is_ready():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def storage_is_ready():
    try:
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as probe:
            probe.write(b"ready")
    except OSError:
        return False
    return True


PARTS = {"database": database_is_ready, "storage": storage_is_ready}


# The pages of refusal are drawn without the request: they ask no database, know no person, and
# are the same to the byte for what is hidden and what does not exist.


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
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return unavailable()
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(reason=""):
    """Not now, but soon: the answer while the database or the renderer does not answer us."""
    page = render_to_string("503.html", {"reason": reason})
    return HttpResponse(page, status=503, headers={"Retry-After": "5"})


def csrf_failure(request, reason=""):
    return HttpResponse(render_to_string("403_csrf.html"), status=403)
