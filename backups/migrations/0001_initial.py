
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('backup', 'ব্যাকআপ'), ('rehearsal', 'ফেরানোর মহড়া')], max_length=10, verbose_name='কাজ')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='সময়')),
                ('seconds', models.PositiveIntegerField(default=0, verbose_name='কত সেকেন্ড')),
                ('folder', models.TextField(blank=True, verbose_name='ফোল্ডার')),
                ('fault', models.TextField(blank=True, verbose_name='যা হয়নি')),
            ],
            options={
                'verbose_name': 'ব্যাকআপ ও মহড়া',
                'verbose_name_plural': 'ব্যাকআপ ও মহড়া',
                'ordering': ['-pk'],
            },
        ),
    ]
