import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts import browsers
from accounts.models import FAILED_SIGN_IN, User, record


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the system administrator; who comes, goes and fails is in the trail."""

    def is_open_for_signup(self, request):
        return False

    @transaction.atomic
    def login(self, request, user):
        super().login(request, user)
        record(by=user, what="signed in", target=user, address=self.get_client_ip(request))

    @transaction.atomic
    def logout(self, request):
        user = request.user
        super().logout(request)
        record(by=user, what="signed out", target=user)

    def post_login(self, request, user, **told):
        response = super().post_login(request, user, **told)
        browsers.remember(request, response, user)
        return response

    def _get_login_attempts_cache_key(self, request, **credentials):
        # Wrong guesses of strangers fill another measure than those of a browser known to the owner.
        key = super()._get_login_attempts_cache_key(request, **credentials)
        known = browsers.mark(request, credentials.get("username", "").lower())
        return f"{key}:{known}" if known else key

    def authentication_failed(self, request, **credentials):
        # What was typed for a name nobody has is not kept: it may be a password.
        user = User.objects.filter(username=credentials.get("username")).first()
        self._record_failure(request, user or User())

    def respond_user_inactive(self, request, user):
        self._record_failure(request, user, closed=True)
        return super().respond_user_inactive(request, user)

    def _record_failure(self, request, user, **detail):
        address = self.get_client_ip(request)
        record(by=None, what=FAILED_SIGN_IN, target=user, address=address, **detail)

    @transaction.atomic
    def set_password(self, user, password):
        user.must_change_password = False
        super().set_password(user, password)
        record(by=user, what="password changed", target=user)

    def get_password_change_redirect_url(self, request):
        return reverse("home")


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
