import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.shortcuts import redirect
from django.urls import reverse

# What a session knows of itself, in seconds since 1970: when it began, and when it was last used; the
# second to this many seconds, so that not every page writes.
BEGAN, SEEN, TOLD_EACH = "began", "seen", 60
LEFT_ALONE = "অনেকক্ষণ কিছু করা হয়নি, তাই নিরাপত্তার জন্য বেরিয়ে যাওয়া হয়েছে। আবার প্রবেশ করুন।"
WORKED_LONG = "প্রবেশের পর অনেক সময় হয়েছে। নিরাপত্তার জন্য আবার প্রবেশ করুন।"


@receiver(user_logged_in)
def session_begins(request, **told):
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def session_ends(get_response):
    """Whoever left the desk is signed out, and after a day's work whoever did not leave it.

    What was typed on a page stays there: the page asks to sign in again and sends it then.
    """

    def middleware(request):
        if request.user.is_authenticated and (why := _is_over(request.session)):
            logout(request)
            if request.method == "GET":
                messages.info(request, why)
        return get_response(request)

    return middleware


def _is_over(session):
    """Why a session is over, or ""; where it is not, that it is used."""
    now = int(time.time())
    began, seen = session.setdefault(BEGAN, now), session.setdefault(SEEN, now)
    if now - seen > settings.SESSION_IDLE_MINUTES * 60:
        return LEFT_ALONE
    if now - began > settings.SESSION_HOURS * 3600:
        return WORKED_LONG
    if now - seen >= TOLD_EACH:
        session[SEEN] = now
    return ""


def own_password(get_response):
    """Who still has the password the administrator gave goes nowhere before choosing their own.

    Acts are recorded under a person's name; nobody else may know what opens it.
    """

    def middleware(request):
        if request.user.is_authenticated and request.user.must_change_password:
            change, leave = reverse("account_change_password"), reverse("account_logout")
            if request.path not in (change, leave):
                return redirect(change)
        return get_response(request)

    return middleware
