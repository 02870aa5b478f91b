from django.shortcuts import redirect
from django.urls import reverse


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
