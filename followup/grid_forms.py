"""What a browser may ask the list of all shares for."""

from django import forms

from bangla.formfields import DateField, LineField, ReasonField
from bangla.text import fold, normalise
from committees.models import Committee
from followup import edits, grid
from followup.models import Kind, RollUp
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
    kind = forms.ChoiceField(label="ধরন", required=False, choices=[("", "সব ধরন"), *Kind.choices])
    state = forms.ChoiceField(label="অবস্থা", required=False, choices=list(grid.SHOWN_STATES.items()))
    late = forms.BooleanField(label="দেরি", required=False)
    implied = forms.BooleanField(label="অনুমিত তারিখ", required=False)
    unsettled = forms.BooleanField(label="কার কাজ ঠিক নেই", required=False)
    q = forms.CharField(
        label="যে কথা আছে",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    # Of figures that were counted for an office: what it gave, or what it has to do.
    office = forms.ModelChoiceField(Office.objects.none(), required=False, widget=forms.HiddenInput)
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
        self.fields["committee"].queryset = reader.committees().order_by("name", "pk")
        owners = reader.owners().select_related("office")
        self.fields["post"].queryset = owners.order_by("title", "office__name", "pk")
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


class ShareForm(forms.Form):
    """One share in the list, changed by the section that gave it."""

    due_on = DateField(label="শেষ তারিখ", required=False)
    owner = LineField(label="দায়িত্বপ্রাপ্ত (পদ, কার্যালয়)", required=False, max_length=300)
    kind = forms.ChoiceField(label="ধরন", required=False, choices=Kind.choices)
    roll_up = forms.ChoiceField(label="যেভাবে গোনা হবে", required=False, choices=RollUp.choices)
    reason = ReasonField(label="কারণ", required=False, max_length=1000, widget=forms.TextInput)
    # The share and its decision as they stood when the form was shown.
    stood = forms.CharField(widget=forms.HiddenInput, required=False, max_length=30)

    def __init__(self, data=None, *, share):
        self.share = share
        super().__init__(data, prefix=f"s{share.pk}", initial=self._standing())
        _dress(self)

    def _standing(self):
        share = self.share
        return {
            "due_on": share.due_on,
            "owner": owner_typed(share),
            "kind": share.matter.kind,
            "roll_up": share.matter.roll_up,
            "stood": stood(share),
        }

    def clean_owner(self):
        typed = self.cleaned_data["owner"]
        if not typed or fold(typed) == fold(owner_typed(self.share)):
            return {}
        try:
            return edits.Owners().meant(typed, self.share.asking_office)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def edit(self, act):
        """The Edit that a press of a button asks for."""
        told = self.cleaned_data
        if act != SAVE:
            return edits.Edit(act=act, reason=told["reason"])
        asked = edits.Edit(
            due_on=told["due_on"], kind=told["kind"], roll_up=told["roll_up"],
            reason=told["reason"], **told["owner"],
        )  # fmt: skip
        left = edits.left_of(asked, self.share)
        if left.is_empty and self.share.is_implied:
            # Nothing but Enter: the implied date is the date.
            return edits.Edit(due_on=told["due_on"], reason=told["reason"])
        return left

    def show_as_standing(self):
        """What was typed stays, upon what stands now."""
        self.data = self.data.copy()
        self.data[self.add_prefix("stood")] = stood(self.share)


SAVE = "save"
ROW_ACTS = (SAVE, edits.VERIFY, edits.SEND_BACK, edits.REFUSE_TIME, edits.REFUSE_NOT_MINE)


def stood(share):
    """How often a share and its decision have changed: 3.1."""
    return f"{share.version}.{share.matter.version}"


def owner_typed(share):
    """An owner as the form and the spreadsheet have it, so that it is read back as the same."""
    if share.post_id:
        return str(share.post)
    return f"{edits.OUTSIDE} {share.owner}" if share.outsider else ""


def _dress(form):
    """What the scripts and the lists of choices look for."""
    for name in ("due_on", "owner", "reason"):
        form.fields[name].widget.attrs |= {"data-part": name, "autocomplete": "off"}
    form.fields["owner"].widget.attrs["list"] = "owners"


class ManyForm(forms.Form):
    """What becomes of all marked shares; what is left empty stays as it is."""

    act = forms.ChoiceField(choices=[(act, act) for act in (SAVE, edits.VERIFY, edits.SEND_BACK)])
    due_on = DateField(label="শেষ তারিখ", required=False)
    owner = LineField(label="দায়িত্বপ্রাপ্ত (পদ, কার্যালয়)", required=False, max_length=300)
    roll_up = forms.ChoiceField(
        label="যেভাবে গোনা হবে", required=False, choices=[("", "যেমন আছে"), *RollUp.choices]
    )
    kind = forms.ChoiceField(label="ধরন", required=False, choices=[("", "যেমন আছে"), *Kind.choices])
    reason = ReasonField(label="কারণ", required=False, max_length=1000, widget=forms.TextInput)

    def __init__(self, *given, **told):
        super().__init__(*given, auto_id="many_%s", **told)
        _dress(self)

    def clean(self):
        told = super().clean()
        empty = not any(told.get(name) for name in ("due_on", "owner", "roll_up", "kind"))
        if told.get("act") == SAVE and empty and not self.errors:
            raise forms.ValidationError("তারিখ, দায়িত্বপ্রাপ্ত, ধরন বা গোনার নিয়ম: অন্তত একটি ঘরে লিখুন।")
        return told

    def edit_of(self, share, owners):
        """The Edit of one share. Raises ValueError, in Bengali, where the owner cannot be told."""
        told = self.cleaned_data
        if told["act"] != SAVE:
            return edits.Edit(act=told["act"], reason=told["reason"])
        owner = owners.meant(told["owner"], share.asking_office) if told["owner"] else {}
        return edits.Edit(
            due_on=told["due_on"], kind=told["kind"], roll_up=told["roll_up"],
            reason=told["reason"], **owner,
        )  # fmt: skip
