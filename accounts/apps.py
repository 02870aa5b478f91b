from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "ব্যবহারকারী"

    def ready(self):
        # Knows when a session begins, also one that begins before the first page.
        from accounts import middleware  # noqa: F401
