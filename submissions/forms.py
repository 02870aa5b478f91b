"""What a browser may send about duties, submissions and their review."""

import uuid
from datetime import date

from django import forms

from bangla.digits import to_bengali
from bangla.formfields import CountField, DateField, ReasonField, SaidField
from bangla.phrases import MONTHS
from committees.models import Committee
from offices.models import Office
from submissions.models import Duty, Submission

LONGEST_REMARK = 2000


class DutyForm(forms.ModelForm):
    """What an office expects from those below it."""

    due_day = CountField(
        label="পরের মাসের কত তারিখের মধ্যে",
        min_value=1,
        max_value=31,
        help_text="ওই দিন শুক্রবার, শনিবার বা সরকারি ছুটি হলে পরের কর্মদিবস।",
    )
    starts_on = DateField(
        label="যে তারিখ থেকে", help_text="এই তারিখে বা পরে শুরু হওয়া মেয়াদ থেকে চাওয়া হবে।"
    )
    ends_on = DateField(
        label="যে তারিখ পর্যন্ত", required=False, help_text="আর চাওয়া না হলে শেষ তারিখ দিন।"
    )

    class Meta:
        model = Duty
        fields = ["name", "from_kind", "cadence", "fiscal", "due_day", "starts_on", "ends_on"]
        help_texts = {
            "name": "যেমন উপজেলা আইসিটি কমিটি; অধীন কার্যালয়ের যে কমিটির নাম মেলে সেটি নিজে থেকে বসবে।",
            "fiscal": "শুধু বার্ষিক হলে: চিহ্ন থাকলে অর্থ বছর, না থাকলে পঞ্জিকা বছর।",
        }

    def __init__(self, data=None, *, office, **kwargs):
        super().__init__(data, **kwargs)
        self.instance.office = office
        below = set(Office.objects.filter(parent=office).values_list("kind", flat=True))
        below |= {self.instance.from_kind} - {""}
        self.fields["from_kind"].choices = [
            (kind, label) for kind, label in Office.Kind.choices if kind in below
        ]
        if self.instance.pk and self.instance.submissions.exists():
            # What has been sent says for whom and for which periods.
            for name in ("from_kind", "cadence", "fiscal"):
                self.fields[name].disabled = True

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"office"}


class CounterpartForm(forms.Form):
    """Which committee of an office answers a duty."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(), label="কোন কমিটি", required=False, empty_label="এখনো কোনোটি নয়"
    )

    def __init__(self, data=None, *, office, now):
        super().__init__(data, initial={"committee": now and now.committee_id})
        self.fields["committee"].queryset = Committee.objects.filter(office=office).order_by(
            "name", "pk"
        )


class SendForm(forms.Form):
    """Minutes on their way up: for which duty and period. What is sent is the issued paper itself."""

    duty = forms.ModelChoiceField(Duty.objects.none(), label="কী হিসেবে", empty_label=None)
    period = forms.TypedChoiceField(
        label="কোন মেয়াদের",
        coerce=date.fromisoformat,
        help_text="সভার মেয়াদ দেখে বসানো হয়েছে; অন্য মেয়াদের হলে বদলে দিন।",
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, duties, periods, chosen):
        """`duties`: a query; `periods`: [(first day, name)]; `chosen`: what is most likely meant."""
        super().__init__(data, initial={**chosen, "token": uuid.uuid4()})
        self.fields["duty"].queryset = duties
        self.fields["period"].choices = [(day.isoformat(), name) for day, name in periods]


class ExcuseForm(forms.Form):
    """Why no meeting took place in a period."""

    reason = ReasonField(label="সভা না হওয়ার কারণ", max_length=LONGEST_REMARK)


class RefusalForm(forms.Form):
    """Why the office above does not take that."""

    reason = ReasonField(label="কেন গ্রহণ করছেন না", max_length=LONGEST_REMARK)


class ReturnForm(forms.Form):
    """Why a paper goes back, and what has to be mended."""

    reason_code = forms.ChoiceField(
        label="কারণ", choices=[("", "কারণ বেছে নিন"), *Submission.Reason.choices]
    )
    remarks = SaidField(
        label="কী ঠিক করতে হবে",
        max_length=LONGEST_REMARK,
        help_text="কোন আলোচ্য বিষয়ে কী, লিখে দিন; প্রেরক এটুকুই দেখে কাজ করবেন।",
    )


class ReopenForm(forms.Form):
    """Why an acceptance is taken back."""

    reason = ReasonField(
        label="কেন আবার খুলছেন",
        max_length=LONGEST_REMARK,
        help_text="প্রেরক কার্যালয়ও কথাগুলো দেখবে।",
    )


class CommentForm(forms.Form):
    """One thing said of a paper, or of one of its items."""

    text = SaidField(label="মন্তব্য", max_length=LONGEST_REMARK)
    position = forms.TypedChoiceField(
        label="কোন বিষয়ে", required=False, coerce=int, empty_value=None
    )

    def __init__(self, data=None, *, items=0):
        super().__init__(data)
        self.fields["position"].choices = [
            ("", "পুরো কাগজ"),
            *((str(n), f"{to_bengali(n)} নম্বর আলোচ্য বিষয়") for n in range(1, items + 1)),
        ]


class DeskFilter(forms.Form):
    """The words over the review desk."""

    duty = forms.ModelChoiceField(
        Duty.objects.none(), label="কমিটি", required=False, empty_label="সব কমিটি"
    )
    office = forms.ModelChoiceField(
        Office.objects.none(), label="কার্যালয়", required=False, empty_label="সব কার্যালয়"
    )

    def __init__(self, data, *, offices):
        super().__init__(data)
        self.fields["duty"].queryset = Duty.objects.filter(office__in=offices)
        self.fields["office"].queryset = Office.objects.filter(parent__in=offices).order_by(
            "name", "pk"
        )


class YearFilter(forms.Form):
    """A fiscal year and a committee, over a page about what is owed."""

    year = forms.TypedChoiceField(label="অর্থ বছর", coerce=int, required=False)
    name = forms.ChoiceField(label="কমিটি", required=False)

    def __init__(self, data, *, years, names, needs_name):
        super().__init__(data)
        self.fields["year"].choices = [
            (str(year), to_bengali(f"{year}-{year + 1}")) for year in years
        ]
        self.fields["name"].choices = [
            *([] if needs_name else [("", "সব কমিটি")]),
            *((name, name) for name in names),
        ]
        self.years, self.names, self.needs_name = years, names, needs_name

    def asked(self):
        """What was asked for, with what is meant where nothing was: a dict by the fields' names."""
        told = self.cleaned_data if self.is_valid() else {}
        first = self.names[0] if self.needs_name and self.names else ""
        return {name: told.get(name) or "" for name in self.fields} | {
            "year": told.get("year") or self.years[0],
            "name": told.get("name") or first,
        }


