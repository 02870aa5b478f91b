"""Fields of forms that other forms share."""

from datetime import date

from django import forms

from bangla.phrases import numeric_date, parse_date


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
