"""A second factor at the door: a code of six digits from an application on the person's telephone."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction

from accounts.access import allow
from accounts.models import record

# The secret of an application that is being set up, in the session until its first code is right.
NEW_SECRET = "second_factor"  # noqa: S105


def is_on(user):
    """Whether the door asks this person for more than the password."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def codes_on_paper(user):
    """The codes that still open the door without the telephone, each once."""
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return kept.wrap().get_unused_codes() if kept else []


@transaction.atomic
def give_codes_on_paper(user):
    """Make new codes; the former ones open nothing any more."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
    record(by=user, what="recovery codes made", target=user)


@transaction.atomic
def remove(user, *, by):
    """Take the second factor away: by oneself, or by the administrator from whoever lost it."""
    is_permitted = by == user or by.has_perm("accounts.change_user")
    allow(is_permitted, "অন্যের দ্বিতীয় ধাপ বন্ধ করতে পারেন শুধু সিস্টেম প্রশাসক; তাঁকে বলুন।")
    gone, _ = Authenticator.objects.filter(user=user).delete()
    if gone:
        record(by=by, what="second factor off", target=user)
    return bool(gone)
