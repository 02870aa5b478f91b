"""The first page and the help, put together from what the rooms report."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minutes_portal.reports import each, reports


@require_safe
def home(request):
    """What waits on this person, as each room tells it."""
    return render(
        request,
        "home.html",
        {"waiting": each("waiting", request.user), "parts": each("parts", request.user)},
    )


@require_safe
@login_not_required
def help_page(request):
    sections = sorted(section for report in reports() for section in report.help)
    return render(request, "help.html", {"sections": sections})


# The pages of refusal are drawn without the request: they ask no database, know no person, and
# are the same to the byte for what is hidden and what does not exist.
