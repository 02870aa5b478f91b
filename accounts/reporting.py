"""What a room reports to the whole portal: its words in the trail, its part of the digest, of the
first page and of the help.

A room that has something to report has a module `reports` with a `REPORT`; the portal collects them
from the installed rooms (minutes_portal.reports), so that a new room edits nothing of the others.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import models


class Target(NamedTuple):
    """Things of one kind that events of the trail are about, and how a reader is told of them."""

    kind: str  # the label of the model: "meetings.meeting"
    rows: models.QuerySet  # those this reader may know of
    name: Callable = str  # row → what it is called
    page: str | None = None  # the name of its page, which takes the primary key


class Waiting(NamedTuple):
    """One line at the head of the first page: how much of something waits on this person."""

    sign: str  # as templates/_sign.html names it
    text: str
    url: str


class Part(NamedTuple):
    """A part of the first page: a template, and what it is told as `part`."""

    template: str
    told: dict


class Help(NamedTuple):
    """A section of the help; those with the lower place stand first."""

    place: int
    template: str


def _none(*args, **kwargs):
    return ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """What one room reports; whatever is left out, it has nothing of."""

    # The trail: `what` of an event → what a person did.
    said: dict = field(default_factory=dict)
    # Key of an event's detail → what it is called; and what a true one says.
    labels: dict = field(default_factory=dict)
    flags: dict = field(default_factory=dict)
    # Names of form fields that no column has.
    field_names: dict = field(default_factory=dict)
    # Models that the administration changes: "post changed" is said of them by their name.
    administered: tuple = ()
    # (reader, office or None) → Targets
    targets: Callable = _none
    # The digest: date → accounts.digests.Lines; and (digests, reader=) → {digest: [line]}, each a
    # dict with the "template" that shows it and how it stands now.
    lines: Callable = _none
    told: Callable = lambda digests, *, reader: {}
    # The first page: user → Waitings; (user) → Parts
    waiting: Callable = _none
    parts: Callable = _none
    help: tuple = ()
    # Work of each day: (hour from which on, or a range of hours; function of the date)
    daily: tuple = ()
    # Work of a night that takes long, in no transaction: pairs as those of `daily`
    nightly: tuple = ()
    # Work that the worker does all the time: (seconds between two times, function)
    often: tuple = ()
    # Work of the worker, a step at a time: functions that say whether there was something to do.
    jobs: tuple = ()
