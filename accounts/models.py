"""Who signs in, and the trail of what they did."""

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models


class User(AbstractUser):
    """Someone who can sign in. What they may do follows from the posts they hold, not from here."""

    first_name = None
    last_name = None
    username = models.CharField(
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
    name = models.CharField("নাম", max_length=120)
    must_change_password = models.BooleanField(
        "প্রথম প্রবেশে পাসওয়ার্ড বদলাবেন",
        default=False,
        help_text="প্রশাসকের দেওয়া পাসওয়ার্ড দিয়ে আর কোনো কাজ করা যাবে না, নিজের পাসওয়ার্ড দিতে হবে।",
    )

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "ব্যবহারকারী"
        verbose_name_plural = "ব্যবহারকারী"

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)


class AuditEvent(models.Model):
    """One thing somebody did, written in the transaction that did it."""

    at = models.DateTimeField("সময়", auto_now_add=True)
    by = models.ForeignKey(
        User, verbose_name="কে", on_delete=models.PROTECT, related_name="audit_events"
    )
    what = models.CharField("কী", max_length=60)
    target_kind = models.CharField(max_length=60)
    target_id = models.BigIntegerField()
    detail = models.JSONField("বিবরণ", default=dict, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "নিরীক্ষা ঘটনা"
        verbose_name_plural = "নিরীক্ষা ঘটনা"
        indexes = [models.Index(fields=["target_kind", "target_id"], name="audit_target")]

    def __str__(self):
        return f"{self.what} {self.target_kind} {self.target_id}"


def record(*, by, what, target, **detail):
    """Write one AuditEvent about `target` (a saved model instance). Call it inside the transaction."""
    return AuditEvent.objects.create(
        by=by, what=what, target_kind=target._meta.label_lower, target_id=target.pk, detail=detail
    )
