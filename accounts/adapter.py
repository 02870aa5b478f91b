from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.urls import reverse

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
