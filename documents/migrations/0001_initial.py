import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import documents.codes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sha256",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="SHA-256"
                    ),
                ),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="আকার")),
                ("mime", models.CharField(editable=False, max_length=100, verbose_name="ধরন")),
                (
                    "stored_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="সংরক্ষণের সময়",
                    ),
                ),
            ],
            options={
                "verbose_name": "সংরক্ষিত দলিল",
                "verbose_name_plural": "সংরক্ষিত দলিল",
            },
        ),
        migrations.CreateModel(
            name="Paper",
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
                        verbose_name="যাচাই কোড",
                    ),
                ),
                ("number", models.CharField(max_length=200, verbose_name="স্মারক নম্বর")),
                ("issued_on", models.DateField(verbose_name="জারির তারিখ")),
                ("office", models.CharField(max_length=300, verbose_name="কার্যালয়")),
                ("kind", models.CharField(max_length=60, verbose_name="কাগজের ধরন")),
                ("title", models.TextField(verbose_name="শিরোনাম")),
                (
                    "status",
                    models.CharField(
                        choices=[("current", "বহাল"), ("superseded", "সংশোধিত"), ("void", "বাতিল")],
                        default="current",
                        max_length=12,
                        verbose_name="অবস্থা",
                    ),
                ),
                (
                    "status_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="সংশোধন বা বাতিলের সময়"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="প্রকাশের সময়"),
                ),
                ("is_demo", models.BooleanField(default=False, verbose_name="পরীক্ষামূলক")),
                (
                    "adds_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="additions",
                        to="documents.paper",
                        verbose_name="যে কাগজে সংযোজন",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="প্রকাশ করেছেন",
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supersedes",
                        to="documents.paper",
                        verbose_name="যে কাগজে সংশোধিত",
                    ),
                ),
            ],
            options={
                "verbose_name": "জারি করা কাগজ",
                "verbose_name_plural": "জারি করা কাগজ",
            },
        ),
        migrations.CreateModel(
            name="PaperFile",
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
                        choices=[("issued", "জারি করা ফাইল"), ("scan", "হাতে স্বাক্ষর করা কপির স্ক্যান")],
                        max_length=8,
                        verbose_name="ধরন",
                    ),
                ),
                ("signers", models.JSONField(blank=True, default=list, verbose_name="স্বাক্ষরকারী")),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="তৈরির সময়"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="ক্রম")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_files",
                        to="documents.document",
                        verbose_name="দলিল",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="documents.paper",
                        verbose_name="কাগজ",
                    ),
                ),
            ],
            options={
                "verbose_name": "কাগজের ফাইল",
                "verbose_name_plural": "কাগজের ফাইল",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("published_at", models.DateTimeField(verbose_name="প্রকাশের সময়")),
                ("withdrawn_at", models.DateTimeField(verbose_name="প্রত্যাহারের সময়")),
                ("reason", models.TextField(verbose_name="প্রত্যাহারের কারণ")),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="documents.paper",
                        verbose_name="কাগজ",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="প্রকাশ করেছেন",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="প্রত্যাহার করেছেন",
                    ),
                ),
            ],
            options={
                "verbose_name": "প্রকাশের প্রত্যাহার",
                "verbose_name_plural": "প্রকাশের প্রত্যাহার",
                "ordering": ["withdrawn_at", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "superseded"), ("superseded_by__isnull", False)),
                    models.Q(
                        models.Q(("status", "superseded"), _negated=True),
                        ("superseded_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="superseded_papers_name_their_successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "current"), ("status_at__isnull", True)),
                    models.Q(
                        models.Q(("status", "current"), _negated=True), ("status_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="papers_no_longer_current_say_since_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("superseded_by__isnull", True),
                    models.Q(("superseded_by", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="no_paper_supersedes_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at", None), ("published_by", None)),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="paper_published_by_someone_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperfile",
            constraint=models.UniqueConstraint(
                fields=("paper", "position"), name="one_file_of_a_paper_at_each_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="paperfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "issued")),
                fields=("document",),
                name="issued_bytes_belong_to_one_paper",
            ),
        ),
    ]
