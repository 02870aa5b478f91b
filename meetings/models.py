"""Meetings and the minutes that record them.

What a paper prints is kept with the meeting: names, designations, headings and the order of its
blocks stand as they stood that day, whatever becomes of the committee later. The rows of items,
decisions and implementers are the ones that are printed and, later, the ones that are chased.
"""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.access import WrongState
from accounts.deeds import by_and_at, together
from accounts.models import record
from bangla.fields import KeptCharField, KeptJSONField, KeptTextField
from committees.models import Committee, Membership
from documents.models import Paper
from meetings.content import content_of
from offices.models import Office, Post, Posting, today
from papers.content import digest
from papers.paragraphs import first_words
from papers.shapes import check_shape, default_shape
from papers.titles import Kind, title_of


def _history(name, **options):
    reason = KeptCharField(max_length=100, null=True)
    return HistoricalRecords(
        verbose_name=name, verbose_name_plural=name, history_change_reason_field=reason, **options
    )


class State(models.TextChoices):
    """Where a meeting stands on its way from a plan to issued and published minutes."""

    PLANNED = "planned", "পরিকল্পিত"
    NOTICED = "noticed", "নোটিশ জারি হয়েছে"
    DRAFT = "draft", "খসড়া"
    SUBMITTED = "submitted", "অনুমোদনের অপেক্ষায়"
    RETURNED = "returned", "সংশোধনের জন্য ফেরত"
    APPROVED = "approved", "অনুমোদিত"
    ISSUED = "issued", "জারিকৃত"
    CORRECTED = "corrected", "সংশোধিত"
    CANCELLED = "cancelled", "বাতিল"


# Named sets of states.
PLANS = frozenset({State.PLANNED, State.NOTICED})
TO_WRITE = frozenset({State.DRAFT, State.RETURNED})
# A numbered paper went out, and holds the very words of the rows.
OUT = frozenset({State.ISSUED, State.CORRECTED})
# Of these nobody waits for a next step. In this order they stand in an index.
GONE = [State.ISSUED, State.CORRECTED, State.CANCELLED]

# Issued minutes that everybody may read are called so; that is a fact of their paper, not a state.
PUBLISHED = "published"
SHOWN_STATES = {
    name: label
    for state in State
    for name, label in [
        (state.value, state.label),
        *([(PUBLISHED, "প্রকাশিত")] if state == State.ISSUED else []),
    ]
}


def shown_state(state, published_at):
    """The state as pages name it: of issued minutes also whether they are published."""
    return PUBLISHED if state == State.ISSUED and published_at else state


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Meetings of the offices this person works in today."""
        return self.filter(committee__office__in=Office.objects.worked_in_by(user))

    def awaiting(self, user):
        """Meetings whose next step is this person's, longest waiting first."""
        held = Posting.objects.current().filter(user=user).values_list("role", "post__office")
        held = list(held.filter(role__in=[Posting.Role.STAFF, Posting.Role.OFFICER]))
        # As keys, and of what goes on alone: nothing reads through all that was ever issued.
        staffed = {office for role, office in held if role == Posting.Role.STAFF}
        headed = {office for role, office in held if role == Posting.Role.OFFICER}
        of_one_officer = Q(committee__office__one_officer=True)
        heads = Q(committee__office__in=headed)
        writes = Q(committee__office__in=staffed) | heads & of_one_officer
        own_entry = Q(created_by=user) | Q(submitted_by=user)
        return (
            self.exclude(state__in=GONE)
            .filter(
                Q(state__in=TO_WRITE) & writes
                | Q(state__in=PLANS, held_on__lte=today()) & writes
                | Q(state=State.SUBMITTED) & heads & (of_one_officer | ~own_entry)
                | Q(state=State.APPROVED) & heads
            )
            .order_by("moved_at", "pk")
        )

    def standing(self):
        """Those whose text holds: neither cancelled nor replaced, and no corrigendum still at work."""
        return self.exclude(state__in=[State.CANCELLED, State.CORRECTED]).filter(
            Q(corrects=None) | Q(state__in=OUT)
        )

    def published(self):
        """What everybody may read now; corrected minutes stay readable, with word of the correction."""
        return self.filter(paper__published_at__isnull=False)

    def shown_as(self, shown):
        """Those that pages name so: a state, or PUBLISHED."""
        if shown == PUBLISHED:
            return self.filter(state=State.ISSUED).published()
        found = self.filter(state=shown)
        return found.filter(paper__published_at=None) if shown == State.ISSUED else found

    def of_month(self, day):
        """Those of the month in which a day lies."""
        return self.filter(held_on__year=day.year, held_on__month=day.month)

    def issued_in(self, day):
        """Those whose paper bears a day of the month in which this one lies."""
        return self.filter(paper__issued_on__year=day.year, paper__issued_on__month=day.month)

    def with_paper(self):
        """With every row a paper prints, in a number of queries that does not grow with the rows."""
        return self.select_related("committee__office").prefetch_related(
            "attendances", "items__decisions__implementers"
        )


