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


class ParagraphsField(forms.CharField):
    """Text in paragraphs: a list of them as they are stored, one a line of the text area."""

    widget = forms.Textarea

    def to_python(self, value):
        lines = normalise(super().to_python(value)).split("\n")
        return [line for line in map(str.strip, lines) if line]

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value


class LinesField(ParagraphsField):
    """A list of at most so many texts, each of a line's length."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, *args, most=100, **kwargs):
        super().__init__(*args, **kwargs)
        self.most = most

    def validate(self, value):
        super().validate(value)
        if len(value) > self.most:
            raise forms.ValidationError(f"সর্বোচ্চ {to_bengali(self.most)}টি লাইন দেওয়া যায়।")
        if any(len(line) > LONGEST_LINE for line in value):
            raise forms.ValidationError(
                f"একটি লাইনে সর্বোচ্চ {to_bengali(LONGEST_LINE)}টি অক্ষর দেওয়া যায়।"
            )

    def has_changed(self, initial, data):
        return (initial or []) != (self.to_python(data) if data else [])
