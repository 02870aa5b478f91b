import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("documents", "0001_initial"),
        ("meetings", "0001_initial"),
        ("memos", "0001_initial"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
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
                            ("notice", "সভার নোটিশ"),
                            ("addendum", "সংযোজিত আলোচ্যসূচি"),
                            ("postponement", "সভা পুনর্নির্ধারণের পত্র"),
                            ("cancellation", "সভা বাতিলের পত্র"),
                            ("letter", "অগ্রায়নপত্র"),
                            ("extract", "কার্যবিবরণীর উদ্ধৃতাংশ"),
                            ("corrigendum", "সংশোধনীর পত্র"),
                            ("absences", "অনুপস্থিতির প্রতিবেদন"),
                            ("reply", "পত্রের জবাব"),
                        ],
                        max_length=14,
                        verbose_name="ধরন",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "খসড়া"), ("issued", "জারিকৃত"), ("dropped", "পরিত্যক্ত")],
                        default="draft",
                        max_length=8,
                        verbose_name="অবস্থা",
                    ),
                ),
                ("content", models.JSONField(default=dict, verbose_name="লেখা")),
                (
                    "number",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="কততম"),
                ),
                (
                    "seen",
                    models.JSONField(blank=True, default=dict, verbose_name="খসড়ার সময় সভার তথ্য"),
                ),
                (
                    "answer_due_on",
                    models.DateField(blank=True, null=True, verbose_name="যে তারিখের মধ্যে জবাব চাই"),
                ),
                (
                    "short_notice_reason",
                    models.TextField(blank=True, verbose_name="স্বল্প সময়ের নোটিশের কারণ"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="সংস্করণ")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="লেখা শুরু"),
                ),
                ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="জারির সময়")),
                (
                    "changes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changed_by",
                        to="letters.letter",
                        verbose_name="যে পত্র বদলায়",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="লিখেছেন",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="memos.filenumber",
                        verbose_name="নথি",
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_up_by",
                        to="letters.letter",
                        verbose_name="যে বাতিল পত্রের স্থলে",
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="meetings.meeting",
                        verbose_name="সভা",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="offices.office",
                        verbose_name="কার্যালয়",
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
                        to="documents.paper",
                        verbose_name="জারি করা কাগজ",
                    ),
                ),
            ],
            options={
                "verbose_name": "পত্র",
                "verbose_name_plural": "পত্র",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Incoming",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("docket", models.PositiveIntegerField(verbose_name="ডকেট নম্বর")),
                ("year", models.PositiveSmallIntegerField(verbose_name="বছর")),
                ("sender", models.TextField(verbose_name="প্রেরক")),
                ("number", models.CharField(max_length=200, verbose_name="স্মারক নম্বর")),
                ("dated_on", models.DateField(verbose_name="পত্রের তারিখ")),
                ("subject", models.TextField(verbose_name="বিষয়")),
                ("received_on", models.DateField(verbose_name="প্রাপ্তির তারিখ")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="জবাবের শেষ তারিখ")),
                (
                    "entered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="তোলার সময়"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="নিষ্পত্তির সময়"),
                ),
                (
                    "close_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="নিষ্পত্তির কারণ"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="জবাব ছাড়া নিষ্পত্তি করেছেন",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="তুলেছেন",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incoming",
                        to="offices.office",
                        verbose_name="কার্যালয়",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                        verbose_name="স্ক্যান",
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="letters.letter",
                        verbose_name="জবাব",
                    ),
                ),
                (
                    "answers_letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answered_by",
                        to="letters.letter",
                        verbose_name="আমাদের যে পত্রের জবাব",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers_incoming",
                        to="meetings.meeting",
                        verbose_name="অগ্রগতি প্রতিবেদন",
                    ),
                ),
            ],
            options={
                "verbose_name": "প্রাপ্ত পত্র",
                "verbose_name_plural": "প্রাপ্ত পত্র",
                "ordering": ["-year", "-docket"],
            },
        ),
        migrations.CreateModel(
            name="Merge",
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
                        choices=[("print", "ছাপার এক ফাইল"), ("files", "প্রাপকপ্রতি আলাদা ফাইল (ZIP)")],
                        default="print",
                        max_length=5,
                        verbose_name="ধরন",
                    ),
                ),
                ("is_double_sided", models.BooleanField(default=False, verbose_name="দুই পিঠে ছাপা")),
                ("total", models.PositiveSmallIntegerField(verbose_name="কপি")),
                ("done", models.PositiveSmallIntegerField(default=0, verbose_name="হয়েছে")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "তৈরি হচ্ছে"),
                            ("done", "তৈরি"),
                            ("failed", "তৈরি করা যায়নি"),
                        ],
                        default="waiting",
                        max_length=7,
                        verbose_name="অবস্থা",
                    ),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="পরের ধাপ কখন"
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="চেষ্টা")),
                (
                    "fault",
                    models.CharField(blank=True, max_length=300, verbose_name="যে কারণে হয়নি"),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="চাওয়ার সময়")),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="শেষ হওয়ার সময়"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="চেয়েছেন",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                        verbose_name="ফাইল",
                    ),
                ),
                (
                    "issued",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                        verbose_name="জারি করা ফাইল",
                    ),
                ),
                (
                    "memo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges",
                        to="memos.memo",
                        verbose_name="স্মারক",
                    ),
                ),
            ],
            options={
                "verbose_name": "একত্র কপি",
                "verbose_name_plural": "একত্র কপি",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="MergePart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ক্রম")),
                ("data", models.BinaryField(verbose_name="যা হয়েছে")),
                ("counts", models.JSONField(default=list, verbose_name="পাতা")),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="letters.merge",
                        verbose_name="একত্র কপি",
                    ),
                ),
            ],
            options={
                "verbose_name": "একত্র কপির ধাপ",
                "verbose_name_plural": "একত্র কপির ধাপ",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Prompt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="জবাবের শেষ তারিখ")),
                (
                    "step",
                    models.CharField(
                        choices=[("soon", "শেষ তারিখের আগে"), ("late", "শেষ তারিখের পরে")],
                        max_length=4,
                        verbose_name="ধাপ",
                    ),
                ),
                (
                    "digest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prompts",
                        to="accounts.digest",
                        verbose_name="বার্তা",
                    ),
                ),
                (
                    "incoming",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prompts",
                        to="letters.incoming",
                        verbose_name="প্রাপ্ত পত্র",
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
                "verbose_name": "জবাবের তাগিদ",
                "verbose_name_plural": "জবাবের তাগিদ",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issued_at", None), ("issued_by", None)),
                    models.Q(("issued_at__isnull", False), ("issued_by__isnull", False)),
                    _connector="OR",
                ),
                name="letter_issued_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("issued_at__isnull", False), ("paper__isnull", False), ("state", "issued")
                    ),
                    models.Q(
                        models.Q(("state", "issued"), _negated=True),
                        ("issued_at", None),
                        ("paper", None),
                    ),
                    _connector="OR",
                ),
                name="letter_issued_with_its_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", None), ("state", "draft")),
                fields=("meeting", "kind"),
                name="one_draft_of_a_letter",
                violation_error_message="এই সভার এই পত্রের খসড়া ইতোমধ্যে আছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number__isnull", False), ("state", "draft")),
                fields=("meeting", "kind", "number"),
                name="one_draft_of_a_numbered_letter",
                violation_error_message="এই সভার এই পত্রের খসড়া ইতোমধ্যে আছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="incoming",
            constraint=models.UniqueConstraint(
                fields=("office", "year", "docket"),
                name="docket_once_a_year",
                violation_error_message="এই ডকেট নম্বর ইতোমধ্যে আছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="incoming",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entered_at", None), ("entered_by", None)),
                    models.Q(("entered_at__isnull", False), ("entered_by__isnull", False)),
                    _connector="OR",
                ),
                name="incoming_entered_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="incoming",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("closed_by", None)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="incoming_closed_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_at", None), ("asked_by", None)),
                    models.Q(("asked_at__isnull", False), ("asked_by__isnull", False)),
                    _connector="OR",
                ),
                name="merge_asked_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                fields=("memo", "kind", "is_double_sided", "issued", "total"),
                name="merge_made_once",
                violation_error_message="এই কপিগুলোর ফাইল ইতোমধ্যে চাওয়া হয়েছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document__isnull", False), ("state", "done")),
                    models.Q(models.Q(("state", "done"), _negated=True), ("document", None)),
                    _connector="OR",
                ),
                name="merge_done_with_its_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="mergepart",
            constraint=models.UniqueConstraint(
                fields=("merge", "position"),
                name="merge_step_done_once",
                violation_error_message="এই ধাপ ইতোমধ্যে হয়েছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="prompt",
            constraint=models.UniqueConstraint(
                fields=("user", "incoming", "due_on", "step"),
                name="prompted_once_a_step",
                violation_error_message="এই তাগিদ ইতোমধ্যে দেওয়া হয়েছে।",
            ),
        ),
    ]
