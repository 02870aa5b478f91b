"""The second factor, demanded of whom REQUIRE_SECOND_FACTOR names."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.shortcuts import redirect
from django.urls import reverse

from accounts.second_factor import is_on
from offices.rules import offices_headed_by

# Officers sign, approve and issue; administrators open accounts and say who holds a post.
GROUPS = {
    "signers": lambda user: offices_headed_by(user).exists(),
    "administrators": lambda user: user.is_superuser,
}
# Where those go who have not set it up: there, to their password, and out.
OPEN = ("second_factor", "account_change_password", "account_logout")


def second_factor(get_response):
    """A middleware: whoever has to have a second factor sets it up before anything else."""
    demanded = settings.REQUIRE_SECOND_FACTOR
    if unknown := sorted(set(demanded) - set(GROUPS)):
        raise ImproperlyConfigured(
            f"REQUIRE_SECOND_FACTOR: অজানা {', '.join(unknown)}; হতে পারে {', '.join(GROUPS)}।"
        )
    groups = [GROUPS[name] for name in demanded]

    def middleware(request):
        user = request.user
        if groups and user.is_authenticated:
            is_missing = any(is_of(user) for is_of in groups) and not is_on(user)
            request.second_factor_missing = is_missing
            if is_missing and request.path not in map(reverse, OPEN):
                return redirect("second_factor")
        return get_response(request)

    return middleware
