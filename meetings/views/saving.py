"""What the pages that save by themselves have in common."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import JsonResponse
from django.utils import timezone

from bangla.digits import to_bengali


def is_autosave(request):
    """Whether the page saves itself while it is typed, and wants JSON instead of a page."""
    return request.headers.get("X-Autosave") == "1"


def saved_at():
    """The time of day for the line that says when something was saved: ১০:৪২."""
    return to_bengali(timezone.localtime().strftime("%H:%M"))


def told_faults(forms):
    """The answer to a page that saves itself, of forms that do not hold."""
    faults = {
        form.add_prefix(name) if name != NON_FIELD_ERRORS else "": list(map(to_bengali, texts))
        for form in forms
        for name, texts in form.errors.items()
    }
    return JsonResponse({"faults": faults}, status=422)


def values_of(forms):
    """{name of a field: its value as the page would send it} of forms that nothing was sent to."""
    return {
        field.html_name: "" if field.value() is None else str(field.value())
        for form in forms
        for field in form
    }
