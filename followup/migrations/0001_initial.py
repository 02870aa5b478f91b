import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import followup.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("committees", "0001_initial"),
        ("distribution", "0001_initial"),
        ("documents", "0001_initial"),
        ("meetings", "0001_initial"),
        ("offices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(default=0, verbose_name="ধাপ")),
                (
                    "is_essential",
                    models.BooleanField(default=True, verbose_name="এটি ছাড়া উপরেরটি শেষ নয়"),
                ),
                ("printed", models.TextField(blank=True, verbose_name="বাস্তবায়নকারী, যেমন ছাপা")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ক্রম")),
                (
                    "part",
                    models.CharField(
                        choices=[("lead", "মূল"), ("support", "সহায়ক")],
                        default="lead",
                        max_length=7,
                        verbose_name="ভূমিকা",
                    ),
                ),
                ("outsider", models.TextField(blank=True, verbose_name="পোর্টালের বাইরের কেউ")),
                ("asked", models.TextField(blank=True, verbose_name="যা করতে হবে")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("settle", "কার কাজ, নির্ধারণ বাকি"),
                            ("open", "চলমান"),
                            ("claimed", "সম্পন্ন দাবি, যাচাই বাকি"),
                            ("verified", "যাচাইকৃত"),
                            ("unverifiable", "যাচাই করা যায়নি"),
                            ("irrelevant", "আর প্রাসঙ্গিক নয়"),
                            ("not_done", "বাস্তবায়ন ছাড়াই নিষ্পন্ন"),
                            ("retired", "চলমান দায়িত্বের সমাপ্তি"),
                            ("reassigned", "অন্যকে দেওয়া হয়েছে"),
                            ("withdrawn", "প্রত্যাহৃত"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="অবস্থা",
                    ),
                ),
                (
                    "progress",
                    models.PositiveSmallIntegerField(default=0, verbose_name="অগ্রগতি (%)"),
                ),
                (
                    "first_due_on",
                    models.DateField(blank=True, null=True, verbose_name="প্রথম শেষ তারিখ"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="শেষ তারিখ")),
                ("is_implied", models.BooleanField(default=False, verbose_name="অনুমিত তারিখ")),
                (
                    "times_extended",
                    models.PositiveSmallIntegerField(default=0, verbose_name="কতবার সময় বেড়েছে"),
                ),
                (
                    "wanted_due",
                    models.DateField(blank=True, null=True, verbose_name="যে তারিখ পর্যন্ত সময় চান"),
                ),
                (
                    "disagreed_on",
                    models.DateField(blank=True, null=True, verbose_name="দ্বিমত জানানোর তারিখ"),
                ),
                (
                    "waits_for",
                    models.CharField(blank=True, max_length=300, verbose_name="যার অপেক্ষায়"),
                ),
                (
                    "claimed_on",
                    models.DateField(blank=True, null=True, verbose_name="সম্পন্ন দাবির তারিখ"),
                ),
                (
                    "answered_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="প্রথম উত্তরের তারিখ"
                    ),
                ),
                (
                    "desk_due_on",
                    models.DateField(blank=True, null=True, verbose_name="শাখার করণীয়র শেষ তারিখ"),
                ),
                ("turn", models.PositiveSmallIntegerField(default=0, verbose_name="কতবার ফেরত")),
                ("opened_on", models.DateField(verbose_name="যে তারিখ থেকে")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="শেষের তারিখ")),
                (
                    "moved_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="এই অবস্থা যখন থেকে"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="সংস্করণ")),
                (
                    "addressee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="distribution.addressee",
                        verbose_name="ঠিকানা বইয়ের প্রাপক",
                    ),
                ),
                (
                    "asking_office",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                        verbose_name="যে কার্যালয় কাজটি দিয়েছে",
                    ),
                ),
                (
                    "charge",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="meetings.charge",
                        verbose_name="কাগজের দায়িত্ব",
                    ),
                ),
                (
                    "giving_office",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.office",
                        verbose_name="যে কার্যালয়ের সিদ্ধান্ত",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="offices.office",
                        verbose_name="দায়িত্বপ্রাপ্ত কার্যালয়",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="followup.assignment",
                        verbose_name="যাঁর কাজের অংশ",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="offices.post",
                        verbose_name="পদ",
                    ),
                ),
            ],
            options={
                "verbose_name": "করণীয়",
                "verbose_name_plural": "করণীয়",
                "ordering": ["matter", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="অর্থবছরের শুরু")),
                ("code", models.CharField(max_length=20, verbose_name="সূচকের কোড")),
                ("name", models.TextField(verbose_name="কর্মসম্পাদন সূচক")),
                ("unit", models.CharField(blank=True, max_length=40, verbose_name="একক")),
                (
                    "target",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="লক্ষ্যমাত্রা"),
                ),
                (
                    "counting",
                    models.CharField(
                        choices=[("sum", "সমষ্টি"), ("mean", "গড়"), ("last", "ক্রমপুঞ্জিভূত")],
                        default="sum",
                        max_length=4,
                        verbose_name="গণনা পদ্ধতি",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="সংস্করণ")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="offices.office",
                        verbose_name="কার্যালয়",
                    ),
                ),
            ],
            options={
                "verbose_name": "সূচক",
                "verbose_name_plural": "সূচক",
                "ordering": ["-year", "code"],
            },
        ),
        migrations.CreateModel(
            name="Achievement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="ত্রৈমাসিক")),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="অর্জন"),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="মন্তব্য")),
                ("told_at", models.DateTimeField(blank=True, null=True, verbose_name="লেখার সময়")),
                (
                    "told_by",
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
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="achievements",
                        to="followup.indicator",
                        verbose_name="সূচক",
                    ),
                ),
            ],
            options={
                "verbose_name": "অর্জন",
                "verbose_name_plural": "অর্জন",
                "ordering": ["quarter", "pk"],
            },
        ),
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
                        default=followup.models.new_token,
                        editable=False,
                        max_length=40,
                        unique=True,
                        verbose_name="চাবি",
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="তৈরির সময়"
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="followup.assignment",
                        verbose_name="করণীয়",
                    ),
                ),
            ],
            options={
                "verbose_name": "ব্যক্তিগত লিংক",
                "verbose_name_plural": "ব্যক্তিগত লিংক",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
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
                            ("progress", "অগ্রগতি"),
                            ("claim", "সম্পন্ন হয়েছে"),
                            ("blocked", "বাধাগ্রস্ত"),
                            ("waiting", "অন্যের অপেক্ষায়"),
                            ("not_mine", "আমাদের কাজ নয়"),
                            ("extension", "সময় চাই"),
                            ("disagrees", "একমত নই"),
                        ],
                        max_length=10,
                        verbose_name="উত্তর",
                    ),
                ),
                (
                    "progress",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="অগ্রগতি (%)"
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="বিবরণ")),
                (
                    "done_on",
                    models.DateField(blank=True, null=True, verbose_name="সম্পন্ন হওয়ার তারিখ"),
                ),
                ("party", models.CharField(blank=True, max_length=300, verbose_name="কার জন্য")),
                ("proposed", models.CharField(blank=True, max_length=300, verbose_name="যাঁর কাজ")),
                (
                    "wanted_due",
                    models.DateField(blank=True, null=True, verbose_name="যে তারিখ পর্যন্ত"),
                ),
                ("warnings", models.JSONField(blank=True, default=list, verbose_name="সতর্কতা")),
                ("for_due_on", models.DateField(blank=True, null=True, verbose_name="যে মেয়াদের")),
                ("holder", models.CharField(max_length=300, verbose_name="উত্তরদাতা")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="সময়")),
                (
                    "token",
                    models.UUIDField(blank=True, null=True, unique=True, verbose_name="অনুরোধ"),
                ),
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
                    "proposed_post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.post",
                        verbose_name="যাঁর কাজ",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="followup.assignment",
                        verbose_name="করণীয়",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="followup.link",
                        verbose_name="লিংক",
                    ),
                ),
            ],
            options={
                "verbose_name": "উত্তর",
                "verbose_name_plural": "উত্তর",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Matter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("thread", models.UUIDField(editable=False, unique=True, verbose_name="পরিচয়")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "খসড়া"),
                            ("open", "চলমান"),
                            ("suspended", "কাগজ বাতিল"),
                            ("ended", "নিষ্পন্ন"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="অবস্থা",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("once", "একবারের কাজ"),
                            ("continuing", "চলমান দায়িত্ব"),
                            ("done", "সভাতেই সম্পন্ন"),
                            ("information", "অবগতির জন্য"),
                            ("outside", "বাইরের কাছে অনুরোধ"),
                        ],
                        default="once",
                        max_length=12,
                        verbose_name="ধরন",
                    ),
                ),
                ("is_kind_settled", models.BooleanField(default=False, verbose_name="ধরন নিশ্চিত")),
                (
                    "roll_up",
                    models.CharField(
                        choices=[
                            ("all", "সবাই করলে"),
                            ("any", "যে কেউ করলে"),
                            ("lead", "মূল দায়িত্বপ্রাপ্ত করলে"),
                        ],
                        default="all",
                        max_length=4,
                        verbose_name="যেভাবে গোনা হবে",
                    ),
                ),
                ("owners", models.JSONField(blank=True, null=True, verbose_name="কার কাজ")),
                (
                    "first_due_on",
                    models.DateField(blank=True, null=True, verbose_name="প্রথম শেষ তারিখ"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="শেষ তারিখ")),
                ("is_implied", models.BooleanField(default=False, verbose_name="অনুমিত তারিখ")),
                (
                    "times_extended",
                    models.PositiveSmallIntegerField(default=0, verbose_name="কতবার সময় বেড়েছে"),
                ),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="যে তারিখ থেকে")),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("verified", "বাস্তবায়িত, যাচাইকৃত"),
                            ("unverifiable", "যাচাই করা যায়নি"),
                            ("irrelevant", "আর প্রাসঙ্গিক নয়"),
                            ("not_done", "বাস্তবায়ন ছাড়াই নিষ্পন্ন"),
                            ("retired", "চলমান দায়িত্বের সমাপ্তি"),
                            ("withdrawn", "প্রত্যাহৃত বা পরিবর্তিত"),
                        ],
                        max_length=12,
                        verbose_name="যেভাবে নিষ্পন্ন",
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="নিষ্পত্তির সময়"),
                ),
                ("end_reason", models.TextField(blank=True, verbose_name="নিষ্পত্তির কারণ")),
                (
                    "shown_above",
                    models.BooleanField(default=False, verbose_name="ঊর্ধ্বতন কার্যালয় দেখে"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="সংস্করণ")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matters",
                        to="committees.committee",
                        verbose_name="কমিটি",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matters",
                        to="meetings.decision",
                        verbose_name="সিদ্ধান্ত",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="নিষ্পত্তি করেছেন",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matters",
                        to="offices.office",
                        verbose_name="কার্যালয়",
                    ),
                ),
            ],
            options={
                "verbose_name": "অনুসৃত সিদ্ধান্ত",
                "verbose_name_plural": "অনুসৃত সিদ্ধান্ত",
                "ordering": ["-opened_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Disposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("carry", "চলমান থাকবে"),
                            ("extend", "সময় বাড়বে"),
                            ("close", "নিষ্পন্ন"),
                        ],
                        default="carry",
                        max_length=6,
                        verbose_name="যা হবে",
                    ),
                ),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("verified", "বাস্তবায়িত, যাচাইকৃত"),
                            ("unverifiable", "যাচাই করা যায়নি"),
                            ("irrelevant", "আর প্রাসঙ্গিক নয়"),
                            ("not_done", "বাস্তবায়ন ছাড়াই নিষ্পন্ন"),
                            ("retired", "চলমান দায়িত্বের সমাপ্তি"),
                            ("withdrawn", "প্রত্যাহৃত বা পরিবর্তিত"),
                        ],
                        max_length=12,
                        verbose_name="যেভাবে নিষ্পন্ন",
                    ),
                ),
                ("new_due", models.DateField(blank=True, null=True, verbose_name="নতুন শেষ তারিখ")),
                ("reason", models.TextField(blank=True, verbose_name="কারণ")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="লেখার সময়"),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="কার্যকর")),
                ("before", models.JSONField(blank=True, null=True, verbose_name="আগে যা ছিল")),
                (
                    "decided_by",
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="disposals",
                        to="meetings.meeting",
                        verbose_name="সভা",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disposals",
                        to="followup.matter",
                        verbose_name="সিদ্ধান্ত",
                    ),
                ),
            ],
            options={
                "verbose_name": "আগের সিদ্ধান্তের বিষয়ে যা হলো",
                "verbose_name_plural": "আগের সিদ্ধান্তের বিষয়ে যা হলো",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="assignment",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="followup.matter",
                verbose_name="সিদ্ধান্ত",
            ),
        ),
        migrations.CreateModel(
            name="Nudge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("told_on", models.DateField(verbose_name="তারিখ")),
                ("rung", models.CharField(max_length=20, verbose_name="ধাপ")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="শেষ তারিখ")),
                (
                    "turn",
                    models.PositiveSmallIntegerField(default=0, verbose_name="কতবার ফেরতের পরে"),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nudges",
                        to="followup.assignment",
                        verbose_name="করণীয়",
                    ),
                ),
                (
                    "digest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nudges",
                        to="accounts.digest",
                        verbose_name="বার্তা",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="followup.link",
                        verbose_name="লিংক",
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.mail",
                        verbose_name="ইমেইল",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="কাকে",
                    ),
                ),
            ],
            options={
                "verbose_name": "তাগিদ",
                "verbose_name_plural": "তাগিদ",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="নাম")),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="followup.answer",
                        verbose_name="উত্তর",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                        verbose_name="ফাইল",
                    ),
                ),
            ],
            options={
                "verbose_name": "প্রমাণক",
                "verbose_name_plural": "প্রমাণক",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rows", models.JSONField(blank=True, null=True, verbose_name="ছক")),
                (
                    "frozen_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="চূড়ান্ত করার সময়"),
                ),
                (
                    "frozen_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="চূড়ান্ত করেছেন",
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review",
                        to="meetings.meeting",
                        verbose_name="সভা",
                    ),
                ),
            ],
            options={
                "verbose_name": "আগের সিদ্ধান্তের ছক",
                "verbose_name_plural": "আগের সিদ্ধান্তের ছক",
            },
        ),
        migrations.CreateModel(
            name="Stale",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_of_below", models.BooleanField(default=False, verbose_name="অধীনেরটি বদলেছে")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="offices.office",
                        verbose_name="কার্যালয়",
                    ),
                ),
            ],
            options={
                "verbose_name": "পুরোনো হিসাব",
                "verbose_name_plural": "পুরোনো হিসাব",
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="সময়")),
                ("what", models.CharField(max_length=40, verbose_name="কী")),
                ("reason", models.TextField(blank=True, verbose_name="কারণ")),
                ("state", models.CharField(max_length=12, verbose_name="অবস্থা")),
                ("kind", models.CharField(max_length=12, verbose_name="ধরন")),
                ("end", models.CharField(blank=True, max_length=12, verbose_name="যেভাবে নিষ্পন্ন")),
                (
                    "progress",
                    models.PositiveSmallIntegerField(default=0, verbose_name="অগ্রগতি (%)"),
                ),
                (
                    "first_due_on",
                    models.DateField(blank=True, null=True, verbose_name="প্রথম শেষ তারিখ"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="শেষ তারিখ")),
                (
                    "claimed_on",
                    models.DateField(blank=True, null=True, verbose_name="সম্পন্ন দাবির তারিখ"),
                ),
                ("owner", models.TextField(blank=True, verbose_name="দায়িত্বপ্রাপ্ত, যেমন তখন")),
                ("part", models.CharField(blank=True, max_length=7, verbose_name="ভূমিকা")),
                ("is_implied", models.BooleanField(default=False, verbose_name="অনুমিত তারিখ")),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="যে তারিখ থেকে")),
                (
                    "answer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="followup.answer",
                        verbose_name="উত্তর",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="followup.assignment",
                        verbose_name="করণীয়",
                    ),
                ),
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
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="meetings.decision",
                        verbose_name="সিদ্ধান্তের সারি",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="followup.matter",
                        verbose_name="সিদ্ধান্ত",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.post",
                        verbose_name="পদ",
                    ),
                ),
            ],
            options={
                "verbose_name": "ধাপ",
                "verbose_name_plural": "ধাপ",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("counted_on", models.DateField(verbose_name="তারিখ")),
                ("own", models.JSONField(default=dict, verbose_name="নিজের")),
                ("below", models.JSONField(default=dict, verbose_name="অধীনসহ")),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="গোনার সময়"
                    ),
                ),
                (
                    "office",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tally",
                        to="offices.office",
                        verbose_name="কার্যালয়",
                    ),
                ),
            ],
            options={
                "verbose_name": "হিসাব",
                "verbose_name_plural": "হিসাব",
            },
        ),
        migrations.CreateModel(
            name="Upward",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stands_on", models.DateField(verbose_name="যে তারিখের অবস্থা")),
                (
                    "stands_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="যে সময় পর্যন্ত"
                    ),
                ),
                (
                    "drafted",
                    models.JSONField(blank=True, default=dict, verbose_name="যা বসানো হয়েছিল"),
                ),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reported_by",
                        to="meetings.meeting",
                        verbose_name="যে সভার সিদ্ধান্ত",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="upward",
                        to="meetings.meeting",
                        verbose_name="প্রতিবেদন",
                    ),
                ),
            ],
            options={
                "verbose_name": "অগ্রগতি প্রতিবেদনের উৎস",
                "verbose_name_plural": "অগ্রগতি প্রতিবেদনের উৎস",
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rows", models.JSONField(default=list, verbose_name="তালিকা")),
                ("note", models.TextField(blank=True, verbose_name="মন্তব্য")),
                (
                    "handed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="হস্তান্তরের সময়"),
                ),
                (
                    "received_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="গ্রহণের সময়"),
                ),
                (
                    "coming",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.posting",
                        verbose_name="যিনি আসছেন",
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="হস্তান্তর করেছেন",
                    ),
                ),
                (
                    "leaving",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.posting",
                        verbose_name="যিনি যাচ্ছেন",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="offices.post",
                        verbose_name="পদ",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="গ্রহণ করেছেন",
                    ),
                ),
            ],
            options={
                "verbose_name": "দায়িত্ব হস্তান্তর",
                "verbose_name_plural": "দায়িত্ব হস্তান্তর",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handed_at", None), ("handed_by", None)),
                            models.Q(("handed_at__isnull", False), ("handed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="handover_handed_by_someone_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("received_at", None), ("received_by", None)),
                            models.Q(
                                ("received_at__isnull", False), ("received_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="handover_received_by_someone_at_some_time",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("target__gt", 0)),
                name="a_target_is_something",
                violation_error_message="লক্ষ্যমাত্রা শূন্যের বেশি হতে হবে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(
                fields=("office", "year", "code"),
                name="indicator_once_a_year",
                violation_error_message="এই অর্থবছরে এই কোডের সূচক ইতোমধ্যে আছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="achievement",
            constraint=models.CheckConstraint(
                condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)),
                name="a_year_has_four_quarters",
            ),
        ),
        migrations.AddConstraint(
            model_name="achievement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("told_at", None), ("told_by", None)),
                    models.Q(("told_at__isnull", False), ("told_by__isnull", False)),
                    _connector="OR",
                ),
                name="achievement_told_by_someone_at_some_time",
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["assignment", "at"], name="answer_by_assignment"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "claim"), _negated=True),
                    ("done_on__isnull", False),
                    _connector="OR",
                ),
                name="claim_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "extension"), _negated=True),
                    ("wanted_due__isnull", False),
                    _connector="OR",
                ),
                name="extension_says_until_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by", None), ("link__isnull", False)),
                    ("by__isnull", False),
                    _connector="OR",
                ),
                name="somebody_answers",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["office", "state", "due_on"], name="matter_by_office"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["committee", "state"], name="matter_by_committee"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("state", "suspended")), fields=["id"], name="matter_suspended"
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "suspended"]),
                    models.Q(("decision__isnull", False), ("opened_on__isnull", False)),
                    _connector="OR",
                ),
                name="what_is_chased_stands_in_a_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "ended"),
                        models.Q(("end", ""), _negated=True),
                        ("ended_at__isnull", False),
                    ),
                    models.Q(
                        models.Q(("state", "ended"), _negated=True), ("end", ""), ("ended_at", None)
                    ),
                    _connector="OR",
                ),
                name="matter_ended_somehow",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on", None), ("first_due_on", None)),
                    models.Q(("due_on__isnull", False), ("first_due_on__isnull", False)),
                    _connector="OR",
                ),
                name="matter_keeps_its_first_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="disposal",
            constraint=models.UniqueConstraint(
                fields=("meeting", "matter"), name="disposed_once_a_sitting"
            ),
        ),
        migrations.AddConstraint(
            model_name="disposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("choice", "close"), models.Q(("end", ""), _negated=True)),
                    models.Q(models.Q(("choice", "close"), _negated=True), ("end", "")),
                    _connector="OR",
                ),
                name="closing_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="disposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("choice", "extend"), ("new_due__isnull", False)),
                    models.Q(models.Q(("choice", "extend"), _negated=True), ("new_due", None)),
                    _connector="OR",
                ),
                name="extending_says_until_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="disposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None)),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="disposal_decided_by_someone_at_some_time",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                fields=["office", "state", "due_on"], name="assignment_by_owner_office"
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["post", "state", "due_on"], name="assignment_by_post"),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["state", "due_on"], name="assignment_by_due"),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["state", "desk_due_on"], name="assignment_by_desk"),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                fields=["giving_office", "state", "due_on"], name="assignment_by_giver"
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                fields=["asking_office", "state", "due_on"], name="assignment_by_asker"
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("giving_office", models.F("office")), _negated=True),
                fields=["office"],
                name="assignment_from_others",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("parent__isnull", False)),
                fields=["asking_office"],
                name="assignment_handed_down",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ["settle", "claimed"]),
                    ("wanted_due__isnull", False),
                    ("disagreed_on__isnull", False),
                    _connector="OR",
                ),
                fields=["asking_office", "desk_due_on", "moved_at", "id"],
                name="assignment_on_a_desk",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("office", None), ("post", None)),
                    models.Q(("office__isnull", False), ("post__isnull", False)),
                    _connector="OR",
                ),
                name="owner_and_office_go_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["open", "claimed", "verified"]), _negated=True),
                    models.Q(("outsider", ""), ("post", None), _negated=True),
                    _connector="OR",
                ),
                name="what_is_chased_has_an_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("post", None), models.Q(("addressee", None), ("outsider", "")), _connector="OR"
                ),
                name="owner_is_inside_or_outside",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on", None), ("first_due_on", None)),
                    models.Q(("due_on__isnull", False), ("first_due_on__isnull", False)),
                    _connector="OR",
                ),
                name="assignment_keeps_its_first_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", 0), ("parent", None)),
                    models.Q(("level__gte", 1), ("level__lte", 6), ("parent__isnull", False)),
                    _connector="OR",
                ),
                name="level_counts_handing_down",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True),
                name="not_its_own_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", False),
                    models.Q(
                        ("asking_office", models.F("giving_office")),
                        ("asking_office__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="who_decided_asks_for_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "claimed"), _negated=True),
                    models.Q(("claimed_on__isnull", False), ("desk_due_on__isnull", False)),
                    _connector="OR",
                ),
                name="claim_moves_the_clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("progress__lte", 100)), name="progress_up_to_a_hundred"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("parent", None), ("state__in", ["settle", "open", "claimed", "verified"])
                ),
                fields=("matter", "post"),
                name="one_share_a_post",
                violation_error_message="এই পদ এই সিদ্ধান্তের দায়িত্বে ইতোমধ্যে আছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("parent__isnull", False),
                    ("state__in", ["settle", "open", "claimed", "verified"]),
                ),
                fields=("parent", "post"),
                name="one_part_a_post",
                violation_error_message="এই পদকে এই কাজের অংশ ইতোমধ্যে দেওয়া হয়েছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("user__isnull", False)),
                fields=("assignment", "user", "told_on"),
                name="nudged_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("user", None)),
                fields=("assignment", "told_on"),
                name="outsider_nudged_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="nudge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("digest", None), ("user", None)),
                    models.Q(("digest__isnull", False), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="nudge_comes_with_a_digest_or_a_mail",
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.UniqueConstraint(
                fields=("answer", "document"), name="a_proof_once_in_an_answer"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("frozen_at", None), ("frozen_by", None), ("rows__isnull", True)),
                    models.Q(("frozen_at__isnull", False), ("rows__isnull", False)),
                    _connector="OR",
                ),
                name="a_frozen_table_has_its_rows",
            ),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["matter", "at"], name="step_by_matter"),
        ),
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["assignment", "at"], name="step_by_assignment"),
        ),
    ]