class Meeting(models.Model):
    """One sitting of a committee, with the minutes that record it."""

    Kind = Kind

    # The whole workflow. A move that is not in this table cannot happen.
    MOVES = {
        State.PLANNED: {State.NOTICED, State.DRAFT, State.CANCELLED},
        State.NOTICED: {State.DRAFT, State.CANCELLED},
        State.DRAFT: {State.SUBMITTED, State.CANCELLED},
        State.SUBMITTED: {State.RETURNED, State.APPROVED},
        State.RETURNED: {State.SUBMITTED, State.CANCELLED},
        State.APPROVED: {State.RETURNED, State.ISSUED},
        # Back to be mended only when the paper's number is struck out of the register.
        State.ISSUED: {State.CORRECTED, State.RETURNED},
        State.CORRECTED: set(),
        State.CANCELLED: set(),
    }

    committee = models.ForeignKey(
        Committee, verbose_name="কমিটি", on_delete=models.PROTECT, related_name="meetings"
    )
    kind = models.CharField("ধরন", max_length=20, choices=Kind, default=Kind.MINUTES)
    state = models.CharField("অবস্থা", max_length=12, choices=State, default=State.PLANNED)

    held_on = models.DateField("সভার তারিখ")
    date_as_printed = KeptTextField("তারিখ, যেমন ছাপা", null=True, blank=True)
    starts_at = models.TimeField("সময়", null=True, blank=True)
    time_as_printed = KeptTextField("সময়, যেমন ছাপা", null=True, blank=True)
    venue = KeptTextField("স্থান", null=True, blank=True)
    cadence = models.CharField(
        "সভা কত পরপর", max_length=12, choices=Committee.Cadence, null=True, blank=True
    )
    period_start = models.DateField("মেয়াদের শুরু", null=True, blank=True)
    period_end = models.DateField("মেয়াদের শেষ", null=True, blank=True)
    title = KeptTextField("শিরোনাম", null=True, blank=True)
    # As it stood that day: a committee may be renamed, its papers are not.
    committee_name = KeptTextField("কমিটির নাম, যেমন ছাপা", blank=True)

    # What the paper prints, in the words of the interchange format.
    shape = KeptJSONField("কাগজের গড়ন", default=default_shape, validators=[check_shape])
    letterhead = KeptJSONField("পত্রশীর্ষ", null=True, blank=True)
    chair = KeptJSONField("সভাপ্রধান", null=True, blank=True)
    attendance_as_printed = KeptTextField("উপস্থিতি, যেমন ছাপা", null=True, blank=True)
    opening = KeptJSONField("সূচনা", default=list, blank=True)
    # What became of the decisions of earlier sittings: a heading, a table, notes (followup.printing).
    earlier = KeptJSONField("বিগত সভার সিদ্ধান্তের অগ্রগতি", default=list, blank=True)
    closing = KeptJSONField("সমাপ্তি", default=list, blank=True)
    signatory = KeptJSONField("স্বাক্ষরকারী", null=True, blank=True)
    memo = KeptJSONField("স্মারক", null=True, blank=True)
    distribution = KeptJSONField("বিতরণ", default=list, blank=True)
    copy_signatory = KeptJSONField("অনুলিপির স্বাক্ষরকারী", null=True, blank=True)
    letter = KeptJSONField("অগ্রায়নপত্র", null=True, blank=True)
    report_signatory = KeptJSONField("প্রতিবেদনের স্বাক্ষরকারী", null=True, blank=True)
    report_signed_on_as_printed = KeptTextField(
        "প্রতিবেদনে স্বাক্ষরের তারিখ, যেমন ছাপা", null=True, blank=True
    )

    # Who edits the head names the version they saw; each save counts it up.
    version = models.PositiveIntegerField("সংস্করণ", default=1)
    is_recorded = models.BooleanField("আগের সভা, কাগজ থেকে তোলা", default=False)
    # How often what a calendar says of it has changed, and when last (meetings.calendar).
    calendar_sequence = models.PositiveIntegerField("ক্যালেন্ডারে বদল", default=0)
    calendar_changed_at = models.DateTimeField("ক্যালেন্ডারে শেষ বদল", default=timezone.now)
    quorum_override = KeptTextField("কোরাম না হলেও সভার কারণ", blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="লিখেছেন",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("লেখা শুরু", default=timezone.now)
    moved_at = models.DateTimeField("এই অবস্থা যখন থেকে", default=timezone.now)
    submitted_by, submitted_at = by_and_at("দাখিল করেছেন", "দাখিলের সময়")
    returned_by, returned_at = by_and_at("ফেরত দিয়েছেন", "ফেরতের সময়")
    remarks = KeptTextField("ফেরতের কারণ", blank=True)
    # {primary key of an item, as text: what the officer said of it}
    item_remarks = KeptJSONField("সারির মন্তব্য", default=dict, blank=True)
    # Its content as it was given back last, and what was said of it, for who looks at it again:
    # {"content", "remarks", "item_remarks"}.
    returned = KeptJSONField("ফেরতের সময় যা ছিল", null=True, blank=True)
    approved_by, approved_at = by_and_at("অনুমোদন করেছেন", "অনুমোদনের সময়")
    approved_digest = KeptCharField("অনুমোদিত লেখার SHA-256", max_length=64, blank=True)
    issued_by, issued_at = by_and_at("জারি করেছেন", "জারির সময়")
    paper = models.OneToOneField(
        Paper,
        verbose_name="জারি করা কাগজ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meeting",
    )
    # Of a corrigendum: the minutes it takes the place of, and why.
    corrects = models.ForeignKey(
        "self",
        verbose_name="যে কার্যবিবরণী সংশোধন করে",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrigenda",
    )
    correction_reason = KeptTextField("সংশোধনের কারণ", blank=True)

    objects = MeetingQuerySet.as_manager()
    history = _history(
        "সভার ইতিহাস", excluded_fields=["returned", "calendar_sequence", "calendar_changed_at"]
    )

    class Meta:
        verbose_name = "সভা"
        verbose_name_plural = "সভা"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "kind", "held_on"],
                # A corrigendum records the sitting of the minutes it corrects; of one sitting there
                # are as many progress reports as are asked for.
                condition=~Q(state=State.CANCELLED) & Q(corrects=None, kind="minutes"),
                name="one_sitting_a_day",
                violation_error_message="এই কমিটির এই তারিখের সভা ইতোমধ্যে আছে।",
            ),
            models.CheckConstraint(
                condition=(
                    Q(period_start=None, period_end=None)
                    # The end said to be there too: a check that comes out NULL would pass.
                    | Q(
                        period_start__isnull=False,
                        period_end__isnull=False,
                        period_end__gte=F("period_start"),
                    )
                ),
                name="period_has_both_ends_in_order",
                violation_error_message="মেয়াদের শুরু ও শেষ দুটিই দিন; শেষ শুরুর আগে হতে পারে না।",
            ),
            *together("submitted", "returned", "approved", "issued"),
            models.CheckConstraint(
                condition=(
                    Q(state__in=[State.APPROVED, *sorted(OUT)], approved_at__isnull=False)
                    & ~Q(approved_digest="")
                )
                | (
                    ~Q(state__in=[State.APPROVED, *sorted(OUT)])
                    & Q(approved_at=None, approved_digest="")
                ),
                name="approval_stands_with_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OUT), paper__isnull=False, issued_at__isnull=False)
                | (~Q(state__in=sorted(OUT)) & Q(paper=None, issued_at=None)),
                name="issued_with_its_paper",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=~Q(state=State.CANCELLED),
                name="one_corrigendum_at_a_time",
                violation_error_message="এই কার্যবিবরণীর সংশোধনী ইতোমধ্যে লেখা হচ্ছে।",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "-held_on"], name="meeting_by_committee"),
            models.Index(
                fields=["committee"], condition=~Q(state__in=GONE), name="meeting_that_goes_on"
            ),
        ]

    def __str__(self):
        return self.heading

    def save(self, *args, **kwargs):
        if not self.committee_name:
            self.committee_name = self.committee.name
        if self.pk and self._changes_calendars(kwargs.get("update_fields")):
            self.calendar_sequence += 1
            self.calendar_changed_at = timezone.now()
            if kwargs.get("update_fields") is not None:
                counted = {"calendar_sequence", "calendar_changed_at"}
                kwargs["update_fields"] = counted | set(kwargs["update_fields"])
        super().save(*args, **kwargs)

    def _changes_calendars(self, fields):
        """Whether a save of these fields (None: of all) changes what calendars say of it."""
        if fields is not None and not {"held_on", "starts_at", "venue", "chair", "state"} & set(
            fields
        ):
            return False
        before = Meeting.objects.filter(pk=self.pk).first()
        return before is not None and before._in_calendars() != self._in_calendars()

    def _in_calendars(self):
        is_cancelled = self.state == State.CANCELLED
        return self.held_on, self.starts_at, self.venue, self.chair, is_cancelled

    @property
    def heading(self):
        """The title as it prints or, where the paper prints none, the one its office would give it."""
        return self.title or title_of(
            committee=self.committee_name,
            kind=self.get_kind_display(),
            cadence=self.cadence,
            period_start=self.period_start,
        )

    @property
    def office(self):
        return self.committee.office

    @property
    def is_published(self):
        """Whether everybody may read the issued minutes now."""
        return self.paper_id is not None and self.paper.is_public

    @property
    def shown_state(self):
        return shown_state(self.state, self.paper_id and self.paper.published_at)

    @property
    def shown_state_name(self):
        return SHOWN_STATES[self.shown_state]

    @property
    def is_to_be_written(self):
        """Whether its text may still be changed by the staff of the office."""
        return self.state in PLANS | TO_WRITE

    @property
    def first_issue(self):
        """The minutes that a chain of corrigenda goes back to; itself, where it corrects nothing."""
        first = self
        while first.corrects:
            first = first.corrects
        return first

    @property
    def authors(self):
        """The people whose entry an officer approves (primary keys)."""
        return {self.created_by_id, self.submitted_by_id} - {None}

    # Each move takes `at`, the moment it happened, by default now.

    def start_writing(self, *, by, at=None):
        """The sitting took place: its minutes are being written."""
        self._move_to(State.DRAFT, by=by, at=at)

    def give_notice(self, *, by, at=None):
        """Members have been told of the sitting."""
        self._move_to(State.NOTICED, by=by, at=at)

    def submit(self, *, by, at=None):
        """Hand the draft to the approving officer."""
        at = at or timezone.now()
        self._move_to(
            State.SUBMITTED,
            by=by,
            at=at,
            submitted_by=by,
            submitted_at=at,
            remarks="",
            item_remarks={},
        )

    def send_back(self, *, by, remarks, item_remarks=None, at=None):
        """Give submitted or approved minutes back to be mended; an approval ends with it.

        `item_remarks` is {primary key of an item: text}.
        """
        if self.state in OUT:
            raise WrongState("জারি করা কার্যবিবরণী ফেরত দেওয়া যায় না; সংশোধনী জারি করুন।")
        at = at or timezone.now()
        said = {
            "remarks": remarks,
            "item_remarks": {str(pk): text for pk, text in (item_remarks or {}).items()},
        }
        self._move_to(
            State.RETURNED,
            by=by,
            at=at,
            returned_by=by,
            returned_at=at,
            **said,
            returned={"content": self.content_now(), **said},
            approved_by=None,
            approved_at=None,
            approved_digest="",
        )

    def approve(self, *, by, seen=None, at=None):
        """Bind the officer's approval to the very content it was given for.

        `seen` is the digest of the text the officer read; another text is not approved.
        """
        at = at or timezone.now()
        with transaction.atomic():
            # Locked first, so that no row changes between the digest and the move.
            locked = Meeting.objects.select_for_update().get(pk=self.pk)
            content_digest = self.content_digest()
            if seen is not None and seen != content_digest:
                raise WrongState("আপনি পাতাটি খোলার পরে লেখা বদলেছে; আবার দেখে অনুমোদন করুন।")
            self._move_to(
                State.APPROVED,
                by=by,
                at=at,
                approved_by=by,
                approved_at=at,
                approved_digest=content_digest,
                detail={"own_entry": True} if by.pk in locked.authors else {},
            )

    def cancel(self, *, by, at=None):
        """The sitting does not take place, or its minutes are given up."""
        self._move_to(State.CANCELLED, by=by, at=at)

    def issue(self, *, by, paper, memo, at=None, **detail):
        """The approved text has gone out as a numbered paper. The room above numbers and signs it."""
        at = at or timezone.now()
        with transaction.atomic():
            self._move_to(
                State.ISSUED,
                by=by,
                at=at,
                issued_by=by,
                issued_at=at,
                paper=paper,
                memo=memo,
                detail={"memo": paper.number, **detail},
            )
            self.issued_papers.create(paper=paper)

    def take_back(self, *, by, reason, at=None):
        """The number of the issued paper has been struck out: the minutes are mended and go out anew."""
        at, paper = at or timezone.now(), self.paper
        number = (self.memo or {}).get("number")
        memo = {"number": number} if number else None
        said = {"remarks": reason, "item_remarks": {}}
        with transaction.atomic():
            self._move_to(
                State.RETURNED,
                by=by,
                at=at,
                returned_by=by,
                returned_at=at,
                **said,
                returned={"content": self.content_now() | {"memo": memo}, **said},
                memo=memo,
                paper=None,
                **dict.fromkeys(("approved_by", "approved_at", "issued_by", "issued_at")),
                approved_digest="",
                detail={"reason": reason},
            )
            if paper.is_public:
                paper.withdraw(by=by, at=at, reason=reason)

    def publish(self, *, by, at=None):
        """Let everybody read the issued minutes, from now on."""
        at = at or timezone.now()
        with transaction.atomic():
            self._guard("প্রকাশ করা", {State.ISSUED})
            self.paper.publish(by=by, at=at)
            self._note_move("issued → published", by=by, at=at)

    def unpublish(self, *, by, reason, at=None):
        """Take published minutes back from the public; what was public, and until when, stays told."""
        at = at or timezone.now()
        with transaction.atomic():
            self._guard("প্রত্যাহার করা", OUT)
            self.paper.withdraw(by=by, at=at, reason=reason)
            self._note_move("published → issued", by=by, at=at, reason=reason)

    def _guard(self, act, states):
        """Locked, and in one of these states: what is corrected since is published no more, and can
        still be taken back."""
        before = State(Meeting.objects.select_for_update().get(pk=self.pk).state)
        if before not in states:
            raise WrongState(f"সভাটি এখন “{before.label}” অবস্থায় আছে; এটি {act} যায় না।")

    def _note_move(self, move, *, by, at, **detail):
        self.moved_at = at
        self._history_user, self._history_date = by, at
        self.save(update_fields=["moved_at"])
        del self._history_date
        record(by=by, what=f"meeting {move}", target=self, office=self.office, at=at, **detail)

    def correct(self, *, by, at=None):
        """A corrigendum has been issued: these minutes say so for ever."""
        self._move_to(State.CORRECTED, by=by, at=at)

    def content_now(self):
        """Its content as it is stored."""
        return content_of(Meeting.objects.with_paper().get(pk=self.pk))

    def content_digest(self):
        """SHA-256 (hex) of the canonical content: the interchange JSON with sorted keys."""
        return digest(self.content_now())

    @transaction.atomic
    def _move_to(self, state, *, by, at=None, detail=None, **changes):
        """The one place a state changes: lock, guard, save, record (with `detail`)."""
        at = at or timezone.now()
        before = State(Meeting.objects.select_for_update().get(pk=self.pk).state)
        if before != self.state:
            # Decided on what stood there before: the slower of two is told, not obeyed.
            raise WrongState(
                f"সভাটির অবস্থা এর মধ্যে বদলে “{before.label}” হয়েছে; আবার দেখে সিদ্ধান্ত নিন।"
            )
        if state not in self.MOVES[before]:
            raise WrongState(f"সভাটি এখন “{before.label}” অবস্থায় আছে; এটি “{state.label}” করা যায় না।")
        changes |= {"state": state, "moved_at": at}
        for name, value in changes.items():
            setattr(self, name, value)
        self._history_user, self._history_date = by, at
        self.save(update_fields=list(changes))
        del self._history_date
        record(
            by=by,
            what=f"meeting {before} → {state}",
            target=self,
            office=self.office,
            at=at,
            **(detail or {}),
        )


