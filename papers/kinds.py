"""Kinds of value on a paper: how each is written in a content, what is refused and why, how it reads.

What the schema of the interchange format says of a kind and what a person is told of a text that is
none of it stand here together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms

from bangla.formfields import DateField, LineField
from bangla.phrases import long_date, time_phrase
from bangla.text import LONGEST_LINE


def _as_it_is(value):
    return value


@dataclass(frozen=True, kw_only=True, eq=False)
class Kind:
    """One kind of value. `{}` in `refusal` stands for the text that was refused."""

    name: str
    schema: dict
    refusal: str
    # The value of a column ⇄ its text in a content.
    written: Callable[[Any], str] = _as_it_is
    read: Callable[[str], Any] = _as_it_is
    # As a person reads the value.
    said: Callable[[Any], str] = _as_it_is
    # How it reads on a paper, where that goes by the paper's language: the language → value → text.
    on_paper: Callable[[Any], Callable[[Any], str]] | None = None
    # (label) → the form field in which it is typed
    field: Callable[[str], forms.Field]


class _LinkField(LineField):
    """The address of a page, whole."""

    def clean(self, value):
        value = super().clean(value)
        if value and not forms.RegexField(LINK.schema["pattern"]).regex.search(value):
            raise forms.ValidationError(LINK.refusal.format(value), code="invalid")
        return value


DATE = Kind(
    name="date",
    schema={"type": "string", "format": "date"},
    refusal="“{}” পঞ্জিকার কোনো তারিখ নয়; ২০১৯-০৫-২৮ হলে লিখুন 2019-05-28।",
    written=date.isoformat,
    read=date.fromisoformat,
    said=long_date,
    on_paper=lambda language: language.long_date,
    field=lambda label: DateField(label=label, required=False),
)
TIME = Kind(
    name="time",
    schema={"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
    refusal="“{}” সময় নয়; লিখুন 00:00 থেকে 23:59-এর মধ্যে।",
    written=lambda value: value.strftime("%H:%M"),
    read=time.fromisoformat,
    said=time_phrase,
    on_paper=lambda language: language.time,
    field=lambda label: LineField(label=label, required=False, max_length=40),
)
LINE = Kind(
    name="line",
    schema={"type": "string", "minLength": 1, "maxLength": LONGEST_LINE},
    refusal="লেখাটি ফাঁকা।",
    field=lambda label: LineField(label=label, required=False, max_length=LONGEST_LINE),
)
LINK = Kind(
    name="link",
    schema={
        "type": "string",
        "maxLength": LONGEST_LINE,
        "pattern": "^https?://[^\\s/?#]+([/?#]\\S*)?$",
    },
    refusal="“{}” কোনো পাতার পুরো ঠিকানা নয়; https:// দিয়ে শুরু করে লিখুন।",
    field=lambda label: _LinkField(label=label, required=False, max_length=LONGEST_LINE),
)

KINDS = (DATE, TIME, LINE, LINK)


def refusal_of(schema):
    """What is told of a text that this part of the schema refuses, or None where no kind says."""
    return next((kind.refusal for kind in KINDS if kind.schema == schema), None)
