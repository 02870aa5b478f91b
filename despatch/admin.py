from django.contrib import admin

from despatch.models import Returned


@admin.register(Returned)
class ReturnedAdmin(admin.ModelAdmin):
    """Mail that came to the return path and belongs to no office as far as anybody can tell.

    Its subject and its day, to be looked up in the mailbox itself; what belongs to an office is for
    that office alone.
    """

    list_display = ["subject", "came_at"]
    fields = ["subject", "came_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(office=None)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
