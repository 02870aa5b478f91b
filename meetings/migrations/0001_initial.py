import uuid

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import papers.shapes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("committees", "0001_initial"),
        ("documents", "0001_initial"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ক্রম")),
                ("serial", models.TextField(blank=True, null=True, verbose_name="ক্রমিক, যেমন ছাপা")),
                ("code", models.TextField(blank=True, null=True, verbose_name="সূচক")),
                ("topic", models.TextField(blank=True, verbose_name="আলোচ্য বিষয়")),
                (
                    "topic_separator",
                    models.TextField(blank=True, null=True, verbose_name="বিষয়ের পরের চিহ্ন"),
                ),
                ("discussion", models.JSONField(blank=True, default=list, verbose_name="আলোচনা")),
                (
                    "implementers_as_printed",
                    models.TextField(blank=True, null=True, verbose_name="বাস্তবায়নকারী, যেমন ছাপা"),
                ),
                (
                    "confirmed_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("as_read", "সংশোধনী ছাড়া নিশ্চিত"),
                            ("corrected", "সংশোধনসহ নিশ্চিত"),
                        ],
                        max_length=10,
                        verbose_name="যেভাবে নিশ্চিত",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="সংস্করণ")),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="বাদ দেওয়ার সময়"
                    ),
                ),
            ],
            options={
                "verbose_name": "আলোচ্য বিষয়",
                "verbose_name_plural": "আলোচ্য বিষয়",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "thread",
                    models.UUIDField(
                        db_index=True, default=uuid.uuid4, editable=False, verbose_name="পরিচয়"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ক্রম")),
                ("label", models.TextField(blank=True, null=True, verbose_name="চিহ্ন (ক, খ)")),
                ("text", models.TextField(blank=True, verbose_name="সিদ্ধান্ত")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="শেষ তারিখ")),
                (
                    "progress",
                    models.TextField(blank=True, null=True, verbose_name="অগ্রগতি, যেমন ছাপা"),
                ),
                (
                    "times_carried",
                    models.PositiveSmallIntegerField(default=0, verbose_name="কতবার আনা হয়েছে"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="বাদ দেওয়ার সময়"
                    ),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="carried_to",
                        to="meetings.decision",
                        verbose_name="যে সিদ্ধান্ত থেকে আনা",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="meetings.agendaitem",
                        verbose_name="আলোচ্য বিষয়",
                    ),
                ),
            ],
            options={
                "verbose_name": "সিদ্ধান্ত",
                "verbose_name_plural": "সিদ্ধান্ত",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalImplementer",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ক্রম")),
                ("printed", models.TextField(verbose_name="বাস্তবায়নকারী, যেমন ছাপা")),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.decision",
                        verbose_name="সিদ্ধান্ত",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "বাস্তবায়নকারীর ইতিহাস",
                "verbose_name_plural": "বাস্তবায়নকারীর ইতিহাস",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Meeting",
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
                        choices=[("minutes", "কার্যবিবরণী"), ("progress_report", "অগ্রগতি প্রতিবেদন")],
                        default="minutes",
                        max_length=20,
                        verbose_name="ধরন",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "পরিকল্পিত"),
                            ("noticed", "নোটিশ জারি হয়েছে"),
                            ("draft", "খসড়া"),
                            ("submitted", "অনুমোদনের অপেক্ষায়"),
                            ("returned", "সংশোধনের জন্য ফেরত"),
                            ("approved", "অনুমোদিত"),
                            ("issued", "জারিকৃত"),
                            ("corrected", "সংশোধিত"),
                            ("cancelled", "বাতিল"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="অবস্থা",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="সভার তারিখ")),
                (
                    "date_as_printed",
                    models.TextField(blank=True, null=True, verbose_name="তারিখ, যেমন ছাপা"),
                ),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="সময়")),
                (
                    "time_as_printed",
                    models.TextField(blank=True, null=True, verbose_name="সময়, যেমন ছাপা"),
                ),
                ("venue", models.TextField(blank=True, null=True, verbose_name="স্থান")),
                (
                    "cadence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("monthly", "মাসিক"),
                            ("quarterly", "ত্রৈমাসিক"),
                            ("half_yearly", "ষান্মাসিক"),
                            ("yearly", "বার্ষিক"),
                            ("irregular", "প্রয়োজন অনুযায়ী"),
                        ],
                        max_length=12,
                        null=True,
                        verbose_name="সভা কত পরপর",
                    ),
                ),
                ("period_start", models.DateField(blank=True, null=True, verbose_name="মেয়াদের শুরু")),
                ("period_end", models.DateField(blank=True, null=True, verbose_name="মেয়াদের শেষ")),
                ("title", models.TextField(blank=True, null=True, verbose_name="শিরোনাম")),
                ("committee_name", models.TextField(blank=True, verbose_name="কমিটির নাম, যেমন ছাপা")),
                (
                    "shape",
                    models.JSONField(
                        default=papers.shapes.default_shape,
                        validators=[papers.shapes.check_shape],
                        verbose_name="কাগজের গড়ন",
                    ),
                ),
                ("letterhead", models.JSONField(blank=True, null=True, verbose_name="পত্রশীর্ষ")),
                ("chair", models.JSONField(blank=True, null=True, verbose_name="সভাপ্রধান")),
                (
                    "attendance_as_printed",
                    models.TextField(blank=True, null=True, verbose_name="উপস্থিতি, যেমন ছাপা"),
                ),
                ("opening", models.JSONField(blank=True, default=list, verbose_name="সূচনা")),
                (
                    "earlier",
                    models.JSONField(
                        blank=True, default=list, verbose_name="বিগত সভার সিদ্ধান্তের অগ্রগতি"
                    ),
                ),
                ("closing", models.JSONField(blank=True, default=list, verbose_name="সমাপ্তি")),
                ("signatory", models.JSONField(blank=True, null=True, verbose_name="স্বাক্ষরকারী")),
                ("memo", models.JSONField(blank=True, null=True, verbose_name="স্মারক")),
                ("distribution", models.JSONField(blank=True, default=list, verbose_name="বিতরণ")),
                (
                    "copy_signatory",
                    models.JSONField(blank=True, null=True, verbose_name="অনুলিপির স্বাক্ষরকারী"),
                ),
                ("letter", models.JSONField(blank=True, null=True, verbose_name="অগ্রায়নপত্র")),
                (
                    "report_signatory",
                    models.JSONField(blank=True, null=True, verbose_name="প্রতিবেদনের স্বাক্ষরকারী"),
                ),
                (
                    "report_signed_on_as_printed",
                    models.TextField(
                        blank=True, null=True, verbose_name="প্রতিবেদনে স্বাক্ষরের তারিখ, যেমন ছাপা"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="সংস্করণ")),
                (
                    "is_recorded",
                    models.BooleanField(default=False, verbose_name="আগের সভা, কাগজ থেকে তোলা"),
                ),
                (
                    "calendar_sequence",
                    models.PositiveIntegerField(default=0, verbose_name="ক্যালেন্ডারে বদল"),
                ),
                (
                    "calendar_changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="ক্যালেন্ডারে শেষ বদল"
                    ),
                ),
                (
                    "quorum_override",
                    models.TextField(blank=True, verbose_name="কোরাম না হলেও সভার কারণ"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="লেখা শুরু"),
                ),
                (
                    "moved_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="এই অবস্থা যখন থেকে"
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="দাখিলের সময়"),
                ),
                (
                    "returned_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ফেরতের সময়"),
                ),
                ("remarks", models.TextField(blank=True, verbose_name="ফেরতের কারণ")),
                (
                    "item_remarks",
                    models.JSONField(blank=True, default=dict, verbose_name="সারির মন্তব্য"),
                ),
                (
                    "returned",
                    models.JSONField(blank=True, null=True, verbose_name="ফেরতের সময় যা ছিল"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="অনুমোদনের সময়"),
                ),
                (
                    "approved_digest",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="অনুমোদিত লেখার SHA-256"
                    ),
                ),
                ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="জারির সময়")),
                ("correction_reason", models.TextField(blank=True, verbose_name="সংশোধনের কারণ")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="অনুমোদন করেছেন",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="committees.committee",
                        verbose_name="কমিটি",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrigenda",
                        to="meetings.meeting",
                        verbose_name="যে কার্যবিবরণী সংশোধন করে",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="লিখেছেন",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="জারি করেছেন",
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting",
                        to="documents.paper",
                        verbose_name="জারি করা কাগজ",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ফেরত দিয়েছেন",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="দাখিল করেছেন",
                    ),
                ),
            ],
            options={
                "verbose_name": "সভা",
                "verbose_name_plural": "সভা",
                "ordering": ["-held_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="IssuedPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued_for",
                        to="documents.paper",
                        verbose_name="জারি করা কাগজ",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued_papers",
                        to="meetings.meeting",
                        verbose_name="সভা",
                    ),
                ),
            ],
            options={
                "verbose_name": "সভার জারি করা কাগজ",
                "verbose_name_plural": "সভার জারি করা কাগজ",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMeeting",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("minutes", "কার্যবিবরণী"), ("progress_report", "অগ্রগতি প্রতিবেদন")],
                        default="minutes",
                        max_length=20,
                        verbose_name="ধরন",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "পরিকল্পিত"),
                            ("noticed", "নোটিশ জারি হয়েছে"),
                            ("draft", "খসড়া"),
                            ("submitted", "অনুমোদনের অপেক্ষায়"),
                            ("returned", "সংশোধনের জন্য ফেরত"),
                            ("approved", "অনুমোদিত"),
                            ("issued", "জারিকৃত"),
                            ("corrected", "সংশোধিত"),
                            ("cancelled", "বাতিল"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="অবস্থা",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="সভার তারিখ")),
                (
                    "date_as_printed",
                    models.TextField(blank=True, null=True, verbose_name="তারিখ, যেমন ছাপা"),
                ),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="সময়")),
                (
                    "time_as_printed",
                    models.TextField(blank=True, null=True, verbose_name="সময়, যেমন ছাপা"),
                ),
                ("venue", models.TextField(blank=True, null=True, verbose_name="স্থান")),
                (
                    "cadence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("monthly", "মাসিক"),
                            ("quarterly", "ত্রৈমাসিক"),
                            ("half_yearly", "ষান্মাসিক"),
                            ("yearly", "বার্ষিক"),
                            ("irregular", "প্রয়োজন অনুযায়ী"),
                        ],
                        max_length=12,
                        null=True,
                        verbose_name="সভা কত পরপর",
                    ),
                ),
                ("period_start", models.DateField(blank=True, null=True, verbose_name="মেয়াদের শুরু")),
                ("period_end", models.DateField(blank=True, null=True, verbose_name="মেয়াদের শেষ")),
                ("title", models.TextField(blank=True, null=True, verbose_name="শিরোনাম")),
                ("committee_name", models.TextField(blank=True, verbose_name="কমিটির নাম, যেমন ছাপা")),
                (
                    "shape",
                    models.JSONField(
                        default=papers.shapes.default_shape,
                        validators=[papers.shapes.check_shape],
                        verbose_name="কাগজের গড়ন",
                    ),
                ),
                ("letterhead", models.JSONField(blank=True, null=True, verbose_name="পত্রশীর্ষ")),
                ("chair", models.JSONField(blank=True, null=True, verbose_name="সভাপ্রধান")),
                (
                    "attendance_as_printed",
                    models.TextField(blank=True, null=True, verbose_name="উপস্থিতি, যেমন ছাপা"),
                ),
                ("opening", models.JSONField(blank=True, default=list, verbose_name="সূচনা")),
                (
                    "earlier",
                    models.JSONField(
                        blank=True, default=list, verbose_name="বিগত সভার সিদ্ধান্তের অগ্রগতি"
                    ),
                ),
                ("closing", models.JSONField(blank=True, default=list, verbose_name="সমাপ্তি")),
                ("signatory", models.JSONField(blank=True, null=True, verbose_name="স্বাক্ষরকারী")),
                ("memo", models.JSONField(blank=True, null=True, verbose_name="স্মারক")),
                ("distribution", models.JSONField(blank=True, default=list, verbose_name="বিতরণ")),
                (
                    "copy_signatory",
                    models.JSONField(blank=True, null=True, verbose_name="অনুলিপির স্বাক্ষরকারী"),
                ),
                ("letter", models.JSONField(blank=True, null=True, verbose_name="অগ্রায়নপত্র")),
                (
                    "report_signatory",
                    models.JSONField(blank=True, null=True, verbose_name="প্রতিবেদনের স্বাক্ষরকারী"),
                ),
                (
                    "report_signed_on_as_printed",
                    models.TextField(
                        blank=True, null=True, verbose_name="প্রতিবেদনে স্বাক্ষরের তারিখ, যেমন ছাপা"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="সংস্করণ")),
                (
                    "is_recorded",
                    models.BooleanField(default=False, verbose_name="আগের সভা, কাগজ থেকে তোলা"),
                ),
                (
                    "quorum_override",
                    models.TextField(blank=True, verbose_name="কোরাম না হলেও সভার কারণ"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="লেখা শুরু"),
                ),
                (
                    "moved_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="এই অবস্থা যখন থেকে"
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="দাখিলের সময়"),
                ),
                (
                    "returned_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ফেরতের সময়"),
                ),
                ("remarks", models.TextField(blank=True, verbose_name="ফেরতের কারণ")),
                (
                    "item_remarks",
                    models.JSONField(blank=True, default=dict, verbose_name="সারির মন্তব্য"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="অনুমোদনের সময়"),
                ),
                (
                    "approved_digest",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="অনুমোদিত লেখার SHA-256"
                    ),
                ),
                ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="জারির সময়")),
                ("correction_reason", models.TextField(blank=True, verbose_name="সংশোধনের কারণ")),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="অনুমোদন করেছেন",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="committees.committee",
                        verbose_name="কমিটি",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="লিখেছেন",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="জারি করেছেন",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="documents.paper",
                        verbose_name="জারি করা কাগজ",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ফেরত দিয়েছেন",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="দাখিল করেছেন",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="যে কার্যবিবরণী সংশোধন করে",
                    ),
                ),
            ],
            options={
                "verbose_name": "সভার ইতিহাস",
                "verbose_name_plural": "সভার ইতিহাস",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDecision",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "thread",
                    models.UUIDField(
                        db_index=True, default=uuid.uuid4, editable=False, verbose_name="পরিচয়"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ক্রম")),
                ("label", models.TextField(blank=True, null=True, verbose_name="চিহ্ন (ক, খ)")),
                ("text", models.TextField(blank=True, verbose_name="সিদ্ধান্ত")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="শেষ তারিখ")),
                (
                    "progress",
                    models.TextField(blank=True, null=True, verbose_name="অগ্রগতি, যেমন ছাপা"),
                ),
                (
                    "times_carried",
                    models.PositiveSmallIntegerField(default=0, verbose_name="কতবার আনা হয়েছে"),
                ),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.decision",
                        verbose_name="যে সিদ্ধান্ত থেকে আনা",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.agendaitem",
                        verbose_name="আলোচ্য বিষয়",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="সভা",
                    ),
                ),
            ],
            options={
                "verbose_name": "সিদ্ধান্তের ইতিহাস",
                "verbose_name_plural": "সিদ্ধান্তের ইতিহাস",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAttendance",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ক্রম")),
                ("serial", models.TextField(blank=True, null=True, verbose_name="ক্রমিক, যেমন ছাপা")),
                ("name", models.TextField(verbose_name="নাম")),
                ("designation", models.JSONField(blank=True, default=list, verbose_name="পদবি")),
                ("role", models.TextField(blank=True, null=True, verbose_name="কমিটিতে পদবি")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("present", "উপস্থিত"),
                            ("absent", "অনুপস্থিত"),
                            ("leave", "ছুটিতে"),
                            ("represented", "প্রতিনিধি উপস্থিত"),
                            ("guest", "আমন্ত্রিত"),
                            ("unmarked", "চিহ্নিত হয়নি"),
                        ],
                        default="present",
                        max_length=12,
                        verbose_name="উপস্থিতি",
                    ),
                ),
                ("representative_name", models.TextField(blank=True, verbose_name="প্রতিনিধির নাম")),
                (
                    "representative_post",
                    models.TextField(blank=True, verbose_name="প্রতিনিধির পদবি"),
                ),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="committees.membership",
                        verbose_name="সদস্যপদ",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="সভা",
                    ),
                ),
            ],
            options={
                "verbose_name": "উপস্থিতির ইতিহাস",
                "verbose_name_plural": "উপস্থিতির ইতিহাস",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAgendaItem",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ক্রম")),
                ("serial", models.TextField(blank=True, null=True, verbose_name="ক্রমিক, যেমন ছাপা")),
                ("code", models.TextField(blank=True, null=True, verbose_name="সূচক")),
                ("topic", models.TextField(blank=True, verbose_name="আলোচ্য বিষয়")),
                (
                    "topic_separator",
                    models.TextField(blank=True, null=True, verbose_name="বিষয়ের পরের চিহ্ন"),
                ),
                ("discussion", models.JSONField(blank=True, default=list, verbose_name="আলোচনা")),
                (
                    "implementers_as_printed",
                    models.TextField(blank=True, null=True, verbose_name="বাস্তবায়নকারী, যেমন ছাপা"),
                ),
                (
                    "confirmed_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("as_read", "সংশোধনী ছাড়া নিশ্চিত"),
                            ("corrected", "সংশোধনসহ নিশ্চিত"),
                        ],
                        max_length=10,
                        verbose_name="যেভাবে নিশ্চিত",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="সংস্করণ")),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirms",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="যে সভার কার্যবিবরণী নিশ্চিত করে",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.meeting",
                        verbose_name="সভা",
                    ),
                ),
            ],
            options={
                "verbose_name": "আলোচ্য বিষয়ের ইতিহাস",
                "verbose_name_plural": "আলোচ্য বিষয়ের ইতিহাস",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="decision",
            name="meeting",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="meetings.meeting",
                verbose_name="সভা",
            ),
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ক্রম")),
                ("serial", models.TextField(blank=True, null=True, verbose_name="ক্রমিক, যেমন ছাপা")),
                ("name", models.TextField(verbose_name="নাম")),
                ("designation", models.JSONField(blank=True, default=list, verbose_name="পদবি")),
                ("role", models.TextField(blank=True, null=True, verbose_name="কমিটিতে পদবি")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("present", "উপস্থিত"),
                            ("absent", "অনুপস্থিত"),
                            ("leave", "ছুটিতে"),
                            ("represented", "প্রতিনিধি উপস্থিত"),
                            ("guest", "আমন্ত্রিত"),
                            ("unmarked", "চিহ্নিত হয়নি"),
                        ],
                        default="present",
                        max_length=12,
                        verbose_name="উপস্থিতি",
                    ),
                ),
                ("representative_name", models.TextField(blank=True, verbose_name="প্রতিনিধির নাম")),
                (
                    "representative_post",
                    models.TextField(blank=True, verbose_name="প্রতিনিধির পদবি"),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="committees.membership",
                        verbose_name="সদস্যপদ",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="meetings.meeting",
                        verbose_name="সভা",
                    ),
                ),
            ],
            options={
                "verbose_name": "উপস্থিতি",
                "verbose_name_plural": "উপস্থিতি",
                "ordering": ["position"],
            },
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="confirms",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="confirmed_by_items",
                to="meetings.meeting",
                verbose_name="যে সভার কার্যবিবরণী নিশ্চিত করে",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="meetings.meeting",
                verbose_name="সভা",
            ),
        ),
        migrations.CreateModel(
            name="MeetingFile",
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
                        choices=[
                            ("scan", "স্বাক্ষরিত কাগজের স্ক্যান"),
                            ("annex", "পরিশিষ্ট"),
                            ("sheet", "পরিশিষ্ট-ক (স্বাক্ষরিত হাজিরা)"),
                        ],
                        default="annex",
                        max_length=5,
                        verbose_name="ধরন",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="নাম")),
                ("file", models.FileField(upload_to="meetings/", verbose_name="ফাইল")),
                ("size", models.PositiveIntegerField(verbose_name="আকার (বাইট)")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "uploaded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="তোলার সময়"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="meetings.meeting",
                        verbose_name="সভা",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="তুলেছেন",
                    ),
                ),
            ],
            options={
                "verbose_name": "সংযুক্ত ফাইল",
                "verbose_name_plural": "সংযুক্ত ফাইল",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Charge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ক্রম")),
                ("printed", models.TextField(verbose_name="বাস্তবায়নকারী, যেমন ছাপা")),
                ("holder", models.CharField(blank=True, max_length=120, verbose_name="পদধারী")),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="documents.paper",
                        verbose_name="জারি করা কাগজ",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="offices.post",
                        verbose_name="পদ",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="offices.posting",
                        verbose_name="পদায়ন",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="charges",
                        to="meetings.decision",
                        verbose_name="সিদ্ধান্ত",
                    ),
                ),
            ],
            options={
                "verbose_name": "দায়িত্ব",
                "verbose_name_plural": "দায়িত্ব",
                "ordering": ["decision", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paper", "decision", "position", "post"),
                        name="charged_once_by_a_line",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("post", None)),
                        fields=("paper", "decision", "position"),
                        name="unresolved_once_by_a_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder", ""), ("posting", None)),
                            models.Q(
                                ("post__isnull", False),
                                ("posting__isnull", False),
                                models.Q(("holder", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="nobody_is_charged_without_a_post",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Implementer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ক্রম")),
                ("printed", models.TextField(verbose_name="বাস্তবায়নকারী, যেমন ছাপা")),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="implementers",
                        to="meetings.decision",
                        verbose_name="সিদ্ধান্ত",
                    ),
                ),
            ],
            options={
                "verbose_name": "বাস্তবায়নকারী",
                "verbose_name_plural": "বাস্তবায়নকারী",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("decision", "position"), name="implementer_position_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["committee", "-held_on"], name="meeting_by_committee"),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ["issued", "corrected", "cancelled"]), _negated=True
                ),
                fields=["committee"],
                name="meeting_that_goes_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True),
                    ("corrects", None),
                    ("kind", "minutes"),
                ),
                fields=("committee", "kind", "held_on"),
                name="one_sitting_a_day",
                violation_error_message="এই কমিটির এই তারিখের সভা ইতোমধ্যে আছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("period_end", None), ("period_start", None)),
                    models.Q(
                        ("period_end__gte", models.F("period_start")),
                        ("period_end__isnull", False),
                        ("period_start__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="period_has_both_ends_in_order",
                violation_error_message="মেয়াদের শুরু ও শেষ দুটিই দিন; শেষ শুরুর আগে হতে পারে না।",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("submitted_at", None), ("submitted_by", None)),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="submitted_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("returned_at", None), ("returned_by", None)),
                    models.Q(("returned_at__isnull", False), ("returned_by__isnull", False)),
                    _connector="OR",
                ),
                name="returned_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None)),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="approved_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issued_at", None), ("issued_by", None)),
                    models.Q(("issued_at__isnull", False), ("issued_by__isnull", False)),
                    _connector="OR",
                ),
                name="issued_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at__isnull", False),
                        ("state__in", ["approved", "corrected", "issued"]),
                        models.Q(("approved_digest", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state__in", ["approved", "corrected", "issued"]), _negated=True),
                        ("approved_at", None),
                        ("approved_digest", ""),
                    ),
                    _connector="OR",
                ),
                name="approval_stands_with_its_digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("issued_at__isnull", False),
                        ("paper__isnull", False),
                        ("state__in", ["corrected", "issued"]),
                    ),
                    models.Q(
                        models.Q(("state__in", ["corrected", "issued"]), _negated=True),
                        ("issued_at", None),
                        ("paper", None),
                    ),
                    _connector="OR",
                ),
                name="issued_with_its_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("corrects",),
                name="one_corrigendum_at_a_time",
                violation_error_message="এই কার্যবিবরণীর সংশোধনী ইতোমধ্যে লেখা হচ্ছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("item", "position"),
                name="decision_position_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("meeting", "thread"), name="no_two_decisions_of_a_meeting_are_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                fields=("meeting", "position"), name="attendance_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status", "represented"),
                        models.Q(("representative_name", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", "represented"), _negated=True),
                        ("representative_name", ""),
                        ("representative_post", ""),
                    ),
                    _connector="OR",
                ),
                name="representative_named_where_there_is_one",
                violation_error_message="প্রতিনিধি উপস্থিত থাকলে তাঁর নাম দিন।",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("meeting", "position"),
                name="item_position_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingfile",
            constraint=models.UniqueConstraint(
                fields=("meeting", "sha256"),
                name="a_file_once_with_a_meeting",
                violation_error_message="এই ফাইলটি ইতোমধ্যে সভার সঙ্গে আছে।",
            ),
        ),
    ]
