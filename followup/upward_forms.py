"""What a browser may send about progress reports and tables of past days."""

from datetime import timedelta

from django import forms

from bangla.formfields import CountField, DateField, LineField, LinesField
from bangla.phrases import long_date, numeric_date
from committees.models import Committee
from followup.upward import Asked, sittings_for
from followup.upward_words import number_in
from meetings.forms import text_area
from meetings.models import OUT, Meeting
from meetings.planning_forms import designation_field
from offices.models import today
from offices.rules import offices_kept_by
from papers.formfields import ParagraphsField

# How far back a sitting can be chosen.
DAYS_BACK = 3 * 366
# So many sittings stand in a list to choose from.
LATEST = 100


class SittingField(forms.ModelChoiceField):
    """One sitting out of several, of which the latest are offered; an address may name an earlier one."""

    def offer(self, chosen=""):
        """List the latest of the queryset, and the one that is chosen (a key, as it was sent)."""
        listed = list(self.queryset.order_by("-held_on", "-pk")[:LATEST])
        chosen = str(chosen or "")
        if chosen.isdecimal() and len(chosen) < 19 and chosen not in {str(m.pk) for m in listed}:
            listed += self.queryset.filter(pk=chosen)
        named = [(meeting.pk, self.label_from_instance(meeting)) for meeting in listed]
        self.choices = [("", self.empty_label), *named]

    def label_from_instance(self, meeting):
        return f"{numeric_date(meeting.held_on)}: {meeting.committee_name}, {meeting.office.name}"


class BeginForm(forms.Form):
    """Which sitting a progress report is about, and how things stood when."""

    about = SittingField(
        Meeting.objects.none(), label="যে সভার সিদ্ধান্ত", required=False,
        empty_label="সভাটি পোর্টালে নেই; নিচে লিখে দেব",
        help_text="নিজেদের সভা, অথবা যে সভা আমাদের কাজ দিয়েছে।",
    )  # fmt: skip
    committee_name = LineField(
        label="কমিটি বা সভার নাম", required=False, max_length=300, help_text="যেমন: বিভাগীয় ইনোভেশন টিম"
    )
    held_on = DateField(label="সভার তারিখ", required=False, help_text="যেমন ২০/০২/২০২৬")
    committee = forms.ModelChoiceField(
        Committee.objects.none(), label="আমাদের যে কমিটির কাগজপত্রে থাকবে", empty_label=None,
        help_text="প্রতিবেদনটি এই কমিটির কাগজ হিসেবে জারি হবে।",
    )  # fmt: skip
    stands_on = DateField(label="যে দিনের অবস্থা", required=False, help_text="ফাঁকা রাখলে আজকের।")
    start = CountField(
        label="প্রথম সারির ক্রমিক", required=False, min_value=1, max_value=999,
        help_text="ফাঁকা রাখলে সভার কাগজে যেমন।",
    )  # fmt: skip
    reference = LineField(
        label="সূত্র", required=False, max_length=2000,
        help_text="যে পত্রে চাওয়া হয়েছে তার স্মারক ও তারিখ; ফাঁকা রাখলে সভার কার্যবিবরণীর স্মারক।",
    )  # fmt: skip
    recipient = LinesField(
        label="প্রাপক", required=False, most=20,
        help_text="পদ, কার্যালয়, স্থান: প্রতি লাইনে একটি। ফাঁকা রাখলে ঊর্ধ্বতন কার্যালয়ের প্রধান।",
    )  # fmt: skip

    def __init__(self, data=None, *, user, office=None, **kwargs):
        super().__init__(data, **kwargs)
        offices = offices_kept_by(user)
        if office:
            offices = offices.filter(pk=office.pk)
        since = today() - timedelta(days=DAYS_BACK)
        self.fields["about"].queryset = sittings_for(offices).filter(held_on__gte=since)
        self.fields["about"].offer(chosen=self.data.get("about") or self.initial.get("about"))
        committees = Committee.objects.filter(office__in=offices, closed_on=None)
        self.fields["committee"].queryset = committees.select_related("office").order_by(
            "name", "pk"
        )
        if not self.is_bound and "committee" not in self.initial:
            self.initial["committee"] = self._usual_committee(committees)

    def _usual_committee(self, committees):
        """The committee whose sitting it is, else the one that has reported before."""
        about = self.fields["about"].queryset.filter(pk=self.initial.get("about") or 0).first()
        if about and (own := committees.filter(pk=about.committee_id).first()):
            return own.pk
        reported = committees.filter(meetings__kind=Meeting.Kind.PROGRESS_REPORT)
        if about:
            reported = reported.order_by("-meetings__pk")
        return reported.values_list("pk", flat=True).first()

    def asked(self):
        told = dict(self.cleaned_data)
        committee = told.pop("committee")
        if told["about"]:
            told["committee_name"], told["held_on"] = "", None
        return {
            "asked": Asked(**told | {"recipient": tuple(told["recipient"])}),
            "committee": committee,
        }


