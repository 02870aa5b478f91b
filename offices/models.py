"""Offices, the posts in them, who holds them from when to when, and the days on which they are closed."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import (
    FileExtensionValidator,
    RegexValidator,
)
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from bangla.fields import DigitsField, KeptCharField, KeptEmailField, NormalCharField
from bangla.text import fold, skeleton
from papers.fonts import Face, check_paper_font

GOVERNMENT = "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার"


# National, division, district, upazila, union, line office: no tree is deeper.
DEEPEST = 6


def today():
    """The date in Dhaka, where the day of an office begins."""
    return timezone.localdate()


def refuse_look_alike(instance, field, siblings):
    """Refuse a name that readers cannot tell from a sibling's: ১২ and 12, ৪ and 8."""
    name = getattr(instance, field)
    for other in siblings.exclude(pk=instance.pk).values_list(field, flat=True):
        alike = fold(name) == fold(other) or skeleton(name) == skeleton(other)
        # The very same name is for the constraint to refuse.
        if alike and name != other:
            raise ValidationError({field: f"“{other}” থেকে আলাদা করে চেনা যায় এমন নাম দিন।"})


class OfficeQuerySet(models.QuerySet):
    def worked_in_by(self, user):
        """Offices in which this person holds a post today."""
        return self.filter(
            pk__in=Posting.objects.current().filter(user=user).values("post__office")
        )

    def below(self, office):
        """The offices under this one, at every depth, without itself."""
        under = Q()
        for depth in range(1, DEEPEST):
            under |= Q(**{"__".join(["parent"] * depth): office})
        return self.filter(under)

    def around(self, office):
        """Whose posts can sit in this office's committees: itself, above, below and beside it."""
        above, each = [], office.parent
        while each and len(above) < DEEPEST:
            above.append(each.pk)
            each = each.parent
        near = Q(pk__in=[office.pk, *above]) | Q(pk__in=self.model.objects.below(office))
        if office.parent_id:
            near |= Q(parent=office.parent_id)
        return self.filter(near)


