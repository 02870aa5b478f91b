"""The title an office would give its minutes."""

from bangla.grammar import genitive
from bangla.phrases import month_period, period_phrase


def title_of(*, committee, kind, cadence, period_start):
    """Compose “<committee>র <period> সভার <kind>”.

    `cadence` is a value of Committee.Cadence or None; `period_start` a date, or None where the
    sitting belongs to no period.
    """
    if not period_start:
        when = ""
    elif cadence in (None, "monthly", "irregular"):
        when = month_period(period_start) + " "
    else:
        when = period_phrase(cadence, period_start) + " "
    return f"{genitive(committee)} {when}সভার {kind}"
