"""Accounts, for the system administrator: open, rename, close, give a first password."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, BaseUserCreationForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db import transaction

from accounts.models import User, record


class Recorded(admin.ModelAdmin):
    """Every change made on the administration pages is an AuditEvent of its transaction."""

    def office_of(self, obj):
        """The office in whose chain a change of this row is recorded, or None for the portal's."""
        return None

    # Django calls these at the end of an addition or a change, and before a deletion.

    def log_addition(self, request, obj, message):
        self._record(request, "added", obj, changes=message)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        self._record(request, "changed", obj, changes=message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        gone = [obj.pk for obj in queryset]
        # The chain is locked last, after the rows that are about to go.
        for obj in self.model.objects.select_for_update().filter(pk__in=gone).order_by("pk"):
            self._record(request, "deleted", obj)
        return super().log_deletions(request, queryset)

    def _record(self, request, done, obj, **detail):
        record(
            by=request.user,
            what=f"{self.opts.model_name} {done}",
            target=obj,
            office=self.office_of(obj),
            **detail,
        )


class OpenAccountForm(BaseUserCreationForm):
    class Meta:
        model = User
        fields = ["username", "name"]

    def save(self, commit=True):
        self.instance.must_change_password = True
        return super().save(commit)


class GivePasswordForm(AdminPasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Whoever should not sign in is made inactive; there is no account without a password.
        self.fields.pop("usable_password", None)
        for field in self.fields.values():
            field.required = True
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())

    def save(self, commit=True):
        self.user.must_change_password = True
        return super().save(commit)


@admin.register(User)
class AccountAdmin(Recorded, UserAdmin):
    add_form = OpenAccountForm
    add_form_template = "admin/change_form.html"
    change_password_form = GivePasswordForm
    change_user_password_template = "admin/accounts/give_password.html"  # noqa: S105
    list_display = ["username", "name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["username", "name"]
    ordering = ["username"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "name", "password"]}),
        ("অবস্থা", {"fields": ["is_active", "must_change_password", "is_superuser"]}),
        ("তারিখ", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["username", "name", "password1", "password2"]})]

    def has_delete_permission(self, request, obj=None):
        # What a person did stays under their name: an account is closed, never removed.
        return False

    @transaction.atomic
    def user_change_password(self, *args, **kwargs):
        return super().user_change_password(*args, **kwargs)
