"""What a browser sends to open a committee at once: what it is, the shape of its papers, its members."""

from copy import deepcopy

from django import forms

from bangla.formfields import DateField
from committees.forms import CommitteeForm
from committees.models import Committee
from committees.paste_forms import PasteForm
from offices.models import Office, today
from papers.drawings import drawing_of
from papers.shapes import READY_SHAPES, SHAPE_NAMES, ready_shape

# The choice of a shape that is none of the ready ones: that of the committee that is copied.
AS_COPIED = "copied"
# With which shape offices of a kind mostly begin.
USUAL = {
    Office.Kind.UPAZILA: "upazila",
    Office.Kind.UNION: "upazila",
    Office.Kind.LINE: "line_office",
}
COPIED = [
    "office", "name", "cadence", "chair_label", "quorum", "notice_days", "standing_agenda",
    "opening", "closing",
]  # fmt: skip


class OpeningForm(CommitteeForm):
    """A new committee. `copied` is the committee it is made after, if any."""

    copied = forms.ModelChoiceField(
        Committee.objects.none(), required=False, widget=forms.HiddenInput
    )
    ready = forms.ChoiceField(label="কাগজের গড়ন", error_messages={"required": "একটি গড়ন বেছে নিন।"})
    starts_on = DateField(
        label="সবাই যে তারিখ থেকে সদস্য",
        initial=today,
        help_text="কমিটি গঠনের তারিখ। এর আগের কোনো সভার কাগজ তুলতে হলে সেই সভার আগের তারিখ দিন।",
    )

    def __init__(self, *args, offices, source=None, **kwargs):
        if source:
            # Fields of the model only: what a field shows is made of its initial value.
            kwargs["initial"] = {name: getattr(source, name) for name in COPIED}
            kwargs["initial"] |= {"office": source.office_id, "copied": source}
        super().__init__(*args, offices=offices, **kwargs)
        if not self.is_bound:
            self.fields["name"].widget.attrs["autofocus"] = True
        self.source = source
        self.fields["copied"].queryset = Committee.objects.filter(office__in=offices)
        names = {name: SHAPE_NAMES[name] for name in READY_SHAPES}
        if source:
            names = {AS_COPIED: f"“{source.name}” কমিটির মতো"} | names
        self.fields["ready"].choices = names.items()
        self.initial["ready"] = AS_COPIED if source else USUAL.get(offices[0].kind, "district_ict")

    @property
    def shapes(self):
        """The shapes to choose from, each with its drawing."""
        chosen = self["ready"].value()
        return [
            {
                "name": name,
                "label": label,
                "drawing": drawing_of(self._shape(name, self.instance.chair_label)),
                "is_chosen": name == chosen,
            }
            for name, label in self.fields["ready"].choices
        ]

    @property
    def rarer(self):
        """The fields that may wait."""
        rare = ("quorum", "notice_days", "standing_agenda", "opening", "closing")
        return [self[name] for name in rare]

    @property
    def has_rarer(self):
        """Whether one of them says something, or has to be mended."""
        return any(field.value() or field.errors for field in self.rarer)

    def _shape(self, name, chair_label):
        if name != AS_COPIED:
            return ready_shape(name, chair_label=chair_label)
        shape = deepcopy(self.source.shape)
        for line in shape["head"]:
            if line["key"] == "chair" and line["label"] == self.source.chair_label:
                line["label"] = chair_label
        return shape

    def committee(self):
        """The committee that the form tells, not saved."""
        committee, ready = self.instance, self.cleaned_data["ready"]
        committee.shape = self._shape(ready, committee.chair_label)
        if ready == AS_COPIED:
            committee.copy_lists = deepcopy(self.source.copy_lists)
        return committee


class OpeningPaste(PasteForm):
    """The list of members, which a new committee may also do without for now."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 6

    def clean(self):
        if not self.files.get("file") and not self.data.get("text", "").strip():
            self.members, self.left_out = [], []
            return self.cleaned_data
        return super().clean()
