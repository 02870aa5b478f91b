from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """django.contrib.admin with our own site, and without what packages bring unasked."""

    default_site = "minutes_portal.admin.Administration"

    def ready(self):
        super().ready()

        from allauth.account.models import EmailAddress
        from allauth.mfa.models import Authenticator
        from django.contrib import admin
        from django.contrib.auth.models import Group

        # Rights come from posts, not groups; sign-in is by user name, not by e-mail. The secret of
        # a second factor is nobody's to see.
        unwanted = [Group, EmailAddress, Authenticator]
        admin.site.unregister([each for each in unwanted if admin.site.is_registered(each)])
