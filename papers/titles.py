"""What a paper is, and the title an office would give it."""

from django.db.models import TextChoices

from bangla.grammar import genitive
from bangla.phrases import month_period, period_phrase


class Kind(TextChoices):
    """What the paper of a sitting is."""

    MINUTES = "minutes", "কার্যবিবরণী"
    PROGRESS_REPORT = "progress_report", "অগ্রগতি প্রতিবেদন"


def title_of(*, committee, kind, cadence, period_start):
    """Compose “<committee>র <period> সভার <kind>”; see `sitting_called`."""
    called = sitting_called(committee=committee, cadence=cadence, period_start=period_start)
    return f"{genitive(called)} {kind}"


def sitting_called(*, committee, cadence, period_start):
    """Compose “<committee>র <period> সভা”.

    `cadence` is a value of Committee.Cadence or None; `period_start` a date, or None where the
    sitting belongs to no period.
    """
    if not period_start:
        when = ""
    elif cadence in (None, "monthly", "irregular"):
        when = month_period(period_start) + " "
    else:
        when = period_phrase(cadence, period_start) + " "
    return f"{genitive(committee)} {when}সভা"
