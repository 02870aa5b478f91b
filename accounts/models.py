"""Who signs in, and the trail of what they did."""

import unicodedata

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.chain import NOTHING_BEFORE, TOLD, as_kept, chain_of, event_hash
from bangla.fields import KeptCharField, KeptEmailField, KeptJSONField, KeptTextField

# The one thing that is done by nobody we know.
FAILED_SIGN_IN = "sign-in failed"


# Signs of a sign-in name that are read for one another on a screen or in a chat.
LOOK_ALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", ".": None, "_": None, "-": None})

# Joiners shape Bengali letters and are part of some names; nothing else unseen is.
JOINERS = "\u200c\u200d"


def check_name(name):
    """Refuse what a reader cannot see: control and direction marks, unassigned codes."""
    if any(unicodedata.category(char)[0] == "C" and char not in JOINERS for char in name):
        raise ValidationError("লেখাটিতে অদৃশ্য অক্ষর আছে; আবার টাইপ করুন।")


def drawn(username):
    """A sign-in name as the eye takes it; two people with one are taken for each other."""
    return username.translate(LOOK_ALIKES).replace("rn", "m").replace("vv", "w")


class UserQuerySet(models.QuerySet):
    def update(self, **changes):
        """As always; whoever is closed by it has no session any more, now or later."""
        if changes.get("is_active") is False:
            changes["sessions_ended"] = F("sessions_ended") + 1
        return super().update(**changes)

    def end_sessions(self):
        """End all sessions of these people for good."""
        return self.update(sessions_ended=F("sessions_ended") + 1)


class Accounts(UserManager.from_queryset(UserQuerySet)):
    use_in_migrations = False


class User(AbstractUser):
    """Someone who can sign in. What they may do follows from the posts they hold, not from here."""

    first_name = None
    last_name = None
    username = KeptCharField(
        "ব্যবহারকারী নাম",
        max_length=60,
        unique=True,
        # One script and one digit system, so that two sign-ins cannot look alike.
        validators=[
            RegexValidator(
                r"\A[a-z0-9][a-z0-9._-]*\Z", "ছোট হাতের ইংরেজি অক্ষর, অঙ্ক, . _ - ব্যবহার করুন।"
            )
        ],
        error_messages={"unique": "এই নামে একজন ব্যবহারকারী আছেন।"},
    )
    name = KeptCharField("নাম", max_length=120, validators=[check_name])
    email = KeptEmailField(_("email address"), blank=True)
    must_change_password = models.BooleanField(
        "প্রথম প্রবেশে পাসওয়ার্ড বদলাবেন",
        default=False,
        help_text="প্রশাসকের দেওয়া পাসওয়ার্ড দিয়ে আর কোনো কাজ করা যাবে না, নিজের পাসওয়ার্ড দিতে হবে।",
    )

    # How often all sessions of this person were ended for good; only ever counted up, by the database.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    REQUIRED_FIELDS = ["name"]

    objects = Accounts()

    class Meta:
        verbose_name = "ব্যবহারকারী"
        verbose_name_plural = "ব্যবহারকারী"

    def __str__(self):
        return self.name or self.username

    def clean(self):
        super().clean()
        # `postings` are those of the room of offices, which refuses the other way round.
        if self.is_superuser and self.pk and self.postings.unfinished().exists():
            raise ValidationError(
                "যিনি কোনো পদে আছেন তিনি সিস্টেম প্রশাসক হতে পারেন না; এই কাজের জন্য তাঁর আলাদা হিসাব খুলুন।"
            )
        for other in User.objects.exclude(pk=self.pk).values_list("username", flat=True):
            # The very same name is for the constraint to refuse.
            if other != self.username and drawn(other) == drawn(self.username):
                raise ValidationError({"username": f"“{other}” থেকে আলাদা করে চেনা যায় এমন নাম দিন।"})

    @classmethod
    def from_db(cls, db, field_names, values):
        user = super().from_db(db, field_names, values)
        user._was_active = user.is_active if "is_active" in field_names else None
        return user

    def save(self, *args, update_fields=None, **kwargs):
        """Closing an account ends its sessions for good: none of them works when it is opened again.

        A copy that was read before writes neither back: not the count, and not what it did not change.
        """
        self.name = " ".join(unicodedata.normalize("NFC", self.name).split())
        was_active = getattr(self, "_was_active", None)
        is_told = update_fields is None or "is_active" in update_fields
        is_closed = is_told and was_active and not self.is_active
        if not self._state.adding and update_fields is None and not kwargs.get("force_insert"):
            kept = {"sessions_ended"} | ({"is_active"} if was_active == self.is_active else set())
            update_fields = (
                {field.name for field in self._meta.concrete_fields if not field.primary_key}
                - kept
                - self.get_deferred_fields()
            )
        with transaction.atomic():
            super().save(*args, update_fields=update_fields, **kwargs)
            if is_closed:
                User.objects.filter(pk=self.pk).end_sessions()
        self._was_active = self.is_active

    def _get_session_auth_hash(self, secret=None):
        """What a session is bound to: the password, and how often all sessions were ended."""
        bound = super()._get_session_auth_hash(secret)
        if not self.sessions_ended:
            return bound
        ended = f"{bound}:{self.sessions_ended}"
        return salted_hmac("accounts.User.session", ended, algorithm="sha256").hexdigest()

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)