class IssuedPaper(models.Model):
    """A paper that went out for a meeting, current or not: papers know no meeting, meetings know them."""

    meeting = models.ForeignKey(
        Meeting, verbose_name="সভা", on_delete=models.PROTECT, related_name="issued_papers"
    )
    paper = models.OneToOneField(
        Paper, verbose_name="জারি করা কাগজ", on_delete=models.PROTECT, related_name="issued_for"
    )

    class Meta:
        verbose_name = "সভার জারি করা কাগজ"
        verbose_name_plural = "সভার জারি করা কাগজ"
        ordering = ["pk"]

    def __str__(self):
        return str(self.paper)


class Attendance(models.Model):
    """One person at one sitting, or missing from it, as the paper names them."""

    class Status(models.TextChoices):
        PRESENT = "present", "উপস্থিত"
        ABSENT = "absent", "অনুপস্থিত"
        LEAVE = "leave", "ছুটিতে"
        REPRESENTED = "represented", "প্রতিনিধি উপস্থিত"
        GUEST = "guest", "আমন্ত্রিত"
        UNMARKED = "unmarked", "চিহ্নিত হয়নি"

    # Who counts as having sat at the table.
    SEATED = frozenset({Status.PRESENT, Status.REPRESENTED, Status.GUEST})

    meeting = models.ForeignKey(
        Meeting, verbose_name="সভা", on_delete=models.CASCADE, related_name="attendances"
    )
    membership = models.ForeignKey(
        Membership,
        verbose_name="সদস্যপদ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    position = models.PositiveSmallIntegerField("ক্রম")
    serial = KeptTextField("ক্রমিক, যেমন ছাপা", null=True, blank=True)
    name = KeptTextField("নাম")
    designation = KeptJSONField("পদবি", default=list, blank=True)
    role = KeptTextField("কমিটিতে পদবি", null=True, blank=True)
    status = models.CharField("উপস্থিতি", max_length=12, choices=Status, default=Status.PRESENT)
    representative_name = KeptTextField("প্রতিনিধির নাম", blank=True)
    representative_post = KeptTextField("প্রতিনিধির পদবি", blank=True)

    history = _history("উপস্থিতির ইতিহাস")

    class Meta:
        verbose_name = "উপস্থিতি"
        verbose_name_plural = "উপস্থিতি"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"], name="attendance_position_once"
            ),
            models.CheckConstraint(
                condition=(Q(status="represented") & ~Q(representative_name=""))
                | (~Q(status="represented") & Q(representative_name="", representative_post="")),
                name="representative_named_where_there_is_one",
                violation_error_message="প্রতিনিধি উপস্থিত থাকলে তাঁর নাম দিন।",
            ),
        ]

    def __str__(self):
        return f"{self.name}: {self.get_status_display()}"


