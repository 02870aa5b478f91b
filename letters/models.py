"""Letters: every numbered paper of an office beside its minutes; and those that wait for an answer."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.access import WrongState
from accounts.deeds import by_and_at, together
from accounts.models import record
from bangla.fields import KeptCharField, KeptJSONField, NormalCharField, NormalTextField
from documents.models import Document, Paper
from meetings.models import Meeting
from memos.models import FileNumber
from offices.models import Office


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Letters of the offices this person works in today."""
        return self.filter(office__in=Office.objects.worked_in_by(user))

    def in_force(self):
        """Those whose paper went out and holds: neither void nor replaced."""
        return self.filter(paper__status=Paper.Status.CURRENT)


class Letter(models.Model):
    """A paper of an office that is numbered and sealed, from its draft to its issue.

    What it prints is one content of the interchange format (papers.content), made of the meeting's
    record when the draft is begun and edited from then on.
    """

    class Kind(models.TextChoices):
        NOTICE = "notice", "সভার নোটিশ"
        ADDENDUM = "addendum", "সংযোজিত আলোচ্যসূচি"
        POSTPONEMENT = "postponement", "সভা পুনর্নির্ধারণের পত্র"
        CANCELLATION = "cancellation", "সভা বাতিলের পত্র"
        FORWARDING = "letter", "অগ্রায়নপত্র"
        EXTRACT = "extract", "কার্যবিবরণীর উদ্ধৃতাংশ"
        CORRIGENDUM = "corrigendum", "সংশোধনীর পত্র"
        ABSENCES = "absences", "অনুপস্থিতির প্রতিবেদন"
        REPLY = "reply", "পত্রের জবাব"

    class State(models.TextChoices):
        DRAFT = "draft", "খসড়া"
        ISSUED = "issued", "জারিকৃত"
        DROPPED = "dropped", "পরিত্যক্ত"

    # What became of an issued letter since (void, replaced) its paper knows. One whose number was
    # struck out is taken up again as another draft, so that the paper stays that of its letter.
    MOVES = {
        State.DRAFT: {State.ISSUED, State.DROPPED},
        State.ISSUED: set(),
        State.DROPPED: set(),
    }

    office = models.ForeignKey(
        Office, verbose_name="কার্যালয়", on_delete=models.PROTECT, related_name="letters"
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="সভা",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="letters",
    )
    kind = models.CharField("ধরন", max_length=14, choices=Kind)
    state = models.CharField("অবস্থা", max_length=8, choices=State, default=State.DRAFT)
    content = KeptJSONField("লেখা", default=dict)
    file = models.ForeignKey(
        FileNumber,
        verbose_name="নথি",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="letters",
    )
    # Of an extract: which implementer of the paper it is for, in the order of the paper, from 1.
    number = models.PositiveSmallIntegerField("কততম", null=True, blank=True)
    # Of a change to a notice: the letter whose word it changes; superseded when this one is issued.
    changes = models.ForeignKey(
        "self",
        verbose_name="যে পত্র বদলায়",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="changed_by",
    )
    # The facts of the sitting as the record had them when the draft was made (letters.notice.Facts).
    seen = KeptJSONField("খসড়ার সময় সভার তথ্য", default=dict, blank=True)
    # The letter whose number was struck out, and whose place this one takes.
    instead_of = models.ForeignKey(
        "self",
        verbose_name="যে বাতিল পত্রের স্থলে",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="taken_up_by",
    )
    # Why the members were told later than the committee's rule asks.
    short_notice_reason = NormalTextField("স্বল্প সময়ের নোটিশের কারণ", blank=True)
    version = models.PositiveIntegerField("সংস্করণ", default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="লিখেছেন", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("লেখা শুরু", default=timezone.now)
    issued_by, issued_at = by_and_at("জারি করেছেন", "জারির সময়")
    paper = models.OneToOneField(
        Paper,
        verbose_name="জারি করা কাগজ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="letter",
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "পত্র"
        verbose_name_plural = "পত্র"
        ordering = ["-pk"]
        constraints = [
            *together("issued", of="letter_"),
            models.CheckConstraint(
                condition=Q(state="issued", paper__isnull=False, issued_at__isnull=False)
                | ~Q(state="issued") & Q(paper=None, issued_at=None),
                name="letter_issued_with_its_paper",
            ),
            models.UniqueConstraint(
                fields=["meeting", "kind"],
                condition=Q(state="draft", number=None),
                name="one_draft_of_a_letter",
                violation_error_message="এই সভার এই পত্রের খসড়া ইতোমধ্যে আছে।",
            ),
            models.UniqueConstraint(
                fields=["meeting", "kind", "number"],
                condition=Q(state="draft", number__isnull=False),
                name="one_draft_of_a_numbered_letter",
                violation_error_message="এই সভার এই পত্রের খসড়া ইতোমধ্যে আছে।",
            ),
        ]

    def __str__(self):
        return self.heading

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def shown_state(self):
        """The state as pages name it: of an issued letter also what became of its paper."""
        if self.paper_id and self.paper.status != Paper.Status.CURRENT:
            return self.paper.status
        return self.state

    @property
    def shown_state_name(self):
        shown = self.shown_state
        return dict([*self.State.choices, *Paper.Status.choices])[shown]

    def issue(self, *, by, paper, content, at, short_notice_reason=""):
        """It has gone out as a numbered paper that says just this."""
        self._move_to(
            self.State.ISSUED,
            "letter issued",
            by=by,
            at=at,
            detail={"memo": paper.number},
            issued_by=by,
            issued_at=at,
            paper=paper,
            content=content,
            short_notice_reason=short_notice_reason,
        )

    def drop(self, *, by, at=None):
        """It is not sent; its words stay."""
        self._move_to(self.State.DROPPED, "letter dropped", by=by, at=at or timezone.now())

    @transaction.atomic
    def _move_to(self, state, said, *, by, at, detail=None, **changes):
        """The one place a state changes: lock, guard, save, record."""
        before = self.State(Letter.objects.select_for_update().get(pk=self.pk).state)
        if state not in self.MOVES[before]:
            raise WrongState(f"পত্রটি এখন “{before.label}” অবস্থায় আছে; এটি “{state.label}” করা যায় না।")
        changes |= {"state": state, "version": self.version + 1}
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=list(changes))
        record(by=by, what=said, target=self, office=self.office, at=at, **(detail or {}))

    @property
    def heading(self):
        """Its subject, or what it is called."""
        subject = (self.content.get("letter") or {}).get("subject")
        return subject or self.content.get("title") or self.get_kind_display()


class IncomingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The docket of the offices this person works in today."""
        return self.filter(office__in=Office.objects.worked_in_by(user))

    def owed(self):
        """Those an answer is still owed to."""
        return self.filter(closed_at=None).exclude(
            answer__state=Letter.State.ISSUED, answer__paper__status=Paper.Status.CURRENT
        )


class Incoming(models.Model):
    """A letter that came in and wants an answer: its docket number, its day, who owes what."""

    office = models.ForeignKey(
        Office, verbose_name="কার্যালয়", on_delete=models.PROTECT, related_name="incoming"
    )
    docket = models.PositiveIntegerField("ডকেট নম্বর")
    year = models.PositiveSmallIntegerField("বছর")
    sender = NormalTextField("প্রেরক")
    # As their paper prints it; parsed nowhere.
    number = KeptCharField("স্মারক নম্বর", max_length=200)
    dated_on = models.DateField("পত্রের তারিখ")
    subject = NormalTextField("বিষয়")
    received_on = models.DateField("প্রাপ্তির তারিখ")
    due_on = models.DateField("জবাবের শেষ তারিখ", null=True, blank=True)
    scan = models.ForeignKey(
        Document,
        verbose_name="স্ক্যান",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Our letter that answers it.
    answer = models.ForeignKey(
        Letter,
        verbose_name="জবাব",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answers",
    )
    entered_by, entered_at = by_and_at("তুলেছেন", "তোলার সময়")
    closed_by, closed_at = by_and_at("জবাব ছাড়া নিষ্পত্তি করেছেন", "নিষ্পত্তির সময়")
    close_reason = NormalCharField("নিষ্পত্তির কারণ", max_length=300, blank=True)

    objects = IncomingQuerySet.as_manager()

    class Meta:
        verbose_name = "প্রাপ্ত পত্র"
        verbose_name_plural = "প্রাপ্ত পত্র"
        ordering = ["-year", "-docket"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "year", "docket"],
                name="docket_once_a_year",
                violation_error_message="এই ডকেট নম্বর ইতোমধ্যে আছে।",
            ),
            *together("entered", "closed", of="incoming_"),
        ]

    def __str__(self):
        return self.number
