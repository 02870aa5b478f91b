"""The holidays whose date does not hang on the moon. Each is marked as still to be checked with the
yearly notification; the others are added by the administrator."""

import csv
from pathlib import Path

from django.db import migrations

FIRST = Path(__file__).resolve().parents[1] / "holidays.csv"


def load(apps, schema_editor):
    holiday = apps.get_model("offices", "Holiday")
    with FIRST.open(encoding="utf-8") as file:
        holiday.objects.bulk_create(holiday(**row) for row in csv.DictReader(file))


class Migration(migrations.Migration):
    dependencies = [("offices", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
