"""What a browser may send about files, the register and the issue of a paper."""

import uuid
from datetime import date

from django import forms
from django.conf import settings

from accounts.forms import ConfirmedForm
from bangla.digits import to_ascii, to_bengali
from bangla.formfields import CountField, DateField, LineField, LinesField, ReasonField
from bangla.text import normalise
from committees.models import Committee
from distribution.lines import Purpose
from documents.demo_keys import PIN
from documents.keys import KeyUnavailable, key_of
from meetings.attached import UploadField, extension_of
from meetings.forms import month_choices
from memos import numbers
from memos.actions import place_at_issue, usual_copies, why_not_dated
from memos.addressees import counted_copies
from memos.copying import MOST_LATE
from memos.models import FileNumber, Memo, Series
from offices.models import today
from offices.signatories import signer_in, signs_as, who_signs
from papers.content import digest
from papers.places import places_to_sign

MOST_COPIES = 9_999
LONGEST_REASON = 300


class FileForm(forms.ModelForm):
    """A file of an office: its number, and how its papers are numbered."""

    OWN = "own"
    NEW_SERIES = "new"

    pattern = forms.ChoiceField(
        label="নম্বরের গড়ন",
        choices=[
            (numbers.OLD, "১৮ অঙ্ক, ৭ অংশ (২.২.৪.৩.২.৩.২)"),
            (numbers.NEW, "২২ অঙ্ক, ৮ অংশ (২.২.৪.৩.৩.২.৪.২), সচিবালয় নির্দেশমালা ২০২৪"),
            (OWN, "নিজস্ব গড়ন"),
        ],
    )
    own_lengths = forms.CharField(
        label="নিজস্ব গড়ন: কোন অংশে কয় অঙ্ক",
        required=False,
        max_length=40,
        help_text="যেমন ২.২.৪.২.৩.৩.২; ওপরে “নিজস্ব গড়ন” বাছলে দিন।",
    )
    series_choice = forms.ChoiceField(
        label="ইস্যু নম্বর কোন ধারা থেকে আসবে",
        help_text="একটি ধারা এক নথির, এক শাখার বা পুরো কার্যালয়ের হতে পারে।",
    )
    series_name = forms.CharField(
        label="নতুন ধারার নাম",
        required=False,
        max_length=120,
        help_text="যেমন “আইসিটি শাখা”; ফাঁকা রাখলে ধারাটি শুধু এই নথির।",
    )
    restart = forms.ChoiceField(
        label="নতুন ধারা কবে আবার ১ থেকে শুরু হয়", required=False, choices=Series.Restart.choices
    )
    begun_after = CountField(
        label="কাগজের রেজিস্টারে এ বছরের শেষ ইস্যু নম্বর",
        required=False,
        min_value=0,
        max_value=numbers.HIGHEST_SERIAL,
        help_text="পোর্টাল এর পরের নম্বর থেকে গুনবে। রেজিস্টার নতুন হলে ফাঁকা রাখুন।",
    )
    closed_on = DateField(
        label="নথি বন্ধের তারিখ", required=False, help_text="বন্ধ নথি থেকে আর জারি হবে না।"
    )

    class Meta:
        model = FileNumber
        fields = ["number", "separator", "subject", "closed_on"]
        help_texts = {
            "number": "ইস্যু নম্বর ছাড়া, যেমন ০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪",
            "subject": "যেমন উপজেলা আইসিটি কমিটি",
        }

    field_order = ["number", "pattern", "own_lengths", "subject", "separator"]

    def __init__(self, data=None, *, office, **kwargs):
        self.office = office
        super().__init__(data, **kwargs)
        self.instance.office = office
        lengths = self.instance.lengths
        is_official = lengths in (numbers.OLD, numbers.NEW)
        self.initial["pattern"] = lengths if is_official else self.OWN
        self.initial["own_lengths"] = "" if is_official else to_bengali(lengths)
        self.initial["number"] = to_bengali(self.instance.number)
        self.fields["series_choice"].choices = [
            (self.NEW_SERIES, "নতুন ধারা"),
            *((str(series.pk), series.name) for series in office.series.all()),
        ]
        if self.instance.pk:
            self.initial["series_choice"] = str(self.instance.series_id)
            counter = self.instance.series.counters.filter(
                period=self.instance.series.period_of(today())
            ).first()
            self.initial["begun_after"] = counter.begun_after if counter else None
            if self.instance.memos.exists():
                # What has gone out under it says what it is.
                for name in ("number", "pattern", "own_lengths", "separator", "series_choice"):
                    self.fields[name].disabled = True
        else:
            del self.fields["closed_on"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("pattern") == self.OWN:
            lengths = numbers.plain(normalise(cleaned.get("own_lengths") or ""))
            try:
                numbers.check_lengths(lengths)
            except forms.ValidationError as error:
                self.add_error("own_lengths", error)
        else:
            lengths = cleaned.get("pattern")
        self.instance.lengths = lengths or numbers.OLD
        return cleaned

    def _post_clean(self):
        chosen = self.cleaned_data.get("series_choice")
        if chosen and chosen != self.NEW_SERIES:
            self.instance.series = self.office.series.get(pk=chosen)
        elif chosen and not self.errors:
            number = numbers.plain(self.cleaned_data.get("number") or "")
            name = normalise(self.cleaned_data["series_name"]).strip()
            series = Series(
                office=self.office,
                name=name or f"নথি {to_bengali(number)}",
                restart=self.cleaned_data["restart"] or Series.Restart.CALENDAR,
            )
            try:
                series.full_clean()
            except forms.ValidationError as error:
                self.add_error("series_name", [*error.messages])
            self.instance.series = series
        super()._post_clean()

    def _get_validation_exclusions(self):
        # The series is saved with the file, so it cannot be looked up yet.
        return (super()._get_validation_exclusions() - {"office", "lengths"}) | {"series"}


class ReserveForm(forms.Form):
    """A number taken out of the register before there is a paper: for another letter."""

    file = forms.ModelChoiceField(
        FileNumber.objects.none(), label="নথি", empty_label="নথি বেছে নিন"
    )
    subject = LineField(label="বিষয়", max_length=500)
    serial = CountField(
        label="ইস্যু নম্বর (নিজে দিতে চাইলে)",
        required=False,
        min_value=1,
        max_value=numbers.HIGHEST_SERIAL,
        help_text="ফাঁকা রাখলে পরের নম্বরটি বসবে। কাগজের রেজিস্টারে আগেই বসানো নম্বর হলে সেটি লিখুন।",
    )
    reason = LineField(label="নম্বরটি ক্রমের বাইরে হলে কারণ", required=False, max_length=LONGEST_REASON)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, files):
        super().__init__(data, initial={"token": uuid.uuid4()})
        self.fields["file"].queryset = files


