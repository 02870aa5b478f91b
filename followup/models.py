"""What became of each decision: whom it charges, by when, what they answer, and how it ended.

The row that is printed is the row that is chased: a Matter is a decision (a thread) of issued papers,
an Assignment the share of it that one post or somebody outside has. Each deed leaves a Step that tells how
the row stood after it, so that any past day can be told again; nothing in Answer and Step is overwritten.
"""

import secrets

from django.conf import settings
from django.db import models, transaction
from django.db.models import ExpressionWrapper, F, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.access import WrongState
from accounts.deeds import by_and_at, together
from accounts.models import Digest, Mail, record
from bangla.fields import KeptCharField, KeptJSONField, NormalCharField, NormalTextField
from committees.models import Committee
from distribution.models import Addressee
from documents.models import Document
from meetings.models import Charge, Decision, Meeting
from offices.models import Office, Post, Posting, today
from offices.rules import held_by, offices_acted_for

# Progress is told in steps; any other figure is an indicator's.
STEPS = (0, 25, 50, 90, 100)
# How often a share can be handed down: from a division to a union, and within the offices between.
DEEPEST_PART = 6


def new_token():
    """What stands in the address of a private link: 160 bits nobody guesses."""
    return secrets.token_urlsafe(20)


class Kind(models.TextChoices):
    """What a decision asks for; counted apart everywhere."""

    ONCE = "once", "একবারের কাজ"
    CONTINUING = "continuing", "চলমান দায়িত্ব"
    DONE = "done", "সভাতেই সম্পন্ন"
    INFORMATION = "information", "অবগতির জন্য"
    OUTSIDE = "outside", "বাইরের কাছে অনুরোধ"


# Kinds that nobody answers for, and no clock runs for.
UNCHASED = frozenset({Kind.DONE, Kind.INFORMATION})


class RollUp(models.TextChoices):
    """When a decision that charges several counts as done."""

    ALL = "all", "সবাই করলে"
    ANY = "any", "যে কেউ করলে"
    LEAD = "lead", "মূল দায়িত্বপ্রাপ্ত করলে"


class End(models.TextChoices):
    """How a decision ended."""

    VERIFIED = "verified", "বাস্তবায়িত, যাচাইকৃত"
    UNVERIFIABLE = "unverifiable", "যাচাই করা যায়নি"
    IRRELEVANT = "irrelevant", "আর প্রাসঙ্গিক নয়"
    NOT_DONE = "not_done", "বাস্তবায়ন ছাড়াই নিষ্পন্ন"
    RETIRED = "retired", "চলমান দায়িত্বের সমাপ্তি"
    WITHDRAWN = "withdrawn", "প্রত্যাহৃত বা পরিবর্তিত"


# What only the committee may end with, and gives a reason for.
BY_COMMITTEE = frozenset({End.UNVERIFIABLE, End.IRRELEVANT, End.NOT_DONE, End.RETIRED})


class MatterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the offices this person works in, and shown to those above it; for whom it charges, see
        Assignment: the owner of a share sees the decision through it."""
        mine = Office.objects.worked_in_by(user)
        return self.filter(
            Q(office__in=mine) | Q(shown_above=True, office__in=below_acted_for(user))
        )

    def issued(self):
        """Those that a paper in force has printed."""
        return self.exclude(decision=None)

    def open(self):
        return self.filter(state=Matter.State.OPEN)


def below_acted_for(user):
    """The offices at any depth under those this person acts for."""
    below = Office.objects.none()
    for office in offices_acted_for(user):
        below = below | Office.objects.below(office)
    return below


class Matter(models.Model):
    """A decision that is followed, through all the papers that print it: its kind, its clock, its end."""

    class State(models.TextChoices):
        DRAFT = "draft", "খসড়া"  # its paper has not gone out: what the clerk settled beforehand
        OPEN = "open", "চলমান"
        SUSPENDED = "suspended", "কাগজ বাতিল"
        ENDED = "ended", "নিষ্পন্ন"

    MOVES = {
        State.DRAFT: {State.OPEN},
        State.OPEN: {State.SUSPENDED, State.ENDED},
        State.SUSPENDED: {State.OPEN, State.ENDED},
        # What ended by mistake, or was taken up again by a later sitting.
        State.ENDED: {State.OPEN, State.SUSPENDED},
    }

    thread = models.UUIDField("পরিচয়", unique=True, editable=False)
    # The row in force: that of the last issued paper that prints it. None before the first issue, and
    # while that paper is void.
    decision = models.ForeignKey(
        Decision,
        verbose_name="সিদ্ধান্ত",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="matters",
    )
    committee = models.ForeignKey(
        Committee, verbose_name="কমিটি", on_delete=models.PROTECT, related_name="matters"
    )
    # The committee's, said here too: rights and figures ask for it.
    office = models.ForeignKey(
        Office, verbose_name="কার্যালয়", on_delete=models.PROTECT, related_name="matters"
    )
    state = models.CharField("অবস্থা", max_length=10, choices=State, default=State.DRAFT)
    kind = models.CharField("ধরন", max_length=12, choices=Kind, default=Kind.ONCE)
    # Whether a person has said so, or the verb proposed it.
    is_kind_settled = models.BooleanField("ধরন নিশ্চিত", default=False)
    roll_up = models.CharField("যেভাবে গোনা হবে", max_length=4, choices=RollUp, default=RollUp.ALL)
    # Whom the clerk settled its printed lines to mean (followup.owners); None: as proposed.
    owners = KeptJSONField("কার কাজ", null=True, blank=True)
    # The first date it had; and the date it has: typed, printed, or implied by the next sitting.
    first_due_on = models.DateField("প্রথম শেষ তারিখ", null=True, blank=True)
    due_on = models.DateField("শেষ তারিখ", null=True, blank=True)
    is_implied = models.BooleanField("অনুমিত তারিখ", default=False)
    times_extended = models.PositiveSmallIntegerField("কতবার সময় বেড়েছে", default=0)
    opened_on = models.DateField("যে তারিখ থেকে", null=True, blank=True)
    end = models.CharField("যেভাবে নিষ্পন্ন", max_length=12, choices=End, blank=True)
    ended_by, ended_at = by_and_at("নিষ্পত্তি করেছেন", "নিষ্পত্তির সময়")
    end_reason = NormalTextField("নিষ্পত্তির কারণ", blank=True)
    # Whether the offices above see it: its paper was submitted to them, or is public.
    shown_above = models.BooleanField("ঊর্ধ্বতন কার্যালয় দেখে", default=False)
    version = models.PositiveIntegerField("সংস্করণ", default=1)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = "অনুসৃত সিদ্ধান্ত"
        verbose_name_plural = "অনুসৃত সিদ্ধান্ত"
        ordering = ["-opened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "suspended"])
                | Q(decision__isnull=False, opened_on__isnull=False),
                name="what_is_chased_stands_in_a_paper",
            ),
            models.CheckConstraint(
                condition=Q(state="ended") & ~Q(end="") & Q(ended_at__isnull=False)
                | ~Q(state="ended") & Q(end="", ended_at=None),
                name="matter_ended_somehow",
            ),
            models.CheckConstraint(
                condition=Q(first_due_on=None, due_on=None)
                | Q(first_due_on__isnull=False, due_on__isnull=False),
                name="matter_keeps_its_first_date",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state", "due_on"], name="matter_by_office"),
            models.Index(fields=["committee", "state"], name="matter_by_committee"),
            models.Index(fields=["id"], condition=Q(state="suspended"), name="matter_suspended"),
        ]

    def __str__(self):
        return self.decision.text if self.decision_id else str(self.thread)

    @property
    def is_chased(self):
        return self.state == self.State.OPEN and self.kind not in UNCHASED

    @transaction.atomic
    def move_to(self, state, what, *, by, at=None, reason="", **changes):
        """The one place its state changes: lock, guard, save, tell in a Step and in the trail."""
        at = at or timezone.now()
        before = Matter.objects.select_for_update().get(pk=self.pk)
        if self.State(state) not in self.MOVES[self.State(before.state)]:
            raise WrongState(
                f"সিদ্ধান্তটি এখন “{before.get_state_display()}” অবস্থায় আছে; "
                f"এটি “{self.State(state).label}” করা যায় না।"
            )
        self._keep(what, by=by, at=at, reason=reason, state=state, **changes)

    @transaction.atomic
    def change(self, what, *, by, at=None, reason="", **changes):
        """Save what changes within a state, and tell it."""
        Matter.objects.select_for_update().get(pk=self.pk)
        self._keep(what, by=by, at=at or timezone.now(), reason=reason, **changes)

    def _keep(self, what, *, by, at, reason, **changes):
        changes["version"] = self.version + 1
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=list(changes))
        Step.tell(self, what, by=by, at=at, reason=reason)
        if by is not None:
            record(by=by, what=f"matter {what}", target=self, office=self.office, at=at)
        Stale.mark(self.office_id)


# What waits on the section: a claim, whose it is, a request for time, a disagreement.
ON_A_DESK = (
    Q(state__in=["settle", "claimed"]) | Q(wanted_due__isnull=False) | Q(disagreed_on__isnull=False)
)


# What another office gave than the one that has it.
_FROM_OTHERS = ~Q(giving_office=F("office"))


def _suspended():
    """The few decisions whose paper is void: looked up by themselves, not beside each share."""
    return Matter.objects.filter(state=Matter.State.SUSPENDED).order_by().values("pk")


class AssignmentQuerySet(models.QuerySet):
    def bulk_create(self, objs, *args, **told):
        objs = list(objs)
        for share in objs:
            share.place()
        return super().bulk_create(objs, *args, **told)

    def visible_to(self, user):
        """Those of the section, of the owner, of whoever handed them down, and what offices above are shown.

        An office's staff and officers see those of all its posts; a reader those of the own post alone;
        both all that was handed down from these, at any depth, and nothing of what stands beside them.
        """
        held = held_by(user)
        if not held.posts:
            return self.none()
        # Of whoever has the share above: of its own post, or of the office that asked for it in turn.
        from_above = Q()
        for above in ("parent__" * depth for depth in range(DEEPEST_PART)):
            from_above |= Q(**{f"{above}post__in": held.posts})
            from_above |= Q(**{f"{above}asking_office__in": held.offices})
        # A value, not “exists”: that one PostgreSQL may answer for the whole table beforehand.
        parent = Assignment.objects.filter(pk=OuterRef("parent")).order_by()
        came_down = parent.values(mine=ExpressionWrapper(from_above, models.BooleanField()))[:1]
        matter = Matter.objects.filter(pk=OuterRef("matter")).order_by()
        shown_above = matter.values("shown_above")[:1]
        return self.filter(
            self._touched_by(held)
            | Q(level__gte=1) & Q(Subquery(came_down))
            | Q(giving_office__in=below_acted_for(user).values("pk")) & Q(Subquery(shown_above))
        )

    def touched_by(self, held):
        """Those a person has to do with (offices.rules.held_by): given by the own office, handed down by
        it, or its own."""
        return self.filter(self._touched_by(held))

    def from_others(self):
        """Those that another office gave than the one that has them."""
        return self.filter(_FROM_OTHERS)

    @staticmethod
    def _touched_by(held):
        return (
            Q(giving_office__in=held.offices)
            | Q(asking_office__in=held.offices)
            | Q(office__in=held.offices)
            | Q(post__in=held.posts)
        )

    def below(self, assignment):
        """Its parts, and theirs, at every depth, without itself; those that ended too."""
        under = Q()
        for depth in range(1, DEEPEST_PART + 1):
            under |= Q(**{"__".join(["parent"] * depth): assignment})
        return self.filter(under, matter=assignment.matter_id)

    def owned_by(self, user):
        """Those this person is to answer: of the own posts, and of the offices acted for."""
        held = held_by(user)
        return self.filter(Q(post__in=held.posts) | Q(office__in=held.offices))

    def open(self):
        """Those that go on; none of a decision whose paper is void."""
        return self.filter(state__in=Assignment.UNFINISHED).exclude(matter__in=_suspended())

    def late(self, on=None):
        """Those the owner is late with on a day; a claim waits on the verifier and is not."""
        late = self.filter(state__in=Assignment.RUNNING, due_on__lt=on or today())
        return late.exclude(matter__in=_suspended())

    def with_decision(self):
        """With all that a line about one tells."""
        return self.select_related(
            "matter__decision__item", "matter__decision__meeting__paper", "matter__committee",
            "matter__office", "post__office", "addressee", "office", "parent", "asking_office",
        )  # fmt: skip


class Assignment(models.Model):
    """The share of a decision that one post, or somebody outside the portal, is to carry out."""

    class State(models.TextChoices):
        SETTLE = "settle", "কার কাজ, নির্ধারণ বাকি"
        OPEN = "open", "চলমান"
        CLAIMED = "claimed", "সম্পন্ন দাবি, যাচাই বাকি"
        VERIFIED = "verified", "যাচাইকৃত"
        UNVERIFIABLE = "unverifiable", "যাচাই করা যায়নি"
        IRRELEVANT = "irrelevant", "আর প্রাসঙ্গিক নয়"
        NOT_DONE = "not_done", "বাস্তবায়ন ছাড়াই নিষ্পন্ন"
        RETIRED = "retired", "চলমান দায়িত্বের সমাপ্তি"
        REASSIGNED = "reassigned", "অন্যকে দেওয়া হয়েছে"
        WITHDRAWN = "withdrawn", "প্রত্যাহৃত"

    # The owner's clock runs; and whatever is not at its end.
    RUNNING = frozenset({State.OPEN, State.SETTLE})
    UNFINISHED = RUNNING | {State.CLAIMED}
    ENDS = frozenset(State) - UNFINISHED
    # Of somebody else now, or of nobody: it counts no more.
    GIVEN_UP = frozenset({State.REASSIGNED, State.WITHDRAWN})

    MOVES = {
        State.SETTLE: {State.OPEN, State.REASSIGNED} | (ENDS - {State.VERIFIED}),
        State.OPEN: {State.SETTLE, State.CLAIMED} | (ENDS - {State.VERIFIED}),
        State.CLAIMED: {State.OPEN, State.VERIFIED} | ENDS,
        # Taken up again: verified by mistake, or by a later sitting; or withdrawn with its paper.
        **dict.fromkeys(ENDS, frozenset({State.OPEN, State.WITHDRAWN})),
    }

    class Part(models.TextChoices):
        LEAD = "lead", "মূল"
        SUPPORT = "support", "সহায়ক"

    matter = models.ForeignKey(
        Matter, verbose_name="সিদ্ধান্ত", on_delete=models.PROTECT, related_name="assignments"
    )
    # Handed down by the owner of another one; `level` counts how often.
    parent = models.ForeignKey(
        "self",
        verbose_name="যাঁর কাজের অংশ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    level = models.PositiveSmallIntegerField("ধাপ", default=0)
    is_essential = models.BooleanField("এটি ছাড়া উপরেরটি শেষ নয়", default=True)
    # The frozen charge of the issued paper that it comes from, and its printed line.
    charge = models.ForeignKey(
        Charge,
        verbose_name="কাগজের দায়িত্ব",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    printed = NormalTextField("বাস্তবায়নকারী, যেমন ছাপা", blank=True)
    position = models.PositiveSmallIntegerField("ক্রম", default=0)
    part = models.CharField("ভূমিকা", max_length=7, choices=Part, default=Part.LEAD)
    post = models.ForeignKey(
        Post,
        verbose_name="পদ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    # The office of the post, said here too: rights and figures ask for it.
    office = models.ForeignKey(
        Office,
        verbose_name="দায়িত্বপ্রাপ্ত কার্যালয়",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    # Somebody outside the portal: as they are called, and where the address book has them.
    outsider = NormalTextField("পোর্টালের বাইরের কেউ", blank=True)
    addressee = models.ForeignKey(
        Addressee,
        verbose_name="ঠিকানা বইয়ের প্রাপক",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    # The office of the decision, and the office whose section verifies it, settles it, extends it: whoever
    # handed it down, else that of the decision. Said here too, so that lists find them by one index.
    giving_office = models.ForeignKey(
        Office,
        verbose_name="যে কার্যালয়ের সিদ্ধান্ত",
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    asking_office = models.ForeignKey(
        Office,
        verbose_name="যে কার্যালয় কাজটি দিয়েছে",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    # What a handed-down one asks for, where it is not the decision itself.
    asked = NormalTextField("যা করতে হবে", blank=True)

    state = models.CharField("অবস্থা", max_length=12, choices=State, default=State.OPEN)
    progress = models.PositiveSmallIntegerField("অগ্রগতি (%)", default=0)
    first_due_on = models.DateField("প্রথম শেষ তারিখ", null=True, blank=True)
    due_on = models.DateField("শেষ তারিখ", null=True, blank=True)
    is_implied = models.BooleanField("অনুমিত তারিখ", default=False)
    times_extended = models.PositiveSmallIntegerField("কতবার সময় বেড়েছে", default=0)
    # An extension that was asked for and is not answered yet.
    wanted_due = models.DateField("যে তারিখ পর্যন্ত সময় চান", null=True, blank=True)
    # Since when the owner disagrees, and the section has said nothing to it.
    disagreed_on = models.DateField("দ্বিমত জানানোর তারিখ", null=True, blank=True)
    # Who holds it up, as the owner says.
    waits_for = NormalCharField("যার অপেক্ষায়", max_length=300, blank=True)
    # The day of the claim that counts: on time is judged by it.
    claimed_on = models.DateField("সম্পন্ন দাবির তারিখ", null=True, blank=True)
    # The day of the first answer of any kind.
    answered_on = models.DateField("প্রথম উত্তরের তারিখ", null=True, blank=True, editable=False)
    # By when the section has to act: verify a claim, settle whose it is, answer a request.
    desk_due_on = models.DateField("শাখার করণীয়র শেষ তারিখ", null=True, blank=True)
    # How often a claim was sent back.
    turn = models.PositiveSmallIntegerField("কতবার ফেরত", default=0)
    opened_on = models.DateField("যে তারিখ থেকে")
    ended_on = models.DateField("শেষের তারিখ", null=True, blank=True)
    moved_at = models.DateTimeField("এই অবস্থা যখন থেকে", default=timezone.now)
    version = models.PositiveIntegerField("সংস্করণ", default=1)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "করণীয়"
        verbose_name_plural = "করণীয়"
        ordering = ["matter", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(post=None, office=None) | Q(post__isnull=False, office__isnull=False),
                name="owner_and_office_go_together",
            ),
            models.CheckConstraint(
                # What nobody was found for ends without an owner, too.
                condition=~Q(state__in=["open", "claimed", "verified"])
                | ~Q(post=None, outsider=""),
                name="what_is_chased_has_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(post=None) | Q(outsider="", addressee=None),
                name="owner_is_inside_or_outside",
            ),
            models.CheckConstraint(
                condition=Q(first_due_on=None, due_on=None)
                | Q(first_due_on__isnull=False, due_on__isnull=False),
                name="assignment_keeps_its_first_date",
            ),
            models.CheckConstraint(
                condition=Q(parent=None, level=0)
                | Q(parent__isnull=False, level__gte=1, level__lte=DEEPEST_PART),
                name="level_counts_handing_down",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="not_its_own_part"),
            models.CheckConstraint(
                condition=Q(parent__isnull=False)
                | Q(asking_office__isnull=False, asking_office=F("giving_office")),
                name="who_decided_asks_for_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="claimed")
                | Q(claimed_on__isnull=False, desk_due_on__isnull=False),
                name="claim_moves_the_clock",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_up_to_a_hundred"),
            models.UniqueConstraint(
                fields=["matter", "post"],
                condition=Q(parent=None) & Q(state__in=["settle", "open", "claimed", "verified"]),
                name="one_share_a_post",
                violation_error_message="এই পদ এই সিদ্ধান্তের দায়িত্বে ইতোমধ্যে আছে।",
            ),
            models.UniqueConstraint(
                fields=["parent", "post"],
                condition=Q(parent__isnull=False)
                & Q(state__in=["settle", "open", "claimed", "verified"]),
                name="one_part_a_post",
                violation_error_message="এই পদকে এই কাজের অংশ ইতোমধ্যে দেওয়া হয়েছে।",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "state", "due_on"], name="assignment_by_owner_office"),
            models.Index(fields=["post", "state", "due_on"], name="assignment_by_post"),
            models.Index(fields=["state", "due_on"], name="assignment_by_due"),
            models.Index(fields=["state", "desk_due_on"], name="assignment_by_desk"),
            models.Index(fields=["giving_office", "state", "due_on"], name="assignment_by_giver"),
            models.Index(fields=["asking_office", "state", "due_on"], name="assignment_by_asker"),
            models.Index(fields=["office"], condition=_FROM_OTHERS, name="assignment_from_others"),
            models.Index(
                fields=["asking_office"],
                condition=Q(parent__isnull=False),
                name="assignment_handed_down",
            ),
            models.Index(
                fields=["asking_office", "desk_due_on", "moved_at", "id"],
                condition=ON_A_DESK,
                name="assignment_on_a_desk",
            ),
        ]

    def __str__(self):
        return f"{self.owner}: {self.matter}"

    def save(self, *args, **told):
        if self._state.adding:
            self.place()
        super().save(*args, **told)

    @property
    def owner(self):
        """Who is to answer, as pages call them."""
        if self.post_id:
            return str(self.post)
        return " ".join((self.outsider or self.printed).split())

    def place(self):
        """Take the offices that give it and ask for it from its decision and from whoever handed it down."""
        self.giving_office_id = self.matter.office_id
        self.asking_office_id = self.parent.office_id if self.parent_id else self.giving_office_id

    @property
    def is_running(self):
        return self.state in self.RUNNING

    def days_late(self, on=None):
        """How many days the owner is late on a day; 0 for one that is not."""
        if self.state not in self.RUNNING or self.due_on is None:
            return 0
        return max(((on or today()) - self.due_on).days, 0)

    @transaction.atomic
    def move_to(self, state, what, *, by, at=None, answer=None, reason="", **changes):
        """The one place its state changes: lock, guard, save, tell in a Step and in the trail.

        `what` is the end of the event's name, "assignment <what>"; `by` is None for who answers by a
        private link. Raises WrongState where the move is not in MOVES.
        """
        at = at or timezone.now()
        before = Assignment.objects.select_for_update().get(pk=self.pk)
        if self.State(state) not in self.MOVES[self.State(before.state)]:
            raise WrongState(
                f"কাজটি এখন “{before.get_state_display()}” অবস্থায় আছে; "
                f"এটি “{self.State(state).label}” করা যায় না।"
            )
        changes |= {"state": state, "moved_at": at}
        if state in self.ENDS:
            changes.setdefault("ended_on", timezone.localdate(at))
        elif before.state in self.ENDS:
            changes.setdefault("ended_on", None)
        self._keep(what, by=by, at=at, answer=answer, reason=reason, **changes)

    @transaction.atomic
    def change(self, what, *, by, at=None, answer=None, reason="", **changes):
        """Save what changes within a state, and tell it."""
        Assignment.objects.select_for_update().get(pk=self.pk)
        self._keep(what, by=by, at=at or timezone.now(), answer=answer, reason=reason, **changes)

    def _keep(self, what, *, by, at, answer, reason, **changes):
        if answer is not None and self.answered_on is None:
            changes["answered_on"] = timezone.localdate(answer.at)
        if "parent" in changes:
            parent = changes["parent"]
            changes["asking_office_id"] = parent.office_id if parent else self.giving_office_id
        changes["version"] = self.version + 1
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=list(changes))
        if "office" in changes:
            self.children.update(asking_office=self.office)
        Step.tell(self.matter, what, assignment=self, by=by, at=at, answer=answer, reason=reason)
        # Who comes by a private link has no account to name in the trail; the Step tells it.
        if by is not None:
            office = self.matter.office
            record(by=by, what=f"assignment {what}", target=self, office=office, at=at)
        Stale.mark(self.matter.office_id, self.office_id)


class Answer(models.Model):
    """What an owner answered. Never changed and never removed; the last of its kind counts."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", "অগ্রগতি"
        CLAIM = "claim", "সম্পন্ন হয়েছে"
        BLOCKED = "blocked", "বাধাগ্রস্ত"
        WAITING = "waiting", "অন্যের অপেক্ষায়"
        NOT_MINE = "not_mine", "আমাদের কাজ নয়"
        EXTENSION = "extension", "সময় চাই"
        DISAGREES = "disagrees", "একমত নই"

    assignment = models.ForeignKey(
        Assignment, verbose_name="করণীয়", on_delete=models.PROTECT, related_name="answers"
    )
    kind = models.CharField("উত্তর", max_length=10, choices=Kind)
    progress = models.PositiveSmallIntegerField("অগ্রগতি (%)", null=True, blank=True)
    text = NormalTextField("বিবরণ", blank=True)
    # Of a claim: when it was done.
    done_on = models.DateField("সম্পন্ন হওয়ার তারিখ", null=True, blank=True)
    # Who holds it up.
    party = NormalCharField("কার জন্য", max_length=300, blank=True)
    # Of “not mine”: whose it is, as the owner says.
    proposed_post = models.ForeignKey(
        Post,
        verbose_name="যাঁর কাজ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    proposed = NormalCharField("যাঁর কাজ", max_length=300, blank=True)
    wanted_due = models.DateField("যে তারিখ পর্যন্ত", null=True, blank=True)
    # What the portal pointed out as it was given (followup.echoes): ["echo", "no_proof", …].
    warnings = KeptJSONField("সতর্কতা", default=list, blank=True)
    # The due day of the period that a report of a continuing duty is for.
    for_due_on = models.DateField("যে মেয়াদের", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="কে",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Who it was: the name, and of whom a private link is, the post.
    holder = NormalCharField("উত্তরদাতা", max_length=300)
    link = models.ForeignKey(
        "Link",
        verbose_name="লিংক",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField("সময়", default=timezone.now)
    # The form it was sent by: the same form sent twice is one answer.
    token = models.UUIDField("অনুরোধ", null=True, blank=True, unique=True)

    class Meta:
        verbose_name = "উত্তর"
        verbose_name_plural = "উত্তর"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="claim") | Q(done_on__isnull=False), name="claim_says_when"
            ),
            models.CheckConstraint(
                condition=~Q(kind="extension") | Q(wanted_due__isnull=False),
                name="extension_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(by=None, link__isnull=False) | Q(by__isnull=False),
                name="somebody_answers",
            ),
        ]
        indexes = [models.Index(fields=["assignment", "at"], name="answer_by_assignment")]

    def __str__(self):
        return f"{self.assignment}: {self.get_kind_display()}"


