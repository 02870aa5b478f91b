"""Fields whose text is stored in one spelling, whoever sends it: a form, the administration, a file."""

from django.db import models

from bangla.digits import to_ascii, uses_two_digit_systems
from bangla.text import normalise


class NormalCharField(models.CharField):
    """A CharField that keeps, and is searched by, the normal form of its text.

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
        # The column is a CharField's: migrations need not know this class.
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class DigitsField(NormalCharField):
    """A number kept as text: typed in Bengali or ASCII digits, stored in ASCII.

    The two mixed in one number stay as they are, for a validator to refuse.
    """

    def to_python(self, value):
        value = super().to_python(value)
        if value is None or uses_two_digit_systems(value):
            return value
        return to_ascii(value)
