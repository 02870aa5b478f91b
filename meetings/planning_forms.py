"""What a browser may send when a meeting is planned, its head written, its attendance taken."""

import re

from django import forms

from bangla.digits import to_bengali
from bangla.formfields import LineField, LinesField, SaidField, untouched
from bangla.phrases import (
    PARTS_OF_DAY,
    long_date,
    parse_date,
    parse_time,
    part_of_day,
    time_phrase,
)
from bangla.text import normalise
from meetings import planning
from meetings.attached import UploadField
from meetings.forms import TypedDateField, name_parts, text_area
from meetings.models import AgendaItem, Attendance, Meeting, MeetingFile
from offices.models import today
from papers.formfields import ParagraphsField
from papers.head import TYPED
from papers.shapes import NUMBERINGS

# As many copy lists, recipients and guests as the interchange format takes.
MOST_LISTS = 20
BLANK_GUESTS = 3

# What a guest's row is marked with to take it out.
GONE = "gone"


def word_of(meeting):
    """The word of the day that a paper's time begins with, or "" where it is the proposed one."""
    printed = (meeting.time_as_printed or "").split(" ")[0]
    if printed not in PARTS_OF_DAY:
        return ""
    return "" if meeting.starts_at and printed == part_of_day(meeting.starts_at) else printed


def designation_field(label, *, rows=2):
    """The lines under a name; one that begins with a space goes on with the line above it."""
    return LinesField(
        label=label,
        required=False,
        most=40,
        goes_on=True,
        max_length=90_000,
        widget=text_area(rows),
    )


