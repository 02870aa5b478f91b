"""What an office expects from the offices below, what they send it, and what becomes of that.

A submission points to the very bytes that were issued and keeps their content beside, so nobody can
alter it after sending. Both offices record every move of it in their own trail.
"""

from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.access import WrongState
from accounts.deeds import by_and_at, together
from accounts.models import Digest, record
from bangla.digits import to_bengali
from bangla.fields import KeptJSONField, KeptTextField, NormalCharField
from bangla.phrases import MONTHLY, month_name, period_phrase
from committees.models import Committee
from documents.models import Paper, PaperFile
from meetings.models import Meeting
from offices.models import Office, Posting, TermQuerySet
from submissions.expectations import BEFORE, Standing

PERSON = partial(
    models.ForeignKey, settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
)


def told_both(*, by, what, target, offices, at=None, **detail):
    """Record one act in the chains of two offices, always in the same order, so that none waits
    for the other."""
    for office in sorted({office.pk: office for office in offices}.values(), key=lambda o: o.pk):
        record(by=by, what=what, target=target, office=office, at=at, **detail)


class DutyQuerySet(TermQuerySet):
    def visible_to(self, user):
        """What the own offices expect, and what is expected of them."""
        mine = Office.objects.worked_in_by(user)
        return self.filter(Q(office__in=mine) | Q(pk__in=self.model.objects.owed_by(mine)))

    def holding(self, since, until):
        """Duties in force at any time between two days."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=since), starts_on__lte=until)

    def owed_by(self, offices):
        """Duties that offices (a query) have to meet: set by the office right above, for their kind."""
        return self.filter(
            office__children__in=offices, office__children__kind=F("from_kind")
        ).distinct()


class Duty(models.Model):
    """What an office expects of the offices right below it: the minutes of one kind of committee."""

    CADENCES = [
        choice for choice in Committee.Cadence.choices if choice[0] != Committee.Cadence.IRREGULAR
    ]

    office = models.ForeignKey(
        Office, verbose_name="যে কার্যালয় চায়", on_delete=models.PROTECT, related_name="duties"
    )
    name = NormalCharField("কোন কমিটির কার্যবিবরণী", max_length=200)
    from_kind = models.CharField("যাদের কাছে চায়", max_length=10, choices=Office.Kind)
    cadence = models.CharField(
        "কতদিন পর পর", max_length=12, choices=CADENCES, default=Committee.Cadence.MONTHLY
    )
    fiscal = models.BooleanField("বছর জুলাই থেকে", default=True)
    due_day = models.PositiveSmallIntegerField(
        "পরের মাসের কত তারিখের মধ্যে",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text="ওই দিন শুক্রবার, শনিবার বা সরকারি ছুটি হলে পরের কর্মদিবস।",
    )
    starts_on = models.DateField("যে তারিখ থেকে")
    ends_on = models.DateField("যে তারিখ পর্যন্ত", null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = "প্রত্যাশিত কার্যবিবরণী"
        verbose_name_plural = "প্রত্যাশিত কার্যবিবরণী"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "from_kind", "name"],
                name="duty_once_in_an_office",
                violation_error_message="এই কার্যবিবরণী ইতোমধ্যে চাওয়া আছে।",
            ),
            models.CheckConstraint(
                condition=Q(due_day__gte=1, due_day__lte=31), name="due_day_is_a_day_of_a_month"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="duty_ends_after_it_starts",
                violation_error_message="শেষ তারিখ শুরুর আগে হতে পারে না।",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def offices(self):
        """The offices that have to meet it today."""
        return Office.objects.filter(parent=self.office_id, kind=self.from_kind)

    def period_name(self, start):
        """মার্চ ২০২৪; জুলাই-সেপ্টেম্বর ২০২৪ ত্রৈমাসিক; ২০২৪-২০২৫ অর্থ বছরের."""
        if self.cadence == MONTHLY:
            return f"{month_name(start.month)} {to_bengali(start.year)}"
        return period_phrase(self.cadence, start, fiscal=self.fiscal)


class Counterpart(models.Model):
    """Which committee of an office answers a duty."""

    duty = models.ForeignKey(
        Duty, verbose_name="প্রত্যাশা", on_delete=models.CASCADE, related_name="counterparts"
    )
    office = models.ForeignKey(
        Office, verbose_name="কার্যালয়", on_delete=models.PROTECT, related_name="counterparts"
    )
    committee = models.ForeignKey(
        Committee, verbose_name="কমিটি", on_delete=models.PROTECT, related_name="counterparts"
    )

    class Meta:
        verbose_name = "জবাবদাতা কমিটি"
        verbose_name_plural = "জবাবদাতা কমিটি"
        constraints = [
            models.UniqueConstraint(fields=["duty", "office"], name="one_committee_answers_a_duty")
        ]

    def __str__(self):
        return f"{self.duty}: {self.committee}"

    def clean(self):
        if self.committee.office_id != self.office_id:
            raise ValidationError({"committee": "কমিটিটি এই কার্যালয়ের নয়।"})


class ExcuseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As a paper would be: what the own office said, and what was said to it or under it."""
        mine = Office.objects.worked_in_by(user)
        return self.filter(
            Q(office__in=mine)
            | Q(duty__office__in=mine)
            | Q(duty__office__parent__in=mine)
            | Q(duty__office__parent__parent__in=mine)
        )

    def standing(self):
        return self.filter(refused_at=None)


