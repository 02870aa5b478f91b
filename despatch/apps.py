from django.apps import AppConfig


class DespatchConfig(AppConfig):
    name = "despatch"
    verbose_name = "প্রেরণ"
