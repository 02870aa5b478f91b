"""File numbers, the series that number their papers, and the issue register (ইস্যু রেজিস্টার).

A serial is taken at issue, under the lock of its counter, in the transaction that issues the paper;
so none is doubled and none is lost. A register line is never removed: what was a mistake is void,
with its reason.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.access import WrongState
from accounts.deeds import by_and_at, together
from accounts.models import record
from bangla.digits import to_bengali
from bangla.fields import (
    DigitsField,
    KeptCharField,
    KeptJSONField,
    NormalCharField,
    NormalTextField,
)
from bangla.phrases import fiscal_year
from distribution.lines import Purpose
from distribution.models import Addressee
from documents.codes import CODE_LENGTH, new_code
from documents.models import Paper
from meetings.models import Meeting
from memos import numbers
from offices.models import Office, Post


class NumberTaken(ValueError):
    """A serial that the register has already; the message is Bengali and fit to show."""


class Series(models.Model):
    """One run of serials: of a single file, of a section, or of the whole office."""

    class Restart(models.TextChoices):
        CALENDAR = "calendar", "প্রতি বছর জানুয়ারিতে ১ থেকে"
        FISCAL = "fiscal", "প্রতি অর্থ বছর জুলাইয়ে ১ থেকে"
        NEVER = "never", "কখনো নতুন করে শুরু হয় না"

    office = models.ForeignKey(
        Office, verbose_name="কার্যালয়", on_delete=models.PROTECT, related_name="series"
    )
    name = NormalCharField(
        "নাম", max_length=120, help_text="যেমন: আইসিটি শাখার সকল নথি, অথবা পুরো কার্যালয়"
    )
    restart = models.CharField(
        "নতুন করে গণনা", max_length=10, choices=Restart, default=Restart.CALENDAR
    )

    class Meta:
        verbose_name = "ইস্যু নম্বরের ধারা"
        verbose_name_plural = "ইস্যু নম্বরের ধারা"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="series_once_in_an_office",
                violation_error_message="এই কার্যালয়ে এই নামের ধারা ইতোমধ্যে আছে।",
            )
        ]

    def __str__(self):
        return self.name

    def period_of(self, day):
        """The year in which the period that a date falls in begins; 0 where it never begins anew."""
        match self.restart:
            case self.Restart.CALENDAR:
                return day.year
            case self.Restart.FISCAL:
                return day.year if day.month >= 7 else day.year - 1
        return 0

    def period_name(self, period):
        """২০২৬, ২০২৬-২০২৭, or "" where there is one period for ever."""
        match self.restart:
            case self.Restart.CALENDAR:
                return to_bengali(period)
            case self.Restart.FISCAL:
                return fiscal_year(date(period, 7, 1))
        return ""

    def last_taken(self, day):
        """The last serial of the period of a date, 0 where none is taken yet."""
        counter = self.counters.filter(period=self.period_of(day)).first()
        return counter.last if counter else 0

    def lock(self, day):
        """The counter of the period of a date, locked until the transaction ends."""
        period = self.period_of(day)
        self.counters.get_or_create(period=period)
        return self.counters.select_for_update().get(period=period)

    def begin_after(self, serial, *, on):
        """Count on from where the register on paper has got to, as long as nothing is numbered yet."""
        counter = self.lock(on)
        if counter.begun_after == serial:
            return
        if self.memos.filter(period=counter.period).exists():
            raise NumberTaken("এ বছর এই ধারায় নম্বর দেওয়া শুরু হয়েছে; শুরুর নম্বর আর বদলানো যায় না।")
        counter.begun_after = counter.last = serial
        counter.save(update_fields=["begun_after", "last"])


class Counter(models.Model):
    """How far a series has counted in one of its periods. Whoever takes a serial locks this row."""

    series = models.ForeignKey(
        Series, verbose_name="ধারা", on_delete=models.PROTECT, related_name="counters"
    )
    period = models.PositiveSmallIntegerField("বছর", default=0)
    last = models.PositiveIntegerField("শেষ নম্বর", default=0)
    # What the paper register had reached when the portal took over.
    begun_after = models.PositiveIntegerField("কাগজের রেজিস্টারে শেষ নম্বর", default=0)

    class Meta:
        verbose_name = "গণনা"
        verbose_name_plural = "গণনা"
        ordering = ["series", "-period"]
        constraints = [
            models.UniqueConstraint(fields=["series", "period"], name="one_counter_a_period"),
            models.CheckConstraint(
                condition=Q(last__gte=models.F("begun_after")), name="counter_runs_forward"
            ),
        ]

    def __str__(self):
        return f"{self.series} {to_bengali(self.period)}: {to_bengali(self.last)}"

    def next(self):
        """Take the next serial. Call it on a locked row."""
        self.last += 1
        self.save(update_fields=["last"])
        return self.last

    def take(self, serial):
        """Take a serial of one's own choice, for a register that is kept on paper beside this one."""
        if Memo.objects.filter(series=self.series_id, period=self.period, serial=serial).exists():
            raise NumberTaken(f"ইস্যু নম্বর {to_bengali(serial)} রেজিস্টারে ইতোমধ্যে আছে।")
        if serial > self.last:
            self.last = serial
            self.save(update_fields=["last"])
        return serial


