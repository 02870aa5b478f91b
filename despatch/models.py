"""What became of each copy: how it was sent, and what proves where it got to.

A copy is frozen when its paper is issued (memos.models.Copy). Each sending of it is a row here, and so
is each thing that proves something; a mail's own steps are read from its row of the outbox.
"""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.deeds import by_and_at, together
from accounts.models import Mail
from bangla.fields import KeptCharField, KeptJSONField, KeptTextField, NormalCharField
from distribution.models import Way
from documents.models import Document
from memos.models import Copy
from offices.models import Office


def new_token():
    """What stands in the address of a copy's link: 160 bits nobody guesses."""
    return secrets.token_urlsafe(20)


class Sending(models.Model):
    """One going out of a copy: by the portal, by mail, by hand or by post."""

    copy = models.ForeignKey(
        Copy, verbose_name="কপি", on_delete=models.PROTECT, related_name="sendings"
    )
    way = models.CharField("কীভাবে", max_length=6, choices=Way)
    # Where to, as it was when it was sent.
    address = KeptCharField("ঠিকানা", max_length=254, blank=True)
    as_link = models.BooleanField("সংযুক্তির বদলে লিংক", default=False)
    sent_by, sent_at = by_and_at("পাঠিয়েছেন", "পাঠানোর সময়")
    # Until then it can be taken back.
    leaves_at = models.DateTimeField("কখন যাবে", null=True, blank=True)
    taken_back_by, taken_back_at = by_and_at("ফেরত নিয়েছেন", "ফেরতের সময়")
    mail = models.OneToOneField(
        Mail,
        verbose_name="ইমেইল",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sending",
    )

    class Meta:
        verbose_name = "প্রেরণ"
        verbose_name_plural = "প্রেরণ"
        ordering = ["pk"]
        constraints = [
            *together("sent", "taken_back", of="sending_"),
            models.CheckConstraint(
                condition=Q(way="mail") | Q(mail=None), name="only_mail_goes_by_mail"
            ),
        ]

    def __str__(self):
        return f"{self.copy}, {self.get_way_display()}"


class Evidence(models.Model):
    """Something that proves how far a copy got. Never changed and never removed."""

    class Step(models.TextChoices):
        QUEUED = "queued", "পাঠানোর সারিতে"
        RELAYED = "relayed", "আমাদের মেইল সার্ভার নিয়েছে"
        DELIVERED = "delivered", "প্রাপকের মেইল সার্ভার নিয়েছে"
        REFUSED = "refused", "ফেরত এসেছে"
        FETCHED = "fetched", "পোর্টালে খোলা হয়েছে"
        ACKNOWLEDGED = "acknowledged", "প্রাপ্তি স্বীকার করা হয়েছে"
        SIGNED = "signed", "কাগজে স্বাক্ষর করে নেওয়া হয়েছে"

    copy = models.ForeignKey(
        Copy, verbose_name="কপি", on_delete=models.PROTECT, related_name="evidence"
    )
    sending = models.ForeignKey(
        Sending,
        verbose_name="প্রেরণ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    step = models.CharField("ধাপ", max_length=12, choices=Step)
    at = models.DateTimeField("সময়", default=timezone.now)
    # The server's line word for word; the name and post of who took it; the SHA-256 of the bytes.
    told = KeptJSONField("যা প্রমাণ করে", default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="কে",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "প্রমাণ"
        verbose_name_plural = "প্রমাণ"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.copy}: {self.get_step_display()}"


class Link(models.Model):
    """The page of a copy for who has no account; it never dies and burns nothing."""

    copy = models.OneToOneField(
        Copy, verbose_name="কপি", on_delete=models.PROTECT, related_name="link"
    )
    token = KeptCharField("চাবি", max_length=40, unique=True, default=new_token, editable=False)

    class Meta:
        verbose_name = "লিংক"
        verbose_name_plural = "লিংক"

    def __str__(self):
        return f"{self.copy}"


class Reply(models.Model):
    """What an invited member answered to a notice. The last one counts; none is overwritten."""

    class Answer(models.TextChoices):
        COMING = "coming", "উপস্থিত থাকব"
        REPRESENTED = "represented", "প্রতিনিধি পাঠাব"
        ABSENT = "absent", "উপস্থিত থাকতে পারব না"

    copy = models.ForeignKey(
        Copy, verbose_name="কপি", on_delete=models.PROTECT, related_name="replies"
    )
    answer = models.CharField("উত্তর", max_length=11, choices=Answer)
    # Of the representative.
    name = NormalCharField("নাম", max_length=120, blank=True)
    designation = NormalCharField("পদবি", max_length=200, blank=True)
    note = NormalCharField("মন্তব্য", max_length=300, blank=True)
    at = models.DateTimeField("সময়", default=timezone.now)

    class Meta:
        verbose_name = "নোটিশের উত্তর"
        verbose_name_plural = "নোটিশের উত্তর"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(answer="represented") & ~Q(name=""))
                | (~Q(answer="represented") & Q(name="", designation="")),
                name="reply_names_who_comes_instead",
                violation_error_message="প্রতিনিধি পাঠালে তাঁর নাম দিন।",
            ),
        ]

    def __str__(self):
        return f"{self.copy}: {self.get_answer_display()}"


class ReturnedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What came back to the offices this person works in today."""
        return self.filter(office__in=Office.objects.worked_in_by(user))

    def unseen(self):
        return self.filter(seen_at=None)


class Returned(models.Model):
    """A mail that came back to our return path and that no programme could read: for a person."""

    office = models.ForeignKey(
        Office,
        verbose_name="কার্যালয়",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    document = models.ForeignKey(
        Document, verbose_name="মেইল", on_delete=models.PROTECT, related_name="+"
    )
    subject = KeptTextField("বিষয়", blank=True)
    came_at = models.DateTimeField("আসার সময়", default=timezone.now)
    seen_by, seen_at = by_and_at("দেখেছেন", "দেখার সময়")

    objects = ReturnedQuerySet.as_manager()

    class Meta:
        verbose_name = "ফেরত আসা মেইল"
        verbose_name_plural = "ফেরত আসা মেইল"
        ordering = ["-pk"]
        constraints = [*together("seen", of="returned_mail_")]

    def __str__(self):
        return self.subject
