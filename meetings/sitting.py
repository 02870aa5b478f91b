"""What an issued letter says of a sitting becomes the record of its meeting.

Call these with the meeting locked, in the transaction that issues the letter: the room above asks
who may.
"""

from accounts.steps import keep, set_to
from meetings import planning, rows
from papers.shapes import prints_discussion, prints_topic


def move_sitting(meeting, *, by, **fields):
    """Give a meeting another day, time, place or chair; period and title follow the day where they did."""
    if "held_on" in fields:
        fields = _following(meeting, fields["held_on"]) | fields
    if set_to(meeting, fields):
        meeting.version += 1
        keep(meeting, by=by)


def _following(meeting, held_on):
    told = {"date_as_printed": None}
    before, after = (planning.period(meeting.committee, day) for day in (meeting.held_on, held_on))
    if (meeting.period_start, meeting.period_end) == before:
        told |= {"period_start": after[0], "period_end": after[1]}
        if meeting.title == planning.title(meeting.committee, before[0]):
            told["title"] = planning.title(meeting.committee, after[0])
    return told


def add_topics(meeting, topics, *, by):
    """New items at the end of the agenda, each with an empty decision to type into."""
    items = list(meeting.items.all())
    serials = rows.serials_of(meeting, items, more=len(topics))[len(items) :]
    told = [
        _opened_with(topic, meeting.shape) | {"serial": serial}
        for topic, serial in zip(topics, serials, strict=True)
    ]
    rows.write(meeting, told, by=by, at=items[-1].position + 1 if items else 0)


def _opened_with(topic, shape):
    """An item that says its topic where the form has room for it."""
    empty = {"label": None, "text": ""}
    if prints_topic(shape):
        return {"topic": topic, "decisions": [empty]}
    if prints_discussion(shape):
        return {"topic": "", "discussion": [topic], "decisions": [empty]}
    return {"topic": "", "decisions": [empty | {"text": topic}]}
