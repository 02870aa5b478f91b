"""Whether the portal answers, and whether a person could work now."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from documents import rendering


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


PARTS = {
    "database": database_is_ready,
    "storage": storage_is_ready,
    "renderer": rendering.is_ready,
}