class StandingRows(models.Manager):
    """The rows that stand; one that was taken out, and that something issued refers to, is withdrawn."""

    def get_queryset(self):
        return super().get_queryset().filter(withdrawn_at=None)


class EveryRow(models.Manager):
    """The rows that stand and those that were withdrawn."""


class AgendaItem(models.Model):
    """One row of the agenda: a topic, what was said of it, and what was decided."""

    class Confirmed(models.TextChoices):
        """How the minutes of the sitting before were confirmed."""

        AS_READ = "as_read", "সংশোধনী ছাড়া নিশ্চিত"
        CORRECTED = "corrected", "সংশোধনসহ নিশ্চিত"

    meeting = models.ForeignKey(
        Meeting, verbose_name="সভা", on_delete=models.CASCADE, related_name="items"
    )
    position = models.PositiveSmallIntegerField("ক্রম")
    serial = KeptTextField("ক্রমিক, যেমন ছাপা", null=True, blank=True)
    code = KeptTextField("সূচক", null=True, blank=True)
    # May be empty while the minutes are written: what is typed is kept, what is missing asked later.
    topic = KeptTextField("আলোচ্য বিষয়", blank=True)
    # Stands between topic and discussion where they share a cell.
    topic_separator = KeptTextField("বিষয়ের পরের চিহ্ন", null=True, blank=True)
    discussion = KeptJSONField("আলোচনা", default=list, blank=True)
    # One cell for all decisions of the item, where the paper was printed so.
    implementers_as_printed = KeptTextField("বাস্তবায়নকারী, যেমন ছাপা", null=True, blank=True)

    # The item that confirms the minutes of the sitting before.
    confirms = models.ForeignKey(
        Meeting,
        verbose_name="যে সভার কার্যবিবরণী নিশ্চিত করে",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="confirmed_by_items",
    )
    confirmed_as = models.CharField("যেভাবে নিশ্চিত", max_length=10, choices=Confirmed, blank=True)
    # Who edits the row, its decisions or implementers names the version they saw.
    version = models.PositiveIntegerField("সংস্করণ", default=1)
    withdrawn_at = models.DateTimeField("বাদ দেওয়ার সময়", null=True, blank=True, editable=False)

    history = _history("আলোচ্য বিষয়ের ইতিহাস", excluded_fields=["withdrawn_at"])

    objects = StandingRows()
    ever = EveryRow()

    class Meta:
        verbose_name = "আলোচ্য বিষয়"
        verbose_name_plural = "আলোচ্য বিষয়"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                condition=Q(withdrawn_at=None),
                name="item_position_once",
            )
        ]

    def __str__(self):
        return self.topic or first_words(self.discussion)

    @property
    def called(self):
        """Its topic or, where the paper has none, the first words of what was said or decided."""
        return first_words(self.topic, self.discussion) or first_words(
            *(decision.text for decision in (self.decisions.all() if self.pk else ()))
        )

    @property
    def remark(self):
        """What the officer said of this row when the minutes were returned, or ""."""
        if self.meeting.state != State.RETURNED:
            return ""
        return self.meeting.item_remarks.get(str(self.pk), "")


