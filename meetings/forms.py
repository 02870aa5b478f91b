"""What a browser may send about meetings."""

import re
from datetime import date

from django import forms

from accounts.access import number_sent
from accounts.forms import ConfirmedForm
from bangla.digits import to_bengali
from bangla.formfields import LinesField, ReasonField, SaidField, together, untouched
from bangla.phrases import month_name, numeric_date, parse_date
from bangla.text import normalise
from committees.models import Committee
from meetings.models import SHOWN_STATES
from offices.models import Office
from papers.formfields import ParagraphsField
from papers.shapes import prints_discussion, prints_topic


class MeetingFilter(forms.Form):
    """The words over the list of meetings. Only what this person may see can be chosen."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(), label="কমিটি", required=False, empty_label="সব কমিটি"
    )
    month = forms.TypedChoiceField(
        label="মাস", required=False, coerce=date.fromisoformat, empty_value=None
    )
    state = forms.ChoiceField(
        label="অবস্থা", required=False, choices=[("", "সব অবস্থা"), *SHOWN_STATES.items()]
    )

    def __init__(self, data, *, meetings, user):
        super().__init__(data)
        self.meetings = meetings
        committees = Committee.objects.visible_to(user).order_by("name", "pk")
        self.fields["committee"].queryset = committees
        self.fields["month"].choices = month_choices(
            meetings.order_by().dates("held_on", "month", order="DESC")
        )

    def found(self):
        """The meetings asked for; none while the form does not hold."""
        if not self.is_valid():
            return self.meetings.none()
        found = self.meetings
        if committee := self.cleaned_data["committee"]:
            found = found.filter(committee=committee)
        if month := self.cleaned_data["month"]:
            found = found.of_month(month)
        if state := self.cleaned_data["state"]:
            found = found.shown_as(state)
        return found


def month_choices(days):
    """Choices of months, newest first, of the first days of months that a query gives."""
    return [("", "সব মাস")] + [
        (first.isoformat(), f"{month_name(first.month)} {to_bengali(first.year)}") for first in days
    ]


class PublishedFilter(forms.Form):
    """The words over the list of published minutes, for everybody."""

    office = forms.ModelChoiceField(
        Office.objects.none(), label="কার্যালয়", required=False, empty_label="সব কার্যালয়"
    )
    month = forms.TypedChoiceField(
        label="সভার মাস", required=False, coerce=date.fromisoformat, empty_value=None
    )

    def __init__(self, data, *, meetings):
        super().__init__(data)
        self.meetings = meetings
        self.fields["office"].queryset = Office.objects.filter(
            pk__in=meetings.order_by().values("committee__office")
        )
        self.fields["month"].choices = month_choices(
            meetings.order_by().dates("held_on", "month", order="DESC")
        )

    def found(self):
        """The meetings asked for; none while the form does not hold."""
        if not self.is_valid():
            return self.meetings.none()
        found = self.meetings
        if office := self.cleaned_data["office"]:
            found = found.filter(committee__office=office)
        if month := self.cleaned_data["month"]:
            found = found.of_month(month)
        return found


class ReasonForm(forms.Form):
    """Why something that everybody counts on is changed."""

    reason = ReasonField()

    def __init__(self, data, *, asks):
        super().__init__(data)
        self.fields["reason"].label = asks


class WithdrawalForm(ConfirmedForm, ReasonForm):
    """Why what everybody could read is closed."""

    field_order = ["reason", "password"]


class ApproveForm(forms.Form):
    """An approval of the text that was on the screen, not of what may have replaced it since."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data, *, digest):
        super().__init__(data, initial={"seen": digest})
        self.digest = digest

    def clean(self):
        if self.cleaned_data.get("seen") != self.digest:
            # The page that comes back shows the text of now, and asks about that.
            self.data = {"seen": self.digest}
            self.errors.pop("seen", None)
            raise forms.ValidationError(
                "আপনি পাতাটি খোলার পরে লেখা বদলেছে। নিচের লেখাটি আবার দেখে অনুমোদন করুন।"
            )
        return self.cleaned_data