class WrongAnswers(models.Model):
    """How often in a row a person answered wrongly when asked for a secret, and when last."""

    class Kind(models.TextChoices):
        PASSWORD = "reauth", "পাসওয়ার্ড বা কোড"
        PIN = "pin", "স্বাক্ষরের পিন"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="wrong_answers")
    kind = models.CharField(max_length=8, choices=Kind)
    count = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "ভুল উত্তরের হিসাব"
        verbose_name_plural = "ভুল উত্তরের হিসাব"
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="wrong_answers_once_a_kind")
        ]

    def __str__(self):
        return f"{self.user}: {self.get_kind_display()} {self.count}"


class AppendOnly(Exception):
    """Somebody tried to change or remove what has been recorded."""


class AuditChain(models.Model):
    """The head of a chain of audit events: how long the chain is, and the hash of its last event.

    Locked by whoever adds to the chain, so that serials are 1…n without a gap.
    """

    name = KeptCharField("নাম", max_length=40, unique=True)
    length = models.PositiveBigIntegerField("দৈর্ঘ্য", default=0)
    last_hash = KeptCharField("শেষ হ্যাশ", max_length=64, blank=True, default=NOTHING_BEFORE)

    class Meta:
        verbose_name = "নিরীক্ষা শিকল"
        verbose_name_plural = "নিরীক্ষা শিকল"

    def __str__(self):
        return self.name


class AuditEventQuerySet(models.QuerySet):
    def update(self, **changes):
        raise AppendOnly("audit events are never changed")

    def delete(self):
        raise AppendOnly("audit events are never removed")


