import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import despatch.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("documents", "0001_initial"),
        ("memos", "0001_initial"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=despatch.models.new_token,
                        editable=False,
                        max_length=40,
                        unique=True,
                        verbose_name="চাবি",
                    ),
                ),
                (
                    "copy",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="link",
                        to="memos.copy",
                        verbose_name="কপি",
                    ),
                ),
            ],
            options={
                "verbose_name": "লিংক",
                "verbose_name_plural": "লিংক",
            },
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("portal", "পোর্টালে"),
                            ("mail", "ই-মেইলে"),
                            ("hand", "হাতে হাতে"),
                            ("post", "ডাকে"),
                        ],
                        max_length=6,
                        verbose_name="কীভাবে",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=254, verbose_name="ঠিকানা")),
                ("as_link", models.BooleanField(default=False, verbose_name="সংযুক্তির বদলে লিংক")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="পাঠানোর সময়")),
                ("leaves_at", models.DateTimeField(blank=True, null=True, verbose_name="কখন যাবে")),
                (
                    "taken_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ফেরতের সময়"),
                ),
                (
                    "copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sendings",
                        to="memos.copy",
                        verbose_name="কপি",
                    ),
                ),
                (
                    "mail",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sending",
                        to="accounts.mail",
                        verbose_name="ইমেইল",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="পাঠিয়েছেন",
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ফেরত নিয়েছেন",
                    ),
                ),
            ],
            options={
                "verbose_name": "প্রেরণ",
                "verbose_name_plural": "প্রেরণ",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("queued", "পাঠানোর সারিতে"),
                            ("relayed", "আমাদের মেইল সার্ভার নিয়েছে"),
                            ("delivered", "প্রাপকের মেইল সার্ভার নিয়েছে"),
                            ("refused", "ফেরত এসেছে"),
                            ("fetched", "পোর্টালে খোলা হয়েছে"),
                            ("acknowledged", "প্রাপ্তি স্বীকার করা হয়েছে"),
                            ("signed", "কাগজে স্বাক্ষর করে নেওয়া হয়েছে"),
                        ],
                        max_length=12,
                        verbose_name="ধাপ",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="সময়")),
                ("told", models.JSONField(blank=True, default=dict, verbose_name="যা প্রমাণ করে")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="কে",
                    ),
                ),
                (
                    "copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="memos.copy",
                        verbose_name="কপি",
                    ),
                ),
                (
                    "sending",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="despatch.sending",
                        verbose_name="প্রেরণ",
                    ),
                ),
            ],
            options={
                "verbose_name": "প্রমাণ",
                "verbose_name_plural": "প্রমাণ",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("coming", "উপস্থিত থাকব"),
                            ("represented", "প্রতিনিধি পাঠাব"),
                            ("absent", "উপস্থিত থাকতে পারব না"),
                        ],
                        max_length=11,
                        verbose_name="উত্তর",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="নাম")),
                ("designation", models.CharField(blank=True, max_length=200, verbose_name="পদবি")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="মন্তব্য")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="সময়")),
                (
                    "copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="memos.copy",
                        verbose_name="কপি",
                    ),
                ),
            ],
            options={
                "verbose_name": "নোটিশের উত্তর",
                "verbose_name_plural": "নোটিশের উত্তর",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", "represented"), models.Q(("name", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("answer", "represented"), _negated=True),
                                ("designation", ""),
                                ("name", ""),
                            ),
                            _connector="OR",
                        ),
                        name="reply_names_who_comes_instead",
                        violation_error_message="প্রতিনিধি পাঠালে তাঁর নাম দিন।",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Returned",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.TextField(blank=True, verbose_name="বিষয়")),
                (
                    "came_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="আসার সময়"),
                ),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="দেখার সময়")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                        verbose_name="মেইল",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                        verbose_name="কার্যালয়",
                    ),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="দেখেছেন",
                    ),
                ),
            ],
            options={
                "verbose_name": "ফেরত আসা মেইল",
                "verbose_name_plural": "ফেরত আসা মেইল",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seen_at", None), ("seen_by", None)),
                            models.Q(("seen_at__isnull", False), ("seen_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="returned_mail_seen_by_someone_at_some_time",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="sending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at", None), ("sent_by", None)),
                    models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                    _connector="OR",
                ),
                name="sending_sent_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="sending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_back_at", None), ("taken_back_by", None)),
                    models.Q(("taken_back_at__isnull", False), ("taken_back_by__isnull", False)),
                    _connector="OR",
                ),
                name="sending_taken_back_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="sending",
            constraint=models.CheckConstraint(
                condition=models.Q(("way", "mail"), ("mail", None), _connector="OR"),
                name="only_mail_goes_by_mail",
            ),
        ),
    ]