class HeadForm(forms.Form):
    """The head and the foot of the paper: what stands around the agenda."""

    held_on = TypedDateField(label="সভার তারিখ", help_text="যেমন ২৯/১০/২০২৩ বা ২৯ অক্টোবর ২০২৩")
    starts_at = LineField(
        label="সময়", required=False, max_length=40, help_text="যেমন ১১.৩০ বা ১৪:৩০"
    )
    time_word = forms.ChoiceField(
        label="সময়ের আগের শব্দ",
        required=False,
        choices=[("", "সময় দেখে নিজে থেকে"), *((word, word) for word in PARTS_OF_DAY)],
    )
    chair_name = LineField(label="সভাপ্রধানের নাম", required=False, max_length=2000)
    chair_designation = designation_field("সভাপ্রধানের পদবি")
    period_start = TypedDateField(label="মেয়াদের শুরু", required=False)
    period_end = TypedDateField(label="মেয়াদের শেষ", required=False)
    title = forms.CharField(
        label="শিরোনাম",
        required=False,
        max_length=2000,
        widget=text_area(2),
        help_text="ফাঁকা রাখলে কমিটি ও মেয়াদ থেকে নিজে থেকে হবে।",
    )
    attendance_as_printed = LineField(
        label="উপস্থিতির লাইন",
        required=False,
        max_length=2000,
        help_text="যেমন: পরিশিষ্ট-ক দ্রষ্টব্য।",
    )
    opening = ParagraphsField(
        label="সূচনা", required=False, max_length=100_000, widget=text_area(4),
        help_text="ফাঁকা লাইন দিলে নতুন অনুচ্ছেদ",
    )  # fmt: skip
    closing = ParagraphsField(
        label="সমাপ্তি", required=False, max_length=100_000, widget=text_area(3),
        help_text="ফাঁকা লাইন দিলে নতুন অনুচ্ছেদ",
    )  # fmt: skip
    signatory_name = LineField(label="স্বাক্ষরকারীর নাম", required=False, max_length=2000)
    signatory_designation = designation_field("স্বাক্ষরকারীর পদবি")
    memo_number = LineField(
        label="স্মারকের নথি নম্বর",
        required=False,
        max_length=200,
        help_text="ইস্যু নম্বর ও তারিখ বসে জারির সময়।",
    )
    memo_issue = LineField(label="ইস্যু নম্বর", required=False, max_length=40)
    memo_copies = LineField(label="প্রাপকের সংখ্যা (বন্ধনীতে)", required=False, max_length=40)
    memo_date = TypedDateField(label="স্মারকের তারিখ", required=False)
    copy_signatory_name = LineField(label="অনুলিপিতে স্বাক্ষরকারীর নাম", required=False, max_length=2000)
    copy_signatory_designation = designation_field("অনুলিপিতে স্বাক্ষরকারীর পদবি")

    # Persons of a paper: the field of Meeting that holds each.
    PERSONS = ("chair", "signatory", "copy_signatory")

    # What is there only where the paper prints it: field → block or line of the head.
    PRINTED_IN = {
        "title": "title",
        "opening": "opening",
        "closing": "closing",
        "signatory_name": "signatory",
        "signatory_designation": "signatory",
        "memo_number": "memo",
        "memo_issue": "memo",
        "memo_copies": "memo",
        "memo_date": "memo",
        "copy_signatory_name": "copy_signatory",
        "copy_signatory_designation": "copy_signatory",
        "attendance_as_printed": "attendance",
    }

    def __init__(self, data=None, files=None, *, meeting, **kwargs):
        self.meeting = meeting
        kwargs["initial"] = {**self._values(meeting), **kwargs.get("initial", {})}
        if data and "seen_on" in data:
            kwargs["initial"] |= self._values_on(data["seen_on"])
        super().__init__(data, files, **kwargs)
        for line in TYPED:
            self.fields[line.attribute] = line.kind.field(line.name)
        self.order_fields(
            ["held_on", "starts_at", "time_word", *(line.attribute for line in TYPED)]
        )
        self.fields["chair_name"].label = f"{self.chair_label} (নাম)"
        self.fields["chair_designation"].label = f"{self.chair_label} (পদবি)"
        heads = {line["key"] for line in meeting.shape["head"]}
        for name, block in self.PRINTED_IN.items():
            printed = block in meeting.shape["order"] if block != "attendance" else block in heads
            if not printed:
                self._leave_out(name)
        for line in TYPED:
            if line.key not in heads and not line.is_always_typed:
                self._leave_out(line.attribute)
        if not meeting.is_recorded:
            # Given at issue, unless the paper was issued long ago.
            for name in ("memo_issue", "memo_copies", "memo_date"):
                self.fields.pop(name, None)
        elif "memo_number" in self.fields:
            self.fields["memo_number"].help_text = "কাগজে যেমন আছে"

    def _leave_out(self, name):
        """A field for what the paper does not print; what was shown is taken, also where it was
        emptied and saved in between."""
        if not self.initial.get(name) and name not in (self.data or {}):
            del self.fields[name]

    @property
    def of_the_head(self):
        """The fields of the lines of the head that have no place of their own on the page."""
        return [self[line.attribute] for line in TYPED if line.attribute in self.fields]

    @property
    def chair_label(self):
        return (self.meeting.chair or {}).get("label") or self.meeting.committee.chair_label

    @classmethod
    def _values(cls, meeting):
        """What the fields say of a meeting."""
        memo = meeting.memo or {}
        values = {
            "held_on": meeting.held_on,
            "starts_at": meeting.starts_at and to_bengali(f"{meeting.starts_at:%H.%M}"),
            "time_word": word_of(meeting),
            **{line.attribute: getattr(meeting, line.attribute) for line in TYPED},
            "period_start": meeting.period_start,
            "period_end": meeting.period_end,
            "title": meeting.title,
            "attendance_as_printed": meeting.attendance_as_printed,
            "opening": meeting.opening,
            "closing": meeting.closing,
            "memo_number": memo.get("number"),
            "memo_issue": memo.get("issue"),
            "memo_copies": memo.get("copies"),
            "memo_date": memo.get("date") and forms.DateField().to_python(memo["date"]),
        }
        for name in cls.PERSONS:
            person = getattr(meeting, name) or {}
            values[f"{name}_name"] = person.get("name")
            values[f"{name}_designation"] = person.get("designation") or []
        return {name: "" if value is None else value for name, value in values.items()}

    def _values_on(self, seen):
        """What the page, fetched while the day was `seen`, said of the day and of what follows it.

        A save that arrives again, because its answer was lost, is read as it was the first time.
        """
        committee, meeting = self.meeting.committee, self.meeting
        try:
            day = parse_date(seen)
        except ValueError:
            return {}
        now, then = (planning.period(committee, each) for each in (meeting.held_on, day))
        values = {"held_on": day}
        if (meeting.period_start, meeting.period_end) == now:
            values |= {"period_start": then[0] or "", "period_end": then[1] or ""}
        if meeting.title == planning.title(committee, now[0]):
            values["title"] = planning.title(committee, then[0])
        return values

    def clean(self):
        cleaned = self.cleaned_data
        if not self.has_error("starts_at"):
            cleaned["starts_at"] = self._time(cleaned)
        start, end = cleaned.get("period_start"), cleaned.get("period_end")
        if bool(start) != bool(end) and not self.errors:
            self.add_error("period_end" if start else "period_start", "মেয়াদের দুই দিকই দিন।")
        elif start and end and end < start:
            self.add_error("period_end", "মেয়াদের শেষ শুরুর আগে হতে পারে না।")
        held_on, issued_on = cleaned.get("held_on"), cleaned.get("memo_date")
        if held_on and issued_on and issued_on < held_on:
            self.add_error("memo_date", "স্মারকের তারিখ সভার তারিখের আগে হতে পারে না।")
        if "held_on" in self.changed_data and not self.errors:
            self._follow_the_day(cleaned)
        for name in self.PERSONS:
            named = cleaned.get(f"{name}_name")
            if not named and cleaned.get(f"{name}_designation"):
                self.add_error(f"{name}_name", "পদবি আছে, নাম নেই; নাম দিন।")
        return cleaned

    def _time(self, cleaned):
        typed, word = cleaned.get("starts_at"), cleaned.get("time_word")
        if not typed:
            return None
        told = f"{word} {typed}" if word and not re.search("[\u0985-\u09b9a-z]", typed) else typed
        try:
            time = parse_time(told)
        except ValueError as error:
            self.add_error("starts_at", str(error))
            return None
        # A bare ২.৩০ is the afternoon's: committees do not sit before seven in the morning.
        if re.fullmatch(r"[\d\s.:ঃ]+", told) and 1 <= time.hour < 7:
            return time.replace(hour=time.hour + 12)
        return time

    def _follow_the_day(self, cleaned):
        """What was proposed for the day before goes with the day, unless somebody changed it."""
        committee, changed = self.meeting.committee, set(self.changed_data)
        before = planning.period(committee, self.initial["held_on"])
        there = (self.initial["period_start"] or None, self.initial["period_end"] or None)
        if there == before and not {"period_start", "period_end"} & changed:
            start, end = planning.period(committee, cleaned["held_on"])
            cleaned["period_start"], cleaned["period_end"] = start, end
        proposed = planning.title(committee, before[0])
        if self.initial["title"] == proposed and "title" in cleaned and "title" not in changed:
            cleaned["title"] = planning.title(committee, cleaned["period_start"])

    def typed(self):
        """The attributes of Meeting that were typed; an old paper's own words stay where they hold."""
        cleaned, meeting = self.cleaned_data, self.meeting
        told = {
            "held_on": cleaned["held_on"],
            "starts_at": cleaned["starts_at"],
            **{
                line.attribute: cleaned[line.attribute] or None
                for line in TYPED
                if line.attribute in cleaned
            },
            "period_start": cleaned["period_start"],
            "period_end": cleaned["period_end"],
        }
        if cleaned["held_on"] != self.initial["held_on"] or not meeting.pk:
            told["date_as_printed"] = None
        if {"starts_at", "time_word"} & set(self.changed_data) or not meeting.pk:
            told["time_as_printed"] = self._time_as_printed()
        for name in ("opening", "closing"):
            if name in cleaned:
                told[name] = cleaned[name]
        for name in ("title", "attendance_as_printed"):
            if name in cleaned:
                told[name] = normalise(cleaned[name]).strip() or None
        for name in self.PERSONS:
            if f"{name}_name" in cleaned:
                told[name] = self._person_of(name)
        if "memo_number" in cleaned:
            told["memo"] = self._memo()
        return told | self._untouched()

    def _untouched(self):
        """What came back as it was shown and as it is stored: it stays, to the letter."""
        stays, meeting = untouched(self), self.meeting
        if not meeting.pk:
            return {}  # what was proposed may follow the day
        same = {
            name: getattr(meeting, name)
            for name in ("opening", "closing", "attendance_as_printed", "title")
            if name in stays and (getattr(meeting, name) or "") == (self.initial[name] or "")
        }
        if "held_on" not in stays:
            same.pop("title", None)  # which may follow the day
        for name in self.PERSONS:
            if {f"{name}_name", f"{name}_designation"} <= stays:
                same[name] = getattr(meeting, name)
        if {name for name in self.fields if name.startswith("memo_")} <= stays:
            same["memo"] = meeting.memo
        return same

    def _time_as_printed(self):
        """Only a word of the writer's own is kept; the proposed one is composed anew each time."""
        starts_at, word = self.cleaned_data["starts_at"], self.cleaned_data["time_word"]
        if not starts_at:
            return None
        return time_phrase(starts_at, word) if word and word != part_of_day(starts_at) else None

    def _person_of(self, name):
        told = self.cleaned_data[f"{name}_name"]
        if not told:
            return None
        person = {"name": told, "designation": self.cleaned_data[f"{name}_designation"]}
        return {"label": self.chair_label, **person} if name == "chair" else person

    def _memo(self):
        cleaned, before = self.cleaned_data, self.meeting.memo or {}
        memo = dict(before)
        memo["number"] = cleaned["memo_number"] or None
        for name in ("issue", "copies", "date"):
            if f"memo_{name}" in cleaned:
                memo[name] = cleaned[f"memo_{name}"] or None
        if memo.get("date"):
            memo["date"] = str(memo["date"])
        if any(memo.get(name) != before.get(name) for name in ("number", "issue", "copies")):
            memo.pop("as_printed", None)
            memo.pop("copy_number_as_printed", None)
        if memo.get("date") != before.get("date"):
            memo.pop("date_as_printed", None)
            memo.pop("bangla_date_as_printed", None)
        return memo if any(memo.values()) else None


