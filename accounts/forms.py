"""What a person types to sign in and to change the password."""

from allauth.account import forms
from allauth.account.adapter import get_adapter
from django.contrib.auth.password_validation import password_validators_help_texts


class LoginForm(forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            del field.widget.attrs["placeholder"]
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_login(self):
        # User names are lower case; a phone's keyboard makes the first letter a capital.
        return super().clean_login().lower()


class ChangePasswordForm(forms.ChangePasswordForm):
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
