"""Fields whose text is stored as it can be kept, whoever sends it: a form, the administration, a file.

The one door of stored text: every way into the database (save, bulk, update) asks a field for the
value it stores. A model's texts stand in one of these; tests/test_stored_text.py finds one that does not.
"""

from django.db import models

from bangla.digits import to_ascii, uses_two_digit_systems
from bangla.text import normalise, storable, storable_in


class _KeptText:
    """What keeps text as given, but for signs that no file can hold or that turn its reading.

    See bangla.text.storable. A form still sees what was typed, so that it may refuse it.
    """

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return storable(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        # The instance in hand says what the database says.
        value = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self):
        # The column is that of Django's own field: migrations need not know this class.
        name, _, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self._DJANGOS}", args, kwargs


class KeptCharField(_KeptText, models.CharField):
    """A short text as given, on one line: it stands in headings, names of files and heads of mails."""

    _DJANGOS = "CharField"

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value.replace("\n", " ") if isinstance(value, str) else value


class KeptEmailField(_KeptText, models.EmailField):
    """An e-mail address as given."""

    _DJANGOS = "EmailField"


class KeptTextField(_KeptText, models.TextField):
    """A text of any length as given."""

    _DJANGOS = "TextField"


class KeptJSONField(_KeptText, models.JSONField):
    """Texts in lists and dicts, each as given; a key is a text too."""

    _DJANGOS = "JSONField"

    def get_prep_value(self, value):
        return storable_in(super().get_prep_value(value))


class _NormalText(_KeptText):
    """What keeps, and is searched by, the normal form of its text.

    See bangla.text.normalise: NFC, with no character that cannot be seen.
    """

    def to_python(self, value):
        value = super().to_python(value)
        return value if value is None else normalise(value)


class NormalCharField(_NormalText, models.CharField):
    """A short text in its normal form, on one line."""

    _DJANGOS = "CharField"

    def to_python(self, value):
        value = super().to_python(value)
        return value if value is None else value.replace("\n", " ")


class NormalTextField(_NormalText, models.TextField):
    """A text of any length in its normal form."""

    _DJANGOS = "TextField"


class DigitsField(NormalCharField):
    """A number kept as text: typed in Bengali or ASCII digits, stored in ASCII.

    The two mixed in one number stay as they are, for a validator to refuse.
    """

    def to_python(self, value):
        value = super().to_python(value)
        if value is None or uses_two_digit_systems(value):
            return value
        return to_ascii(value)
