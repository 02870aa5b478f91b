import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import documents.codes
import memos.numbers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("distribution", "0001_initial"),
        ("documents", "0001_initial"),
        ("meetings", "0001_initial"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FileNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=80, verbose_name="নথি নম্বর")),
                (
                    "lengths",
                    models.CharField(
                        default="2.2.4.3.2.3.2",
                        max_length=40,
                        validators=[memos.numbers.check_lengths],
                        verbose_name="অংশগুলোর অঙ্ক",
                    ),
                ),
                (
                    "separator",
                    models.CharField(
                        choices=[(".", "বিন্দু (.)"), ("-", "হাইফেন (-)"), ("/", "ছেদচিহ্ন (/)")],
                        default=".",
                        max_length=1,
                        verbose_name="ইস্যু নম্বরের আগের চিহ্ন",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="নথির বিষয়")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="বন্ধের তারিখ")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file_numbers",
                        to="offices.office",
                        verbose_name="কার্যালয়",
                    ),
                ),
            ],
            options={
                "verbose_name": "নথি",
                "verbose_name_plural": "নথি",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="যেমন: আইসিটি শাখার সকল নথি, অথবা পুরো কার্যালয়",
                        max_length=120,
                        verbose_name="নাম",
                    ),
                ),
                (
                    "restart",
                    models.CharField(
                        choices=[
                            ("calendar", "প্রতি বছর জানুয়ারিতে ১ থেকে"),
                            ("fiscal", "প্রতি অর্থ বছর জুলাইয়ে ১ থেকে"),
                            ("never", "কখনো নতুন করে শুরু হয় না"),
                        ],
                        default="calendar",
                        max_length=10,
                        verbose_name="নতুন করে গণনা",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="offices.office",
                        verbose_name="কার্যালয়",
                    ),
                ),
            ],
            options={
                "verbose_name": "ইস্যু নম্বরের ধারা",
                "verbose_name_plural": "ইস্যু নম্বরের ধারা",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Memo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", models.PositiveSmallIntegerField(default=0, verbose_name="বছর")),
                ("serial", models.PositiveIntegerField(verbose_name="ইস্যু নম্বর")),
                (
                    "state",
                    models.CharField(
                        choices=[("reserved", "সংরক্ষিত"), ("issued", "জারিকৃত"), ("void", "বাতিল")],
                        max_length=8,
                        verbose_name="অবস্থা",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("minutes", "কার্যবিবরণী"),
                            ("progress_report", "অগ্রগতি প্রতিবেদন"),
                            ("corrigendum", "সংশোধিত কার্যবিবরণী"),
                            ("notice", "সভার নোটিশ"),
                            ("letter", "পত্র"),
                            ("other", "অন্যান্য পত্র"),
                        ],
                        default="minutes",
                        max_length=16,
                        verbose_name="পত্রের ধরন",
                    ),
                ),
                ("number", models.CharField(max_length=120, verbose_name="স্মারক নম্বর")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="প্রেরণের তারিখ")),
                ("subject", models.TextField(blank=True, verbose_name="বিষয়")),
                ("sender", models.TextField(blank=True, verbose_name="প্রেরক")),
                ("recipients", models.JSONField(blank=True, default=list, verbose_name="প্রাপকসমূহ")),
                ("copied_to", models.JSONField(blank=True, default=list, verbose_name="অনুলিপিসমূহ")),
                ("is_manual", models.BooleanField(default=False, verbose_name="নম্বর হাতে দেওয়া")),
                (
                    "order_reason",
                    models.TextField(blank=True, verbose_name="ক্রম বা তারিখ আগে-পরে হওয়ার কারণ"),
                ),
                ("copies", models.PositiveSmallIntegerField(default=0, verbose_name="প্রাপকের সংখ্যা")),
                (
                    "endorsed_copies",
                    models.PositiveSmallIntegerField(default=0, verbose_name="অনুলিপির সংখ্যা"),
                ),
                (
                    "copies_by_hand",
                    models.BooleanField(default=False, verbose_name="সংখ্যা হাতে দেওয়া"),
                ),
                (
                    "token",
                    models.UUIDField(blank=True, null=True, unique=True, verbose_name="অনুরোধ"),
                ),
                (
                    "reserved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="সংরক্ষণের সময়"),
                ),
                ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="জারির সময়")),
                (
                    "voided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="বাতিলের সময়"),
                ),
                ("void_reason", models.TextField(blank=True, verbose_name="বাতিলের কারণ")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memos",
                        to="memos.filenumber",
                        verbose_name="নথি",
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
                        related_name="memo",
                        to="documents.paper",
                        verbose_name="জারি করা কাগজ",
                    ),
                ),
                (
                    "reserved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="সংরক্ষণ করেছেন",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="বাতিল করেছেন",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memos",
                        to="memos.series",
                        verbose_name="ধারা",
                    ),
                ),
            ],
            options={
                "verbose_name": "স্মারক",
                "verbose_name_plural": "স্মারক",
                "ordering": ["-period", "-serial", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="filenumber",
            name="series",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="memos.series",
                verbose_name="ইস্যু নম্বরের ধারা",
            ),
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", models.PositiveSmallIntegerField(default=0, verbose_name="বছর")),
                ("last", models.PositiveIntegerField(default=0, verbose_name="শেষ নম্বর")),
                (
                    "begun_after",
                    models.PositiveIntegerField(default=0, verbose_name="কাগজের রেজিস্টারে শেষ নম্বর"),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counters",
                        to="memos.series",
                        verbose_name="ধারা",
                    ),
                ),
            ],
            options={
                "verbose_name": "গণনা",
                "verbose_name_plural": "গণনা",
                "ordering": ["series", "-period"],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=documents.codes.new_code,
                        editable=False,
                        max_length=28,
                        unique=True,
                        verbose_name="সংকেত",
                    ),
                ),
                ("content", models.JSONField(default=dict, verbose_name="লেখা")),
                ("made_at", models.DateTimeField(blank=True, null=True, verbose_name="ছাপার সময়")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ছেপেছেন",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="meetings.meeting",
                        verbose_name="সভা",
                    ),
                ),
            ],
            options={
                "verbose_name": "হাজিরা শিট",
                "verbose_name_plural": "হাজিরা শিট",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Copy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ক্রম")),
                ("number", models.CharField(max_length=140, verbose_name="স্মারক নম্বর")),
                ("heading", models.TextField(blank=True, verbose_name="তালিকার শিরোনাম")),
                ("line", models.TextField(verbose_name="কাগজের লাইন")),
                ("recipient", models.TextField(verbose_name="প্রাপক")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("addressed", "প্রাপক"),
                            ("information", "জ্ঞাতার্থে"),
                            ("action", "কার্যার্থে"),
                            ("both", "জ্ঞাতার্থে ও কার্যার্থে"),
                            ("office_copy", "অফিস কপি"),
                        ],
                        max_length=12,
                        verbose_name="উদ্দেশ্য",
                    ),
                ),
                ("holder", models.CharField(blank=True, max_length=120, verbose_name="পদে ছিলেন")),
                ("is_late", models.BooleanField(default=False, verbose_name="পরে যোগ করা")),
                (
                    "addressee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="distribution.addressee",
                        verbose_name="ঠিকানা বইয়ের প্রাপক",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="offices.post",
                        verbose_name="পদ",
                    ),
                ),
                (
                    "memo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent_copies",
                        to="memos.memo",
                        verbose_name="স্মারক",
                    ),
                ),
            ],
            options={
                "verbose_name": "কপি",
                "verbose_name_plural": "কপি",
                "ordering": ["memo", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("memo", "position"), name="one_copy_at_each_position"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(
                fields=("office", "name"),
                name="series_once_in_an_office",
                violation_error_message="এই কার্যালয়ে এই নামের ধারা ইতোমধ্যে আছে।",
            ),
        ),
        migrations.AddIndex(
            model_name="memo",
            index=models.Index(fields=["series", "-issued_on"], name="memo_by_day"),
        ),
        migrations.AddConstraint(
            model_name="memo",
            constraint=models.UniqueConstraint(
                fields=("series", "period", "serial"),
                name="a_serial_once_in_its_period",
                violation_error_message="এই ইস্যু নম্বর রেজিস্টারে ইতোমধ্যে আছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="memo",
            constraint=models.CheckConstraint(
                condition=models.Q(("serial__gte", 1)), name="serials_begin_at_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="memo",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reserved_at", None), ("reserved_by", None)),
                    models.Q(("reserved_at__isnull", False), ("reserved_by__isnull", False)),
                    _connector="OR",
                ),
                name="memo_reserved_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="memo",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issued_at", None), ("issued_by", None)),
                    models.Q(("issued_at__isnull", False), ("issued_by__isnull", False)),
                    _connector="OR",
                ),
                name="memo_issued_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="memo",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("voided_at", None), ("voided_by", None)),
                    models.Q(("voided_at__isnull", False), ("voided_by__isnull", False)),
                    _connector="OR",
                ),
                name="memo_voided_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="memo",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("issued_at", None),
                        ("reserved_at__isnull", False),
                        ("state", "reserved"),
                        ("voided_at", None),
                    ),
                    models.Q(
                        ("issued_at__isnull", False),
                        ("issued_on__isnull", False),
                        ("paper__isnull", False),
                        ("state", "issued"),
                        ("voided_at", None),
                    ),
                    models.Q(
                        ("state", "void"),
                        ("voided_at__isnull", False),
                        models.Q(("void_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="memo_state_says_what_was_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="filenumber",
            constraint=models.UniqueConstraint(
                fields=("office", "number"),
                name="file_number_once_in_an_office",
                violation_error_message="এই নথি নম্বর ইতোমধ্যে আছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="counter",
            constraint=models.UniqueConstraint(
                fields=("series", "period"), name="one_counter_a_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="counter",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("begun_after"))),
                name="counter_runs_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("made_at", None), ("made_by", None)),
                    models.Q(("made_at__isnull", False), ("made_by__isnull", False)),
                    _connector="OR",
                ),
                name="sheet_made_by_someone_at_some_time",
            ),
        ),
    ]
