import django.db.models.deletion
from django.db import migrations, models

import papers.shapes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("offices", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Committee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="নাম")),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("monthly", "মাসিক"),
                            ("quarterly", "ত্রৈমাসিক"),
                            ("half_yearly", "ষান্মাসিক"),
                            ("yearly", "বার্ষিক"),
                            ("irregular", "প্রয়োজন অনুযায়ী"),
                        ],
                        default="monthly",
                        max_length=12,
                        verbose_name="সভা কত পরপর",
                    ),
                ),
                (
                    "chair_label",
                    models.CharField(default="সভাপতি", max_length=40, verbose_name="সভাপ্রধানের নাম"),
                ),
                (
                    "shape",
                    models.JSONField(
                        default=papers.shapes.default_shape,
                        validators=[papers.shapes.check_shape],
                        verbose_name="কাগজের গড়ন",
                    ),
                ),
                (
                    "opening",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[papers.shapes.check_paragraphs],
                        verbose_name="সূচনার স্থায়ী অনুচ্ছেদ",
                    ),
                ),
                (
                    "closing",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[papers.shapes.check_paragraphs],
                        verbose_name="সমাপ্তির স্থায়ী অনুচ্ছেদ",
                    ),
                ),
                (
                    "standing_agenda",
                    models.JSONField(blank=True, default=list, verbose_name="স্থায়ী আলোচ্যসূচি"),
                ),
                (
                    "copy_lists",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[papers.shapes.check_copy_lists],
                        verbose_name="স্থায়ী অনুলিপি তালিকা",
                    ),
                ),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="কমপক্ষে যতজন সদস্য (বা প্রতিনিধি) থাকতে হবে",
                        null=True,
                        verbose_name="কোরাম",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="সভার কমপক্ষে যত দিন আগে সদস্যদের জানাতে হবে",
                        null=True,
                        verbose_name="নোটিশের সময় (দিন)",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="বিলুপ্তির তারিখ")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committees",
                        to="offices.office",
                        verbose_name="কার্যালয়",
                    ),
                ),
            ],
            options={
                "verbose_name": "কমিটি",
                "verbose_name_plural": "কমিটি",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "সভাপতি"),
                            ("convener", "আহবায়ক"),
                            ("member", "সদস্য"),
                            ("member_secretary", "সদস্য সচিব"),
                            ("focal_point", "ফোকাল পয়েন্ট"),
                        ],
                        default="member",
                        max_length=20,
                        verbose_name="কমিটিতে পদবি",
                    ),
                ),
                (
                    "second_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("chair", "সভাপতি"),
                            ("convener", "আহবায়ক"),
                            ("member", "সদস্য"),
                            ("member_secretary", "সদস্য সচিব"),
                            ("focal_point", "ফোকাল পয়েন্ট"),
                        ],
                        max_length=20,
                        verbose_name="দ্বিতীয় পদবি",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=100, verbose_name="জ্যেষ্ঠতার ক্রম"),
                ),
                ("starts_on", models.DateField(verbose_name="যে তারিখ থেকে")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="যে তারিখ পর্যন্ত")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="committees.committee",
                        verbose_name="কমিটি",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="offices.post",
                        verbose_name="পদ",
                    ),
                ),
            ],
            options={
                "verbose_name": "সদস্যপদ",
                "verbose_name_plural": "সদস্যপদ",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="committee",
            constraint=models.UniqueConstraint(
                fields=("office", "name"),
                name="committee_once_in_an_office",
                violation_error_message="এই কার্যালয়ে এই নামের কমিটি ইতোমধ্যে আছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on", None)),
                fields=("committee", "post"),
                name="one_open_seat_a_post",
                violation_error_message="এই পদ ইতোমধ্যে কমিটিতে আছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="membership_ends_after_it_starts",
                violation_error_message="শেষ তারিখ শুরুর আগে হতে পারে না।",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("role", models.F("second_role")), _negated=True),
                name="second_role_is_another",
                violation_error_message="দ্বিতীয় পদবি প্রথমটি থেকে ভিন্ন হবে।",
            ),
        ),
    ]