class Proof(models.Model):
    """A file that shows what an answer says (প্রমাণক)."""

    answer = models.ForeignKey(
        Answer, verbose_name="উত্তর", on_delete=models.PROTECT, related_name="proofs"
    )
    document = models.ForeignKey(
        Document, verbose_name="ফাইল", on_delete=models.PROTECT, related_name="+"
    )
    name = KeptCharField("নাম", max_length=200)

    class Meta:
        verbose_name = "প্রমাণক"
        verbose_name_plural = "প্রমাণক"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "document"], name="a_proof_once_in_an_answer")
        ]

    def __str__(self):
        return self.name


class Step(models.Model):
    """A step in the life of a decision or of one share of it, and how that stood after it."""

    matter = models.ForeignKey(
        Matter, verbose_name="সিদ্ধান্ত", on_delete=models.PROTECT, related_name="steps"
    )
    assignment = models.ForeignKey(
        Assignment,
        verbose_name="করণীয়",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="steps",
    )
    at = models.DateTimeField("সময়", default=timezone.now)
    # The end of the name of the event in the trail: “opened”, “claimed”, “sent back” …
    what = KeptCharField("কী", max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="কে",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer = models.ForeignKey(
        Answer,
        verbose_name="উত্তর",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = NormalTextField("কারণ", blank=True)
    # How it stood afterwards: of a share all of these, of a decision its kind, dates, state and end.
    state = KeptCharField("অবস্থা", max_length=12)
    kind = KeptCharField("ধরন", max_length=12)
    end = KeptCharField("যেভাবে নিষ্পন্ন", max_length=12, blank=True)
    progress = models.PositiveSmallIntegerField("অগ্রগতি (%)", default=0)
    first_due_on = models.DateField("প্রথম শেষ তারিখ", null=True, blank=True)
    due_on = models.DateField("শেষ তারিখ", null=True, blank=True)
    claimed_on = models.DateField("সম্পন্ন দাবির তারিখ", null=True, blank=True)
    post = models.ForeignKey(
        Post, verbose_name="পদ", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Of a share: whose it was, as they were called, and which part they had.
    owner = NormalTextField("দায়িত্বপ্রাপ্ত, যেমন তখন", blank=True)
    part = KeptCharField("ভূমিকা", max_length=7, blank=True)
    is_implied = models.BooleanField("অনুমিত তারিখ", default=False)
    opened_on = models.DateField("যে তারিখ থেকে", null=True, blank=True)
    # Kept when the row is gone: what it said stands in its history.
    decision = models.ForeignKey(
        Decision,
        verbose_name="সিদ্ধান্তের সারি",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )

    class Meta:
        verbose_name = "ধাপ"
        verbose_name_plural = "ধাপ"
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["matter", "at"], name="step_by_matter"),
            models.Index(fields=["assignment", "at"], name="step_by_assignment"),
        ]

    def __str__(self):
        return f"{self.matter}: {self.what}"

    @classmethod
    def of(cls, matter, what, *, assignment=None, by=None, at=None, answer=None, reason=""):
        """A Step, not saved, of how the row stands in memory."""
        row = assignment or matter
        return cls(
            matter=matter,
            assignment=assignment,
            at=at or timezone.now(),
            what=what,
            by=by,
            answer=answer,
            reason=reason,
            state=row.state,
            kind=matter.kind,
            end=matter.end,
            progress=assignment.progress if assignment else 0,
            first_due_on=row.first_due_on,
            due_on=row.due_on,
            claimed_on=assignment.claimed_on if assignment else None,
            post_id=assignment.post_id if assignment else None,
            owner=assignment.owner if assignment else "",
            part=assignment.part if assignment else "",
            is_implied=row.is_implied,
            opened_on=row.opened_on,
            decision_id=matter.decision_id,
        )

    @classmethod
    def tell(cls, matter, what, **told):
        step = cls.of(matter, what, **told)
        step.save(force_insert=True)
        return step


class Link(models.Model):
    """A private link: it opens the page of one share for who has no account. Each reminder has a fresh
    one, and an older one says so."""

    assignment = models.ForeignKey(
        Assignment, verbose_name="করণীয়", on_delete=models.PROTECT, related_name="links"
    )
    token = KeptCharField("চাবি", max_length=40, unique=True, default=new_token, editable=False)
    made_at = models.DateTimeField("তৈরির সময়", default=timezone.now)

    class Meta:
        verbose_name = "ব্যক্তিগত লিংক"
        verbose_name_plural = "ব্যক্তিগত লিংক"
        ordering = ["pk"]

    def __str__(self):
        return str(self.assignment)

    @property
    def is_last(self):
        return not Link.objects.filter(assignment=self.assignment_id, pk__gt=self.pk).exists()


class Nudge(models.Model):
    """That one person was told of one share on one day: by a digest, or, outside the portal, by a mail."""

    assignment = models.ForeignKey(
        Assignment, verbose_name="করণীয়", on_delete=models.PROTECT, related_name="nudges"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="কাকে",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    digest = models.ForeignKey(
        Digest,
        verbose_name="বার্তা",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="nudges",
    )
    mail = models.ForeignKey(
        Mail,
        verbose_name="ইমেইল",
        null=True,
        blank=True,
        # Mail that was sent is forgotten in time.
        on_delete=models.SET_NULL,
        related_name="+",
    )
    link = models.ForeignKey(
        Link, verbose_name="লিংক", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    told_on = models.DateField("তারিখ")
    # The rung of the ladder (followup.ladder): how far before or after the date, and to whom.
    rung = KeptCharField("ধাপ", max_length=20)
    due_on = models.DateField("শেষ তারিখ", null=True, blank=True)
    turn = models.PositiveSmallIntegerField("কতবার ফেরতের পরে", default=0)

    class Meta:
        verbose_name = "তাগিদ"
        verbose_name_plural = "তাগিদ"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "user", "told_on"],
                condition=Q(user__isnull=False),
                name="nudged_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["assignment", "told_on"],
                condition=Q(user=None),
                name="outsider_nudged_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(user=None, digest=None) | Q(user__isnull=False, digest__isnull=False),
                name="nudge_comes_with_a_digest_or_a_mail",
            ),
        ]

    def __str__(self):
        return f"{self.assignment}: {self.rung}"