class Decision(models.Model):
    """What the committee decided on an item: the row that is printed and the row that is chased."""

    item = models.ForeignKey(
        AgendaItem, verbose_name="আলোচ্য বিষয়", on_delete=models.CASCADE, related_name="decisions"
    )
    # The item's, said here too for the constraint on the thread.
    meeting = models.ForeignKey(
        Meeting, verbose_name="সভা", on_delete=models.CASCADE, related_name="+", editable=False
    )
    # Who it is, through all the rows that print it: carried on, corrected, taken back, restored.
    thread = models.UUIDField("পরিচয়", default=uuid.uuid4, editable=False, db_index=True)
    position = models.PositiveSmallIntegerField("ক্রম")
    label = KeptTextField("চিহ্ন (ক, খ)", null=True, blank=True)
    text = KeptTextField("সিদ্ধান্ত", blank=True)
    due_on = models.DateField("শেষ তারিখ", null=True, blank=True)
    progress = KeptTextField("অগ্রগতি, যেমন ছাপা", null=True, blank=True)
    # The decision of an earlier sitting that this one brings forward, and how often that happened.
    carried_from = models.ForeignKey(
        "self",
        verbose_name="যে সিদ্ধান্ত থেকে আনা",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="carried_to",
    )
    times_carried = models.PositiveSmallIntegerField("কতবার আনা হয়েছে", default=0)
    withdrawn_at = models.DateTimeField("বাদ দেওয়ার সময়", null=True, blank=True, editable=False)

    history = _history("সিদ্ধান্তের ইতিহাস", excluded_fields=["withdrawn_at"])

    objects = StandingRows()
    ever = EveryRow()

    class Meta:
        verbose_name = "সিদ্ধান্ত"
        verbose_name_plural = "সিদ্ধান্ত"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "position"],
                condition=Q(withdrawn_at=None),
                name="decision_position_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "thread"], name="no_two_decisions_of_a_meeting_are_one"
            ),
        ]

    def __str__(self):
        return self.text


