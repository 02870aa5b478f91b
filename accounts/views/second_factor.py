"""A person's own page for the second factor: turn it on, turn it off, codes for who is without the telephone."""

import segno
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.access import acts
from accounts.adapter import SecondFactorAdapter
from accounts.forms import PasswordForm, TurnOnForm
from accounts.models import User, record
from accounts.second_factor import (
    NEW_SECRET,
    codes_on_paper,
    give_codes_on_paper,
    is_on,
    remove,
)

# In the session until the codes on paper were shown, which they are once.
SHOW_CODES = "show_recovery_codes"


@sensitive_post_parameters()
@never_cache
@acts
def second_factor(request):
    """One page to turn it on or off for oneself."""
    user = request.user
    if is_on(user):
        return _change(request)
    secret = request.session.setdefault(NEW_SECRET, generate_totp_secret())
    form = TurnOnForm(request.POST or None, user=user, secret=secret)
    if form.is_valid():
        with transaction.atomic():
            # Twice at once: the second one finds it there.
            User.objects.select_for_update().get(pk=user.pk)
            if not is_on(user):
                TOTP.activate(user, secret)
                record(by=user, what="second factor on", target=user)
                give_codes_on_paper(user)
        del request.session[NEW_SECRET]
        request.session[SHOW_CODES] = True
        messages.success(request, "এখন থেকে প্রবেশের সময় পাসওয়ার্ডের পরে অ্যাপের কোডও লাগবে।")
        return redirect("second_factor")
    address = SecondFactorAdapter().build_totp_url(user, secret)
    return render(
        request,
        "account/second_factor.html",
        {
            "form": form,
            "address": address,
            "picture": segno.make(address, micro=False).png_data_uri(scale=5),
            "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        },
        status=422 if form.is_bound else 200,
    )


def _change(request):
    form = PasswordForm(request.POST or None, user=request.user)
    if form.is_valid():
        if "new_codes" in request.POST:
            give_codes_on_paper(request.user)
            request.session[SHOW_CODES] = True
        else:
            remove(request.user, by=request.user)
            messages.success(request, "এখন থেকে শুধু পাসওয়ার্ড দিয়েই প্রবেশ করা যাবে।")
        return redirect("second_factor")
    codes = codes_on_paper(request.user)
    is_shown = not form.is_bound and request.session.pop(SHOW_CODES, False)
    return render(
        request,
        "account/second_factor.html",
        {
            "form": form,
            "is_on": True,
            "left": len(codes),
            "codes": [f"{code[:4]} {code[4:]}" for code in codes] if is_shown else [],
        },
        status=422 if form.is_bound else 200,
    )
