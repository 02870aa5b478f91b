"""The form that every list out of Word or a spreadsheet comes by: pasted, or as a file."""

from django import forms

from pasting.fonts import FONTS_THAT_MATTER
from pasting.tables import BadPaste, tables_in_file


def pasted_text(*, label, rows, help_text):
    """The field that takes the text; it stays on the page whatever happens."""
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows, "data-fonts": FONTS_THAT_MATTER}),
        help_text=help_text,
    )


class PasteForm(forms.Form):
    """A form declares its `text` (`pasted_text`) and says what it makes of what came."""

    text = pasted_text(label="", rows=8, help_text="")
    # The table as the clipboard had it, kept beside the text by static/js/members.js.
    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label="অথবা ফাইল দিন (.docx)",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx,.txt,.tsv"}),
    )
    # What is said where nothing came.
    nothing = forms.Field.default_error_messages["required"]

    def read_file(self, tables):
        """Keep what stands in the tables of a file. Raises BadPaste."""
        raise NotImplementedError

    def read_pasted(self, text, html):
        """Keep what stands in what was pasted. Raises BadPaste."""
        raise NotImplementedError

    def clean(self):
        cleaned = super().clean()
        file, text = cleaned.get("file"), cleaned.get("text") or ""
        if not file and not text.strip():
            self.add_error("text", self.nothing)
            return cleaned
        try:
            if file:
                self.read_file(tables_in_file(file))
            else:
                self.read_pasted(text, cleaned.get("html") or "")
        except BadPaste as refused:
            self.add_error("file" if file else "text", str(refused))
        return cleaned
