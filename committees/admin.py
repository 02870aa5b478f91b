"""Offices, posts and committees, for the system administrator. No meeting is shown here."""

from copy import deepcopy

from django import forms
from django.contrib import admin

from accounts.admin import Recorded
from committees.models import Committee, Membership
from offices.admin import DATES
from papers.formfields import ParagraphsField
from papers.shapes import READY_SHAPES, SHAPE_NAMES

KEPT = "kept"


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    formfield_overrides = DATES
    autocomplete_fields = ["post"]


class CommitteeForm(forms.ModelForm):
    """A shape is chosen by name; one that was made by hand is kept unless another is chosen."""

    ready_shape = forms.ChoiceField(label="কাগজের গড়ন", choices=list(SHAPE_NAMES.items()))
    opening = ParagraphsField(label="সূচনার স্থায়ী অনুচ্ছেদ", required=False)
    closing = ParagraphsField(label="সমাপ্তির স্থায়ী অনুচ্ছেদ", required=False)

    class Meta:
        model = Committee
        fields = ["office", "name", "cadence", "chair_label", "opening", "closing", "closed_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = [name for name, shape in READY_SHAPES.items() if shape == self.instance.shape]
        field = self.fields["ready_shape"]
        if not names:
            field.choices = [(KEPT, "এখন যেমন আছে"), *field.choices]
        field.initial = names[0] if names else KEPT

    def save(self, commit=True):
        chosen = self.cleaned_data["ready_shape"]
        if chosen != KEPT:
            self.instance.shape = deepcopy(READY_SHAPES[chosen])
        return super().save(commit)


@admin.register(Committee)
class CommitteeAdmin(Recorded):
    form = CommitteeForm
    formfield_overrides = DATES
    list_display = ["name", "office", "cadence", "closed_on"]
    list_filter = ["cadence"]
    list_select_related = ["office"]
    search_fields = ["name", "office__name"]
    autocomplete_fields = ["office"]
    fields = [
        "office",
        "name",
        "cadence",
        "chair_label",
        "ready_shape",
        "opening",
        "closing",
        "closed_on",
    ]
    inlines = [MembershipInline]

    def office_of(self, obj):
        return obj.office

    def has_delete_permission(self, request, obj=None):
        # What a committee decided stays; it is closed by a date.
        return False