class FileNumberQuerySet(models.QuerySet):
    def of_offices_of(self, user):
        """The files of the offices this person works in today."""
        return self.filter(office__in=Office.objects.worked_in_by(user))

    def open(self):
        return self.filter(closed_on=None)


class FileNumber(models.Model):
    """A file (নথি) of an office: papers go out under its number and the serial of its series."""

    office = models.ForeignKey(
        Office, verbose_name="কার্যালয়", on_delete=models.PROTECT, related_name="file_numbers"
    )
    number = DigitsField("নথি নম্বর", max_length=80)
    lengths = DigitsField(
        "অংশগুলোর অঙ্ক",
        max_length=40,
        default=numbers.OLD,
        validators=[numbers.check_lengths],
    )
    separator = models.CharField(
        "ইস্যু নম্বরের আগের চিহ্ন", max_length=1, default=".", choices=numbers.SEPARATORS.items()
    )
    subject = NormalCharField("নথির বিষয়", max_length=200, blank=True)
    series = models.ForeignKey(
        Series, verbose_name="ইস্যু নম্বরের ধারা", on_delete=models.PROTECT, related_name="files"
    )
    closed_on = models.DateField("বন্ধের তারিখ", null=True, blank=True)

    objects = FileNumberQuerySet.as_manager()

    class Meta:
        verbose_name = "নথি"
        verbose_name_plural = "নথি"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "number"],
                name="file_number_once_in_an_office",
                violation_error_message="এই নথি নম্বর ইতোমধ্যে আছে।",
            )
        ]

    def __str__(self):
        return to_bengali(self.number)

    def clean(self):
        self.number = numbers.plain(self.number or "")
        try:
            numbers.check_file_number(self.number, self.lengths)
        except ValidationError as error:
            raise ValidationError({"number": error.messages}) from None
        if self.series_id and self.office_id and self.series.office_id != self.office_id:
            raise ValidationError({"series": "ধারাটি এই কার্যালয়ের নয়।"})

    @classmethod
    def usual_for(cls, meeting):
        """The file a paper that names none usually goes out of: its committee's last one, else the
        office's last one, else the only one; None where there is no telling."""
        files = cls.objects.open().filter(office=meeting.office)
        used = Memo.objects.filter(file__in=files, state=Memo.State.ISSUED).order_by("-issued_at")
        last = (
            used.filter(paper__issued_for__meeting__committee=meeting.committee_id).first()
            or used.first()
        )
        if last:
            return last.file
        return files.get() if files.count() == 1 else None

    @classmethod
    def named_on_paper(cls, office, number):
        """The file a paper names by its number; opened with a series of its own where it is new."""
        plain = numbers.plain(number)
        found = cls.objects.filter(office=office, number=plain).first()
        if found:
            return found
        lengths = numbers.lengths_of(plain)
        try:
            numbers.check_lengths(lengths)
            numbers.check_file_number(plain, lengths)
        except ValidationError as error:
            raise ValidationError(f"নথি নম্বর {number}: {' '.join(error.messages)}") from None
        series, _ = Series.objects.get_or_create(office=office, name=f"নথি {to_bengali(plain)}")
        # Two papers of a new file can go out at once.
        file, _ = cls.objects.get_or_create(
            office=office, number=plain, defaults={"lengths": lengths, "series": series}
        )
        return file


class MemoQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The register lines of the offices this person works in today."""
        return self.filter(series__office__in=Office.objects.worked_in_by(user))

    def issued_in(self, year):
        """Those whose paper bears a day of this year."""
        return self.filter(issued_on__year=year)

    def naming(self, words):
        """Those whose subject or number holds these words, in either digits."""
        return self.filter(Q(subject__contains=words) | Q(number__contains=to_bengali(words)))


class Memo(models.Model):
    """A line of the issue register: a serial, and the paper that went out under it."""

    class State(models.TextChoices):
        RESERVED = "reserved", "সংরক্ষিত"
        ISSUED = "issued", "জারিকৃত"
        VOID = "void", "বাতিল"

    # The whole life of a line; the first is that of one which is not there yet.
    MOVES = {
        None: {State.RESERVED, State.ISSUED},
        State.RESERVED: {State.ISSUED, State.VOID},
        State.ISSUED: {State.VOID},
        State.VOID: set(),
    }

    class Kind(models.TextChoices):
        MINUTES = "minutes", "কার্যবিবরণী"
        PROGRESS_REPORT = "progress_report", "অগ্রগতি প্রতিবেদন"
        CORRIGENDUM = "corrigendum", "সংশোধিত কার্যবিবরণী"
        NOTICE = "notice", "সভার নোটিশ"
        LETTER = "letter", "পত্র"
        OTHER = "other", "অন্যান্য পত্র"

    series = models.ForeignKey(
        Series, verbose_name="ধারা", on_delete=models.PROTECT, related_name="memos"
    )
    file = models.ForeignKey(
        FileNumber, verbose_name="নথি", on_delete=models.PROTECT, related_name="memos"
    )
    period = models.PositiveSmallIntegerField("বছর", default=0)
    serial = models.PositiveIntegerField("ইস্যু নম্বর")
    state = models.CharField("অবস্থা", max_length=8, choices=State)
    kind = models.CharField("পত্রের ধরন", max_length=16, choices=Kind, default=Kind.MINUTES)
    # As the paper prints it, in Bengali digits.
    number = KeptCharField("স্মারক নম্বর", max_length=120)
    issued_on = models.DateField("প্রেরণের তারিখ", null=True, blank=True)
    subject = NormalTextField("বিষয়", blank=True)
    sender = NormalTextField("প্রেরক", blank=True)
    recipients = KeptJSONField("প্রাপকসমূহ", default=list, blank=True)
    copied_to = KeptJSONField("অনুলিপিসমূহ", default=list, blank=True)
    is_manual = models.BooleanField("নম্বর হাতে দেওয়া", default=False)
    # Why its number or its day does not follow those before it; empty where they are in order.
    order_reason = NormalTextField("ক্রম বা তারিখ আগে-পরে হওয়ার কারণ", blank=True)
    # The paper's copies and those of its endorsement: (৩০) and /১(৬); 0 prints none. Where a person
    # gave other numbers than the lists do, a paper that takes its place proposes them again.
    copies = models.PositiveSmallIntegerField("প্রাপকের সংখ্যা", default=0)
    endorsed_copies = models.PositiveSmallIntegerField("অনুলিপির সংখ্যা", default=0)
    copies_by_hand = models.BooleanField("সংখ্যা হাতে দেওয়া", default=False)

    paper = models.OneToOneField(
        Paper,
        verbose_name="জারি করা কাগজ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memo",
    )
    # The form this line was asked for by: the same form sent twice asks for one line.
    token = models.UUIDField("অনুরোধ", null=True, blank=True, unique=True)
    reserved_by, reserved_at = by_and_at("সংরক্ষণ করেছেন", "সংরক্ষণের সময়")
    issued_by, issued_at = by_and_at("জারি করেছেন", "জারির সময়")
    voided_by, voided_at = by_and_at("বাতিল করেছেন", "বাতিলের সময়")
    void_reason = NormalTextField("বাতিলের কারণ", blank=True)

    objects = MemoQuerySet.as_manager()

    class Meta:
        verbose_name = "স্মারক"
        verbose_name_plural = "স্মারক"
        ordering = ["-period", "-serial", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "period", "serial"],
                name="a_serial_once_in_its_period",
                violation_error_message="এই ইস্যু নম্বর রেজিস্টারে ইতোমধ্যে আছে।",
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="serials_begin_at_one"),
            *together("reserved", "issued", "voided", of="memo_"),
            models.CheckConstraint(
                condition=(
                    Q(state="reserved", reserved_at__isnull=False, issued_at=None, voided_at=None)
                    | Q(
                        state="issued",
                        issued_at__isnull=False,
                        issued_on__isnull=False,
                        paper__isnull=False,
                        voided_at=None,
                    )
                    | Q(state="void", voided_at__isnull=False) & ~Q(void_reason="")
                ),
                name="memo_state_says_what_was_done",
            ),
        ]
        indexes = [models.Index(fields=["series", "-issued_on"], name="memo_by_day")]

    def __str__(self):
        return self.number

    @property
    def office(self):
        return self.series.office

    @property
    def meeting(self):
        """The meeting whose paper it is, or None: its paper knows."""
        link = self.paper and getattr(self.paper, "issued_for", None)
        return link and link.meeting

    def reserve(self, *, by, at=None):
        """Hold the serial for a paper still to come."""
        at = at or timezone.now()
        self._move_to(
            self.State.RESERVED, "memo reserved", by=by, at=at, reserved_by=by, reserved_at=at
        )

    def issue(self, *, by, paper, at=None, **told):
        """The paper has gone out under this number; `told` is what the register says of it."""
        at = at or timezone.now()
        self._move_to(
            self.State.ISSUED, None, by=by, at=at, paper=paper, issued_by=by, issued_at=at, **told
        )

    def void(self, *, by, reason, at=None):
        """Strike the line through: the number stays taken, for ever, with the reason."""
        at = at or timezone.now()
        self._move_to(
            self.State.VOID, "memo voided", by=by, at=at, detail={"reason": reason},
            voided_by=by, voided_at=at, void_reason=reason,
        )  # fmt: skip

    @transaction.atomic
    def _move_to(self, state, said, *, by, at, detail=None, **changes):
        """The one place a state changes: lock, guard, save, record (where there is a word for it)."""
        before = None
        if self.pk:
            before = Memo.objects.select_for_update().get(pk=self.pk).state
        if state not in self.MOVES[before]:
            raise WrongState(f"এই নম্বর আগেই {self.State(before).label} হয়েছে।")
        for name, value in {"state": state, **changes}.items():
            setattr(self, name, value)
        self.save()
        if said:
            told = {"number": self.number, **(detail or {})}
            record(by=by, what=said, target=self, office=self.office, at=at, **told)


class CopyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Copies of the papers of the offices this person works in today."""
        return self.filter(memo__series__office__in=Office.objects.worked_in_by(user))


