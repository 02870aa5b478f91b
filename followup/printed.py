"""The table of earlier decisions as the minutes print it: paragraphs of a content, a table among them."""

from datetime import date

from django.utils import timezone

from accounts.steps import ONE_STEP, set_to
from bangla.digits import to_bengali
from bangla.phrases import long_date, numeric_date
from followup.earlier import age_in_words, disposal_in_words, left_out, rows_of
from followup.models import Disposal, End, Review
from followup.window import LATE, closes_on
from papers.paragraphs import LONGEST_CELL, MOST_ROWS

HEADING = "বিগত সভার সিদ্ধান্ত বাস্তবায়নের অগ্রগতি"
HEAD = [
    "ক্রম", "সভা ও সিদ্ধান্ত", "দায়িত্ব", "অগ্রগতি", "বয়স ও শেষ তারিখ", "সভার সিদ্ধান্ত",
]  # fmt: skip
NONE = "বিগত সভাগুলোর কোনো চলমান সিদ্ধান্ত নেই।"
MORE = " … (বাকি অংশ পোর্টালে আছে।)"


def paragraphs_of(meeting):
    """What the minutes of a meeting say of earlier decisions: a heading, tables, notes."""
    rows = rows_of(meeting)
    disposals = {each.matter_id: each for each in Disposal.objects.filter(meeting=meeting)}
    cells = [cells_of(row, disposals.get(row["matter"])) for row in rows]
    # The format holds so many rows in one table.
    tables = [
        {"table": {"head": HEAD, "rows": cells[at : at + MOST_ROWS]}}
        for at in range(0, len(cells), MOST_ROWS)
    ]
    return [HEADING, *(tables or [NONE]), *_notes(meeting, rows)]


def cells_of(row, disposal=None):
    """The texts of a row (followup.earlier) under HEAD."""
    cells = [
        row["place"],
        decided_in_words(row),
        "\n".join(row["owners"]) or "—",
        row["progress"] or "—",
        "\n".join([*_clock(row), due_in_words(row)]),
        chosen_in_words(row, disposal),
    ]
    return [_fit(cell) for cell in cells]


def _clock(row):
    yield f"বয়স {age_in_words(row['age_days'])}"
    if row["times_carried"]:
        yield f"{to_bengali(row['times_carried'])} বার আনা"


def decided_in_words(row):
    """Which sitting decided it, under which number; and its words, with those it had before."""
    number = f", {row['number']} নম্বর" if row["number"] else ""
    lines = [f"{_sitting(row['sitting'])}{number}", row["text"]]
    lines += [f"আগে ({_sitting(was['sitting'])}য়) ছিল: {was['text']}" for was in row["amends"]]
    return "\n".join(lines)


def _sitting(iso):
    return f"{long_date(date.fromisoformat(iso))} তারিখের সভা"


def due_in_words(row):
    """The date it has now, whether it is implied, the first one where that was another."""
    if not row["due"]:
        return "—"
    lines = [_day(row["due"])]
    if row["is_implied"]:
        lines[0] += " (অনুমিত)"
    if row["first_due"] != row["due"]:
        lines.append(f"প্রথমে ছিল {_day(row['first_due'])}")
    if row["days_late"]:
        lines.append(f"{to_bengali(row['days_late'])} দিন পেরিয়েছে")
    return "\n".join(lines)


def _day(iso):
    return numeric_date(date.fromisoformat(iso))


def chosen_in_words(row, disposal=None):
    """What the sitting does with it; before it was said, what is proposed; of an ended one, how it ended."""
    if not row["is_open"]:
        ended = f"{_day(row['ended_on'])} তারিখে নিষ্পন্ন: {row['end_name']}"
        return f"{ended}; {row['end_reason']}" if row["end_reason"] else ended
    if disposal:
        return disposal_in_words(
            disposal.choice, end=disposal.get_end_display(), new_due=disposal.new_due, reason=disposal.reason
        )  # fmt: skip
    return f"প্রস্তাব: {proposal_in_words(row['proposed'])}"