class LateForm(forms.Form):
    """Recipients that a paper had forgotten."""

    lines = LinesField(
        label="প্রাপক",
        goes_on=True,
        most=MOST_LATE,
        max_length=100_000,
        help_text="প্রতি লাইনে একজন; কারও নিচে আরেক লাইন লিখতে লাইনটি ফাঁকা দিয়ে শুরু করুন।",
    )
    purpose = forms.ChoiceField(
        label="উদ্দেশ্য",
        choices=[
            (each.value, each.label) for each in (Purpose.INFORMATION, Purpose.ACTION, Purpose.BOTH)
        ],
    )


class VoidForm(ConfirmedForm):
    reason = ReasonField(label="বাতিলের কারণ", help_text="রেজিস্টারে নম্বরটির পাশে ঠিক এই কথাগুলো থাকবে।")
    field_order = ["reason", "password"]


class RegisterFilter(forms.Form):
    """The words over the register. Only what this person may see can be chosen."""

    file = forms.ModelChoiceField(
        FileNumber.objects.none(), label="নথি", required=False, empty_label="সব নথি"
    )
    year = forms.TypedChoiceField(label="বছর", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label="অবস্থা", required=False, choices=[("", "সব অবস্থা"), *Memo.State.choices]
    )
    words = forms.CharField(label="বিষয় বা নম্বরে যা আছে", required=False, max_length=200)

    def __init__(self, data, *, memos, files):
        super().__init__(data)
        self.memos = memos
        self.fields["file"].queryset = files
        years = memos.order_by().exclude(issued_on=None).dates("issued_on", "year", order="DESC")
        self.fields["year"].choices = [("", "সব বছর")] + [
            (first.year, to_bengali(first.year)) for first in years
        ]

    def found(self):
        """The lines asked for; none while the form does not hold."""
        if not self.is_valid():
            return self.memos.none()
        found, asked = self.memos, self.cleaned_data
        if asked["file"]:
            found = found.filter(file=asked["file"])
        if asked["year"]:
            found = found.issued_in(asked["year"])
        if asked["state"]:
            found = found.filter(state=asked["state"])
        if words := normalise(asked["words"]).strip():
            found = found.naming(words)
        return found


