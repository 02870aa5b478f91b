"""Asking once more who it is, before an act that cannot be taken back: a password, a code, a PIN.

Wrong answers are counted for each person and kind, and make the next one wait longer; nobody is kept
waiting in a request: whoever comes too early is told how long.
"""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from accounts.models import User, WrongAnswers, record
from bangla.digits import to_bengali

Kind = WrongAnswers.Kind
# Seconds to wait after so many wrong answers in a row; after more, as after the last.
WAITS = (0, 0, 0, 5, 15, 60, 300)
# A code may be shown for three of its half minutes: the one before and the one after are heard too.
CODE_LASTS = 3 * 30


class TooMany(Exception):
    """Wrong answers too often; its text says to the person how long to wait."""

    def __init__(self, seconds):
        wait = f"{seconds} সেকেন্ড" if seconds < 100 else f"{-(-seconds // 60)} মিনিট"
        super().__init__(f"কয়েকবার ভুল হয়েছে। {to_bengali(wait)} পরে আবার চেষ্টা করুন।")


def confirm(user, secret):
    """Whether `secret` is this person's password, or the code of their second factor.

    Raises TooMany. Call it outside a transaction, as `attempt`.
    """
    with transaction.atomic(durable=True):
        user = User.objects.get(pk=user.pk)
    return attempt(
        user, Kind.PASSWORD, lambda: _is_code_of(user, secret) or user.check_password(secret)
    )


def attempt(user, kind, check, *, wrong=()):
    """What `check()` gives, when it is this person's turn to answer. Raises TooMany before it is.

    A false answer, and an exception of the classes `wrong`, is a wrong answer: counted and recorded. Any
    other exception counts for nothing. Call it outside a transaction (inside one it raises RuntimeError): a
    wrong answer stays counted whatever becomes of the act.
    """
    failure = None
    with transaction.atomic(durable=True):
        given = _locked(user, kind)
        try:
            answer = check()
        except wrong as error:
            answer, failure = False, error
        given.count = 0 if answer else given.count + 1
        given.at = timezone.now()
        given.save(update_fields=["count", "at"])
        if not answer:
            failed = "pin failed" if kind == Kind.PIN else "reauth failed"
            record(by=user, what=failed, target=user)
    if failure:
        raise failure
    return answer


def _locked(user, kind):
    """The answers of this person, one at a time: many guesses at once are heard one after another. Raises
    TooMany."""
    WrongAnswers.objects.get_or_create(user=user, kind=kind)
    given = WrongAnswers.objects.select_for_update().get(user=user, kind=kind)
    wait = timedelta(seconds=WAITS[min(given.count, len(WAITS) - 1)])
    now = timezone.now()
    if given.count and now < given.at + wait:
        raise TooMany(-(-(given.at + wait - now) // timedelta(seconds=1)))
    return given


def code_in(text, lengths=(6,)):
    """The digits of a code, Bengali or ASCII ones, as ASCII; "" where the text is none."""
    digits = "".join((text or "").split())
    size = len(digits)
    return f"{int(digits):0{size}d}" if size in lengths and digits.isdecimal() else ""


def _is_code_of(user, secret):
    """Whether this is the code a person's application shows now; each code counts once."""
    code = code_in(secret)
    there = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
    authenticator = there.first() if code else None
    return bool(authenticator and authenticator.wrap().validate_code(code) and spend(user, code))


def spend(user, code):
    """Use a right code up; whether it was not used before, as long as clocks may still show it."""
    return cache.add(f"code:{user.pk}:{code}", "spent", CODE_LASTS)
