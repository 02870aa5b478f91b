"""The field of a form for paragraphs."""

from django import forms

from bangla.formfields import AsTyped
from bangla.text import normalise
from papers import paragraphs


class ParagraphsField(AsTyped, forms.CharField):
    """Paragraphs as they are stored: a blank line parts them, a line break stays one; with `tables`
    lines between bars are a table (papers.paragraphs)."""

    widget = forms.Textarea

    def __init__(self, *, tables=False, **kwargs):
        super().__init__(**kwargs)
        self.tables = tables

    def to_python(self, value):
        return paragraphs.read(normalise(super().to_python(value)), tables=self.tables)

    def prepare_value(self, value):
        return paragraphs.typed(value) if isinstance(value, list) else value

    def validate(self, value):
        super().validate(value)
        if fault := paragraphs.fault_of(value):
            raise forms.ValidationError(fault)