class Office(models.Model):
    """A government office: it keeps committees, and prints their papers under its letterhead."""

    class Kind(models.TextChoices):
        NATIONAL = "national", "জাতীয় পর্যায়"
        DIVISION = "division", "বিভাগীয় কমিশনারের কার্যালয়"
        DISTRICT = "district", "জেলা প্রশাসকের কার্যালয়"
        UPAZILA = "upazila", "উপজেলা নির্বাহী অফিসারের কার্যালয়"
        UNION = "union", "ইউনিয়ন পরিষদ"
        LINE = "line", "অধিদপ্তর/বিভাগের মাঠ কার্যালয়"

    # What may stand directly under what; a line office may stand under any of them.
    STANDS_UNDER = {
        Kind.NATIONAL: {None},
        Kind.DIVISION: {None, Kind.NATIONAL},
        Kind.DISTRICT: {None, Kind.DIVISION},
        Kind.UPAZILA: {None, Kind.DISTRICT},
        Kind.UNION: {None, Kind.UPAZILA},
        Kind.LINE: {None, *Kind} - {Kind.LINE},
    }

    code = KeptCharField(
        "সংকেত",
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(r"\A[a-z0-9][a-z0-9-]*\Z", "ছোট হাতের ইংরেজি অক্ষর, অঙ্ক ও - ব্যবহার করুন।")
        ],
    )
    kind = models.CharField("ধরন", max_length=10, choices=Kind)
    name = NormalCharField("নাম", max_length=200)
    parent = models.ForeignKey(
        "self",
        verbose_name="ঊর্ধ্বতন কার্যালয়",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    geo_code = DigitsField(
        "জিও কোড",
        max_length=4,
        blank=True,
        help_text="বিবিএস কোড: বিভাগ ২ অঙ্ক, জেলা DD00, উপজেলা DDUU",
        validators=[RegexValidator(r"\A([0-9]{2}|[0-9]{4})\Z", "দুই বা চারটি অঙ্ক দিন।")],
    )
    letter_government = NormalCharField("পত্রশীর্ষ: সরকার", max_length=120, default=GOVERNMENT)
    letter_office = NormalCharField("পত্রশীর্ষ: কার্যালয়", max_length=200)
    letter_section = NormalCharField("পত্রশীর্ষ: শাখা", max_length=120, blank=True)
    letter_place = NormalCharField("পত্রশীর্ষ: স্থান", max_length=120, blank=True)
    website = NormalCharField("ওয়েবসাইট", max_length=200, blank=True)
    one_officer = models.BooleanField(
        "এক কর্মকর্তার কার্যালয়",
        default=False,
        help_text="নিজে লিখে নিজেই অনুমোদন করা যাবে; নিরীক্ষায় তা লেখা থাকবে।",
    )
    attachment_limit = models.PositiveIntegerField(
        "ই-মেইলে সংযুক্তির সীমা (কিলোবাইট)",
        default=5_000,
        help_text="এর চেয়ে বড় কাগজ লিংক হিসেবে যায়।",
    )
    paper_face = models.CharField(
        "কাগজের ফন্ট",
        max_length=20,
        choices=Face.choices,
        blank=True,
        default="",
        help_text="মুক্তি একই আকারে হালকা ও সরু; কাগজ কিছুটা ছোট হয়।",
    )
    paper_font = models.FileField(
        "কার্যালয়ের নিজস্ব ফন্ট",
        upload_to="fonts/",
        blank=True,
        validators=[FileExtensionValidator(["ttf", "otf"]), check_paper_font],
        help_text="যেমন নিকশ; কাগজপত্র এই ফন্টে ছাপা হবে।",
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = "কার্যালয়"
        verbose_name_plural = "কার্যালয়"
        ordering = ["geo_code", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="office_not_its_own_parent",
                violation_error_message="কোনো কার্যালয় নিজের অধীনে থাকতে পারে না।",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.kind not in self.STANDS_UNDER:
            return  # the field itself has been refused
        above = self.parent.kind if self.parent else None
        if above not in self.STANDS_UNDER[self.kind]:
            raise ValidationError({"parent": "এই ধরনের কার্যালয় এর অধীনে থাকতে পারে না।"})
        below = self.children.values_list("kind", flat=True) if self.pk else []
        if any(self.kind not in self.STANDS_UNDER[kind] for kind in below):
            raise ValidationError(
                {"kind": "এর অধীনে যেসব কার্যালয় আছে, সেগুলো এই ধরনের কার্যালয়ের অধীনে থাকতে পারে না।"}
            )

    @property
    def letterhead(self):
        """The lines at the head of this office's papers, as the interchange format names them."""
        lines = {
            "government": self.letter_government,
            "office": self.letter_office,
            "section": self.letter_section or None,
            "website": self.website or None,
        }
        if self.letter_place:
            lines["place"] = self.letter_place
        return lines


class Post(models.Model):
    """A post (পদ) in an office. Members and implementers are posts: people are transferred, posts stay."""

    class Kind(models.TextChoices):
        """What kind of post it is, so that one printed line can stand for all of a kind."""

        COMMISSIONER = "commissioner", "বিভাগীয় কমিশনার"
        DC = "dc", "জেলা প্রশাসক"
        ADC = "adc", "অতিরিক্ত জেলা প্রশাসক"
        AC_ICT = "ac_ict", "সহকারী কমিশনার (আইসিটি)"
        UNO = "uno", "উপজেলা নির্বাহী অফিসার"
        DEPARTMENT_HEAD = "department_head", "দপ্তর প্রধান"
        UP_CHAIRMAN = "up_chairman", "ইউপি চেয়ারম্যান"
        OTHER = "other", "অন্যান্য"

    office = models.ForeignKey(
        Office, verbose_name="কার্যালয়", on_delete=models.PROTECT, related_name="posts"
    )
    title = NormalCharField("পদবি", max_length=160)
    kind = models.CharField("ধরন", max_length=20, choices=Kind, default=Kind.OTHER)
    seniority = models.PositiveSmallIntegerField("জ্যেষ্ঠতা", default=100)
    phone = KeptCharField("ফোন", max_length=40, blank=True)
    email = KeptEmailField("ই-মেইল", blank=True)

    class Meta:
        verbose_name = "পদ"
        verbose_name_plural = "পদ"
        ordering = ["seniority", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "title"],
                name="post_once_in_an_office",
                violation_error_message="এই কার্যালয়ে এই পদ ইতোমধ্যে আছে।",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.office}"

    def clean(self):
        refuse_look_alike(self, "title", Post.objects.filter(office=self.office_id))

    @property
    def holder(self):
        """The name of who holds the post today, or None while it is vacant."""
        posting = self.postings.current().order_by("-starts_on", "-pk").first()
        return posting.name if posting else None


class TermQuerySet(models.QuerySet):
    """Rows that hold from a first day to a last one, or to no last one yet."""

    def current(self, on=None):
        """Those in force on a date, by default today."""
        on = on or today()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def unfinished(self):
        """Those in force today or later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today()))


class Posting(models.Model):
    """Who holds a post, from when to when, and what that lets them do in the portal."""

    class Role(models.TextChoices):
        STAFF = "staff", "শাখার কর্মী"
        OFFICER = "officer", "কর্মকর্তা"
        VIEWER = "viewer", "পাঠক"

    post = models.ForeignKey(
        Post, verbose_name="পদ", on_delete=models.PROTECT, related_name="postings"
    )
    name = NormalCharField("নাম", max_length=120, help_text="কাগজে যেমন ছাপা হবে")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="ব্যবহারকারী",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="postings",
        help_text="যিনি পোর্টালে প্রবেশ করেন না, তাঁর জন্য ফাঁকা রাখুন",
    )
    role = models.CharField("ভূমিকা", max_length=10, choices=Role, default=Role.VIEWER)
    starts_on = models.DateField("যোগদান")
    ends_on = models.DateField("শেষ দিন", null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = "পদায়ন"
        verbose_name_plural = "পদায়ন"
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="posting_ends_after_it_starts",
                violation_error_message="শেষ দিন যোগদানের আগে হতে পারে না।",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.post}"

    def save(self, *args, **kwargs):
        # Forms ask beforehand; whatever does not is refused here.
        self.clean()
        super().save(*args, **kwargs)

    def clean(self):
        """Who gives power away has none: an administrator in an office could act in its name."""
        super().clean()
        is_over = self.ends_on is not None and self.ends_on < today()
        if self.user and self.user.is_superuser and not is_over:
            raise ValidationError(
                {"user": "সিস্টেম প্রশাসক কোনো পদে থাকতে পারেন না; অফিসের কাজের জন্য তাঁর আলাদা হিসাব খুলুন।"}
            )


class Holiday(models.Model):
    """A day on which government offices are closed, beside Friday and Saturday."""

    falls_on = models.DateField("তারিখ", unique=True)
    name = NormalCharField("উপলক্ষ", max_length=120)
    is_checked = models.BooleanField(
        "প্রজ্ঞাপনের সঙ্গে মেলানো",
        default=False,
        help_text="জনপ্রশাসন মন্ত্রণালয়ের ছুটির প্রজ্ঞাপন দেখে মিলিয়ে চিহ্ন দিন।",
    )

    class Meta:
        verbose_name = "সরকারি ছুটি"
        verbose_name_plural = "সরকারি ছুটি"
        ordering = ["falls_on"]

    def __str__(self):
        return self.name
