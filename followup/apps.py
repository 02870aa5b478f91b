from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "followup"
    verbose_name = "সিদ্ধান্ত অনুসরণ"
