import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import papers.fonts


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("falls_on", models.DateField(unique=True, verbose_name="তারিখ")),
                ("name", models.CharField(max_length=120, verbose_name="উপলক্ষ")),
                (
                    "is_checked",
                    models.BooleanField(
                        default=False,
                        help_text="জনপ্রশাসন মন্ত্রণালয়ের ছুটির প্রজ্ঞাপন দেখে মিলিয়ে চিহ্ন দিন।",
                        verbose_name="প্রজ্ঞাপনের সঙ্গে মেলানো",
                    ),
                ),
            ],
            options={
                "verbose_name": "সরকারি ছুটি",
                "verbose_name_plural": "সরকারি ছুটি",
                "ordering": ["falls_on"],
            },
        ),
        migrations.CreateModel(
            name="Office",
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
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9][a-z0-9-]*\\Z",
                                "ছোট হাতের ইংরেজি অক্ষর, অঙ্ক ও - ব্যবহার করুন।",
                            )
                        ],
                        verbose_name="সংকেত",
                    ),
                ),
                (
                    "kind",
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
                        verbose_name="ধরন",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="নাম")),
                (
                    "geo_code",
                    models.CharField(
                        blank=True,
                        help_text="বিবিএস কোড: বিভাগ ২ অঙ্ক, জেলা DD00, উপজেলা DDUU",
                        max_length=4,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A([0-9]{2}|[0-9]{4})\\Z", "দুই বা চারটি অঙ্ক দিন।"
                            )
                        ],
                        verbose_name="জিও কোড",
                    ),
                ),
                (
                    "letter_government",
                    models.CharField(
                        default="গণপ্রজাতন্ত্রী বাংলাদেশ সরকার",
                        max_length=120,
                        verbose_name="পত্রশীর্ষ: সরকার",
                    ),
                ),
                ("letter_office", models.CharField(max_length=200, verbose_name="পত্রশীর্ষ: কার্যালয়")),
                (
                    "letter_section",
                    models.CharField(blank=True, max_length=120, verbose_name="পত্রশীর্ষ: শাখা"),
                ),
                (
                    "letter_place",
                    models.CharField(blank=True, max_length=120, verbose_name="পত্রশীর্ষ: স্থান"),
                ),
                ("website", models.CharField(blank=True, max_length=200, verbose_name="ওয়েবসাইট")),
                (
                    "one_officer",
                    models.BooleanField(
                        default=False,
                        help_text="নিজে লিখে নিজেই অনুমোদন করা যাবে; নিরীক্ষায় তা লেখা থাকবে।",
                        verbose_name="এক কর্মকর্তার কার্যালয়",
                    ),
                ),
                (
                    "attachment_limit",
                    models.PositiveIntegerField(
                        default=5000,
                        help_text="এর চেয়ে বড় কাগজ লিংক হিসেবে যায়।",
                        verbose_name="ই-মেইলে সংযুক্তির সীমা (কিলোবাইট)",
                    ),
                ),
                (
                    "paper_face",
                    models.CharField(
                        blank=True,
                        choices=[
                            (None, "নোটো সেরিফ বাংলা (পোর্টালের নিজস্ব)"),
                            ("mukti", "মুক্তি (হালকা ও সরু)"),
                        ],
                        default="",
                        help_text="মুক্তি একই আকারে হালকা ও সরু; কাগজ কিছুটা ছোট হয়।",
                        max_length=20,
                        verbose_name="কাগজের ফন্ট",
                    ),
                ),
                (
                    "paper_font",
                    models.FileField(
                        blank=True,
                        help_text="যেমন নিকশ; কাগজপত্র এই ফন্টে ছাপা হবে।",
                        upload_to="fonts/",
                        validators=[
                            django.core.validators.FileExtensionValidator(["ttf", "otf"]),
                            papers.fonts.check_paper_font,
                        ],
                        verbose_name="কার্যালয়ের নিজস্ব ফন্ট",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="offices.office",
                        verbose_name="ঊর্ধ্বতন কার্যালয়",
                    ),
                ),
            ],
            options={
                "verbose_name": "কার্যালয়",
                "verbose_name_plural": "কার্যালয়",
                "ordering": ["geo_code", "name"],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="পদবি")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("commissioner", "বিভাগীয় কমিশনার"),
                            ("dc", "জেলা প্রশাসক"),
                            ("adc", "অতিরিক্ত জেলা প্রশাসক"),
                            ("ac_ict", "সহকারী কমিশনার (আইসিটি)"),
                            ("uno", "উপজেলা নির্বাহী অফিসার"),
                            ("department_head", "দপ্তর প্রধান"),
                            ("up_chairman", "ইউপি চেয়ারম্যান"),
                            ("other", "অন্যান্য"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="ধরন",
                    ),
                ),
                ("seniority", models.PositiveSmallIntegerField(default=100, verbose_name="জ্যেষ্ঠতা")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="ফোন")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="ই-মেইল")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="offices.office",
                        verbose_name="কার্যালয়",
                    ),
                ),
            ],
            options={
                "verbose_name": "পদ",
                "verbose_name_plural": "পদ",
                "ordering": ["seniority", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Posting",
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
                        help_text="কাগজে যেমন ছাপা হবে", max_length=120, verbose_name="নাম"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("staff", "শাখার কর্মী"), ("officer", "কর্মকর্তা"), ("viewer", "পাঠক")],
                        default="viewer",
                        max_length=10,
                        verbose_name="ভূমিকা",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="যোগদান")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="শেষ দিন")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="offices.post",
                        verbose_name="পদ",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        help_text="যিনি পোর্টালে প্রবেশ করেন না, তাঁর জন্য ফাঁকা রাখুন",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ব্যবহারকারী",
                    ),
                ),
            ],
            options={
                "verbose_name": "পদায়ন",
                "verbose_name_plural": "পদায়ন",
                "ordering": ["-starts_on", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True),
                name="office_not_its_own_parent",
                violation_error_message="কোনো কার্যালয় নিজের অধীনে থাকতে পারে না।",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                fields=("office", "title"),
                name="post_once_in_an_office",
                violation_error_message="এই কার্যালয়ে এই পদ ইতোমধ্যে আছে।",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="posting_ends_after_it_starts",
                violation_error_message="শেষ দিন যোগদানের আগে হতে পারে না।",
            ),
        ),
    ]
