"""The meeting a command was asked for."""

from django.core.management.base import CommandError

from bangla.digits import NotANumber, parse_int
from meetings.models import Meeting


def meeting_with_paper(number):
    """The meeting with this number (Bengali or ASCII digits), or a clear refusal."""
    try:
        return Meeting.objects.with_paper().get(pk=parse_int(number))
    except (NotANumber, OverflowError, Meeting.DoesNotExist):
        raise CommandError(f"“{number}” নম্বরের কোনো সভা নেই।") from None