class Excuse(models.Model):
    """Why there is no paper for a period: no meeting took place. It answers, unless refused."""

    duty = models.ForeignKey(
        Duty, verbose_name="প্রত্যাশা", on_delete=models.PROTECT, related_name="excuses"
    )
    office = models.ForeignKey(
        Office, verbose_name="কার্যালয়", on_delete=models.PROTECT, related_name="excuses"
    )
    period_start = models.DateField("মেয়াদের শুরু")
    reason = KeptTextField("সভা না হওয়ার কারণ")
    excused_by = PERSON(verbose_name="জানিয়েছেন")
    excused_at = models.DateTimeField("জানানোর সময়", default=timezone.now)
    refused_by, refused_at = by_and_at("গ্রহণ করেননি", "গ্রহণ না করার সময়")
    refusal = KeptTextField("গ্রহণ না করার কারণ", blank=True)

    objects = ExcuseQuerySet.as_manager()

    class Meta:
        verbose_name = "সভা না হওয়ার কারণ"
        verbose_name_plural = "সভা না হওয়ার কারণ"
        ordering = ["-period_start", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "office", "period_start"],
                condition=Q(refused_at=None),
                name="one_standing_excuse_a_period",
            ),
            *together("refused", of="excuse_"),
        ]

    def __str__(self):
        return self.reason


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the own office sent, what reached it, and what reached the offices under it.

        What was taken back before it was opened never reached anybody.
        """
        mine = Office.objects.worked_in_by(user)
        return self.filter(
            Q(office__in=mine)
            | ~Q(state=Submission.State.WITHDRAWN)
            & (
                Q(duty__office__in=mine)
                | Q(duty__office__parent__in=mine)
                | Q(duty__office__parent__parent__in=mine)
            )
        )

    def received_by(self, offices):
        """What has reached these offices (a query)."""
        return self.filter(duty__office__in=offices).exclude(state=Submission.State.WITHDRAWN)

    def to_review(self):
        """Those whose next step is the receiving office's."""
        return self.filter(
            is_latest=True, state__in=[Submission.State.SENT, Submission.State.OPENED]
        )

    def fallen(self):
        """Those whose paper was struck out or corrected while it stood at the receiving office,
        accepted or not, and that no other version has taken the place of."""
        stood = {*Submission.State} - {Submission.State.RETURNED, Submission.State.WITHDRAWN}
        gone = [Paper.Status.VOID, Paper.Status.SUPERSEDED]
        return self.filter(is_latest=True, state__in=stood, file__paper__status__in=gone)

    def to_answer(self):
        """Those whose next step is the sending office's."""
        return self.filter(
            is_latest=True, state__in=[Submission.State.ASKED, Submission.State.RETURNED]
        )


