"""A person's own page for the second factor: turn it on, turn it off."""

import segno
from allauth.mfa.models import Authenticator
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
from accounts.second_factor import NEW_SECRET, remove


@sensitive_post_parameters()
@never_cache
@acts
def second_factor(request):
    """One page to turn it on or off for oneself."""
    user = request.user
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        return _turn_off(request)
    secret = request.session.setdefault(NEW_SECRET, generate_totp_secret())
    form = TurnOnForm(request.POST or None, user=user, secret=secret)
    if form.is_valid():
        with transaction.atomic():
            # Twice at once: the second one finds it there.
            User.objects.select_for_update().get(pk=user.pk)
            if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
                TOTP.activate(user, secret)
                record(by=user, what="second factor on", target=user)
        del request.session[NEW_SECRET]
        messages.success(request, "এখন থেকে প্রবেশের সময় পাসওয়ার্ডের পরে অ্যাপের কোডও লাগবে।")
        return redirect("second_factor")
    address = SecondFactorAdapter().build_totp_url(user, secret)
    return render(
        request,
        "account/second_factor.html",
        {
            "form": form,
            "picture": segno.make(address, micro=False).png_data_uri(scale=5),
            "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        },
        status=422 if form.is_bound else 200,
    )


def _turn_off(request):
    form = PasswordForm(request.POST or None, user=request.user)
    if form.is_valid():
        remove(request.user, by=request.user)
        messages.success(request, "এখন থেকে শুধু পাসওয়ার্ড দিয়েই প্রবেশ করা যাবে।")
        return redirect("second_factor")
    return render(
        request,
        "account/second_factor.html",
        {"form": form, "is_on": True},
        status=422 if form.is_bound else 200,
    )