class Implementer(models.Model):
    """Who must carry a decision out, printed as written; a Charge says whom that meant at issue."""

    decision = models.ForeignKey(
        Decision, verbose_name="সিদ্ধান্ত", on_delete=models.CASCADE, related_name="implementers"
    )
    position = models.PositiveSmallIntegerField("ক্রম")
    printed = KeptTextField("বাস্তবায়নকারী, যেমন ছাপা")

    history = _history("বাস্তবায়নকারীর ইতিহাস")

    class Meta:
        verbose_name = "বাস্তবায়নকারী"
        verbose_name_plural = "বাস্তবায়নকারী"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "position"], name="implementer_position_once"
            )
        ]

    def __str__(self):
        return self.printed


class Charge(models.Model):
    """A post that a line of an issued paper charged with a decision, as it was on that day.

    Frozen at issue: who is transferred or appointed later changes nothing here. A line that named
    nobody for certain has one Charge without a post: it is not resolved, a person says whom it means.
    """

    paper = models.ForeignKey(
        Paper, verbose_name="জারি করা কাগজ", on_delete=models.PROTECT, related_name="charges"
    )
    decision = models.ForeignKey(
        Decision, verbose_name="সিদ্ধান্ত", on_delete=models.PROTECT, related_name="charges"
    )
    position = models.PositiveSmallIntegerField("ক্রম")
    printed = KeptTextField("বাস্তবায়নকারী, যেমন ছাপা")
    post = models.ForeignKey(
        Post,
        verbose_name="পদ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="charges",
    )
    # Who held the post on the day of issue; empty while it was vacant.
    posting = models.ForeignKey(
        Posting,
        verbose_name="পদায়ন",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="charges",
    )
    # The name as it was spelled that day: the row of the posting may be mended.
    holder = KeptCharField("পদধারী", max_length=120, blank=True)

    class Meta:
        verbose_name = "দায়িত্ব"
        verbose_name_plural = "দায়িত্ব"
        ordering = ["decision", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "decision", "position", "post"], name="charged_once_by_a_line"
            ),
            models.UniqueConstraint(
                fields=["paper", "decision", "position"],
                condition=Q(post=None),
                name="unresolved_once_by_a_line",
            ),
            models.CheckConstraint(
                condition=Q(posting=None, holder="")
                | (Q(post__isnull=False, posting__isnull=False) & ~Q(holder="")),
                name="nobody_is_charged_without_a_post",
            ),
        ]

    def __str__(self):
        return f"{self.printed}: {self.post or 'নির্ধারিত হয়নি'}"

    @property
    def is_resolved(self):
        return self.post_id is not None


