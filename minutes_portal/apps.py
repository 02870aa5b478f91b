from django.apps import AppConfig


class MinutesPortalConfig(AppConfig):
    name = "minutes_portal"
    verbose_name = "পোর্টাল"
