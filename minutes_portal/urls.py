"""The map of the site."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from django.contrib import admin
from django.urls import include, path

from accounts.views.second_factor import second_factor
from documents.forms import CodeForm, UploadForm
from meetings.views import outgoing
from minutes_portal.views import bijoy, health, home, inbox, refusals, trail

# The allauth pages we stand behind: a lost password is given anew by the system administrator.
# Beside the door stands what a stranger came for: a paper to be verified. Classes, made for each page.
login = account.LoginView.as_view(extra_context={"code_form": CodeForm, "upload_form": UploadForm})
accounts = [
    path("login/", login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("code/", mfa.authenticate, name="mfa_authenticate"),
    path("second-factor/", second_factor, name="second_factor"),
]

urlpatterns = [
    path("", home.home, name="home"),
    path("meetings/", include("meetings.urls")),
    path("committees/", include("committees.urls")),
    path("", include("memos.urls")),
    path("addresses/", include("distribution.urls")),
    path("letters/", include("letters.urls")),
    path("despatch/", include("despatch.urls")),
    path("followup/", include("followup.urls")),
    path("submissions/", include("submissions.urls")),
    path("published/", outgoing.published, name="published"),
    path("published/<int:pk>/", outgoing.published_minutes, name="published_minutes"),
    path("verify/", include("documents.urls")),
    path("trail/", trail.portal_trail, name="portal_trail"),
    path("trail/<int:pk>/", trail.office_trail, name="office_trail"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="read_all"),
    path("inbox/<int:year>/<int:month>/<int:day>/", inbox.digest, name="digest"),
    path("help/", home.help_page, name="help"),
    path("in-unicode/", bijoy.in_unicode, name="in_unicode"),
    path("accounts/", (accounts, None, None)),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = refusals.bad_request
handler403 = refusals.forbidden
handler404 = refusals.not_found
handler500 = refusals.server_error

# Every name that answers without sign-in, and why. A test compares this list with the views.
OPEN_TO_ALL = {
    "account_login": "the door",
    "account_logout": "leaving twice is no error",
    "account_inactive": "says why a closed account does not open",
    "account_signup": "says that accounts are opened by the administrator",
    "mfa_authenticate": "the second half of the door",
    "admin:login": "leads to the door",
    "documents:verify": "whoever holds a paper may ask whether it was issued",
    "documents:paper": "the QR code of a paper leads there; only who has the code finds it",
    "documents:pdf": "papers an officer has published; any other is as if it did not exist",
    "despatch:link": "the page of a copy for who has no account; only who has its link finds it",
    "followup:link": "who is charged and has no account answers there; only who has its link finds it",
    "published": "published minutes are for everybody",
    "published_minutes": "published minutes are for everybody",
    "help": "whoever cannot sign in needs it most",
    "healthz": "asked by the machine that watches the process; tells nothing",
    "readyz": "asked by the machine that watches the service; tells only which part is missing",
}
