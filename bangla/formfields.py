"""Fields of forms that other forms share."""

from datetime import date

from django import forms

from bangla.digits import parse_int, to_bengali
from bangla.phrases import numeric_date, parse_date
from bangla.text import LONGEST_LINE, normalise


class DateField(forms.DateField):
    """A date as people type it: ২৯/১০/২০২৩, 29-10-2023, ২৯ অক্টোবর ২০২৩. It comes back as ২৯/১০/২০২৩."""

    def prepare_value(self, value):
        return numeric_date(value) if isinstance(value, date) else value

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        try:
            return parse_date(value)
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from None


class CountField(forms.IntegerField):
    """A whole number typed in Bengali or ASCII digits; it comes back in Bengali ones."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def prepare_value(self, value):
        return to_bengali(value) if isinstance(value, int) else value

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, int):
            return super().to_python(value)
        try:
            return parse_int(value)
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from None

    def widget_attrs(self, widget):
        # A text input: `min` and `max` say nothing there.
        return {}


class LineField(forms.CharField):
    """One line of text as it is stored: normalised, with single spaces."""

    def to_python(self, value):
        return " ".join(normalise(super().to_python(value)).split())


class SaidField(forms.CharField):
    """Some sentences a person says: remarks, a question. What cannot be seen counts as nothing."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value):
        return normalise(super().to_python(value)).strip()


class ReasonField(SaidField):
    """Why something is done, in one paragraph: it is printed or listed beside what was done."""

    def __init__(self, *, max_length=1000, **kwargs):
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


def untouched(form):
    """The names of the fields that came back as they were shown: what is stored of them stays, to
    the letter, whatever a field would make of it."""
    shown = {field.name: field.field.prepare_value(field.initial) for field in form}
    return {
        field.name
        for field in form
        if field.data is not None and _as_sent(field.data) == _as_sent(shown[field.name])
    }


def together(lines, stored):
    """Lines of a field in which those that are one text of what is stored stay one."""
    lines = list(lines)
    for text in stored:
        parts = text.split("\n")
        ends = range(len(parts), len(lines) + 1) if len(parts) > 1 else ()
        if end := next((end for end in ends if lines[end - len(parts) : end] == parts), None):
            lines[end - len(parts) : end] = [text]
    return lines


def _as_sent(value):
    """A value as a browser sends it, whatever ends its lines."""
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")


class AsTyped:
    """A field for a list, typed as text: it has changed where the list has."""

    def has_changed(self, initial, data):
        return (initial or []) != (self.to_python(data) if data else [])


class LinesField(AsTyped, forms.CharField):
    """A list of texts, one a line. With `goes_on` a line that begins with a space goes on with the
    one above it: a line break within a text."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, *, most=100, goes_on=False, **kwargs):
        super().__init__(**kwargs)
        self.most = most
        self.goes_on = goes_on

    def to_python(self, value):
        texts = []
        for line in normalise(super().to_python(value)).split("\n"):
            text = line.strip()
            if text and texts and self.goes_on and line[0].isspace():
                texts[-1] += f"\n{text}"
            elif text:
                texts.append(text)
        return texts

    def prepare_value(self, value):
        if isinstance(value, list):
            return "\n".join(each.replace("\n", "\n  " if self.goes_on else "\n") for each in value)
        return value

    def validate(self, value):
        super().validate(value)
        if len(value) > self.most:
            raise forms.ValidationError(f"সর্বোচ্চ {to_bengali(self.most)}টি লাইন দেওয়া যায়।")
        if any(len(line) > LONGEST_LINE for line in value):
            raise forms.ValidationError(
                f"একটি লাইনে সর্বোচ্চ {to_bengali(LONGEST_LINE)}টি অক্ষর দেওয়া যায়।"
            )


class SeveralField(forms.ModelMultipleChoiceField):
    """Several rows by their keys; what no column could hold is the key of none."""

    LONGEST_KEY = 18  # digits that every 64-bit column takes

    def clean(self, value):
        for key in value or ():
            if len(str(key)) > self.LONGEST_KEY:
                told = {"value": str(key)[:20]}
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params=told
                )
        return super().clean(value)
