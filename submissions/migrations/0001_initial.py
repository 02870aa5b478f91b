import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("committees", "0001_initial"),
        ("documents", "0001_initial"),
        ("meetings", "0001_initial"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="কোন কমিটির কার্যবিবরণী")),
                (
                    "from_kind",
                    models.CharField(
                        choices=[
                            ("national", "জাতীয় পর্যায়"),
                            ("division", "বিভাগীয় কমিশনারের কার্যালয়"),
                            ("district", "জেলা প্রশাসকের কার্যালয়"),
                            ("upazila", "উপজেলা নির্বাহী অফিসারের কার্যালয়"),
                            ("union", "ইউনিয়ন পরিষদ"),
                            ("line", "অধিদপ্তর/বিভাগের মাঠ কার্যালয়"),
                        ],
                        max_length=10,
                        verbose_name="যাদের কাছে চায়",
                    ),
                ),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("monthly", "মাসিক"),
                            ("quarterly", "ত্রৈমাসিক"),
                            ("half_yearly", "ষান্মাসিক"),
                            ("yearly", "বার্ষিক"),
                        ],
                        default="monthly",
                        max_length=12,
                        verbose_name="কতদিন পর পর",
                    ),
                ),
                ("fiscal", models.BooleanField(default=True, verbose_name="বছর জুলাই থেকে")),
                (
                    "due_day",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="ওই দিন শুক্রবার, শনিবার বা সরকারি ছুটি হলে পরের কর্মদিবস।",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="পরের মাসের কত তারিখের মধ্যে",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="যে তারিখ থেকে")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="যে তারিখ পর্যন্ত")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="offices.office",
                        verbose_name="যে কার্যালয় চায়",
                    ),
                ),
            ],
            options={
                "verbose_name": "প্রত্যাশিত কার্যবিবরণী",
                "verbose_name_plural": "প্রত্যাশিত কার্যবিবরণী",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Counterpart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counterparts",
                        to="committees.committee",
                        verbose_name="কমিটি",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counterparts",
                        to="offices.office",
                        verbose_name="কার্যালয়",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counterparts",
                        to="submissions.duty",
                        verbose_name="প্রত্যাশা",
                    ),
                ),
            ],
            options={
                "verbose_name": "জবাবদাতা কমিটি",
                "verbose_name_plural": "জবাবদাতা কমিটি",
            },
        ),
        migrations.CreateModel(
            name="Excuse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_start", models.DateField(verbose_name="মেয়াদের শুরু")),
                ("reason", models.TextField(verbose_name="সভা না হওয়ার কারণ")),
                (
                    "excused_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="জানানোর সময়"
                    ),
                ),
                (
                    "refused_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="গ্রহণ না করার সময়"),
                ),
                ("refusal", models.TextField(blank=True, verbose_name="গ্রহণ না করার কারণ")),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="excuses",
                        to="submissions.duty",
                        verbose_name="প্রত্যাশা",
                    ),
                ),
                (
                    "excused_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="জানিয়েছেন",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="excuses",
                        to="offices.office",
                        verbose_name="কার্যালয়",
                    ),
                ),
                (
                    "refused_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="গ্রহণ করেননি",
                    ),
                ),
            ],
            options={
                "verbose_name": "সভা না হওয়ার কারণ",
                "verbose_name_plural": "সভা না হওয়ার কারণ",
                "ordering": ["-period_start", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_start", models.DateField(verbose_name="মেয়াদের শুরু")),
                ("due_on", models.DateField(verbose_name="শেষ তারিখ")),
                ("step", models.SmallIntegerField(verbose_name="ধাপ")),
                ("turn", models.PositiveSmallIntegerField(default=0, verbose_name="কতবার ফেরত")),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("not_owed", "প্রযোজ্য নয়"),
                            ("not_yet_due", "সময় আছে"),
                            ("missing", "আসেনি"),
                            ("on_time", "সময়মতো এসেছে"),
                            ("late", "দেরিতে এসেছে"),
                            ("returned", "ফেরত"),
                            ("fallen", "জমার পরে বাতিল বা সংশোধিত"),
                            ("accepted", "গৃহীত"),
                            ("accepted_late", "দেরিতে, গৃহীত"),
                            ("excused", "সভা হয়নি"),
                        ],
                        max_length=15,
                        verbose_name="তখনকার অবস্থা",
                    ),
                ),
                (
                    "digest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="accounts.digest",
                        verbose_name="বার্তা",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="submissions.duty",
                        verbose_name="প্রত্যাশা",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="offices.office",
                        verbose_name="যার পাঠানোর কথা",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="কাকে",
                    ),
                ),
            ],
            options={
                "verbose_name": "স্মরণ",
                "verbose_name_plural": "স্মরণ",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period_start", models.DateField(verbose_name="মেয়াদের শুরু")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="সংস্করণ")),
                ("is_latest", models.BooleanField(default=True, verbose_name="শেষ সংস্করণ")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "পাঠানো হয়েছে"),
                            ("opened", "দেখা হচ্ছে"),
                            ("asked", "জিজ্ঞাসার উত্তর বাকি"),
                            ("accepted", "গৃহীত"),
                            ("returned", "ফেরত"),
                            ("withdrawn", "ফিরিয়ে নেওয়া"),
                        ],
                        default="sent",
                        max_length=10,
                        verbose_name="অবস্থা",
                    ),
                ),
                ("content", models.JSONField(verbose_name="কাগজের লেখা")),
                (
                    "token",
                    models.UUIDField(blank=True, null=True, unique=True, verbose_name="অনুরোধ"),
                ),
                (
                    "sent_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="পাঠানোর সময়"
                    ),
                ),
                ("first_sent_on", models.DateField(verbose_name="প্রথম পাঠানোর তারিখ")),
                (
                    "moved_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="এই অবস্থা যখন থেকে"
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="খোলার সময়")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="সিদ্ধান্তের সময়"),
                ),
                (
                    "reopened_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="আবার খোলার সময়"),
                ),
                ("reopen_reason", models.TextField(blank=True, verbose_name="আবার খোলার কারণ")),
                (
                    "reason_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("decision", "সিদ্ধান্ত অসম্পূর্ণ বা অস্পষ্ট"),
                            ("implementer", "বাস্তবায়নকারী বা সময়সীমা নেই"),
                            ("attendance", "উপস্থিতি মেলে না"),
                            ("signature", "স্বাক্ষর নেই"),
                            ("period", "অন্য সময়ের কার্যবিবরণী"),
                            ("paper", "ভুল কাগজ"),
                            ("other", "অন্য কারণ"),
                        ],
                        max_length=12,
                        verbose_name="ফেরতের কারণ",
                    ),
                ),
                ("remarks", models.TextField(blank=True, verbose_name="কী ঠিক করতে হবে")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="সিদ্ধান্ত দিয়েছেন",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="submissions.duty",
                        verbose_name="প্রত্যাশা",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="documents.paperfile",
                        verbose_name="জারি করা ফাইল",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="meetings.meeting",
                        verbose_name="সভা",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="offices.office",
                        verbose_name="প্রেরক",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="খুলেছেন",
                    ),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="আবার খুলেছেন",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.paperfile",
                        verbose_name="স্বাক্ষরিত কাগজের স্ক্যান",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="পাঠিয়েছেন",
                    ),
                ),
            ],
            options={
                "verbose_name": "জমা দেওয়া কার্যবিবরণী",
                "verbose_name_plural": "জমা দেওয়া কার্যবিবরণী",
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was_accepted", models.BooleanField(default=False, verbose_name="তখন গৃহীত ছিল")),
                (
                    "digest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="accounts.digest",
                        verbose_name="বার্তা",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="কাকে",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="submissions.submission",
                        verbose_name="জমা",
                    ),
                ),
            ],
            options={
                "verbose_name": "বাতিল বা সংশোধনের খবর",
                "verbose_name_plural": "বাতিল বা সংশোধনের খবর",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="আলোচ্য বিষয়"
                    ),
                ),
                ("text", models.TextField(verbose_name="মন্তব্য")),
                ("asks", models.BooleanField(default=False, verbose_name="জিজ্ঞাসা")),
                (
                    "commented_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="লেখার সময়"
                    ),
                ),
                (
                    "commented_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="লিখেছেন",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="submissions.submission",
                        verbose_name="জমা",
                    ),
                ),
            ],
            options={
                "verbose_name": "মন্তব্য",
                "verbose_name_plural": "মন্তব্য",
                "ordering": ["commented_at", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(
                fields=("office", "from_kind", "name"),
                name="duty_once_in_an_office",
                violation_error_message="এই কার্যবিবরণী ইতোমধ্যে চাওয়া আছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_day__gte", 1), ("due_day__lte", 31)),
                name="due_day_is_a_day_of_a_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="duty_ends_after_it_starts",
                violation_error_message="শেষ তারিখ শুরুর আগে হতে পারে না।",
            ),
        ),
        migrations.AddConstraint(
            model_name="counterpart",
            constraint=models.UniqueConstraint(
                fields=("duty", "office"), name="one_committee_answers_a_duty"
            ),
        ),
        migrations.AddConstraint(
            model_name="excuse",
            constraint=models.UniqueConstraint(
                condition=models.Q(("refused_at", None)),
                fields=("duty", "office", "period_start"),
                name="one_standing_excuse_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="excuse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("refused_at", None), ("refused_by", None)),
                    models.Q(("refused_at__isnull", False), ("refused_by__isnull", False)),
                    _connector="OR",
                ),
                name="excuse_refused_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("user", "duty", "office", "period_start", "turn", "step"),
                name="a_step_once_to_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("digest", "duty", "office", "period_start"), name="a_paper_once_in_a_digest"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__gte", 0), ("step__in", (-7, -2)), _connector="OR"),
                name="step_is_one_of_reminding",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("is_latest", True)),
                fields=["duty", "period_start", "office", "state", "first_sent_on"],
                name="submission_in_the_matrix",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("is_latest", True)),
                fields=["office", "state"],
                name="submission_sent_from",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["duty", "state", "moved_at"], name="submission_at_the_desk"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                fields=("duty", "office", "period_start", "version"),
                name="a_version_once_in_its_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_latest", True)),
                fields=("duty", "office", "period_start"),
                name="one_latest_version_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    ("is_latest", False),
                    _connector="OR",
                ),
                name="what_was_taken_back_is_not_latest",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opened_at", None), ("opened_by", None)),
                    models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                    _connector="OR",
                ),
                name="submission_opened_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None)),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="submission_decided_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reopened_at", None), ("reopened_by", None)),
                    models.Q(("reopened_at__isnull", False), ("reopened_by__isnull", False)),
                    _connector="OR",
                ),
                name="submission_reopened_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", False), ("state__in", ["accepted", "returned"])
                    ),
                    models.Q(
                        models.Q(("state__in", ["accepted", "returned"]), _negated=True),
                        ("decided_at", None),
                    ),
                    _connector="OR",
                ),
                name="submission_decided_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "returned"),
                        models.Q(("reason_code", ""), _negated=True),
                        models.Q(("remarks", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "returned"), _negated=True),
                        ("reason_code", ""),
                        ("remarks", ""),
                    ),
                    _connector="OR",
                ),
                name="returned_with_a_reason",
                violation_error_message="ফেরত দিতে কারণ লিখুন।",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("user", "submission"), name="a_fall_is_told_once_to_a_person"
            ),
        ),
    ]