class Submission(models.Model):
    """One version of issued minutes on its way from an office to the one above it."""

    class State(models.TextChoices):
        SENT = "sent", "পাঠানো হয়েছে"
        OPENED = "opened", "দেখা হচ্ছে"
        ASKED = "asked", "জিজ্ঞাসার উত্তর বাকি"
        ACCEPTED = "accepted", "গৃহীত"
        RETURNED = "returned", "ফেরত"
        WITHDRAWN = "withdrawn", "ফিরিয়ে নেওয়া"

    # The whole way. A move that is not in this table cannot happen.
    MOVES = {
        State.SENT: {State.OPENED, State.ACCEPTED, State.WITHDRAWN},
        State.OPENED: {State.ASKED, State.ACCEPTED, State.RETURNED},
        State.ASKED: {State.OPENED, State.ACCEPTED, State.RETURNED},
        State.ACCEPTED: set(),
        State.RETURNED: set(),
        State.WITHDRAWN: set(),
    }
    # The one way back, by a verb of its own: an acceptance is taken back, and the paper waits as before.
    BACK = {State.ACCEPTED: {State.SENT, State.OPENED}}
    # What each move is called in the trails.
    MOVED = {
        State.OPENED: "submission opened",
        State.ASKED: "submission asked about",
        State.ACCEPTED: "submission accepted",
        State.RETURNED: "submission returned",
        State.WITHDRAWN: "submission withdrawn",
    }

    class Reason(models.TextChoices):
        """Why a paper goes back, to be counted."""

        DECISION = "decision", "সিদ্ধান্ত অসম্পূর্ণ বা অস্পষ্ট"
        IMPLEMENTER = "implementer", "বাস্তবায়নকারী বা সময়সীমা নেই"
        ATTENDANCE = "attendance", "উপস্থিতি মেলে না"
        SIGNATURE = "signature", "স্বাক্ষর নেই"
        PERIOD = "period", "অন্য সময়ের কার্যবিবরণী"
        PAPER = "paper", "ভুল কাগজ"
        OTHER = "other", "অন্য কারণ"

    duty = models.ForeignKey(
        Duty, verbose_name="প্রত্যাশা", on_delete=models.PROTECT, related_name="submissions"
    )
    office = models.ForeignKey(
        Office, verbose_name="প্রেরক", on_delete=models.PROTECT, related_name="submissions"
    )
    period_start = models.DateField("মেয়াদের শুরু")
    version = models.PositiveSmallIntegerField("সংস্করণ", default=1)
    # The last one that was not taken back; of the others it is asked only beside it.
    is_latest = models.BooleanField("শেষ সংস্করণ", default=True)
    state = models.CharField("অবস্থা", max_length=10, choices=State, default=State.SENT)
    meeting = models.ForeignKey(
        Meeting, verbose_name="সভা", on_delete=models.PROTECT, related_name="submissions"
    )
    # The very bytes that were sent, what was signed in ink beside them, and the content they print.
    file = models.ForeignKey(
        PaperFile, verbose_name="জারি করা ফাইল", on_delete=models.PROTECT, related_name="submissions"
    )
    scan = models.ForeignKey(
        PaperFile,
        verbose_name="স্বাক্ষরিত কাগজের স্ক্যান",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    content = KeptJSONField("কাগজের লেখা")
    # The form it was asked for by: the same form sent twice asks for one submission.
    token = models.UUIDField("অনুরোধ", null=True, blank=True, unique=True)
    sent_by = PERSON(verbose_name="পাঠিয়েছেন")
    sent_at = models.DateTimeField("পাঠানোর সময়", default=timezone.now)
    # When the first version went out: a paper that was returned is not late for that.
    first_sent_on = models.DateField("প্রথম পাঠানোর তারিখ")
    moved_at = models.DateTimeField("এই অবস্থা যখন থেকে", default=timezone.now)
    opened_by, opened_at = by_and_at("খুলেছেন", "খোলার সময়")
    decided_by, decided_at = by_and_at("সিদ্ধান্ত দিয়েছেন", "সিদ্ধান্তের সময়")
    reopened_by, reopened_at = by_and_at("আবার খুলেছেন", "আবার খোলার সময়")
    reopen_reason = KeptTextField("আবার খোলার কারণ", blank=True)
    reason_code = models.CharField("ফেরতের কারণ", max_length=12, choices=Reason, blank=True)
    remarks = KeptTextField("কী ঠিক করতে হবে", blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "জমা দেওয়া কার্যবিবরণী"
        verbose_name_plural = "জমা দেওয়া কার্যবিবরণী"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "office", "period_start", "version"],
                name="a_version_once_in_its_period",
            ),
            models.UniqueConstraint(
                fields=["duty", "office", "period_start"],
                condition=Q(is_latest=True),
                name="one_latest_version_a_period",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(is_latest=False),
                name="what_was_taken_back_is_not_latest",
            ),
            *together("opened", "decided", "reopened", of="submission_"),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "returned"], decided_at__isnull=False)
                | (~Q(state__in=["accepted", "returned"]) & Q(decided_at=None)),
                name="submission_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=(Q(state="returned") & ~Q(reason_code="") & ~Q(remarks=""))
                | (~Q(state="returned") & Q(reason_code="", remarks="")),
                name="returned_with_a_reason",
                violation_error_message="ফেরত দিতে কারণ লিখুন।",
            ),
        ]
        indexes = [
            models.Index(
                fields=["duty", "period_start", "office", "state", "first_sent_on"],
                condition=Q(is_latest=True),
                name="submission_in_the_matrix",
            ),
            models.Index(
                fields=["office", "state"], condition=Q(is_latest=True), name="submission_sent_from"
            ),
            models.Index(fields=["duty", "state", "moved_at"], name="submission_at_the_desk"),
        ]

    def __str__(self):
        return f"{self.file.paper.title} ({to_bengali(self.version)} নম্বর সংস্করণ)"

    @property
    def offices(self):
        return self.office, self.duty.office

    @property
    def paper(self):
        return self.file.paper

    @property
    def period_name(self):
        return self.duty.period_name(self.period_start)

    @property
    def is_to_decide(self):
        waits = (self.State.SENT, self.State.OPENED, self.State.ASKED)
        return self.is_latest and self.state in waits

    @property
    def is_taken_up(self):
        """Whether the receiving office has begun with it or decided, so that it can be spoken about."""
        return self.state not in (self.State.SENT, self.State.WITHDRAWN)

    @property
    def why_not_accepted(self):
        """Why a paper that waits for a decision cannot be accepted, in words; None where it can."""
        if self.paper.status == Paper.Status.CURRENT:
            return None
        return (
            f"স্মারক {self.paper.number} পাঠানোর পরে {self.paper.get_status_display()} হয়েছে, তাই গ্রহণ করা "
            "যায় না; কারণ জানিয়ে ফেরত দিন।"
        )

    @property
    def last_act(self):
        """Who did what to it last, in words."""
        return {
            self.State.SENT: f"{self.sent_by} কাগজটি পাঠিয়েছেন",
            self.State.OPENED: f"{self.opened_by} কাগজটি খুলেছেন",
            self.State.ASKED: "কাগজটি নিয়ে জিজ্ঞাসা পাঠানো হয়েছে",
            self.State.ACCEPTED: f"{self.decided_by} কাগজটি গ্রহণ করেছেন",
            self.State.RETURNED: f"{self.decided_by} কাগজটি ফেরত দিয়েছেন",
            self.State.WITHDRAWN: "প্রেরক কাগজটি ফিরিয়ে নিয়েছেন",
        }[self.State(self.state)]

    @property
    def overtaken(self):
        """What the slower of two is told: who was faster, and with what."""
        return f"এর মধ্যে {self.last_act}।"

    def versions(self):
        """All versions of this paper, oldest first, without their contents."""
        same = {"duty": self.duty_id, "office": self.office_id, "period_start": self.period_start}
        return Submission.objects.filter(**same).defer("content").order_by("version")

    # Each move takes `at`, the moment it happened, by default now.

    def open(self, *, by, at=None):
        """Somebody of the receiving office reads it: from now on it cannot be taken back."""
        at = at or timezone.now()
        self._move_to(self.State.OPENED, by=by, at=at, opened_by=by, opened_at=at)

    @transaction.atomic
    def accept(self, *, by, at=None):
        """Accept a paper that stands, read or not: who has not opened it has not opened it."""
        at = at or timezone.now()
        # Who strikes a number out or corrects a paper holds its meeting: what stands now stands
        # until this is over.
        Meeting.objects.select_for_update().get(pk=self.meeting_id)
        self.file.paper.refresh_from_db(fields=["status"])
        if refusal := self.why_not_accepted:
            raise WrongState(refusal)
        self._move_to(self.State.ACCEPTED, by=by, at=at, decided_by=by, decided_at=at)

    def reopen(self, *, by, reason, at=None):
        """Take an acceptance back: it waits for a decision again, read as far as it had been read."""
        at = at or timezone.now()
        self._move_to(
            self.State.OPENED if self.opened_at else self.State.SENT,
            by=by,
            at=at,
            moves=self.BACK,
            what="submission reopened",
            decided_by=None,
            decided_at=None,
            reopened_by=by,
            reopened_at=at,
            reopen_reason=reason,
            detail={"reason": reason},
        )

    def send_back(self, *, by, reason_code, remarks, at=None):
        """Give it back to be mended; the next version takes its place."""
        at = at or timezone.now()
        self._move_to(
            self.State.RETURNED,
            by=by,
            at=at,
            decided_by=by,
            decided_at=at,
            reason_code=reason_code,
            remarks=remarks,
            detail={"reason": remarks},
        )

    def withdraw(self, *, by, at=None):
        """Take it back, as long as nobody has opened it; the version before stands again."""
        with transaction.atomic():
            self._move_to(self.State.WITHDRAWN, by=by, at=at, is_latest=False)
            before = self.versions().exclude(state=self.State.WITHDRAWN).last()
            if before:
                before.is_latest = True
                before.save(update_fields=["is_latest"])

    @transaction.atomic
    def say(self, text, *, by, position=None, asks=False, at=None):
        """Add to the conversation both offices keep, of one item of the paper or of all of it.

        A question (`asks`) waits for the sending office; whatever that says answers it.
        """
        at = at or timezone.now()
        locked = Submission.objects.select_for_update().get(pk=self.pk)
        if not locked.is_taken_up:
            raise WrongState("কাগজটি এখনো খোলা হয়নি; খোলার পরে মন্তব্য করা যায়।")
        comment = self.comments.create(
            position=position, text=text, asks=asks, commented_by=by, commented_at=at
        )
        is_of_sender = Posting.objects.current().filter(user=by, post__office=self.office).exists()
        if asks and locked.state == self.State.OPENED:
            self._move_to(self.State.ASKED, by=by, at=at)
        elif is_of_sender and locked.state == self.State.ASKED:
            self._move_to(self.State.OPENED, by=by, at=at)
        else:
            told_both(by=by, what="submission commented", target=self, offices=self.offices, at=at)
        return comment

    @transaction.atomic
    def _move_to(self, state, *, by, at=None, moves=MOVES, what=None, detail=None, **changes):
        """The one place a state changes: lock, guard, save, record in both offices.

        `what` names the move in the trails, by default after the state it leads to.
        """
        at = at or timezone.now()
        locked = Submission.objects.select_for_update().get(pk=self.pk)
        before = self.State(locked.state)
        if before != self.state:
            raise WrongState(locked.overtaken)
        if state not in moves.get(before, ()):
            raise WrongState(f"কাগজটি এখন “{before.label}”; এটি “{state.label}” করা যায় না।")
        changes |= {"state": state, "moved_at": at}
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=list(changes))
        told_both(
            by=by,
            what=what or self.MOVED[state],
            target=self,
            offices=self.offices,
            at=at,
            number=self.paper.number,
            version=self.version,
            **(detail or {}),
        )


