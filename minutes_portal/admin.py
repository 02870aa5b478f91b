from allauth.account import views
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse


class Administration(admin.AdminSite):
    """Accounts and offices, for the system administrator alone. Sign-in is the portal's own."""

    site_header = site_title = "কার্যবিবরণী · প্রশাসন"
    index_title = "ব্যবহারকারী, কার্যালয় ও কমিটি"
    enable_nav_sidebar = False

    def has_permission(self, request):
        if request.user.is_authenticated and not request.user.is_superuser:
            raise PermissionDenied("এই পাতা শুধু সিস্টেম প্রশাসকের জন্য।")
        return request.user.is_active and request.user.is_superuser

    def login(self, request, extra_context=None):
        index = reverse("admin:index")
        if request.user.is_authenticated:
            return redirect(index)
        return redirect_to_login(request.GET.get("next", index))

    login.login_required = False

    def logout(self, request, extra_context=None):
        return views.logout(request)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    password_change_done = password_change
