"""What a browser may send about letters."""

from django import forms

from bangla.formfields import DateField, LineField, LinesField, ReasonField
from bangla.phrases import numeric_date, parse_time
from letters import notice
from letters.actions import is_short_notice, usual_copies, why_not_dated
from letters.making import cited_paper
from letters.models import Letter
from meetings.forms import text_area
from meetings.planning_forms import copy_list_forms, designation_field, distribution_of
from memos.addressees import counted_copies
from memos.forms import LONGEST_REASON, IssueForm
from memos.models import FileNumber
from papers.formfields import ParagraphsField
from papers.kinds import TIME

Kind = Letter.Kind


class ChangeForm(forms.Form):
    """What a letter that changes a sitting is asked for before it is written."""

    held_on = DateField(label="নতুন তারিখ", help_text="যেমন ২৯/১০/২০২৬")
    starts_at = LineField(
        label="সময়", required=False, max_length=40, help_text="যেমন ১১.৩০ বা ১৪:৩০"
    )
    venue = LineField(label="স্থান", required=False, max_length=2000)
    chair_name = LineField(label="সভাপ্রধানের নাম", required=False, max_length=2000)
    chair_designation = designation_field("সভাপ্রধানের পদবি")
    topics = LinesField(
        label="আলোচ্যসূচিতে যা যোগ হবে",
        required=False,
        most=60,
        help_text="প্রতি লাইনে একটি বিষয়; পত্র জারি হলে সভার আলোচ্যসূচির শেষে বসবে।",
    )
    reason = ReasonField(
        label="কারণ, পত্রে যেমন থাকবে",
        required=False,
        max_length=300,
        help_text="ফাঁকা রাখলে “অনিবার্য কারণবশত”।",
    )

    # Which kind of letter asks for what.
    ASKED = {
        Kind.POSTPONEMENT: [
            "held_on", "starts_at", "venue", "chair_name", "chair_designation", "topics", "reason",
        ],
        Kind.CANCELLATION: ["reason"],
        Kind.ADDENDUM: ["topics"],
    }  # fmt: skip

    def __init__(self, data=None, *, kind, meeting):
        self.meeting = meeting
        chair = meeting.chair or {}
        super().__init__(
            data,
            initial={
                "held_on": meeting.held_on,
                "starts_at": meeting.starts_at
                and notice.as_said("time", TIME.written(meeting.starts_at)),
                "venue": meeting.venue,
                "chair_name": chair.get("name"),
                "chair_designation": chair.get("designation", []),
            },
        )
        for name in self.fields.keys() - set(self.ASKED.get(kind, [])):
            del self.fields[name]

    def clean_starts_at(self):
        typed = self.cleaned_data["starts_at"]
        try:
            return parse_time(typed) if typed else None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("chair_designation") and not cleaned.get("chair_name"):
            self.add_error("chair_name", "পদবি আছে, নাম নেই; নাম দিন।")
        return cleaned

    def asked(self):
        """What the Occasion of the letter is told."""
        cleaned = dict(self.cleaned_data)
        if "chair_name" in cleaned:
            name, lines = cleaned.pop("chair_name"), cleaned.pop("chair_designation")
            before = self.meeting.chair or {"label": self.meeting.committee.chair_label}
            cleaned["chair"] = {**before, "name": name, "designation": lines} if name else None
        if "starts_at" in cleaned and cleaned["starts_at"] != self.meeting.starts_at:
            cleaned["time_as_printed"] = None
        if "topics" in cleaned and not cleaned["topics"]:
            # What the record has beyond the notice, where nobody types anything.
            del cleaned["topics"]
        return {name: value for name, value in cleaned.items() if value != "" or name == "venue"}


class LetterFilter(forms.Form):
    """The words over the list of letters."""

    kind = forms.ChoiceField(label="ধরন", required=False, choices=[("", "সব ধরন"), *Kind.choices])
    state = forms.ChoiceField(
        label="অবস্থা", required=False, choices=[("", "সব অবস্থা"), *Letter.State.choices]
    )

    def found(self, letters):
        """Those of the letters that are asked for; none while the form does not hold."""
        if not self.is_valid():
            return letters.none()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        return letters.filter(**asked).order_by("-pk")