class Review(models.Model):
    """The table of earlier decisions that a sitting is given: open for answers, reviewed, then frozen."""

    meeting = models.OneToOneField(
        Meeting, verbose_name="সভা", on_delete=models.CASCADE, related_name="review"
    )
    # The rows as they were frozen (followup.table): a list of dicts.
    rows = KeptJSONField("ছক", null=True, blank=True)
    # On its day the worker freezes it, and nobody is named.
    frozen_by, frozen_at = by_and_at("চূড়ান্ত করেছেন", "চূড়ান্ত করার সময়")

    class Meta:
        verbose_name = "আগের সিদ্ধান্তের ছক"
        verbose_name_plural = "আগের সিদ্ধান্তের ছক"
        constraints = [
            models.CheckConstraint(
                condition=Q(rows__isnull=True, frozen_at=None, frozen_by=None)
                | Q(rows__isnull=False, frozen_at__isnull=False),
                name="a_frozen_table_has_its_rows",
            )
        ]

    def __str__(self):
        return str(self.meeting)


class Disposal(models.Model):
    """What a sitting does with an earlier decision; it takes effect as its minutes are issued."""

    class Choice(models.TextChoices):
        CARRY = "carry", "চলমান থাকবে"
        EXTEND = "extend", "সময় বাড়বে"
        CLOSE = "close", "নিষ্পন্ন"

    meeting = models.ForeignKey(
        Meeting, verbose_name="সভা", on_delete=models.CASCADE, related_name="disposals"
    )
    matter = models.ForeignKey(
        Matter, verbose_name="সিদ্ধান্ত", on_delete=models.PROTECT, related_name="disposals"
    )
    choice = models.CharField("যা হবে", max_length=6, choices=Choice, default=Choice.CARRY)
    end = models.CharField("যেভাবে নিষ্পন্ন", max_length=12, choices=End, blank=True)
    new_due = models.DateField("নতুন শেষ তারিখ", null=True, blank=True)
    reason = NormalTextField("কারণ", blank=True)
    decided_by, decided_at = by_and_at("লিখেছেন", "লেখার সময়")
    # When the minutes went out and it was done; and the dates as they were, to go back to.
    done_at = models.DateTimeField("কার্যকর", null=True, blank=True)
    before = KeptJSONField("আগে যা ছিল", null=True, blank=True)

    class Meta:
        verbose_name = "আগের সিদ্ধান্তের বিষয়ে যা হলো"
        verbose_name_plural = "আগের সিদ্ধান্তের বিষয়ে যা হলো"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "matter"], name="disposed_once_a_sitting"),
            models.CheckConstraint(
                condition=Q(choice="close") & ~Q(end="") | ~Q(choice="close") & Q(end=""),
                name="closing_says_how",
            ),
            models.CheckConstraint(
                condition=Q(choice="extend", new_due__isnull=False)
                | ~Q(choice="extend") & Q(new_due=None),
                name="extending_says_until_when",
            ),
            *together("decided", of="disposal_"),
        ]

    def __str__(self):
        return f"{self.matter}: {self.get_choice_display()}"


