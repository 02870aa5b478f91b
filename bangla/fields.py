"""Fields whose text is stored in one spelling, whoever sends it: a form, the administration, a file."""

from django.db import models

from bangla.digits import to_ascii, uses_two_digit_systems
from bangla.text import normalise


class _NormalText:
    """What keeps, and is searched by, the normal form of its text.

    See bangla.text.normalise: NFC, with no character that cannot be seen.
    """

    def to_python(self, value):
        value = super().to_python(value)
        return value if value is None else normalise(value)

    def pre_save(self, model_instance, add):
        # The instance in hand says what the database says.
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self):
        # The column is that of Django's own field: migrations need not know this class.
        name, _, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.get_internal_type()}", args, kwargs


class NormalCharField(_NormalText, models.CharField):
    """A short text in its normal form, on one line: it stands in headings and in the heads of mails."""

    def to_python(self, value):
        value = super().to_python(value)
        return value if value is None else value.replace("\n", " ")


class NormalTextField(_NormalText, models.TextField):
    """A text of any length in its normal form."""


class DigitsField(NormalCharField):
    """A number kept as text: typed in Bengali or ASCII digits, stored in ASCII.

    The two mixed in one number stay as they are, for a validator to refuse.
    """

    def to_python(self, value):
        value = super().to_python(value)
        if value is None or uses_two_digit_systems(value):
            return value
        return to_ascii(value)
