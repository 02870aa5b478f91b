"""A second factor at the door: a code of six digits from an application on the person's telephone."""

import base64

import segno
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from cryptography.fernet import Fernet, InvalidToken
from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import reauth
from accounts.access import acts
from accounts.models import FAILED_SIGN_IN, User, record

# The secret of an application that is being set up, in the session until its first code is right.
NEW_SECRET = "second_factor"  # noqa: S105


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets lie in the database encrypted by a key that comes from SECRET_KEY, which does not."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": "কোডটি মেলেনি।"}

    def encrypt(self, text):
        return self._cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        try:
            return self._cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # Encrypted by another SECRET_KEY: no code is right until the administrator removes it.
            return generate_totp_secret()

    def _cipher(self):
        key = salted_hmac("accounts.second_factor", "", algorithm="sha256").digest()
        return Fernet(base64.urlsafe_b64encode(key))


class CodeField(forms.CharField):
    """Six digits, Bengali or ASCII, with or without a gap; they come as ASCII ones."""

    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 12}
    )

    def to_python(self, value):
        return reauth.code_in(super().to_python(value)) or value


class SignInCodeForm(mfa_forms.AuthenticateForm):
    """The code, after the password at the door."""

    code = CodeField(label="ছয় অঙ্কের কোড")

    def clean_code(self):
        code = super().clean_code()
        if not reauth.spend(self.user, code):
            self._emit_authentication_failed(self.authenticator)
            raise mfa_forms.get_adapter().validation_error("incorrect_code")
        return code

    def _emit_authentication_failed(self, authenticator):
        address = get_account_adapter().get_client_ip(mfa_forms.context.request)
        record(by=None, what=FAILED_SIGN_IN, target=self.user, address=address, step="code")
        super()._emit_authentication_failed(authenticator)


class PasswordForm(forms.Form):
    """Who turns a second factor on or off gives the password once more."""

    password = forms.CharField(
        label="পাসওয়ার্ড",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        self.user = user

    def clean_password(self):
        try:
            if not reauth.confirm(self.user, self.cleaned_data["password"]):
                raise forms.ValidationError("পাসওয়ার্ড মেলেনি।")
        except reauth.TooMany as refusal:
            raise forms.ValidationError(str(refusal)) from None


class TurnOnForm(PasswordForm):
    """The first code of the new application shows that it was set up right."""

    code = CodeField(label="ছয় অঙ্কের কোড")
    field_order = ["code", "password"]

    def __init__(self, data, *, user, secret):
        super().__init__(data, user=user)
        self.secret = secret

    def clean_code(self):
        if not validate_totp_code(self.secret, self.cleaned_data["code"]):
            raise forms.ValidationError(
                "কোডটি মেলেনি। অ্যাপে এখন যে কোড দেখা যাচ্ছে সেটি দিন; ফোনের ঘড়ি ঠিক আছে কি না দেখুন।"
            )
        return self.cleaned_data["code"]


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


@transaction.atomic
def remove(user, *, by):
    """Take the second factor away: by oneself, or by the administrator from whoever lost it."""
    gone, _ = Authenticator.objects.filter(user=user).delete()
    if gone:
        record(by=by, what="second factor off", target=user)
    return bool(gone)