class Upward(models.Model):
    """That a progress report tells an office above, on one day, what became of certain decisions."""

    report = models.OneToOneField(
        Meeting, verbose_name="প্রতিবেদন", on_delete=models.CASCADE, related_name="upward"
    )
    # The sitting whose decisions it answers, where the portal has it: of an office above, or one's own.
    about = models.ForeignKey(
        Meeting,
        verbose_name="যে সভার সিদ্ধান্ত",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reported_by",
    )
    stands_on = models.DateField("যে তারিখের অবস্থা")
    # The moment up to which answers count: the end of that day, or that of the look if it was earlier.
    stands_at = models.DateTimeField("যে সময় পর্যন্ত", default=timezone.now)
    # {thread of a decision: the progress that was drafted for it}: what was typed since differs.
    drafted = KeptJSONField("যা বসানো হয়েছিল", default=dict, blank=True)

    class Meta:
        verbose_name = "অগ্রগতি প্রতিবেদনের উৎস"
        verbose_name_plural = "অগ্রগতি প্রতিবেদনের উৎস"

    def __str__(self):
        return str(self.report)


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the offices this person works in, and of those below whom they act for."""
        mine = Office.objects.worked_in_by(user)
        return self.filter(Q(office__in=mine) | Q(office__in=below_acted_for(user)))


class Indicator(models.Model):
    """An indicator of an office's plan of a fiscal year: [১.১.১], its target, what each quarter achieved."""

    class Counting(models.TextChoices):
        """How what the quarters achieved adds up to that of the year."""

        SUM = "sum", "সমষ্টি"
        MEAN = "mean", "গড়"
        LAST = "last", "ক্রমপুঞ্জিভূত"

    office = models.ForeignKey(
        Office, verbose_name="কার্যালয়", on_delete=models.PROTECT, related_name="indicators"
    )
    # The year in which the fiscal year begins.
    year = models.PositiveSmallIntegerField("অর্থবছরের শুরু")
    code = NormalCharField("সূচকের কোড", max_length=20)
    name = NormalTextField("কর্মসম্পাদন সূচক")
    unit = NormalCharField("একক", max_length=40, blank=True)
    target = models.DecimalField("লক্ষ্যমাত্রা", max_digits=14, decimal_places=2)
    counting = models.CharField("গণনা পদ্ধতি", max_length=4, choices=Counting, default=Counting.SUM)
    version = models.PositiveIntegerField("সংস্করণ", default=1)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "সূচক"
        verbose_name_plural = "সূচক"
        ordering = ["-year", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target__gt=0),
                name="a_target_is_something",
                violation_error_message="লক্ষ্যমাত্রা শূন্যের বেশি হতে হবে।",
            ),
            models.UniqueConstraint(
                fields=["office", "year", "code"],
                name="indicator_once_a_year",
                violation_error_message="এই অর্থবছরে এই কোডের সূচক ইতোমধ্যে আছে।",
            ),
        ]

    def __str__(self):
        return f"[{self.code}] {self.name}"


