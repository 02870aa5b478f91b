"""What a browser may send about meetings."""

from datetime import date

from django import forms

from bangla.digits import to_bengali
from bangla.phrases import month_name
from committees.models import Committee
from meetings.models import State


class MeetingFilter(forms.Form):
    """The words over the list of meetings. Only what this person may see can be chosen."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(), label="কমিটি", required=False, empty_label="সব কমিটি"
    )
    month = forms.TypedChoiceField(
        label="মাস", required=False, coerce=date.fromisoformat, empty_value=None
    )
    state = forms.ChoiceField(
        label="অবস্থা", required=False, choices=[("", "সব অবস্থা"), *State.choices]
    )

    def __init__(self, data, *, meetings, user):
        super().__init__(data)
        self.meetings = meetings
        committees = Committee.objects.visible_to(user).order_by("name", "pk")
        self.fields["committee"].queryset = committees
        months = meetings.order_by().dates("held_on", "month", order="DESC")
        self.fields["month"].choices = [("", "সব মাস")] + [
            (first.isoformat(), f"{month_name(first.month)} {to_bengali(first.year)}")
            for first in months
        ]

    def found(self):
        """The meetings asked for; none while the form does not hold."""
        if not self.is_valid():
            return self.meetings.none()
        found = self.meetings
        if committee := self.cleaned_data["committee"]:
            found = found.filter(committee=committee)
        if month := self.cleaned_data["month"]:
            found = found.filter(held_on__year=month.year, held_on__month=month.month)
        if state := self.cleaned_data["state"]:
            found = found.filter(state=state)
        return found


class ApproveForm(forms.Form):
    """An approval of the text that was on the screen, not of what may have replaced it since."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data, *, digest):
        super().__init__(data, initial={"seen": digest})
        self.digest = digest

    def clean(self):
        if self.cleaned_data["seen"] != self.digest:
            # The page that comes back shows the text of now, and asks about that.
            self.data = {"seen": self.digest}
            raise forms.ValidationError(
                "আপনি পাতাটি খোলার পরে লেখা বদলেছে। নিচের লেখাটি আবার দেখে অনুমোদন করুন।"
            )
        return self.cleaned_data


class ReturnForm(forms.Form):
    remarks = forms.CharField(
        label="কী সংশোধন করতে হবে",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="শাখার কর্মী ঠিক এই কথাগুলো দেখবেন।",
    )