class MatrixFilter(YearFilter):
    """The words over the matrix."""

    ALL, OPEN = "", "open"

    rows = forms.ChoiceField(
        label="কার্যালয়",
        required=False,
        choices=[(ALL, "সব কার্যালয়"), (OPEN, "যাদের কিছু বাকি বা ফেরত")],
    )


# Parts of a fiscal year: name → (what it is called, its months counted from July).
QUARTERS = {
    f"q{number + 1}": (
        f"{MONTHS[(3 * number + 6) % 12]}-{MONTHS[(3 * number + 8) % 12]}",
        range(3 * number, 3 * number + 3),
    )
    for number in range(4)
}
HALVES = {
    "h1": (f"{MONTHS[6]}-{MONTHS[11]}", range(6)),
    "h2": (f"{MONTHS[0]}-{MONTHS[5]}", range(6, 12)),
}
WHOLE = {"": ("পুরো বছর", range(12))}
EACH_MONTH = {
    f"m{month}": (MONTHS[month - 1], range((month - 7) % 12, (month - 7) % 12 + 1))
    for month in (7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6)
}


def _choices(parts):
    return [(part, called) for part, (called, _) in parts.items()]


class ScoreFilter(YearFilter):
    """The words over a scorecard."""

    PARTS = {**WHOLE, **HALVES, **QUARTERS}
    NAME, SHARE, MISSING, LATE = "", "share", "missing", "late"

    part = forms.ChoiceField(label="সময়", required=False, choices=_choices(PARTS))
    sort = forms.ChoiceField(
        label="সাজানো",
        required=False,
        choices=[
            (NAME, "নাম অনুযায়ী"),
            (SHARE, "সময়মতো কম আগে"),
            (MISSING, "আসেনি বেশি আগে"),
            (LATE, "দেরি বেশি আগে"),
        ],
    )
    field_order = ["year", "part", "name", "sort"]


class SummaryFilter(YearFilter):
    """The words over a district's summary of minutes."""

    PARTS = {**EACH_MONTH, **QUARTERS}

    part = forms.ChoiceField(label="মাস বা ত্রৈমাসিক", required=False)
    field_order = ["year", "part", "name"]

    def __init__(self, data, *, first, **kwargs):
        """`first`: (year, part) that are meant where nothing is chosen."""
        data = data.copy()
        if not data.get("part"):
            data["part"] = first[1]
            data["year"] = data.get("year") or str(first[0])
        super().__init__(data, **kwargs)
        self.fields["part"].choices = _choices(self.PARTS)

    def asked(self):
        told = super().asked()
        return told | {"part": told["part"] or next(iter(self.PARTS))}
