"""Papers that were accepted without being opened were written down as opened by who accepted them, in
the same moment. Nobody opened them."""

from django.db import migrations
from django.db.models import F


def mend(apps, schema_editor):
    submissions = apps.get_model("submissions", "Submission")
    invented = {"opened_by": F("decided_by"), "opened_at": F("decided_at")}
    submissions.objects.filter(state="accepted", **invented).update(opened_by=None, opened_at=None)


class Migration(migrations.Migration):
    dependencies = [("submissions", "0003_reminders")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop, elidable=True)]
