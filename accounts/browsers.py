"""Browsers in which somebody has signed in before: strangers' wrong guesses do not shut their owners out.

A browser keeps a signed cookie that names who came in by it. Its wrong passwords for these people are
counted apart from those of the rest of the world. It opens nothing: the password is asked for all the same.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from accounts.models import User

SALT = "accounts.browsers"
LASTS = 180 * 24 * 3600
# A desk shared by more people forgets who came in by it the longest ago.
PEOPLE = 8


def remember(request, response, user):
    """Note in the browser that this person came in by it."""
    # A new mark each time, but only after a right password: no way to more guesses.
    others = [known for known in _known(request) if known[0] != user.pk]
    kept = [[user.pk, secrets.token_urlsafe(12), _seal(user)], *others][:PEOPLE]
    response.set_cookie(
        settings.KNOWN_COOKIE_NAME,
        signing.dumps(kept, salt=SALT),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def mark(request, username):
    """What tells this browser from others for a person of this name; "" where it does not know them."""
    known = _known(request)
    user = User.objects.filter(username=username).first() if known else None
    for pk, browser, seal in known:
        if user and pk == user.pk and seal == _seal(user):
            return browser
    return ""


def _known(request):
    kept = request.COOKIES.get(settings.KNOWN_COOKIE_NAME, "")
    try:
        return signing.loads(kept, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return []


def _seal(user):
    # Of the password: whoever changes it makes every browser a strange one.
    return salted_hmac(SALT, user.password, algorithm="sha256").hexdigest()[:20]