class LetterForm(forms.Form):
    """The words of a draft. Its facts come from the meeting, its number at issue."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    file = forms.ModelChoiceField(
        FileNumber.objects.none(), label="নথি", required=False, empty_label="জারির সময় বেছে নেব"
    )
    subject = LineField(label="বিষয়", max_length=2000)
    reference = LineField(
        label="সূত্র",
        required=False,
        max_length=2000,
        help_text="কোন কার্যালয়ের কোন স্মারক ও তারিখ, যেমন কাগজে ছাপা হবে।",
    )
    own_paper = forms.ChoiceField(
        label="অথবা আমাদের জারি করা কাগজ",
        required=False,
        help_text="বাছলে সূত্রে এই স্মারক ও তারিখ বসবে।",
    )
    body = ParagraphsField(
        label="মূল কথা", max_length=100_000, widget=text_area(8), help_text="ফাঁকা লাইন দিলে নতুন অনুচ্ছেদ"
    )
    enclosure = LineField(
        label="সংযুক্তি", required=False, max_length=2000, help_text="যেমন বর্ণনামতে-০৩ (তিন) পাতা।"
    )
    recipient = LinesField(
        label="প্রাপক", required=False, most=20, help_text="পদ, কার্যালয়, স্থান: প্রতি লাইনে একটি।"
    )
    attention = LineField(label="দৃষ্টি আকর্ষণ", required=False, max_length=2000)
    signatory_name = LineField(label="স্বাক্ষরকারীর নাম", required=False, max_length=2000)
    signatory_designation = designation_field("স্বাক্ষরকারীর পদবি", rows=4)
    copy_signatory_name = LineField(label="অনুলিপিতে স্বাক্ষরকারীর নাম", required=False, max_length=2000)
    copy_signatory_designation = designation_field("অনুলিপিতে স্বাক্ষরকারীর পদবি", rows=4)

    OF_LETTER = ("subject", "reference", "body", "enclosure", "recipient", "attention")
    PERSONS = ("signatory", "copy_signatory")

    def __init__(self, data=None, *, letter, own_papers):
        self.letter = letter
        said = letter.content["letter"]
        initial = {"version": letter.version, "file": letter.file}
        initial |= {name: said.get(name) or "" for name in self.OF_LETTER}
        for name in self.PERSONS:
            person = letter.content.get(name) or {}
            initial[f"{name}_name"] = person.get("name", "")
            initial[f"{name}_designation"] = person.get("designation", [])
        super().__init__(data, initial=initial)
        self.fields["file"].queryset = FileNumber.objects.open().filter(office=letter.office)
        self.own_papers = {str(paper.pk): paper for paper in own_papers}
        self.fields["own_paper"].choices = [
            ("", "ওপরে যা লেখা আছে"),
            *(
                (pk, f"{paper.number}, {numeric_date(paper.issued_on)}: {paper.title[:80]}")
                for pk, paper in self.own_papers.items()
            ),
        ]

    def clean(self):
        cleaned = super().clean()
        for name in self.PERSONS:
            if cleaned.get(f"{name}_designation") and not cleaned.get(f"{name}_name"):
                self.add_error(f"{name}_name", "পদবি আছে, নাম নেই; নাম দিন।")
        return cleaned

    def typed(self):
        """The parts of the content that were typed."""
        cleaned, content = self.cleaned_data, self.letter.content
        said = {name: cleaned[name] or None for name in self.OF_LETTER}
        if paper := self.own_papers.get(cleaned["own_paper"]):
            said["reference"] = cited_paper(paper)
        told = {"letter": {name: value for name, value in said.items() if value}}
        if cleaned["file"]:
            told["memo"] = {"number": str(cleaned["file"])}
        for name in self.PERSONS:
            person = content.get(name) or {}
            typed = {
                "name": cleaned[f"{name}_name"],
                "designation": cleaned[f"{name}_designation"],
            }
            told[name] = {**person, **typed} if typed["name"] else None
        return told


def list_forms(letter, data=None):
    """A form for each copy list of a letter, and an empty one behind them."""
    return copy_list_forms(_Lists(letter), data)


def lists_typed(letter, forms_of_lists):
    return distribution_of(_Lists(letter), forms_of_lists)


class _Lists:
    """The copy lists of a letter under the name by which the forms of a meeting know them."""

    def __init__(self, letter):
        self.distribution = letter.content["distribution"]


class IssueLetterForm(IssueForm):
    """All that issuing a letter asks: as for minutes, and why a notice is short."""

    short_notice_reason = ReasonField(
        label="নোটিশ নিয়মের চেয়ে দেরিতে যাওয়ার কারণ", required=False, max_length=LONGEST_REASON
    )

    def __init__(self, data=None, *, letter, user):
        content = letter.content
        super().__init__(
            data,
            office=letter.office,
            content=content,
            user=user,
            usual_copies=usual_copies(letter, counted_copies(content, letter.office)),
            usual_file=letter.file or (letter.meeting and FileNumber.usual_for(letter.meeting)),
            why_not_dated=lambda on: why_not_dated(on, letter),
        )
        self.letter = letter
        if not is_short_notice(letter, self.initial["on"]) and data is None:
            del self.fields["short_notice_reason"]

    def asked(self):
        return super().asked() | {
            "seen": self.cleaned_data["seen"],
            "short_notice_reason": self.cleaned_data.get("short_notice_reason", ""),
        }
