"""What a browser may ask the list of all shares for."""

from django import forms

from bangla.text import normalise
from committees.models import Committee
from followup import grid
from followup.models import Kind
from offices.models import Office, Post


class GridFilter(forms.Form):
    """The words over the list. Only what this person may see can be chosen.

    An address without a state, as figures and reminders have them, means all states; the bare
    address means what is not finished.
    """

    committee = forms.ModelChoiceField(
        Committee.objects.none(), label="কমিটি", required=False, empty_label="সব কমিটি"
    )
    post = forms.ModelChoiceField(
        Post.objects.none(), label="দায়িত্বপ্রাপ্ত", required=False, empty_label="সবাই"
    )
    kind = forms.ChoiceField(
        label="ধরন", required=False, choices=[("", "সব ধরন"), *Kind.choices]
    )
    state = forms.ChoiceField(
        label="অবস্থা", required=False, choices=list(grid.SHOWN_STATES.items())
    )
    late = forms.BooleanField(label="দেরি", required=False)
    implied = forms.BooleanField(label="অনুমিত তারিখ", required=False)
    unsettled = forms.BooleanField(label="কার কাজ ঠিক নেই", required=False)
    q = forms.CharField(label="যে কথা আছে", required=False, max_length=200)
    # Of figures that were counted for an office: what it gave, or what it has to do.
    office = forms.ModelChoiceField(
        Office.objects.none(), required=False, widget=forms.HiddenInput
    )
    sort = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=[(f"{way}{name}", name) for name in grid.ORDERS for way in ("", "-")],
    )

    def __init__(self, data, *, reader):
        data = data.copy()
        data.setdefault("state", grid.ANY if self._asks(data) else grid.UNFINISHED)
        super().__init__(data)
        self.reader = reader
        shares = reader.seen() if data.get("office") else reader.shares()
        self.shares = shares
        # What was chosen stays a choice; the lists themselves are of the own shares.
        own = reader.shares().order_by()
        self.fields["committee"].queryset = Committee.objects.filter(
            pk__in=own.values("matter__committee")
        ).order_by("name", "pk")
        self.fields["post"].queryset = (
            Post.objects.filter(pk__in=own.exclude(post=None).values("post"))
            .select_related("office")
            .order_by("title", "office__name", "pk")
        )
        if data.get("office"):
            self.fields["office"].queryset = reader.offices_seen()

    def _asks(self, data):
        return any(data.get(name) for name in self.base_fields if name != "sort")

    @property
    def is_usual(self):
        """Whether nothing is asked for beside what the bare address shows."""
        asked = {name for name in self.fields if name != "sort" and self.data.get(name)}
        return asked == {"state"} and self.data["state"] == grid.UNFINISHED

    @property
    def order(self):
        asked = self.cleaned_data.get("sort") if self.is_valid() else ""
        return asked or grid.USUAL_ORDER

    def found(self):
        """The shares asked for, in their order; none while the form does not hold."""
        if not self.is_valid():
            return self.shares.none()
        asked, found = self.cleaned_data, self.shares
        if asked["office"]:
            found = grid.of_office(found, asked["office"])
        if asked["committee"]:
            found = found.filter(matter__committee=asked["committee"])
        if asked["post"]:
            found = found.filter(post=asked["post"])
        if asked["kind"]:
            found = found.filter(matter__kind=asked["kind"])
        found = grid.in_state(found, asked["state"] or grid.ANY)
        if asked["late"]:
            found = found.late()
        if asked["implied"]:
            found = found.filter(is_implied=True)
        if asked["unsettled"]:
            found = found.filter(state=grid.State.SETTLE)
        if words := " ".join(normalise(asked["q"]).split()):
            found = grid.holding(found, words)
        return grid.in_order(found, self.order)
