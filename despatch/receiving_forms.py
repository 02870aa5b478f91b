"""What the recipient of a copy sends."""

from django import forms

from bangla.formfields import LineField
from despatch.models import Reply


class WhoForm(forms.Form):
    """Who took the copy."""

    name = LineField(
        label="আপনার নাম",
        max_length=120,
        error_messages={"required": "আপনার নাম লিখুন।"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    designation = LineField(
        label="আপনার পদবি",
        max_length=200,
        error_messages={"required": "আপনার পদবি লিখুন।"},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )


class ReplyForm(forms.Form):
    """The answer to a notice."""

    answer = forms.ChoiceField(
        label="সভায় আপনি",
        choices=Reply.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "তিনটির একটি বেছে নিন।"},
    )
    name = LineField(label="প্রতিনিধির নাম", max_length=120, required=False)
    designation = LineField(label="প্রতিনিধির পদবি", max_length=200, required=False)
    note = LineField(
        label="মন্তব্য",
        max_length=300,
        required=False,
        help_text="না লিখলেও চলে; কার্যালয়ের কর্মীরা পড়বেন, কাগজে ছাপা হবে না।",
    )

    def clean(self):
        told = super().clean()
        if told.get("answer") == Reply.Answer.REPRESENTED:
            for name, asked in (
                ("name", "প্রতিনিধির নাম লিখুন।"),
                ("designation", "প্রতিনিধির পদবি লিখুন।"),
            ):
                if name not in self.errors and not told.get(name):
                    self.add_error(name, asked)
        return told
