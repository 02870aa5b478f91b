"""Offices, their posts and holidays, for the system administrator."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.db import models

from accounts.admin import Recorded
from bangla.formfields import DateField
from offices.models import Holiday, Office, Post, Posting

DATES = {models.DateField: {"form_class": DateField, "widget": AdminDateWidget}}


@admin.register(Office)
class OfficeAdmin(Recorded):
    list_display = ["name", "kind", "parent", "geo_code"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name", "code", "geo_code"]
    autocomplete_fields = ["parent"]
    fieldsets = [
        (None, {"fields": ["name", "code", "kind", "parent", "geo_code", "one_officer"]}),
        (
            "পত্রশীর্ষ",
            {
                "fields": [
                    "letter_government",
                    "letter_office",
                    "letter_section",
                    "letter_place",
                    "website",
                    "paper_face",
                    "paper_font",
                ]
            },
        ),
    ]


class PostingInline(admin.TabularInline):
    model = Posting
    extra = 0
    formfield_overrides = DATES
    autocomplete_fields = ["user"]


@admin.register(Post)
class PostAdmin(Recorded):
    list_display = ["title", "office", "kind", "seniority"]
    list_filter = ["kind"]
    list_select_related = ["office"]
    search_fields = ["title", "office__name"]
    autocomplete_fields = ["office"]
    inlines = [PostingInline]

    def office_of(self, obj):
        return obj.office


@admin.register(Holiday)
class HolidayAdmin(Recorded):
    list_display = ["falls_on", "name", "is_checked"]
    list_filter = ["is_checked"]
    search_fields = ["name"]
    formfield_overrides = {models.DateField: {"form_class": DateField, "widget": AdminDateWidget}}
