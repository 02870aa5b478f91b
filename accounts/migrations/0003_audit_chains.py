from django.db import migrations, models

from accounts.chain import NOTHING_BEFORE, PORTAL, as_kept, event_hash


def chain_what_is_there(apps, schema_editor):
    """Events from before there were chains are of one chain, the portal's, in their order."""
    Event = apps.get_model("accounts", "AuditEvent")
    before = NOTHING_BEFORE
    serial = 0
    for serial, event in enumerate(Event.objects.order_by("pk").iterator(), 1):
        told = {
            "chain": PORTAL,
            "serial": serial,
            "detail": as_kept(event.detail),
            "previous_hash": before,
        }
        before = event_hash(
            at=event.at,
            by=event.by_id,
            what=event.what,
            target_kind=event.target_kind,
            target_id=event.target_id,
            **told,
        )
        Event.objects.filter(pk=event.pk).update(**told, hash=before)
    if serial:
        apps.get_model("accounts", "AuditChain").objects.create(
            name=PORTAL, length=serial, last_hash=before
        )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_user_must_change_password'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditChain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True, verbose_name='নাম')),
                ('length', models.PositiveBigIntegerField(default=0, verbose_name='দৈর্ঘ্য')),
                ('last_hash', models.CharField(blank=True, default='', max_length=64, verbose_name='শেষ হ্যাশ')),
            ],
            options={
                'verbose_name': 'নিরীক্ষা শিকল',
                'verbose_name_plural': 'নিরীক্ষা শিকল',
            },
        ),
        migrations.AddField(
            model_name='auditevent',
            name='chain',
            field=models.CharField(default='', max_length=40, verbose_name='শিকল'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='auditevent',
            name='serial',
            field=models.PositiveBigIntegerField(default=0, verbose_name='ক্রম'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='auditevent',
            name='previous_hash',
            field=models.CharField(blank=True, default='', max_length=64, verbose_name='আগেরটির হ্যাশ'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='auditevent',
            name='hash',
            field=models.CharField(default='', max_length=64, verbose_name='হ্যাশ'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='auditevent',
            name='at',
            field=models.DateTimeField(verbose_name='সময়'),
        ),
        migrations.RunPython(chain_what_is_there, migrations.RunPython.noop),
    ]
