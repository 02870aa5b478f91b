"""What the portal does by itself each day, and from which hour (Asia/Dhaka) on."""

from importlib import import_module

from django.conf import settings

from accounts import digests, post
from submissions import reminding


def clear_sessions(today):
    """Delete sessions that ran out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def send_digests(today):
    """Tell each person in one digest what every room has to tell."""
    digests.send(today, [reminding.due_today])


DAILY = [
    (2, clear_sessions),
    (2, post.forget_old),
    (8, send_digests),
]