class Achievement(models.Model):
    """What an indicator achieved in one quarter, as told at one time; the last counts."""

    indicator = models.ForeignKey(
        Indicator, verbose_name="সূচক", on_delete=models.PROTECT, related_name="achievements"
    )
    quarter = models.PositiveSmallIntegerField("ত্রৈমাসিক")
    value = models.DecimalField("অর্জন", max_digits=14, decimal_places=2)
    note = NormalCharField("মন্তব্য", max_length=300, blank=True)
    told_by, told_at = by_and_at("লিখেছেন", "লেখার সময়")

    class Meta:
        verbose_name = "অর্জন"
        verbose_name_plural = "অর্জন"
        ordering = ["quarter", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4), name="a_year_has_four_quarters"
            ),
            *together("told", of="achievement_"),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.quarter}"


class HandoverQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the own post, and of all posts of the offices acted for."""
        mine = Posting.objects.current().filter(user=user).values("post")
        return self.filter(Q(post__in=mine) | Q(post__office__in=offices_acted_for(user)))


class Handover(models.Model):
    """The open work of a post as one holder leaves it to the next: a list, signed for by both."""

    post = models.ForeignKey(
        Post, verbose_name="পদ", on_delete=models.PROTECT, related_name="handovers"
    )
    leaving = models.ForeignKey(
        Posting,
        verbose_name="যিনি যাচ্ছেন",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    coming = models.ForeignKey(
        Posting,
        verbose_name="যিনি আসছেন",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # The rows as they stood when it was made: a list of dicts.
    rows = KeptJSONField("তালিকা", default=list)
    note = NormalTextField("মন্তব্য", blank=True)
    handed_by, handed_at = by_and_at("হস্তান্তর করেছেন", "হস্তান্তরের সময়")
    received_by, received_at = by_and_at("গ্রহণ করেছেন", "গ্রহণের সময়")

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "দায়িত্ব হস্তান্তর"
        verbose_name_plural = "দায়িত্ব হস্তান্তর"
        ordering = ["-pk"]
        constraints = [*together("handed", "received", of="handover_")]

    def __str__(self):
        return f"{self.post}: {self.handed_at:%Y-%m-%d}" if self.handed_at else str(self.post)


class Tally(models.Model):
    """The figures of an office on a day, counted beforehand (followup.tallies): its own, and with all below."""

    office = models.OneToOneField(
        Office, verbose_name="কার্যালয়", on_delete=models.CASCADE, related_name="tally"
    )
    counted_on = models.DateField("তারিখ")
    own = KeptJSONField("নিজের", default=dict)
    below = KeptJSONField("অধীনসহ", default=dict)
    made_at = models.DateTimeField("গোনার সময়", default=timezone.now)

    class Meta:
        verbose_name = "হিসাব"
        verbose_name_plural = "হিসাব"

    def __str__(self):
        return f"{self.office}: {self.counted_on}"


class Stale(models.Model):
    """That the figures of an office have changed since they were counted. Rows are only added by acts, so
    that no two wait for each other, and cleared by who counts."""

    office = models.ForeignKey(
        Office, verbose_name="কার্যালয়", on_delete=models.CASCADE, related_name="+"
    )
    # Only the figures of an office below have changed.
    is_of_below = models.BooleanField("অধীনেরটি বদলেছে", default=False)

    class Meta:
        verbose_name = "পুরোনো হিসাব"
        verbose_name_plural = "পুরোনো হিসাব"

    def __str__(self):
        return str(self.office)

    @classmethod
    def mark(cls, *offices, is_of_below=False):
        cls.objects.bulk_create(
            cls(office_id=pk, is_of_below=is_of_below) for pk in dict.fromkeys(offices) if pk
        )
