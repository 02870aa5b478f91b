"""What the portal does by itself each day, and from which hour (Asia/Dhaka) on."""

from importlib import import_module

from django.conf import settings

from accounts import post


def clear_sessions(today):
    """Delete sessions that ran out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


DAILY = [
    (2, clear_sessions),
    (2, post.forget_old),
]
