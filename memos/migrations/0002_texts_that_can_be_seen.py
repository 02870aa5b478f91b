"""Take out of stored lines what cannot be seen: one such sign kept the register from its spreadsheet."""

from django.db import migrations

from bangla.text import normalise

TEXTS = ("subject", "sender")


def mend(apps, schema_editor):
    memos = apps.get_model("memos", "Memo")
    for line in memos.objects.only(*TEXTS).iterator(chunk_size=500):
        told = {name: normalise(getattr(line, name)) for name in TEXTS}
        if any(getattr(line, name) != text for name, text in told.items()):
            memos.objects.filter(pk=line.pk).update(**told)


class Migration(migrations.Migration):
    dependencies = [("memos", "0001_initial")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop, elidable=True)]