class Copy(models.Model):
    """A copy of a numbered paper to one recipient: whom the printed line meant on the day of issue.

    A line that names a class is as many copies as there were posts of it that day. Nothing of it
    changes afterwards.
    """

    Purpose = Purpose

    memo = models.ForeignKey(
        Memo, verbose_name="স্মারক", on_delete=models.PROTECT, related_name="sent_copies"
    )
    # Which copy of the paper it is, from 1 on, in the order of its lists.
    position = models.PositiveSmallIntegerField("ক্রম")
    # What it bears: the paper's own number, that of its endorsement (/১), or of a later one (/২ …).
    number = KeptCharField("স্মারক নম্বর", max_length=140)
    heading = NormalTextField("তালিকার শিরোনাম", blank=True)
    # The line as the paper prints it, and the one recipient of this copy, name by name.
    line = NormalTextField("কাগজের লাইন")
    recipient = NormalTextField("প্রাপক")
    purpose = models.CharField("উদ্দেশ্য", max_length=12, choices=Purpose)
    post = models.ForeignKey(
        Post,
        verbose_name="পদ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="copies",
    )
    addressee = models.ForeignKey(
        Addressee,
        verbose_name="ঠিকানা বইয়ের প্রাপক",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="copies",
    )
    # Who held the post that day.
    holder = NormalCharField("পদে ছিলেন", max_length=120, blank=True)
    # A recipient that was added after the paper went out gets the same bytes.
    is_late = models.BooleanField("পরে যোগ করা", default=False)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = "কপি"
        verbose_name_plural = "কপি"
        ordering = ["memo", "position"]
        constraints = [
            models.UniqueConstraint(fields=["memo", "position"], name="one_copy_at_each_position"),
        ]

    def __str__(self):
        return f"{self.number}: {' '.join(self.recipient.split())}"


class Sheet(models.Model):
    """An attendance sheet that was printed to be signed by hand; its scan finds its meeting by the code."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="সভা", on_delete=models.PROTECT, related_name="sheets"
    )
    code = KeptCharField(
        "সংকেত", max_length=CODE_LENGTH, unique=True, default=new_code, editable=False
    )
    # What it prints: a content of the interchange format.
    content = KeptJSONField("লেখা", default=dict)
    made_by, made_at = by_and_at("ছেপেছেন", "ছাপার সময়")

    class Meta:
        verbose_name = "হাজিরা শিট"
        verbose_name_plural = "হাজিরা শিট"
        ordering = ["-pk"]
        constraints = [*together("made", of="sheet_")]

    def __str__(self):
        return f"{self.meeting}: {self.code}"