class ReportForm(forms.Form):
    """The letter a report goes with, and who signs its table."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    subject = LineField(label="বিষয়", max_length=2000)
    reference = LineField(
        label="সূত্র", required=False, max_length=2000,
        help_text="কোন কার্যালয়ের কোন স্মারক ও তারিখ, যেমন কাগজে ছাপা হবে।",
    )  # fmt: skip
    body = ParagraphsField(
        label="মূল কথা", max_length=100_000, widget=text_area(5), help_text="ফাঁকা লাইন দিলে নতুন অনুচ্ছেদ"
    )
    enclosure = LineField(
        label="সংযুক্তি", required=False, max_length=2000, help_text="যেমন বর্ণনামতে-০১ (এক) পাতা।"
    )
    recipient = LinesField(label="প্রাপক", most=20, help_text="পদ, কার্যালয়, স্থান: প্রতি লাইনে একটি।")
    attention = LineField(label="দৃষ্টি আকর্ষণ", required=False, max_length=2000)
    reporter_name = LineField(label="ছকে স্বাক্ষরকারীর নাম", required=False, max_length=2000)
    reporter_designation = designation_field("ছকে স্বাক্ষরকারীর পদবি", rows=4)
    signed_on = LineField(
        label="ছকে স্বাক্ষরের তারিখ, যেমন ছাপা হবে",
        required=False,
        max_length=60,
        help_text="যেমন ২০/০৬/২০২৬",
    )
    start = CountField(label="প্রথম সারির ক্রমিক", required=False, min_value=1, max_value=999)

    OF_LETTER = ("subject", "reference", "body", "enclosure", "recipient", "attention")

    def __init__(self, data=None, *, report):
        self.report = report
        said, reporter = report.letter or {}, report.report_signatory or {}
        first = report.items.order_by("position").first()
        initial = {name: said.get(name) or "" for name in self.OF_LETTER} | {
            "version": report.version,
            "reporter_name": reporter.get("name", ""),
            "reporter_designation": reporter.get("designation", []),
            "signed_on": report.report_signed_on_as_printed or "",
            "start": first and number_in(first.serial),
        }
        super().__init__(data, initial=initial)
        if first is None:
            del self.fields["start"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reporter_designation") and not cleaned.get("reporter_name"):
            self.add_error("reporter_name", "পদবি আছে, নাম নেই; নাম দিন।")
        return cleaned

    def typed(self):
        """What upward.save takes."""
        cleaned = self.cleaned_data
        said = {name: cleaned[name] for name in self.OF_LETTER if cleaned[name]}
        person = {"name": cleaned["reporter_name"], "designation": cleaned["reporter_designation"]}
        return {
            "letter": said,
            "report_signatory": person if person["name"] else None,
            "report_signed_on_as_printed": cleaned["signed_on"] or None,
            "start": cleaned.get("start"),
        }


class TakeUpForm(forms.Form):
    """By when the office is to answer for a decision that came from outside."""

    due_on = DateField(label="যে তারিখের মধ্যে উত্তর চাই", help_text="যেমন ২৯/১০/২০২৬")

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on < today():
            raise forms.ValidationError("তারিখটি পার হয়ে গেছে; আজ বা পরের তারিখ দিন।")
        return due_on


class TableForm(forms.Form):
    """Whose decisions, and as of which day."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(), label="কমিটি", required=False, empty_label="কমিটি বেছে নিন"
    )
    meeting = SittingField(
        Meeting.objects.none(), label="শুধু একটি সভার", required=False, empty_label="সব সভার"
    )
    on = DateField(label="যে দিনের অবস্থা", required=False)

    def __init__(self, data=None, *, user, **kwargs):
        super().__init__(data, **kwargs)
        committees = Committee.objects.visible_to(user).select_related("office")
        self.fields["committee"].queryset = committees.order_by("name", "pk")
        sittings = Meeting.objects.visible_to(user).filter(kind=Meeting.Kind.MINUTES, state__in=OUT)
        self.fields["meeting"].queryset = sittings.select_related("committee__office", "paper")
        self.fields["meeting"].offer(chosen=self.data.get("meeting"))

    def clean_on(self):
        on = self.cleaned_data["on"] or today()
        if on > today():
            raise forms.ValidationError("আজ পর্যন্ত যেকোনো তারিখ দিন।")
        return on

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not (cleaned.get("meeting") or cleaned.get("committee")):
            self.add_error("committee", "কমিটি বা সভা বেছে নিন।")
        return cleaned

    @property
    def title(self):
        """What the table is headed."""
        cleaned = self.cleaned_data
        if meeting := cleaned["meeting"]:
            return f"{meeting.committee_name}: {long_date(meeting.held_on)} তারিখের সভার সিদ্ধান্ত"
        return f"{cleaned['committee'].name}: অনুসৃত সিদ্ধান্ত"

    @property
    def whose(self):
        """The committee, also of a sitting."""
        meeting = self.cleaned_data["meeting"]
        return meeting.committee if meeting else self.cleaned_data["committee"]

    @property
    def office(self):
        return self.whose.office
