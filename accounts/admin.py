"""Accounts, for the system administrator: open, rename, close, give a first password."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, BaseUserCreationForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db import transaction

from accounts import second_factor
from accounts.models import Mail, User, record


class Recorded(admin.ModelAdmin):
    """Every change made on the administration pages is an AuditEvent of its transaction."""

    def office_of(self, obj):
        """The office in whose chain a change of this row is recorded, or None for the portal's."""
        return None

    def construct_change_message(self, request, form, formsets, add=False):
        # Called once a change is saved, before it is logged: the only place that knows the values.
        request.changes = list(_changes(form, formsets, "added" if add else "changed"))
        return super().construct_change_message(request, form, formsets, add)

    # Django calls these at the end of an addition or a change, and before a deletion.

    def log_addition(self, request, obj, message):
        self._record(request, "added", obj, changes=request.changes)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        self._record(request, "changed", obj, changes=request.changes)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        gone = [obj.pk for obj in queryset]
        # The chain is locked last, after the rows that are about to go.
        for obj in self.model.objects.select_for_update().filter(pk__in=gone).order_by("pk"):
            self._record(request, "deleted", obj, name=str(obj))
        return super().log_deletions(request, queryset)

    def _record(self, request, done, obj, **detail):
        record(
            by=request.user,
            what=f"{self.opts.model_name} {done}",
            target=obj,
            office=self.office_of(obj),
            **detail,
        )


def _changes(form, formsets, done):
    """What a form of the administration changed: {"kind", "name", "done", "fields"} of each row.

    `fields` is {name: [old, new]}, or {name: None} for what is told as changed and no more.
    """
    if not hasattr(form, "instance"):
        yield {"done": done, "fields": {"password": None}}
    elif form.changed_data:
        yield _row(form, done)
    for formset in formsets or []:
        for each in formset.forms:
            is_new = each not in formset.initial_forms
            if each in formset.deleted_forms:
                if not is_new:
                    yield _row(each, "deleted")
            elif each.has_changed():
                yield _row(each, "added" if is_new else "changed")


def _row(form, done):
    model_fields = {field.name: field for field in form.instance._meta.fields}
    fields = {}
    for name in form.changed_data:
        if name.startswith("password"):
            continue
        field = model_fields.get(name)
        if field is None:
            fields[name] = None
            continue
        old = None if done == "added" else _told(field, field.to_python(form.initial.get(name)))
        fields[name] = [old, _told(field, getattr(form.instance, field.attname))]
    return {
        "kind": form.instance._meta.label_lower,
        "name": str(form.instance),
        "done": done,
        "fields": fields,
    }


def _told(field, value):
    """A value as an event keeps it; a row it points to by its words, which may change later."""
    if value in (None, ""):
        return None
    if field.related_model:
        row = field.related_model._base_manager.filter(pk=value).first()
        return str(row) if row else None
    return value if isinstance(value, bool | int | list | dict) else str(value)


class OpenAccountForm(BaseUserCreationForm):
    class Meta:
        model = User
        fields = ["username", "name", "email"]

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
        (None, {"fields": ["username", "name", "email", "password"]}),
        ("অবস্থা", {"fields": ["is_active", "must_change_password", "is_superuser"]}),
        ("তারিখ", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "name", "email", "password1", "password2"]}),
    ]
    actions = ["remove_second_factor"]

    def has_delete_permission(self, request, obj=None):
        # What a person did stays under their name: an account is closed, never removed.
        return False

    @admin.action(description="দ্বিতীয় ধাপের কোড বন্ধ করুন (ফোন হারালে)")
    def remove_second_factor(self, request, queryset):
        gone = [str(user) for user in queryset if second_factor.remove(user, by=request.user)]
        told = f"দ্বিতীয় ধাপ বন্ধ হয়েছে: {', '.join(gone)}" if gone else "কারো দ্বিতীয় ধাপ চালু ছিল না।"
        self.message_user(request, told, messages.SUCCESS if gone else messages.WARNING)

    @transaction.atomic
    def user_change_password(self, *args, **kwargs):
        return super().user_change_password(*args, **kwargs)


@admin.register(Mail)
class MailAdmin(admin.ModelAdmin):
    """What became of each mail; only one that failed can be tried again.

    What a mail says is not shown: a paper's mail names the paper and holds the key to its copy.
    """

    list_display = ["__str__", "to", "state", "tries", "made_at", "next_try_at", "last_error"]
    list_filter = ["state"]
    search_fields = ["to"]
    fields = [
        "user", "to", "state", "answer", "last_error", "tries", "unanswered",
        "made_at", "next_try_at", "sent_at", "failed_at", "message_id", "return_path",
    ]  # fmt: skip
    list_select_related = ["user"]
    actions = ["try_again"]

    def get_fieldsets(self, request, obj=None):
        """Says of a mail that failed what can be done about it."""
        (name, shown), *rest = super().get_fieldsets(request, obj)
        if obj and obj.state == Mail.State.FAILED and not obj.is_kept:
            shown["description"] = (
                "মেইল সার্ভার কেন নেয়নি, “শেষ ত্রুটি” ঘরে আছে। ঠিকানা ভুল হলে ব্যবহারকারীর হিসাবে "
                "ঠিক করুন, পরের ইমেইল সেখানে যাবে; এই ঠিকানায় আবার পাঠাতে ইমেইলের তালিকায় এটি বাছাই করে “আবার পাঠানোর চেষ্টা করুন” কাজটি বেছে নিন।"
            )
        return [(name, shown), *rest]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description="আবার পাঠানোর চেষ্টা করুন (যেগুলো পাঠানো যায়নি)")
    def try_again(self, request, queryset):
        again = [mail.to for mail in queryset.order_by("pk") if mail.try_again(by=request.user)]
        told = f"আবার পাঠানো হবে: {', '.join(again)}" if again else "বাছা ইমেইলের কোনোটি ব্যর্থ হয়নি।"
        self.message_user(request, told, messages.SUCCESS if again else messages.WARNING)
