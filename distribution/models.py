"""Whom an office writes to, where each is reached, and the lists it sends its papers to.

A printed line of a list means a post of the portal, a class of posts, or someone outside; who that is
today is looked up in `distribution.meaning`, and frozen with a copy when its paper is issued.
"""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from bangla.fields import KeptEmailField, KeptJSONField, NormalCharField, NormalTextField
from distribution.lines import is_office_copy, purpose_of, recipient_key, with_rank
from offices.models import Office, Post, today

# An address that nothing has proved for this long is flagged before something is sent to it.
TRUSTED_FOR = timedelta(days=183)

OFFICE_COPY = "অফিস কপি।"


class Way(models.TextChoices):
    """How a copy reaches its recipient."""

    PORTAL = "portal", "পোর্টালে"
    MAIL = "mail", "ই-মেইলে"
    HAND = "hand", "হাতে হাতে"
    POST = "post", "ডাকে"


class AddresseeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The address books of the offices this person works in today."""
        return self.filter(office__in=Office.objects.worked_in_by(user))

    def in_use(self):
        return self.filter(closed_on=None)


class Addressee(models.Model):
    """Someone an office writes to, a post of the portal or someone outside it, and where they are reached."""

    office = models.ForeignKey(
        Office, verbose_name="কার্যালয়", on_delete=models.PROTECT, related_name="addressees"
    )
    post = models.ForeignKey(
        Post,
        verbose_name="পোর্টালের পদ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="addressed_as",
        help_text="পোর্টালে নেই এমন প্রাপকের জন্য ফাঁকা রাখুন",
    )
    # As lists and letters print it; the lines under the first are office, place and notes.
    line = NormalTextField("প্রাপক, যেমন ছাপা হবে")
    key = NormalTextField("খোঁজার রূপ", editable=False)
    email = KeptEmailField("ই-মেইল", blank=True)
    # Several people read a mailbox of a post: who acknowledges there says who they are.
    is_shared = models.BooleanField("কয়েকজনের ডাকবাক্স", default=True)
    way = models.CharField("কীভাবে যাবে", max_length=6, choices=Way, default=Way.MAIL)
    proved_on = models.DateField("ঠিকানা শেষ কবে প্রমাণিত", null=True, blank=True)
    closed_on = models.DateField("বন্ধের তারিখ", null=True, blank=True)
    version = models.PositiveIntegerField("সংস্করণ", default=1)

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        verbose_name = "প্রাপক"
        verbose_name_plural = "প্রাপক"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "key"],
                name="addressee_once_in_a_book",
                violation_error_message="এই প্রাপক ঠিকানা বইয়ে ইতোমধ্যে আছে।",
            ),
            models.UniqueConstraint(
                fields=["office", "post"],
                condition=Q(post__isnull=False),
                name="one_address_a_post",
                violation_error_message="এই পদের ঠিকানা ইতোমধ্যে আছে।",
            ),
        ]

    def __str__(self):
        return " ".join(self.line.split())

    def save(self, *args, **kwargs):
        self.key = recipient_key(self.line)
        super().save(*args, **kwargs)

    @property
    def is_proved(self):
        """Whether something has shown, not too long ago, that this address reaches its recipient."""
        return self.proved_on is not None and today() - self.proved_on <= TRUSTED_FOR


class DistributionListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The lists of the offices this person works in today."""
        return self.filter(office__in=Office.objects.worked_in_by(user))

    def in_use(self):
        return self.filter(closed_on=None)


class DistributionList(models.Model):
    """A list of recipients an office keeps, to be taken into the papers of any of its committees."""

    office = models.ForeignKey(
        Office, verbose_name="কার্যালয়", on_delete=models.PROTECT, related_name="distribution_lists"
    )
    name = NormalCharField("তালিকার নাম", max_length=120, help_text="যেমন: জেলা পর্যায়ের কর্মকর্তা")
    heading = NormalCharField("শিরোনাম, যেমন ছাপা হবে", max_length=200)
    numbering = NormalCharField("ক্রমের ধরন", max_length=8, default="১।", blank=True)
    is_by_rank = models.BooleanField("জ্যেষ্ঠতার ক্রমে সাজানো", default=True)
    has_office_copy = models.BooleanField("শেষে “অফিস কপি”", default=False)
    # The printed lines in their order, each a text that may hold line breaks.
    recipients = KeptJSONField("প্রাপক", default=list, blank=True)
    version = models.PositiveIntegerField("সংস্করণ", default=1)
    closed_on = models.DateField("বন্ধের তারিখ", null=True, blank=True)

    objects = DistributionListQuerySet.as_manager()

    class Meta:
        verbose_name = "বিতরণ তালিকা"
        verbose_name_plural = "বিতরণ তালিকা"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="list_once_in_an_office",
                violation_error_message="এই নামের তালিকা ইতোমধ্যে আছে।",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def purpose(self):
        """What its copies are for: its heading says so."""
        return purpose_of(self.heading)

    @property
    def lines(self):
        """Its recipients as a paper prints them, the office copy last."""
        lines = list(self.recipients)
        if self.has_office_copy and not any(map(is_office_copy, lines)):
            lines.append(OFFICE_COPY)
        return lines

    @property
    def as_content(self):
        """The list as `distribution` of the interchange format has it."""
        return {
            "heading": with_rank(self.heading, is_by_rank=self.is_by_rank),
            "numbering": self.numbering or None,
            "recipients": self.lines,
        }
