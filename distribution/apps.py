from django.apps import AppConfig


class DistributionConfig(AppConfig):
    name = "distribution"
    verbose_name = "ঠিকানা ও বিতরণ তালিকা"