class MeetingForm(HeadForm):
    """A new meeting. What is proposed for a day follows the day until somebody changes it."""

    def __init__(self, data=None, files=None, *, committee, held_on, is_recorded):
        self.committee = committee
        proposed = planning.proposal(committee, held_on)
        meeting = Meeting(committee=committee, is_recorded=is_recorded, **proposed)
        super().__init__(data, files, meeting=meeting)
        self.last = planning.last_before(committee, held_on)
        self.fields["proposed_on"] = forms.DateField(
            widget=forms.HiddenInput, required=False, initial=held_on
        )
        standing = [(str(index), topic) for index, topic in enumerate(committee.standing_agenda)]
        if standing:
            self.fields["topics"] = forms.MultipleChoiceField(
                label="স্থায়ী আলোচ্যসূচি",
                required=False,
                choices=standing,
                widget=forms.CheckboxSelectMultiple,
                initial=[] if is_recorded else [value for value, _ in standing],
            )
        if self.last:
            self.fields["confirms"] = forms.BooleanField(
                label=f"{long_date(self.last.held_on)} তারিখের সভার কার্যবিবরণী নিশ্চিতকরণ "
                "প্রথম আলোচ্য বিষয় হিসেবে রাখুন",
                required=False,
                initial=not is_recorded,
            )
        self.offered = (
            list(planning.decisions_to_carry(self.last)) if self.last and not is_recorded else []
        )
        if self.offered:
            self.fields["carried"] = forms.MultipleChoiceField(
                label="গত সভার যে সিদ্ধান্তগুলো এই সভায় আনা হবে",
                required=False,
                choices=[(str(decision.pk), decision.text) for decision in self.offered],
                widget=forms.CheckboxSelectMultiple,
            )
        if is_recorded:
            self.fields["scan"] = UploadField(
                label="স্বাক্ষরিত কাগজের স্ক্যান",
                required=False,
                help_text="PDF বা ছবি, ১০ মেগাবাইট পর্যন্ত; পরেও যোগ করা যায়।",
            )

    @property
    def offers(self):
        """What can be carried forward, each with whether it is chosen."""
        chosen = self["carried"].value() or ()
        return [
            {"decision": decision, "is_chosen": str(decision.pk) in chosen}
            for decision in self.offered
        ]

    def clean(self):
        cleaned = super().clean()
        held_on = cleaned.get("held_on")
        if not held_on or self.errors:
            return cleaned
        if "held_on" in self.changed_data:
            self._let_holders_follow(cleaned, held_on)
        if self.meeting.is_recorded and held_on > today():
            self.add_error("held_on", "আগের সভার তারিখ আজকের পরে হতে পারে না।")
        if there := planning.sitting_on(self.committee, held_on):
            self.add_error("held_on", str(planning.SecondSitting(there)))
        if self.last and held_on <= self.last.held_on and cleaned.get("carried"):
            self.add_error(
                "carried", f"এগুলো {long_date(self.last.held_on)} তারিখের সভার; তার আগের সভায় আনা যায় না।"
            )
        return cleaned

    def _let_holders_follow(self, cleaned, held_on):
        """Who holds the chair's post that day, where nobody typed another name."""
        proposed = planning.proposal(self.committee, held_on)
        for name in ("chair", "signatory"):
            keys = (f"{name}_name", f"{name}_designation")
            if proposed[name] and keys[0] in cleaned and not {*keys} & {*self.changed_data}:
                cleaned[keys[0]] = proposed[name]["name"]
                cleaned[keys[1]] = proposed[name].get("designation", [])

    def plan(self, *, by):
        """Make the meeting. Raises planning.SecondSitting."""
        cleaned = self.cleaned_data
        proposed = {
            name: getattr(self.meeting, name)
            for name in ("cadence", "shape", "letterhead", "distribution", "copy_signatory", "memo")
        }
        topics = [self.committee.standing_agenda[int(index)] for index in cleaned.get("topics", ())]
        confirms = (
            planning.last_before(self.committee, cleaned["held_on"])
            if cleaned.get("confirms")
            else None
        )
        return planning.plan_meeting(
            self.committee,
            by=by,
            confirms=confirms,
            topics=topics,
            carried=[each for each in self.offered if str(each.pk) in cleaned.get("carried", ())],
            is_recorded=self.meeting.is_recorded,
            **{**proposed, **self.typed()},
        )


