"""Asking once more who it is, before an act that cannot be taken back."""

import time

from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction

from accounts.models import User, record

# So many wrong answers in so many seconds; all processes count together.
FAILURES, WITHIN = 5, 5 * 60
# How long one answer may take to be checked, and others may wait for it.
CHECKED_WITHIN = 5
# A code may be shown for three of its half minutes: the one before and the one after are heard too.
CODE_LASTS = 3 * 30


class TooMany(Exception):
    """Wrong answers too often; its text says so to the person."""

    def __init__(self):
        super().__init__("কয়েকবার ভুল হয়েছে। পাঁচ মিনিট পরে আবার চেষ্টা করুন।")


def confirm(user, secret):
    """Whether `secret` is this person's password, or the code of their second factor.

    Raises TooMany after five wrong answers.

    Call it outside a transaction (inside one it raises RuntimeError): a wrong answer is counted
    and recorded whatever becomes of the act.
    """
    with transaction.atomic(durable=True):
        user = User.objects.get(pk=user.pk)
    # Taken before the answer is checked, so that many guesses at once are not more than five.
    turn = _take_turn(user)
    if _is_code_of(user, secret) or user.check_password(secret):
        cache.delete(turn)
        return True
    cache.set(turn, "failed", WITHIN)
    record(by=user, what="reauth failed", target=user)
    return False


def code_in(text):
    """The six digits of a code, Bengali or ASCII ones, as ASCII; "" where the text is none."""
    digits = "".join((text or "").split())
    return f"{int(digits):06d}" if len(digits) == 6 and digits.isdecimal() else ""


def _is_code_of(user, secret):
    """Whether this is the code a person's application shows now; each code counts once."""
    code = code_in(secret)
    there = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
    authenticator = there.first() if code else None
    return bool(authenticator and authenticator.wrap().validate_code(code) and spend(user, code))


def spend(user, code):
    """Use a right code up; whether it was not used before, as long as clocks may still show it."""
    return cache.add(f"code:{user.pk}:{code}", "spent", CODE_LASTS)


def _take_turn(user):
    """One of a person's turns, as a key of the cache; whoever is only slower waits for one."""
    turns = [f"reauth:{user.pk}:{number}" for number in range(FAILURES)]
    patience = time.monotonic() + CHECKED_WITHIN
    while True:
        for turn in turns:
            if cache.add(turn, "checked", CHECKED_WITHIN):
                return turn
        taken = cache.get_many(turns)
        if list(taken.values()) == ["failed"] * FAILURES or time.monotonic() > patience:
            raise TooMany
        time.sleep(0.05)
