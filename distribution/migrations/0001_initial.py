import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("offices", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Addressee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.TextField(verbose_name="প্রাপক, যেমন ছাপা হবে")),
                ("key", models.TextField(editable=False, verbose_name="খোঁজার রূপ")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="ই-মেইল")),
                ("is_shared", models.BooleanField(default=True, verbose_name="কয়েকজনের ডাকবাক্স")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("portal", "পোর্টালে"),
                            ("mail", "ই-মেইলে"),
                            ("hand", "হাতে হাতে"),
                            ("post", "ডাকে"),
                        ],
                        default="mail",
                        max_length=6,
                        verbose_name="কীভাবে যাবে",
                    ),
                ),
                (
                    "proved_on",
                    models.DateField(blank=True, null=True, verbose_name="ঠিকানা শেষ কবে প্রমাণিত"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="বন্ধের তারিখ")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="সংস্করণ")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addressees",
                        to="offices.office",
                        verbose_name="কার্যালয়",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        help_text="পোর্টালে নেই এমন প্রাপকের জন্য ফাঁকা রাখুন",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addressed_as",
                        to="offices.post",
                        verbose_name="পোর্টালের পদ",
                    ),
                ),
            ],
            options={
                "verbose_name": "প্রাপক",
                "verbose_name_plural": "প্রাপক",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "key"),
                        name="addressee_once_in_a_book",
                        violation_error_message="এই প্রাপক ঠিকানা বইয়ে ইতোমধ্যে আছে।",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("post__isnull", False)),
                        fields=("office", "post"),
                        name="one_address_a_post",
                        violation_error_message="এই পদের ঠিকানা ইতোমধ্যে আছে।",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DistributionList",
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
                        help_text="যেমন: জেলা পর্যায়ের কর্মকর্তা", max_length=120, verbose_name="তালিকার নাম"
                    ),
                ),
                ("heading", models.CharField(max_length=200, verbose_name="শিরোনাম, যেমন ছাপা হবে")),
                (
                    "numbering",
                    models.CharField(
                        blank=True, default="১।", max_length=8, verbose_name="ক্রমের ধরন"
                    ),
                ),
                ("is_by_rank", models.BooleanField(default=True, verbose_name="জ্যেষ্ঠতার ক্রমে সাজানো")),
                (
                    "has_office_copy",
                    models.BooleanField(default=False, verbose_name="শেষে “অফিস কপি”"),
                ),
                ("recipients", models.JSONField(blank=True, default=list, verbose_name="প্রাপক")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="সংস্করণ")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="বন্ধের তারিখ")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="distribution_lists",
                        to="offices.office",
                        verbose_name="কার্যালয়",
                    ),
                ),
            ],
            options={
                "verbose_name": "বিতরণ তালিকা",
                "verbose_name_plural": "বিতরণ তালিকা",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "name"),
                        name="list_once_in_an_office",
                        violation_error_message="এই নামের তালিকা ইতোমধ্যে আছে।",
                    )
                ],
            },
        ),
    ]