class AuditEvent(models.Model):
    """One thing somebody did, written in the transaction that did it, and never again.

    Each event carries the hash of the one before it in its chain: whoever changes, removes or
    slips in one has to write all later ones anew, and what was noted of the chain elsewhere tells.
    """

    chain = KeptCharField("শিকল", max_length=40)
    serial = models.PositiveBigIntegerField("ক্রম")
    at = models.DateTimeField("সময়")
    by = models.ForeignKey(
        User,
        verbose_name="কে",
        null=True,
        on_delete=models.PROTECT,
        related_name="audit_events",
    )
    what = KeptCharField("কী", max_length=60)
    target_kind = KeptCharField(max_length=60)
    target_id = models.BigIntegerField(null=True)
    detail = KeptJSONField("বিবরণ", default=dict, blank=True)
    previous_hash = KeptCharField("আগেরটির হ্যাশ", max_length=64, blank=True)
    hash = KeptCharField("হ্যাশ", max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "নিরীক্ষা ঘটনা"
        verbose_name_plural = "নিরীক্ষা ঘটনা"
        constraints = [
            models.UniqueConstraint(fields=["chain", "serial"], name="audit_serial_once"),
            models.CheckConstraint(
                condition=Q(by__isnull=False, target_id__isnull=False) | Q(what=FAILED_SIGN_IN),
                name="audit_of_somebody_about_something",
            ),
        ]
        indexes = [models.Index(fields=["target_kind", "target_id"], name="audit_target")]

    def __str__(self):
        return f"{self.what} {self.target_kind} {self.target_id}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnly("an audit event is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly("an audit event is never removed")

    def computed_hash(self):
        """The hash that belongs to what this event says now."""
        # The key of `by`, not the person: that would be a question to the database for each event.
        told = {name: getattr(self, name) for name in TOLD if name != "by"}
        return event_hash(**told, by=self.by_id)


@transaction.atomic(savepoint=False)
def record(*, by, what, target, office=None, at=None, **detail):
    """Write one AuditEvent about `target` (a saved model instance) at the end of a chain.

    Call it inside the transaction of the deed, after all rows of the deed are locked: the chain is
    locked last and until the end, the office's (any saved object; its pk names the chain) before
    the portal's. `at` is the moment it happened, by default now. `by` is None for a failed sign-in
    alone. `detail` holds no fractions.
    """
    if at is None:
        at = timezone.now()
    elif timezone.is_naive(at):
        raise ValueError("the moment of an audit event needs its time zone")
    head, _ = AuditChain.objects.select_for_update().get_or_create(name=chain_of(office))
    event = AuditEvent(
        chain=head.name,
        serial=head.length + 1,
        at=at,
        by=by,
        what=what,
        target_kind=target._meta.label_lower,
        target_id=target.pk,
        detail=as_kept(detail),
        previous_hash=head.last_hash,
    )
    event.hash = event.computed_hash()
    event.save(force_insert=True)
    head.length, head.last_hash = event.serial, event.hash
    head.save(update_fields=["length", "last_hash"])
    return event


class MailQuerySet(models.QuerySet):
    def due(self, now):
        """Mail to be sent now. One that is being sent is not due while its sender lives."""
        return self.filter(state=Mail.State.WAITING, next_try_at__lte=now)


class Mail(models.Model):
    """One e-mail to one person, written in the transaction of the deed it tells of.

    A worker sends it afterwards (accounts/post.py). It carries a link and no minutes, but for the copy
    of a paper, which is kept.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "পাঠানোর অপেক্ষায়"
        SENT = "sent", "মেইল সার্ভার নিয়েছে"
        FAILED = "failed", "পাঠানো যায়নি"
        TAKEN_BACK = "taken_back", "পাঠানোর আগে ফেরত"

    user = models.ForeignKey(
        User,
        verbose_name="কাকে",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mail",
    )
    to = KeptCharField("ইমেইল ঠিকানা", max_length=254)
    subject = KeptCharField("বিষয়", max_length=200)
    text = KeptTextField("লেখা")
    # Files it carries: [{"path", "sha256", "name", "mime"}], read and checked when it is sent.
    attachments = KeptJSONField("সংযুক্তি", default=list, blank=True)
    # Where it comes back to when nobody can deliver it; empty: to who sent it.
    return_path = KeptCharField("ফেরত ঠিকানা", max_length=254, blank=True)
    # What the server answered as it took the text, word for word.
    answer = KeptCharField("সার্ভারের উত্তর", max_length=500, blank=True)
    # It proves something: it is not forgotten.
    is_kept = models.BooleanField("রেখে দেওয়া", default=False)
    # The Message-ID of the mail it follows, where it is sent again or corrects it.
    follows = KeptCharField("যে বার্তার পরে", max_length=300, blank=True)
    # Fixed here, so that a reader of mail shows one that was sent twice once.
    message_id = KeptCharField("বার্তার পরিচিতি", max_length=300, unique=True)
    made_at = models.DateTimeField("লেখার সময়", default=timezone.now)
    state = models.CharField("অবস্থা", max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField("চেষ্টা", default=0)
    # How often its text was handed over without an answer: it may have arrived that often.
    unanswered = models.PositiveSmallIntegerField("উত্তর ছাড়া", default=0)
    next_try_at = models.DateTimeField("পরের চেষ্টা", default=timezone.now)
    last_error = KeptCharField("শেষ ত্রুটি", max_length=500, blank=True)
    sent_at = models.DateTimeField("পাঠানোর সময়", null=True, blank=True)
    failed_at = models.DateTimeField("ব্যর্থ হওয়ার সময়", null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "ইমেইল"
        verbose_name_plural = "ইমেইল"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | ~Q(state="sent") & Q(sent_at__isnull=True),
                name="mail_sent_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="failed", failed_at__isnull=False)
                | ~Q(state="failed") & Q(failed_at__isnull=True),
                name="mail_failed_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="mail_waiting")
        ]

    def __str__(self):
        """What it is called where anybody but its reader sees it."""
        return "কাগজের কপি" if self.is_kept else self.subject

    @transaction.atomic
    def try_again(self, *, by):
        """Put a mail that failed back among the waiting. Whether it was one.

        What proves something stays as it is: the office sends such a copy again by another mail.
        """
        mail = Mail.objects.select_for_update().get(pk=self.pk)
        if mail.state != Mail.State.FAILED or mail.is_kept:
            return False
        mail.state, mail.tries, mail.unanswered = Mail.State.WAITING, 0, 0
        mail.next_try_at, mail.failed_at = timezone.now(), None
        mail.save(update_fields=["state", "tries", "unanswered", "next_try_at", "failed_at"])
        record(by=by, what="mail tried again", target=mail)
        return True


class DigestQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def undelivered(self):
        """Those whose mail did not reach its person, or could not even be written."""
        return self.filter(Q(way=Digest.Way.BAD_ADDRESS) | Q(mail__state=Mail.State.FAILED))

    def read(self):
        """Mark these as read. How many were not yet."""
        return self.unread().update(read_at=timezone.now())


class Digest(models.Model):
    """What one person is told on one day: a message in the portal, and by mail where that is possible.

    The rooms that have something to tell keep rows of their own that point here.
    """

    class Way(models.TextChoices):
        MAIL = "mail", "পোর্টালে ও ইমেইলে"
        NO_ADDRESS = "no_address", "শুধু পোর্টালে: ইমেইল ঠিকানা নেই"
        BAD_ADDRESS = "bad_address", "শুধু পোর্টালে: ইমেইল ঠিকানা ঠিক নয়"

    user = models.ForeignKey(
        User, verbose_name="কাকে", on_delete=models.PROTECT, related_name="digests"
    )
    made_on = models.DateField("তারিখ")
    made_at = models.DateTimeField("লেখার সময়", default=timezone.now)
    read_at = models.DateTimeField("পড়ার সময়", null=True, blank=True)
    way = models.CharField("কীভাবে", max_length=12, choices=Way, default=Way.MAIL)
    # Mail that was sent is forgotten in time: a digest that went by mail and has none was taken.
    mail = models.OneToOneField(
        Mail,
        verbose_name="ইমেইল",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="digest",
    )

    objects = DigestQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "-pk"]
        verbose_name = "বার্তা"
        verbose_name_plural = "বার্তা"
        constraints = [
            models.UniqueConstraint(fields=["user", "made_on"], name="one_digest_a_person_a_day"),
            models.CheckConstraint(
                condition=Q(way="mail") | Q(mail=None), name="digest_with_mail_went_by_mail"
            ),
        ]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at=None), name="digest_unread"),
        ]

    def __str__(self):
        return f"{self.user}, {self.made_on}"

    @property
    def mail_state(self):
        """What became of its mail (a Mail.State), or None where none was written."""
        if self.way != Digest.Way.MAIL:
            return None
        return Mail.State(self.mail.state) if self.mail else Mail.State.SENT


class DailyWork(models.Model):
    """A piece of work that is done once a day, and the day it was last done."""

    name = KeptCharField("কাজ", max_length=100, unique=True)
    done_on = models.DateField("শেষ কবে", null=True)

    class Meta:
        verbose_name = "দৈনিক কাজ"
        verbose_name_plural = "দৈনিক কাজ"

    def __str__(self):
        return self.name
