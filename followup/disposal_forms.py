"""What a browser may send about earlier decisions in the form of a sitting."""

from django import forms

from bangla.formfields import DateField, ReasonField
from followup.disposing import ENDS, seen_of
from followup.models import Disposal, End, Kind

Choice = Disposal.Choice
# By keyboard, a letter each: নিষ্পন্ন, সময়, চলমান.
CHOICES = [
    (Choice.CLOSE.value, "নিষ্পন্ন"), (Choice.EXTEND.value, "সময় বাড়বে"), (Choice.CARRY.value, "চলমান থাকবে"),
]  # fmt: skip


class DisposalForm(forms.Form):
    """What the sitting does with one row; sent back empty where nothing is said of it."""

    choice = forms.ChoiceField(
        label="যা হবে", choices=CHOICES, required=False, widget=forms.RadioSelect,
        error_messages={"invalid_choice": "নিষ্পন্ন, সময় বাড়বে বা চলমান থাকবে: একটি বাছুন।"},
    )  # fmt: skip
    end = forms.ChoiceField(
        label="কীভাবে নিষ্পন্ন", required=False,
        error_messages={"invalid_choice": "কীভাবে নিষ্পন্ন হলো, তা বাছুন।"},
    )  # fmt: skip
    new_due = DateField(label="নতুন শেষ তারিখ", required=False)
    reason = ReasonField(label="কারণ বা মন্তব্য", required=False, widget=forms.TextInput)
    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, data=None, *, row, disposal, prefix):
        super().__init__(data, prefix=prefix, initial=_values(row["proposed"], disposal))
        kept = [end for end in ENDS if end != End.RETIRED or row["kind"] == Kind.CONTINUING]
        self.fields["end"].choices = [("", "—"), *((end.value, end.label) for end in kept)]
        for name, field in self.fields.items():
            field.widget.attrs["data-part"] = name

    def told(self):
        """What `dispose` is told, or None where nothing was said."""
        said = self.cleaned_data
        if not said["choice"]:
            return None
        return {name: said[name] for name in ("choice", "end", "new_due", "reason", "seen")}


def _values(proposal, disposal):
    """What the fields show: what was said or, of the fields beside the choice, what is proposed."""
    if disposal is None:
        return {"end": proposal["end"], "new_due": _day(proposal["new_due"]), "seen": ""}
    return {
        "choice": disposal.choice,
        "end": disposal.end,
        "new_due": disposal.new_due,
        "reason": disposal.reason,
        "seen": seen_of(disposal),
    }


def _day(iso):
    return DateField().to_python(iso) if iso else None
