"""Government holidays, for the system administrator. No submission is shown here."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.db import models

from accounts.admin import Recorded
from committees.forms import DateField
from submissions.models import Holiday


@admin.register(Holiday)
class HolidayAdmin(Recorded):
    list_display = ["falls_on", "name", "is_checked"]
    list_filter = ["is_checked"]
    search_fields = ["name"]
    formfield_overrides = {models.DateField: {"form_class": DateField, "widget": AdminDateWidget}}