class Comment(models.Model):
    """One thing said about a submission, kept by both offices; of an item, or of all of it."""

    submission = models.ForeignKey(
        Submission, verbose_name="জমা", on_delete=models.PROTECT, related_name="comments"
    )
    # Which item of the frozen content, counted from 1; None for the whole paper.
    position = models.PositiveSmallIntegerField("আলোচ্য বিষয়", null=True, blank=True)
    text = KeptTextField("মন্তব্য")
    asks = models.BooleanField("জিজ্ঞাসা", default=False)
    commented_by = PERSON(verbose_name="লিখেছেন")
    commented_at = models.DateTimeField("লেখার সময়", default=timezone.now)

    class Meta:
        verbose_name = "মন্তব্য"
        verbose_name_plural = "মন্তব্য"
        ordering = ["commented_at", "pk"]

    def __str__(self):
        return self.text


class ReminderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """About papers that the own offices owe or expect."""
        mine = Office.objects.worked_in_by(user)
        return self.filter(Q(office__in=mine) | Q(duty__office__in=mine))

    def about(self, office):
        """About papers that this office owes or expects."""
        return self.filter(Q(office=office) | Q(duty__office=office))


class Reminder(models.Model):
    """That one person was told, by one digest, of a paper that is owed: the log of reminding."""

    digest = models.ForeignKey(
        Digest, verbose_name="বার্তা", on_delete=models.PROTECT, related_name="reminders"
    )
    # The digest's; here too, so that the database can see that nobody is told a step twice.
    user = PERSON(verbose_name="কাকে")
    duty = models.ForeignKey(
        Duty, verbose_name="প্রত্যাশা", on_delete=models.PROTECT, related_name="reminders"
    )
    office = models.ForeignKey(
        Office, verbose_name="যার পাঠানোর কথা", on_delete=models.PROTECT, related_name="reminders"
    )
    period_start = models.DateField("মেয়াদের শুরু")
    due_on = models.DateField("শেষ তারিখ")
    # Days from the day counted from, as submissions.expectations.step_reached says them.
    step = models.SmallIntegerField("ধাপ")
    # How often the paper, or what was said instead, has come back: each time steps begin anew.
    turn = models.PositiveSmallIntegerField("কতবার ফেরত", default=0)
    standing = models.CharField("তখনকার অবস্থা", max_length=15, choices=Standing)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "স্মরণ"
        verbose_name_plural = "স্মরণ"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "duty", "office", "period_start", "turn", "step"],
                name="a_step_once_to_a_person",
            ),
            models.UniqueConstraint(
                fields=["digest", "duty", "office", "period_start"],
                name="a_paper_once_in_a_digest",
            ),
            models.CheckConstraint(
                condition=Q(step__gte=0) | Q(step__in=BEFORE), name="step_is_one_of_reminding"
            ),
        ]

    def __str__(self):
        return f"{self.office}: {self.duty}, {self.period_name}"

    @property
    def period_name(self):
        return self.duty.period_name(self.period_start)

    def time_on(self, day):
        """How much time there was on a day: আর ৭ দিন বাকি, আজ শেষ দিন, ৭ দিন পেরিয়েছে."""
        days = (self.due_on - day).days
        if days > 0:
            return f"আর {to_bengali(days)} দিন বাকি"
        return f"{to_bengali(-days)} দিন পেরিয়েছে" if days else "আজ শেষ দিন"


class Notice(models.Model):
    """That one person was told, by one digest, that a paper which was sent stands no more."""

    digest = models.ForeignKey(
        Digest, verbose_name="বার্তা", on_delete=models.PROTECT, related_name="notices"
    )
    # The digest's; here too, so that the database can see that nobody is told twice.
    user = PERSON(verbose_name="কাকে")
    submission = models.ForeignKey(
        Submission, verbose_name="জমা", on_delete=models.PROTECT, related_name="notices"
    )
    was_accepted = models.BooleanField("তখন গৃহীত ছিল", default=False)

    class Meta:
        verbose_name = "বাতিল বা সংশোধনের খবর"
        verbose_name_plural = "বাতিল বা সংশোধনের খবর"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "submission"], name="a_fall_is_told_once_to_a_person"
            )
        ]

    def __str__(self):
        return f"{self.submission_id}: {self.user}"
