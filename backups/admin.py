from django.contrib import admin

from backups.models import Run


@admin.register(Run)
class RunAdmin(admin.ModelAdmin):
    """To be read; nobody writes here by hand."""

    list_display = ["kind", "at", "seconds", "folder", "fault"]
    list_filter = ["kind"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