class CopyListForm(forms.Form):
    """One list of recipients: who gets a copy, under which heading, numbered how."""

    heading = LineField(label="শিরোনাম", required=False, max_length=2000)
    numbering = forms.ChoiceField(
        label="ক্রমের ধরন",
        required=False,
        choices=[("", "ক্রম ছাড়া"), *((style, style) for style in NUMBERINGS)],
    )
    recipients = LinesField(
        label="প্রাপক",
        required=False,
        max_length=200_000,
        most=1000,
        goes_on=True,
        widget=text_area(4),
        help_text="প্রতি লাইনে একজন; কারও নিচে মন্তব্য লিখতে লাইনটি ফাঁকা দিয়ে শুরু করুন।",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        stored = self.initial.get("numbering")
        if stored and stored not in NUMBERINGS:
            # An old paper's own style: it can be kept.
            self.fields["numbering"].choices += [(stored, stored)]

    def clean(self):
        cleaned = self.cleaned_data
        if cleaned.get("recipients") and not cleaned.get("heading"):
            self.add_error("heading", "প্রাপক আছে, শিরোনাম নেই; শিরোনাম দিন।")
        return cleaned


def copy_list_forms(meeting, data=None):
    """A CopyListForm for each list of the meeting, or sent, and an empty one behind them."""
    lists = [*meeting.distribution, {}]
    while data is not None and f"copies{len(lists)}-recipients" in data:
        # Typed while somebody else took lists away.
        lists.append({})
    lists = lists[:MOST_LISTS]
    return [
        CopyListForm(
            data,
            prefix=f"copies{index}",
            initial={
                "heading": each.get("heading", ""),
                "numbering": each.get("numbering") or ("" if each else "১।"),
                "recipients": each.get("recipients", []),
            },
        )
        for index, each in enumerate(lists)
    ]


def distribution_of(meeting, forms_of_lists):
    """The copy lists that were typed; what the form does not show of a list stays with it."""
    lists = []
    for index, form in enumerate(forms_of_lists):
        before = meeting.distribution[index] if index < len(meeting.distribution) else {}
        cleaned = form.cleaned_data
        if not cleaned["heading"] and not cleaned["recipients"]:
            continue
        lists.append(
            {
                **before,
                "heading": cleaned["heading"],
                "numbering": cleaned["numbering"] or None,
                "recipients": cleaned["recipients"],
                **{name: before[name] for name in untouched(form) & before.keys()},
            }
        )
    return lists


class AttendanceForm(forms.Form):
    """One line of the attendance: a member or a guest."""

    status = forms.ChoiceField(
        label="উপস্থিতি",
        choices=[
            (Attendance.Status.PRESENT, "উপস্থিত"),
            (Attendance.Status.ABSENT, "অনুপস্থিত"),
            (Attendance.Status.LEAVE, "ছুটিতে"),
            (Attendance.Status.REPRESENTED, "প্রতিনিধি"),
            (Attendance.Status.UNMARKED, "বাকি"),
        ],
        widget=forms.RadioSelect,
    )
    representative_name = LineField(label="প্রতিনিধির নাম", required=False, max_length=2000)
    representative_post = LineField(label="প্রতিনিধির পদবি", required=False, max_length=2000)
    name = LineField(label="নাম", max_length=2000)
    designation = designation_field("পদবি", rows=1)

    def __init__(self, data=None, *, row):
        self.row = row
        super().__init__(
            data,
            prefix=f"row{row.pk}",
            initial={
                "status": row.status,
                "representative_name": row.representative_name,
                "representative_post": row.representative_post,
                "name": row.name,
                "designation": row.designation,
            },
        )
        if self.is_guest:
            self.fields["status"].choices = [
                (Attendance.Status.GUEST, "উপস্থিত"),
                (GONE, "বাদ দিন"),
            ]
        name_parts(self)

    @property
    def is_guest(self):
        return self.row.status == Attendance.Status.GUEST

    def clean(self):
        cleaned = self.cleaned_data
        cleaned |= {name: self.initial[name] for name in untouched(self) & self.initial.keys()}
        if cleaned.get("status") != Attendance.Status.REPRESENTED:
            cleaned["representative_name"] = cleaned["representative_post"] = ""
        elif not cleaned.get("representative_name") and not self.has_error("representative_name"):
            self.add_error("representative_name", "প্রতিনিধি উপস্থিত থাকলে তাঁর নাম দিন।")
        return cleaned


class GuestForm(forms.Form):
    """Somebody invited who is not a member.

    A page that saves itself says by `id` which of its lines are stored already.
    """

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = LineField(label="আমন্ত্রিতের নাম", required=False, max_length=2000)
    designation = LineField(label="আমন্ত্রিতের পদবি", required=False, max_length=2000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_parts(self)

    def clean(self):
        cleaned = self.cleaned_data
        if cleaned.get("designation") and not cleaned.get("name"):
            self.add_error("name", "পদবি আছে, নাম নেই; নাম দিন।")
        return cleaned

    def typed(self):
        """The attributes of Attendance that were typed."""
        designation = self.cleaned_data["designation"]
        return {
            "name": self.cleaned_data["name"],
            "designation": [designation] if designation else [],
        }


class QuorumForm(forms.Form):
    version = forms.CharField(
        max_length=16, widget=forms.HiddenInput(attrs={"data-part": "version"})
    )
    quorum_override = SaidField(
        label="কোরাম না হলেও সভা হওয়ার কারণ",
        required=False,
        max_length=2000,
        widget=text_area(2),
        help_text="কোরাম না হলে কারণটি লিখে রাখুন; কাজ আটকাবে না।",
    )


class UploadForm(forms.Form):
    """A scan or an annex to keep with a meeting."""

    file = UploadField(
        label="ফাইল",
        max_length=400,
        help_text="PDF, ছবি (JPEG, PNG) বা Word (DOCX); ১০ মেগাবাইট পর্যন্ত।",
    )
    kind = forms.ChoiceField(label="এটি কী", choices=MeetingFile.Kind, widget=forms.RadioSelect)


class ConfirmationForm(forms.Form):
    """How the minutes of the sitting before were confirmed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    confirmed_as = forms.ChoiceField(
        label="কীভাবে নিশ্চিত হলো",
        choices=AgendaItem.Confirmed,
        widget=forms.RadioSelect,
    )
    correction = forms.CharField(
        label="যা সংশোধন হলো",
        required=False,
        max_length=10_000,
        widget=text_area(3),
        help_text="সংশোধন থাকলে লিখুন: কোন বিষয়ে কী ছিল, কী হবে।",
    )

    def clean(self):
        cleaned = self.cleaned_data
        cleaned["correction"] = normalise(cleaned.get("correction", "")).strip()
        corrected = cleaned.get("confirmed_as") == AgendaItem.Confirmed.CORRECTED
        if corrected and not cleaned["correction"] and not self.has_error("correction"):
            self.add_error("correction", "সংশোধনসহ নিশ্চিত হলে সংশোধনটি লিখুন।")
        return cleaned
