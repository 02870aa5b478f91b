"""The page of a private link: one share, for who is charged with it and has no account.

Whoever has the last link of a share may answer for it; no cookie adds to that or is set. Reading changes
nothing and uses nothing up, so machines that follow every link do no harm.
"""

from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from accounts.access import acts
from followup import actions, answer_forms, worklist
from followup.models import Assignment
from followup.views.answering import answered, asked_form, sent_form
from followup.views.fetching import fetch_link

# In settings.ACCOUNT_RATE_LIMITS; reading is counted as well as sending.
limited = rate_limit(action="link", limit_get=True)


# As of a copy's link (despatch.views.links): there is no session that a forged request could ride on.
@csrf_exempt
@login_not_required
@limited
@acts
def link(request, token):
    """What is asked of who holds the link, and their answer."""
    found = fetch_link(token)
    response = _answered(request, found)
    # The address is the key: it is told to no other site, kept nowhere, found by no search.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _answered(request, found):
    share = found.assignment
    if not found.is_last:
        return render(request, "followup/link_old.html", status=200 if _reads(request) else 403)
    if _reads(request):
        return _shown(request, share, asked_form(request, share))
    form = sent_form(request, share)
    try:
        actions.guard_chased(share)
        if form and answered(request, form, link=found):
            return redirect("followup:link", token=found.token)
    except PermissionDenied as refused:
        return _shown(request, share, None, refused=refused)
    return _shown(request, share, form, status=422)


def _reads(request):
    return request.method != "POST"


def _shown(request, share, form, *, refused=None, status=200):
    is_open = share.matter.is_chased and share.state in Assignment.UNFINISHED
    runs = is_open and share.is_running and share.due_on
    return render(
        request,
        "followup/link.html",
        {
            "share": share,
            "matter": share.matter,
            "decision": share.matter.decision,
            "meeting": share.matter.decision and share.matter.decision.meeting,
            "time": worklist.time_left(share.due_on) if runs else "",
            "is_over": bool(share.days_late()),
            "choices": answer_forms.open_answers(share) if is_open else {},
            "answer": form if is_open else None,
            "form": form,
            "said": share.answers.prefetch_related("proofs").order_by("-at", "-pk")[:20],
            "refused": refused,
        },
        status=403 if refused else status,
    )
