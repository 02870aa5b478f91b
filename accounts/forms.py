"""What a person types to sign in and to change the password."""

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts

from accounts import reauth
from accounts.models import FAILED_SIGN_IN, record


class LoginForm(account_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            del field.widget.attrs["placeholder"]
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_login(self):
        # User names are lower case; a phone's keyboard makes the first letter a capital.
        return super().clean_login().lower()


class ChangePasswordForm(account_forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            del field.widget.attrs["placeholder"]
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())

    def clean_password1(self):
        new = self.cleaned_data["password1"]
        if self.user.check_password(new):
            raise get_adapter().validation_error("same_as_current")
        return new


class CodeField(forms.CharField):
    """Six digits, Bengali or ASCII, with or without a gap; they come as ASCII ones."""

    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": 12}
    )

    def __init__(self, *, lengths=(6,), **more):
        self.lengths = lengths
        super().__init__(**more)

    def to_python(self, value):
        return reauth.code_in(super().to_python(value), self.lengths) or value


class SignInCodeForm(mfa_forms.AuthenticateForm):
    """The code, after the password at the door; or one of those on paper, without the telephone."""

    code = CodeField(label="ছয় অঙ্কের কোড", lengths=(6, settings.MFA_RECOVERY_CODE_DIGITS))

    def clean_code(self):
        code = super().clean_code()
        if not reauth.spend(self.user, code):
            self._emit_authentication_failed(self.authenticator)
            raise mfa_forms.get_adapter().validation_error("incorrect_code")
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            record(by=self.user, what="recovery code used", target=self.user)
        return code

    def _emit_authentication_failed(self, authenticator):
        address = get_adapter().get_client_ip(mfa_forms.context.request)
        record(by=None, what=FAILED_SIGN_IN, target=self.user, address=address, step="code")
        super()._emit_authentication_failed(authenticator)


def is_the_person(user, form):
    """Whether the password of a valid form is this person's; otherwise the form says so.

    Call it outside a transaction, when the form has nothing else to mend.
    """
    try:
        confirmed = reauth.confirm(user, form.cleaned_data["password"])
    except reauth.TooMany as too_many:
        form.add_error("password", str(too_many))
        return False
    if not confirmed:
        form.add_error("password", "পাসওয়ার্ড মেলেনি।")
    return confirmed


class ConfirmedForm(forms.Form):
    """What cannot be taken back is asked with the password once more, or a code in its place."""

    password = forms.CharField(
        label="আপনার পাসওয়ার্ড",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="আরেকবার নিশ্চিত হওয়ার জন্য। দ্বিতীয় ধাপ চালু থাকলে তার কোডও চলে।",
    )


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
