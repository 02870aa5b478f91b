"""Offices, the posts in them and who holds them; committees, their members and the shape of their papers."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Min, Q

from bangla.fields import KeptJSONField, NormalCharField
from offices.models import Office, Post, TermQuerySet, refuse_look_alike, today
from papers.shapes import check_copy_lists, check_paragraphs, check_shape, default_shape


class CommitteeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Committees of the offices this person works in today."""
        return self.filter(office__in=Office.objects.worked_in_by(user))


class Committee(models.Model):
    """A standing committee of an office, and how its papers look."""

    class Cadence(models.TextChoices):
        MONTHLY = "monthly", "মাসিক"
        QUARTERLY = "quarterly", "ত্রৈমাসিক"
        HALF_YEARLY = "half_yearly", "ষান্মাসিক"
        YEARLY = "yearly", "বার্ষিক"
        IRREGULAR = "irregular", "প্রয়োজন অনুযায়ী"

    office = models.ForeignKey(
        Office, verbose_name="কার্যালয়", on_delete=models.PROTECT, related_name="committees"
    )
    name = NormalCharField("নাম", max_length=200)
    cadence = models.CharField(
        "সভা কত পরপর", max_length=12, choices=Cadence, default=Cadence.MONTHLY
    )
    chair_label = NormalCharField("সভাপ্রধানের নাম", max_length=40, default="সভাপতি")
    shape = KeptJSONField("কাগজের গড়ন", default=default_shape, validators=[check_shape])
    opening = KeptJSONField(
        "সূচনার স্থায়ী অনুচ্ছেদ", default=list, blank=True, validators=[check_paragraphs]
    )
    closing = KeptJSONField(
        "সমাপ্তির স্থায়ী অনুচ্ছেদ", default=list, blank=True, validators=[check_paragraphs]
    )
    standing_agenda = KeptJSONField("স্থায়ী আলোচ্যসূচি", default=list, blank=True)
    copy_lists = KeptJSONField(
        "স্থায়ী অনুলিপি তালিকা", default=list, blank=True, validators=[check_copy_lists]
    )
    quorum = models.PositiveSmallIntegerField(
        "কোরাম", null=True, blank=True, help_text="কমপক্ষে যতজন সদস্য (বা প্রতিনিধি) থাকতে হবে"
    )
    notice_days = models.PositiveSmallIntegerField(
        "নোটিশের সময় (দিন)",
        null=True,
        blank=True,
        help_text="সভার কমপক্ষে যত দিন আগে সদস্যদের জানাতে হবে",
    )
    closed_on = models.DateField("বিলুপ্তির তারিখ", null=True, blank=True)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "কমিটি"
        verbose_name_plural = "কমিটি"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="committee_once_in_an_office",
                violation_error_message="এই কার্যালয়ে এই নামের কমিটি ইতোমধ্যে আছে।",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        refuse_look_alike(self, "name", Committee.objects.filter(office=self.office_id))

    def members_on(self, on):
        """The memberships in force on a date, by seniority."""
        return self.memberships.current(on).select_related("post__office").order_by("order", "pk")

    def begun_after(self, on):
        """{"count", "since", "members"} of the seats that begin after a date, where they outnumber its members:
        then the days of the seats are more likely wrong than the date. Otherwise None."""
        later, current = Q(starts_on__gt=on), Q(ends_on=None) | Q(ends_on__gte=on)
        told = self.memberships.aggregate(
            count=Count("pk", filter=later),
            since=Min("starts_on", filter=later),
            members=Count("pk", filter=current & Q(starts_on__lte=on)),
        )
        return told if told["count"] > told["members"] else None


class MembershipQuerySet(TermQuerySet):
    def not_over(self):
        """Memberships in force today or still to begin."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today()))


class Membership(models.Model):
    """A post's seat in a committee."""

    class Role(models.TextChoices):
        CHAIR = "chair", "সভাপতি"
        CONVENER = "convener", "আহবায়ক"
        MEMBER = "member", "সদস্য"
        MEMBER_SECRETARY = "member_secretary", "সদস্য সচিব"
        FOCAL_POINT = "focal_point", "ফোকাল পয়েন্ট"

    # In which roles a member chairs the sittings.
    CHAIRING = frozenset({Role.CHAIR, Role.CONVENER})

    committee = models.ForeignKey(
        Committee, verbose_name="কমিটি", on_delete=models.CASCADE, related_name="memberships"
    )
    post = models.ForeignKey(
        Post, verbose_name="পদ", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("কমিটিতে পদবি", max_length=20, choices=Role, default=Role.MEMBER)
    second_role = models.CharField("দ্বিতীয় পদবি", max_length=20, choices=Role, blank=True)
    order = models.PositiveSmallIntegerField("জ্যেষ্ঠতার ক্রম", default=100)
    starts_on = models.DateField("যে তারিখ থেকে")
    ends_on = models.DateField("যে তারিখ পর্যন্ত", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "সদস্যপদ"
        verbose_name_plural = "সদস্যপদ"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "post"],
                condition=Q(ends_on=None),
                name="one_open_seat_a_post",
                violation_error_message="এই পদ ইতোমধ্যে কমিটিতে আছে।",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
                violation_error_message="শেষ তারিখ শুরুর আগে হতে পারে না।",
            ),
            models.CheckConstraint(
                condition=~Q(role=F("second_role")),
                name="second_role_is_another",
                violation_error_message="দ্বিতীয় পদবি প্রথমটি থেকে ভিন্ন হবে।",
            ),
        ]

    def __str__(self):
        return f"{self.post.title}: {self.printed_role}"

    def refuse_overlap(self):
        """Refuse a second seat of the same post in the committee over the same days."""
        others = Membership.objects.filter(committee=self.committee_id, post=self.post_id)
        others = others.exclude(pk=self.pk).filter(Q(ends_on=None) | Q(ends_on__gte=self.starts_on))
        if self.ends_on:
            others = others.filter(starts_on__lte=self.ends_on)
        if others.exists():
            raise ValidationError("এই পদ এই সময়ে ইতোমধ্যে কমিটিতে আছে।")

    @property
    def printed_role(self):
        """The role as papers print it: সদস্য সচিব ও ফোকাল পয়েন্ট."""
        labels = [self.get_role_display()]
        if self.second_role:
            labels.append(self.get_second_role_display())
        return " ও ".join(labels)