def usable_key_of(user):
    """(the key, what is wrong with it): one of them is None, or both where there is no key."""
    try:
        key = key_of(user)
        if key:
            key.description = key.describe()
    except KeyUnavailable as unavailable:
        return None, str(unavailable)
    return key, None


def _digital_at_hand(office, printed):
    """Whether who is printed can sign digitally: has an account in the office and a key that works."""
    signer = signer_in(office, printed)
    return signer is not None and usable_key_of(signer)[0] is not None


class SignForm(forms.Form):
    """A digital signature: the PIN of the key, and once more the password of the person.

    Who has turned the second step on may type its code in place of the password.
    """

    pin = forms.CharField(
        label="স্বাক্ষর-চাবির পিন",
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="পিন কোথাও রাখা হয় না।",
    )
    password = forms.CharField(
        label="আপনার পাসওয়ার্ড",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="জারি করা কাগজ আর বদলানো যায় না, তাই আরেকবার নিশ্চিত হওয়া। দ্বিতীয় ধাপ চালু থাকলে তার কোডও চলে।",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if settings.DEMO:
            self.fields["pin"].help_text += f" পরীক্ষামূলক চাবির পিন {to_bengali(PIN)}।"

    def clean_pin(self):
        # A number typed on a Bengali keyboard; a pass phrase stays as it is.
        pin = self.cleaned_data["pin"]
        return to_ascii(pin) if pin.isdigit() else pin


class IssueForm(SignForm):
    """All that issuing asks: the number, the day, the copies, and how the paper is signed."""

    NEXT, RESERVED, TYPED = "next", "reserved", "typed"
    DIGITAL, INK = "digital", "ink"

    seen = forms.CharField(widget=forms.HiddenInput)
    token = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.ModelChoiceField(
        FileNumber.objects.none(), label="নথি", empty_label="নথি বেছে নিন"
    )
    numbering = forms.ChoiceField(
        label="ইস্যু নম্বর",
        widget=forms.RadioSelect,
        choices=[
            (NEXT, "রেজিস্টারের পরের নম্বর"),
            (RESERVED, "আগে সংরক্ষণ করা নম্বর"),
            (TYPED, "কাগজের রেজিস্টারের নম্বর, নিজে লিখব"),
        ],
    )
    reserved = forms.ModelChoiceField(
        Memo.objects.none(), label="সংরক্ষিত নম্বর", required=False, empty_label="বেছে নিন"
    )
    serial = CountField(
        label="নিজে লেখা ইস্যু নম্বর", required=False, min_value=1, max_value=numbers.HIGHEST_SERIAL
    )
    on = DateField(label="স্মারকের তারিখ")
    order_reason = LineField(
        label="নম্বর বা তারিখ আগে-পরে হলে কারণ",
        required=False,
        max_length=LONGEST_REASON,
        help_text="ক্রম ঠিক থাকলে ফাঁকা রাখুন। কথাগুলো রেজিস্টারে নম্বরের পাশে ছাপা থাকবে।",
    )
    copies = CountField(
        label="প্রাপকের সংখ্যা, নম্বরের পরে বন্ধনীতে", required=False, max_value=MOST_COPIES
    )
    endorsed_copies = CountField(
        label="অনুলিপির সংখ্যা, /১ এর পরে বন্ধনীতে", required=False, max_value=MOST_COPIES
    )
    copies_checked = forms.BooleanField(
        label="তালিকার সঙ্গে না মিললেও এই সংখ্যাই ছাপা হবে; আমি মিলিয়ে দেখেছি", required=False
    )
    way = forms.ChoiceField(label="স্বাক্ষর", widget=forms.RadioSelect)

    field_order = [
        "file", "numbering", "reserved", "serial", "on", "order_reason", "copies",
        "endorsed_copies", "copies_checked", "way", "pin", "password",
    ]  # fmt: skip

    def __init__(
        self, data=None, *, office, content, user, usual_copies, usual_file, why_not_dated
    ):
        """`usual_copies` are (copies, endorsed copies) as most likely; `why_not_dated(day)` says in
        Bengali why the paper may not bear a day, or None."""
        super().__init__(data)
        self.office, self.why_not_dated = office, why_not_dated
        memo = content["memo"] or {}
        self.key, self.key_trouble = usable_key_of(user)
        _, self.printed = place_at_issue(content)
        self.is_signatory = signs_as(user, office, self.printed) is not None
        self.at_hand = _digital_at_hand(office, self.printed)
        not_signed = None if self.is_signatory else who_signs(self.printed)
        # What to tell who has a key and still cannot sign this paper with it.
        self.key_unfit = not_signed if self.key else None
        if not_signed:
            self.key = None
        self.counted = counted_copies(content, office)
        copies, endorsed = self.usual = usual_copies
        self.initial |= {
            "seen": digest(content),
            "token": uuid.uuid4(),
            "numbering": self.NEXT,
            "on": (memo.get("date") and forms.DateField().to_python(memo["date"])) or today(),
            "copies": copies,
            "endorsed_copies": endorsed,
            "way": self.DIGITAL if self.key else self.INK,
        }
        self.fields["way"].choices = [
            *([(self.DIGITAL, f"ডিজিটাল স্বাক্ষর: {self.key.description}")] if self.key else []),
            (self.INK, self._in_ink()),
        ]
        self.fields["way"].error_messages["invalid_choice"] = (
            not_signed or self.key_trouble or "আপনার স্বাক্ষর-চাবি নেই, তাই ডিজিটাল স্বাক্ষর দেওয়া যায় না।"
        )
        if memo.get("number"):
            del self.fields["file"]
        else:
            self.fields["file"].queryset = FileNumber.objects.open().filter(office=office)
            self.initial["file"] = usual_file
        self._limit_numbers(memo, office)
        self._limit_copies(content)
        self.further = list(self._further(content, user))
        if not self.key:
            del self.fields["pin"]

    def _limit_numbers(self, memo, office):
        """Ways to a number that there are: an old paper brings its own, and not every office reserves."""
        reserved = Memo.objects.filter(series__office=office, state=Memo.State.RESERVED)
        self.fields["reserved"].queryset = reserved
        if memo.get("issue"):
            for name in ("numbering", "reserved", "serial"):
                del self.fields[name]
        elif not reserved.exists():
            del self.fields["reserved"]
            self.fields["numbering"].choices = [
                choice for choice in self.fields["numbering"].choices if choice[0] != self.RESERVED
            ]

    def _limit_copies(self, content):
        """What the lists come to is told beside the number that they are counted for."""
        has_endorsement = content["order"].count("memo") > 1
        if not has_endorsement:
            del self.fields["endorsed_copies"]
        told = f"তালিকায় {to_bengali(sum(self.counted))}; ০ দিলে ছাপা হবে না।"
        self.fields["endorsed_copies" if has_endorsement else "copies"].help_text = told

    def _in_ink(self):
        """What becomes of a paper that goes out without a digital signature."""
        if self.printed is None or self.is_signatory:
            return "কাগজে স্বাক্ষর: ছেপে কালিতে স্বাক্ষর করব, পরে স্ক্যান রাখব"
        told = f"এখন ডিজিটাল স্বাক্ষর ছাড়া: {self.printed.name} ছাপা কাগজে কালিতে স্বাক্ষর করবেন"
        return told + (", অথবা নিজের চাবি দিয়ে পরে ডিজিটাল স্বাক্ষর দেবেন" if self.at_hand else "")

    def _further(self, content, user):
        """Who signs the paper where it is not signed first, and how, in words."""
        for place, printed in places_to_sign(content)[1:]:
            if self.key and signs_as(user, self.office, printed):
                how = "একই সঙ্গে ডিজিটাল স্বাক্ষর হবে; পাসওয়ার্ড ও পিন একবারই লাগবে"
            elif _digital_at_hand(self.office, printed):
                how = "জারির পরে নিজের চাবি দিয়ে ডিজিটাল স্বাক্ষর দেবেন, অথবা কালিতে স্বাক্ষর করবেন"
            else:
                how = "ছাপা কাগজে কালিতে স্বাক্ষর করবেন"
            yield f"আরেকটি স্বাক্ষর লাগবে। {place.label}: {how}।"

    # What most papers need not be asked.
    OF_THE_NUMBER = (
        "numbering", "reserved", "serial", "on", "order_reason", "copies", "endorsed_copies",
        "copies_checked",
    )  # fmt: skip

    @property
    def about_the_number(self):
        return [self[name] for name in self.OF_THE_NUMBER if name in self.fields]

    @property
    def asks_for_a_look(self):
        """Whether something there is wrong or is not what was proposed."""
        return self.is_bound and any(
            field.errors or field.name in self.changed_data for field in self.about_the_number
        )

    def clean_on(self):
        on = self.cleaned_data["on"]
        if refusal := self.why_not_dated(on):
            raise forms.ValidationError(refusal)
        return on

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("seen") != self.initial["seen"]:
            # The page that comes back shows the text of now, and asks about that.
            self.data = self.data.copy()
            self.data["seen"] = self.initial["seen"]
            self.add_error(None, "আপনি পাতাটি খোলার পরে লেখা বদলেছে। নিচের লেখাটি আবার দেখে জারি করুন।")
        numbering = cleaned.get("numbering")
        for choice, name in ((self.RESERVED, "reserved"), (self.TYPED, "serial")):
            if numbering == choice and not cleaned.get(name) and not self.has_error(name):
                self.add_error(name, "এই নম্বরটি দিন।")
        self._ask_about_copies(cleaned)
        if cleaned.get("way") == self.DIGITAL and not cleaned.get("pin"):
            self.add_error("pin", "ডিজিটাল স্বাক্ষরের জন্য পিন দিন।")
        return cleaned

    def _ask_about_copies(self, cleaned):
        """A number that the lists do not come to: a slip, or meant so; an old paper has it printed."""
        if "numbering" not in self.fields or cleaned.get("copies_checked"):
            return
        names = ("copies", "endorsed_copies")
        for name, counted, usual in zip(names, self.counted, self.usual, strict=True):
            told = cleaned.get(name)
            told = usual if told is None else told
            if name in self.fields and not self.has_error(name) and told != counted:
                self.add_error(
                    name,
                    f"তালিকায় {to_bengali(counted)}, এখানে {to_bengali(told)}। কোনটি ঠিক দেখুন; এটিই "
                    "ছাপতে হলে নিচে চিহ্ন দিন।",
                )

    def asked(self):
        """What actions.issue is asked for; the key and the person are not in it."""
        cleaned = self.cleaned_data
        numbering = cleaned.get("numbering")
        return {
            "file": cleaned.get("file"),
            "reserved": cleaned.get("reserved") if numbering == self.RESERVED else None,
            "serial": cleaned.get("serial") if numbering == self.TYPED else None,
            "on": cleaned["on"],
            "order_reason": cleaned.get("order_reason", ""),
            "copies": cleaned.get("copies"),
            "endorsed_copies": cleaned.get("endorsed_copies"),
            "token": cleaned["token"],
        }


def issue_form(data, *, meeting, content, user):
    """The IssueForm of the paper of a meeting."""
    return IssueForm(
        data,
        office=meeting.office,
        content=content,
        user=user,
        usual_copies=usual_copies(meeting, content, counted_copies(content, meeting.office)),
        usual_file=FileNumber.usual_for(meeting),
        why_not_dated=lambda on: why_not_dated(on, meeting),
    )


class SignedFilter(forms.Form):
    """The words over the list of signed minutes. Only what this person may see can be chosen."""

    committee = forms.ModelChoiceField(
        Committee.objects.none(), label="কমিটি", required=False, empty_label="সব কমিটি"
    )
    month = forms.TypedChoiceField(
        label="জারির মাস", required=False, coerce=date.fromisoformat, empty_value=None
    )

    def __init__(self, data, *, meetings, user):
        super().__init__(data)
        self.meetings = meetings
        committees = Committee.objects.visible_to(user).order_by("name", "pk")
        self.fields["committee"].queryset = committees
        self.fields["month"].choices = month_choices(
            meetings.order_by().dates("paper__issued_on", "month", order="DESC")
        )

    def found(self):
        """The meetings asked for, the last issued first; none while the form does not hold."""
        if not self.is_valid():
            return self.meetings.none()
        found = self.meetings
        if committee := self.cleaned_data["committee"]:
            found = found.filter(committee=committee)
        if month := self.cleaned_data["month"]:
            found = found.issued_in(month)
        return found.order_by("-paper__issued_on", "-issued_at", "-pk")


class ScanForm(forms.Form):
    """The scan of a paper signed in ink."""

    scan = UploadField(
        label="স্ক্যান (PDF, JPEG বা PNG)",
        help_text="নিচের সংকেতসহ পুরো পাতা স্ক্যান করুন; সংকেত পড়ে কাগজটি মেলানো হবে।",
    )
    unread = forms.BooleanField(
        label="সংকেত পড়া না গেলেও রাখুন; আমি মিলিয়ে দেখেছি, এটি এই কাগজেরই স্ক্যান",
        required=False,
    )

    def clean_scan(self):
        scan = self.cleaned_data["scan"]
        if extension_of(scan.name) == "docx":
            raise forms.ValidationError("স্ক্যান হবে PDF বা ছবি, Word ফাইল নয়।")
        return scan