class ReturnForm(forms.Form):
    remarks = SaidField(
        label="কী সংশোধন করতে হবে",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="শাখার কর্মী ঠিক এই কথাগুলো দেখবেন।",
    )

    def __init__(self, data, *, items):
        super().__init__(data)
        for number, item in enumerate(items, 1):
            serial = to_bengali(item.serial or number)
            self.fields[f"item{item.pk}"] = SaidField(
                label=f"{serial} {item.called}".strip(),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def of_items(self):
        """The fields for remarks on single rows, bound."""
        return [field for field in self if field.name != "remarks"]

    @property
    def says_of_items(self):
        """Whether anything was sent about single rows: what was typed must not come back hidden."""
        return any(field.value() for field in self.of_items)

    def item_remarks(self):
        """{primary key of an item: what is said of it}, where anything is."""
        return {
            int(field.name.removeprefix("item")): said
            for field in self.of_items
            if (said := self.cleaned_data[field.name])
        }


class TypedDateField(forms.CharField):
    """A date typed as an office types it: ২৯/১০/২০২৩, 29-10-2023, ২৯ অক্টোবর ২০২৩."""

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return None
        try:
            return parse_date(value)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def prepare_value(self, value):
        return numeric_date(value) if isinstance(value, date) else value


def text_area(rows, **attrs):
    return forms.Textarea(attrs={"rows": rows, **attrs})


def name_parts(form):
    """Tell the scripts of the page which part of its row each field is: names are not for reading."""
    for name, field in form.fields.items():
        field.widget.attrs["data-part"] = name


# Attributes of AgendaItem of which a paper that has none says so by None.
OPTIONAL = ("topic_separator", "code", "implementers_as_printed")


class ItemForm(forms.Form):
    """One row of the agenda. Nothing typed is refused: what is missing is asked at the check."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    topic = forms.CharField(
        label="আলোচ্য বিষয়", required=False, max_length=20000, widget=text_area(2)
    )
    topic_separator = forms.ChoiceField(
        label="বিষয়ের পরের চিহ্ন",
        required=False,
        choices=[("", "স্বাভাবিক ( : )"), ("ঃ ", "ঃ"), (": ", ":"), (" : ", " : "), ("। ", "।")],
    )
    code = forms.CharField(label="সূচক", required=False, max_length=40)
    discussion = ParagraphsField(
        label="আলোচনা",
        required=False,
        tables=True,
        max_length=200_000,
        widget=text_area(3),
        help_text="ফাঁকা লাইন দিলে নতুন অনুচ্ছেদ; ছকের সারি এভাবে: | খাত | বরাদ্দ |",
    )
    implementers_as_printed = forms.CharField(
        label="সব সিদ্ধান্তের বাস্তবায়নকারী এক ঘরে, যেমন ছাপা হবে",
        required=False,
        max_length=2000,
        widget=text_area(1),
    )

    def __init__(self, *args, item, **kwargs):
        self.item = item
        kwargs.setdefault("prefix", f"item{item.pk}")
        kwargs["initial"] = {
            name: getattr(item, name) for name in (*OPTIONAL, "version", "topic", "discussion")
        }
        super().__init__(*args, **kwargs)
        separators = self.fields["topic_separator"].choices
        if item.topic_separator not in (None, *(value for value, _ in separators)):
            separators.append((item.topic_separator, item.topic_separator))
            self.fields["topic_separator"].choices = separators
        columns = item.meeting.shape["column_keys"]
        # What the paper has no column for is shown while there is something in it.
        if not prints_topic(item.meeting.shape) and not item.topic:
            del self.fields["topic"]
        if "topic_and_discussion" not in columns:
            del self.fields["topic_separator"]
        if not prints_discussion(item.meeting.shape) and not item.discussion:
            del self.fields["discussion"]
        if not item.code and "serial" in columns:
            del self.fields["code"]
        if "implementer" not in columns:
            del self.fields["implementers_as_printed"]
        name_parts(self)

    def typed(self):
        """The attributes of AgendaItem that were typed; what was not touched is as it is stored."""
        stays = untouched(self)
        typed = {}
        for name, value in self.cleaned_data.items():
            # A page that was opened in another shape has no field for all that this one prints.
            if name in stays or self[name].data is None:
                typed[name] = getattr(self.item, name)
            elif isinstance(value, str):
                typed[name] = normalise(value) or (None if name in OPTIONAL else "")
            else:
                typed[name] = value
        del typed["version"]
        return typed


class DecisionForm(forms.Form):
    """One decision of a row, with who carries it out."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label="সিদ্ধান্ত", required=False, max_length=20000, widget=text_area(2))
    implementers = LinesField(
        label="বাস্তবায়নকারী",
        required=False,
        most=40,
        max_length=90_000,
        widget=text_area(1, autocomplete="off"),
        help_text="প্রতি লাইনে একজন",
    )
    progress = forms.CharField(
        label="অগ্রগতি", required=False, max_length=20000, widget=text_area(2)
    )
    due_on = TypedDateField(label="শেষ তারিখ", required=False)

    def __init__(self, *args, columns, **kwargs):
        super().__init__(*args, **kwargs)
        if "implementer" not in columns:
            del self.fields["implementers"]
        if "progress" not in columns:
            del self.fields["progress"]
        name_parts(self)

    @property
    def number(self):
        """Which decision of its row this is; what is taken out leaves its number behind."""
        return int(self.prefix.rpartition("-d")[2])

    def typed(self):
        cleaned, named = self.cleaned_data, self.initial.get("implementers", [])
        typed = {
            "id": cleaned["id"],
            "text": normalise(cleaned["text"]),
            "due_on": cleaned["due_on"],
            # What the page had no field for is not typed, and stays: the paper has no column for it,
            # or had none when the page was opened.
            "implementers": together(cleaned["implementers"], named)
            if self._was_asked("implementers")
            else named,
        }
        if self._was_asked("progress"):
            typed["progress"] = normalise(cleaned["progress"]) or None
        return typed | {name: self.initial[name] for name in untouched(self) & self.initial.keys()}

    def _was_asked(self, name):
        return name in self.fields and self[name].data is not None


def decision_forms(item, data=None):
    """A DecisionForm for each decision: those stored, or those that were sent."""
    prefix = f"item{item.pk}-d"
    columns = item.meeting.shape["column_keys"]
    stored = {
        decision.pk: {
            "id": decision.pk,
            "text": decision.text,
            "implementers": [row.printed for row in decision.implementers.all()],
            "progress": decision.progress,
            "due_on": decision.due_on,
        }
        for decision in (item.decisions.all() if item.pk else [])
    }
    if data is None:
        return [
            DecisionForm(prefix=f"{prefix}{index}", columns=columns, initial=initial)
            for index, initial in enumerate(stored.values())
        ]
    sent = sorted(
        int(found.group(1))
        for name in data
        if (found := re.fullmatch(rf"{prefix}([0-9]{{1,3}})-id", name))
    )
    return [
        DecisionForm(
            data,
            prefix=f"{prefix}{index}",
            columns=columns,
            initial=stored.get(number_sent(data[f"{prefix}{index}-id"])),
        )
        for index in sent[:50]
    ]
