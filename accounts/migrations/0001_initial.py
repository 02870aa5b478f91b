import django.contrib.auth.models
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accounts.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditChain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="নাম")),
                ("length", models.PositiveBigIntegerField(default=0, verbose_name="দৈর্ঘ্য")),
                (
                    "last_hash",
                    models.CharField(blank=True, default="", max_length=64, verbose_name="শেষ হ্যাশ"),
                ),
            ],
            options={
                "verbose_name": "নিরীক্ষা শিকল",
                "verbose_name_plural": "নিরীক্ষা শিকল",
            },
        ),
        migrations.CreateModel(
            name="DailyWork",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="কাজ")),
                ("done_on", models.DateField(null=True, verbose_name="শেষ কবে")),
            ],
            options={
                "verbose_name": "দৈনিক কাজ",
                "verbose_name_plural": "দৈনিক কাজ",
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "এই নামে একজন ব্যবহারকারী আছেন।"},
                        max_length=60,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9][a-z0-9._-]*\\Z",
                                "ছোট হাতের ইংরেজি অক্ষর, অঙ্ক, . _ - ব্যবহার করুন।",
                            )
                        ],
                        verbose_name="ব্যবহারকারী নাম",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=120, validators=[accounts.models.check_name], verbose_name="নাম"
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                ),
                (
                    "must_change_password",
                    models.BooleanField(
                        default=False,
                        help_text="প্রশাসকের দেওয়া পাসওয়ার্ড দিয়ে আর কোনো কাজ করা যাবে না, নিজের পাসওয়ার্ড দিতে হবে।",
                        verbose_name="প্রথম প্রবেশে পাসওয়ার্ড বদলাবেন",
                    ),
                ),
                ("sessions_ended", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "ব্যবহারকারী",
                "verbose_name_plural": "ব্যবহারকারী",
            },
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to", models.CharField(max_length=254, verbose_name="ইমেইল ঠিকানা")),
                ("subject", models.CharField(max_length=200, verbose_name="বিষয়")),
                ("text", models.TextField(verbose_name="লেখা")),
                ("attachments", models.JSONField(blank=True, default=list, verbose_name="সংযুক্তি")),
                (
                    "return_path",
                    models.CharField(blank=True, max_length=254, verbose_name="ফেরত ঠিকানা"),
                ),
                (
                    "answer",
                    models.CharField(blank=True, max_length=500, verbose_name="সার্ভারের উত্তর"),
                ),
                ("is_kept", models.BooleanField(default=False, verbose_name="রেখে দেওয়া")),
                (
                    "follows",
                    models.CharField(blank=True, max_length=300, verbose_name="যে বার্তার পরে"),
                ),
                (
                    "message_id",
                    models.CharField(max_length=300, unique=True, verbose_name="বার্তার পরিচিতি"),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="লেখার সময়"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "পাঠানোর অপেক্ষায়"),
                            ("sent", "মেইল সার্ভার নিয়েছে"),
                            ("failed", "পাঠানো যায়নি"),
                            ("taken_back", "পাঠানোর আগে ফেরত"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="অবস্থা",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="চেষ্টা")),
                ("unanswered", models.PositiveSmallIntegerField(default=0, verbose_name="উত্তর ছাড়া")),
                (
                    "next_try_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="পরের চেষ্টা"
                    ),
                ),
                (
                    "last_error",
                    models.CharField(blank=True, max_length=500, verbose_name="শেষ ত্রুটি"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="পাঠানোর সময়")),
                (
                    "failed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ব্যর্থ হওয়ার সময়"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mail",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="কাকে",
                    ),
                ),
            ],
            options={
                "verbose_name": "ইমেইল",
                "verbose_name_plural": "ইমেইল",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="WrongAnswers",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("reauth", "পাসওয়ার্ড বা কোড"), ("pin", "স্বাক্ষরের পিন")], max_length=8
                    ),
                ),
                ("count", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wrong_answers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "ভুল উত্তরের হিসাব",
                "verbose_name_plural": "ভুল উত্তরের হিসাব",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "kind"), name="wrong_answers_once_a_kind"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_on", models.DateField(verbose_name="তারিখ")),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="লেখার সময়"
                    ),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="পড়ার সময়")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("mail", "পোর্টালে ও ইমেইলে"),
                            ("no_address", "শুধু পোর্টালে: ইমেইল ঠিকানা নেই"),
                            ("bad_address", "শুধু পোর্টালে: ইমেইল ঠিকানা ঠিক নয়"),
                        ],
                        default="mail",
                        max_length=12,
                        verbose_name="কীভাবে",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="digests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="কাকে",
                    ),
                ),
                (
                    "mail",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="digest",
                        to="accounts.mail",
                        verbose_name="ইমেইল",
                    ),
                ),
            ],
            options={
                "verbose_name": "বার্তা",
                "verbose_name_plural": "বার্তা",
                "ordering": ["-made_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chain", models.CharField(max_length=40, verbose_name="শিকল")),
                ("serial", models.PositiveBigIntegerField(verbose_name="ক্রম")),
                ("at", models.DateTimeField(verbose_name="সময়")),
                ("what", models.CharField(max_length=60, verbose_name="কী")),
                ("target_kind", models.CharField(max_length=60)),
                ("target_id", models.BigIntegerField(null=True)),
                ("detail", models.JSONField(blank=True, default=dict, verbose_name="বিবরণ")),
                (
                    "previous_hash",
                    models.CharField(blank=True, max_length=64, verbose_name="আগেরটির হ্যাশ"),
                ),
                ("hash", models.CharField(max_length=64, verbose_name="হ্যাশ")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audit_events",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="কে",
                    ),
                ),
            ],
            options={
                "verbose_name": "নিরীক্ষা ঘটনা",
                "verbose_name_plural": "নিরীক্ষা ঘটনা",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["target_kind", "target_id"], name="audit_target")],
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "serial"), name="audit_serial_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by__isnull", False), ("target_id__isnull", False)),
                            ("what", "sign-in failed"),
                            _connector="OR",
                        ),
                        name="audit_of_somebody_about_something",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["next_try_at"],
                name="mail_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", False), ("state", "sent")),
                    models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                    _connector="OR",
                ),
                name="mail_sent_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("failed_at__isnull", False), ("state", "failed")),
                    models.Q(
                        models.Q(("state", "failed"), _negated=True), ("failed_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="mail_failed_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="digest",
            index=models.Index(
                condition=models.Q(("read_at", None)), fields=["user"], name="digest_unread"
            ),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.UniqueConstraint(
                fields=("user", "made_on"), name="one_digest_a_person_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.CheckConstraint(
                condition=models.Q(("way", "mail"), ("mail", None), _connector="OR"),
                name="digest_with_mail_went_by_mail",
            ),
        ),
    ]