def proposal_in_words(told):
    """What a row proposes, in words."""
    return disposal_in_words(
        told["choice"],
        end=told["end"] and End(told["end"]).label,
        new_due=told["new_due"] and date.fromisoformat(told["new_due"]),
        reason=told["reason"],
    )


def _fit(text):
    """A text no longer than a cell may be: cut behind a sentence, and saying so."""
    if len(text) <= LONGEST_CELL:
        return text
    kept = text[: LONGEST_CELL - len(MORE)]
    end = max(kept.rfind("। "), kept.rfind("\n"))
    return (kept[: end + 1] if end > 0 else kept).rstrip() + MORE


def _notes(meeting, rows):
    review = Review.objects.filter(meeting=meeting).exclude(frozen_at=None).first()
    said = [f"স্মারক: {memos}।"] if (memos := _memos(rows)) else []
    if rows:
        last = long_date(closes_on(meeting))
        said.append(f"উত্তর দেওয়ার শেষ দিন ছিল {last}; পরে আসা উত্তরে “{LATE}” লেখা আছে।")
    if review:
        said.append(f"ছক চূড়ান্ত হয়েছে {long_date(review.frozen_at)} তারিখে।")
    if aside := left_out(meeting):
        said.append(f"অবগতির জন্য বা সভাতেই সম্পন্ন {to_bengali(aside)}টি সিদ্ধান্ত এই ছকে নেই।")
    return [" ".join(said)] if said else []


def _memos(rows):
    """The numbers of the papers that the rows stand in, each told once, with its sitting."""
    papers = dict.fromkeys((row["sitting"], row["memo"]) for row in rows if row["memo"])
    return "; ".join(f"{_sitting(sitting)}, {memo}" for sitting, memo in papers)


# --- In the minutes -------------------------------------------------------------------------------

BLOCK, ITS_PLACE = "earlier", "table"


def write(meeting, *, by):
    """Let the minutes of a locked meeting print the table as it is now; whether that is new.

    The head of the meeting keeps its version: whoever types there has nothing to do with the table.
    """
    shape = meeting.shape
    if BLOCK not in shape["order"]:
        order = list(shape["order"])
        at = order.index(ITS_PLACE) if ITS_PLACE in order else len(order)
        shape = shape | {"order": [*order[:at], BLOCK, *order[at:]]}
    if not set_to(meeting, {"earlier": paragraphs_of(meeting), "shape": shape}):
        return False
    _save(meeting, by=by)
    return True


def refresh(meeting, *, by):
    """The same, where the minutes print the table already."""
    return bool(meeting.earlier) and write(meeting, by=by)


def is_printed_as_it_is(meeting):
    """Whether what the minutes print is what the table says now."""
    return meeting.earlier == paragraphs_of(meeting)


def _save(meeting, *, by):
    """Save it with its history; rows that one person goes through are one step of it."""
    last, *earlier = meeting.history.all()[:2]
    goes_on = (
        earlier
        and last.history_type == "~"
        and last.history_user_id == by.pk
        and last.history_date >= timezone.now() - ONE_STEP
        and last.diff_against(earlier[0]).changed_fields == ["earlier"]
    )
    meeting._history_user = by
    if not goes_on:
        meeting.save(update_fields=["earlier", "shape"])
        return
    meeting.skip_history_when_saving = True
    meeting.save(update_fields=["earlier", "shape"])
    del meeting.skip_history_when_saving
    last.earlier = meeting.earlier
    last.save(update_fields=["earlier"])


def remove(meeting, *, by):
    """Let the minutes of a locked meeting print the table no more; whether they did."""
    order = [block for block in meeting.shape["order"] if block != BLOCK]
    if not set_to(meeting, {"earlier": [], "shape": meeting.shape | {"order": order}}):
        return False
    _save(meeting, by=by)
    return True
