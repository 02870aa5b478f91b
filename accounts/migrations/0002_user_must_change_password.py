from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="must_change_password",
            field=models.BooleanField(
                default=False,
                help_text="প্রশাসকের দেওয়া পাসওয়ার্ড দিয়ে আর কোনো কাজ করা যাবে না, নিজের পাসওয়ার্ড দিতে হবে।",
                verbose_name="প্রথম প্রবেশে পাসওয়ার্ড বদলাবেন",
            ),
        )
    ]