class MeetingFile(models.Model):
    """A file kept with a meeting: the scan of its signed paper, or an annex."""

    class Kind(models.TextChoices):
        SCAN = "scan", "স্বাক্ষরিত কাগজের স্ক্যান"
        ANNEX = "annex", "পরিশিষ্ট"
        SHEET = "sheet", "পরিশিষ্ট-ক (স্বাক্ষরিত হাজিরা)"

    meeting = models.ForeignKey(
        Meeting, verbose_name="সভা", on_delete=models.CASCADE, related_name="files"
    )
    kind = models.CharField("ধরন", max_length=5, choices=Kind, default=Kind.ANNEX)
    name = KeptCharField("নাম", max_length=200)
    file = models.FileField("ফাইল", upload_to="meetings/")
    size = models.PositiveIntegerField("আকার (বাইট)")
    sha256 = KeptCharField("SHA-256", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="তুলেছেন",
        on_delete=models.PROTECT,
        related_name="+",
    )
    uploaded_at = models.DateTimeField("তোলার সময়", default=timezone.now)

    class Meta:
        verbose_name = "সংযুক্ত ফাইল"
        verbose_name_plural = "সংযুক্ত ফাইল"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "sha256"],
                name="a_file_once_with_a_meeting",
                violation_error_message="এই ফাইলটি ইতোমধ্যে সভার সঙ্গে আছে।",
            )
        ]

    def __str__(self):
        return self.name
