"""Another shape for minutes that are still written, and what of them it would not print."""

from copy import deepcopy

from django.db import transaction

from accounts.access import WrongState
from accounts.models import record
from bangla.digits import to_bengali
from meetings import actions
from meetings.content import content_of
from meetings.models import Meeting
from papers.head import HEAD
from papers.shapes import (
    BLOCK_NAMES,
    COLUMN_NAMES,
    READY_SHAPES,
    SHAPE_NAMES,
    prints_discussion,
    prints_topic,
    ready_shape,
)

# The choice that is none of the ready shapes: the one the committee's papers have now.
OF_COMMITTEE = "committee"
# Blocks of which a content says by itself whether there is anything to print.
TOLD_BLOCKS = (
    "memo",
    "opening",
    "earlier",
    "closing",
    "signatory",
    "distribution",
    "copy_signatory",
)


def can_be_reshaped(meeting):
    """Minutes of a sitting; a progress report follows the table that it reports."""
    return meeting.is_to_be_written and meeting.kind == Meeting.Kind.MINUTES


def shapes_for(meeting):
    """{name of a choice: (what people call it, the shape)} of all but the one the minutes have."""
    label = (meeting.chair or {}).get("label") or meeting.committee.chair_label
    shapes = {OF_COMMITTEE: ("কমিটির এখনকার গড়ন", deepcopy(meeting.committee.shape))} | {
        name: (SHAPE_NAMES[name], ready_shape(name, chair_label=label)) for name in READY_SHAPES
    }
    seen, others = [meeting.shape], {}
    for name, (called, shape) in shapes.items():
        if shape not in seen:
            others[name] = (called, shape)
            seen.append(shape)
    return others


def not_printed(meeting, shape, content=None):
    """What is written in the minutes, printed now and not in another shape: Bengali names, each with
    how many rows of it there are. It all stays stored, and is printed again in a shape that has it."""
    content, now = content or content_of(meeting), meeting.shape
    lost = [
        BLOCK_NAMES[block]
        for block in TOLD_BLOCKS
        if block in now["order"] and block not in shape["order"] and content.get(block)
    ]
    heads, kept = ({line["key"] for line in each["head"]} for each in (now, shape))
    lost += [line.name for line in HEAD if line.key in heads - kept and line.lines(content)]
    items = content["items"]
    told = {
        "topic": (prints_topic, lambda item: item["topic"]),
        "discussion": (prints_discussion, lambda item: item["discussion"]),
        "implementer": (
            _has("implementer"),
            lambda item: item.get("implementers_as_printed") or _any(item, "implementers"),
        ),
        "progress": (_has("progress"), lambda item: _any(item, "progress")),
    }
    lost += [
        f"{COLUMN_NAMES[key]} ({to_bengali(count)}টি বিষয়ে)"
        for key, (is_printed, says) in told.items()
        if is_printed(now) and not is_printed(shape) and (count := sum(map(bool, map(says, items))))
    ]
    return lost


def _any(item, name):
    return any(decision[name] for decision in item["decisions"])


def _has(key):
    return lambda shape: key in shape["column_keys"]


@transaction.atomic
def reshape(meeting, *, name, by):
    """Give minutes another shape (a name of `shapes_for`); nothing that was written is lost.

    The copy lists of the committee come along where the minutes have none. Raises WrongState where
    the choice is not there, or the paper is none whose shape is chosen.
    """
    meeting = actions.locked(meeting, by=by)
    chosen = shapes_for(meeting).get(name)
    if not can_be_reshaped(meeting) or chosen is None:
        raise WrongState("এই গড়ন এখন আর নেওয়া যায় না; পাতাটি আবার দেখে বেছে নিন।")
    meeting.shape = chosen[1]
    if "distribution" in meeting.shape["order"] and not meeting.distribution:
        meeting.distribution = deepcopy(meeting.committee.copy_lists)
    meeting.version += 1
    actions.keep(meeting, by=by)
    record(by=by, what="minutes reshaped", target=meeting, office=meeting.office)
    return meeting
