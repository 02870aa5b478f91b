"""The page of a copy's link, for who has no account: what it is, the paper itself, and their word.

Whoever has the link has the copy; it is all the right that is asked, and no cookie adds to it or is
set. So machines that follow every link do no harm: reading changes nothing and uses nothing up, and
only what a person presses leaves a trace.
"""

from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from accounts.access import acts
from despatch import links, receiving, replies
from despatch.receiving_forms import ReplyForm, WhoForm
from despatch.views.fetching import fetch_link
from documents.views import serving

# In settings.ACCOUNT_RATE_LIMITS; reading is counted as well as sending.
limited = rate_limit(action="link", limit_get=True)


# A forged request could do nothing that whoever knows the link could not do openly: it needs no
# session, and here is none to ride on. A token in a cookie would only shut out who has no cookies.
@csrf_exempt
@login_not_required
@limited
@acts
def link(request, token):
    """What a recipient is told of their copy, and what they do with it."""
    found = fetch_link(token)
    response = _answered(request, found)
    # The address is the key: it is told to no other site, kept nowhere, found by no search.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _answered(request, found):
    if request.method != "POST":
        return _shown(request, found)
    match request.POST.get("act"):
        case "file":
            return serving.drawn_response(lambda: receiving.fetch_by_link(found), _file_name(found))
        case "acknowledge":
            return _acknowledged(request, found)
        case "reply":
            return _replied(request, found)
    return _back(found)


def _acknowledged(request, found):
    form = WhoForm(request.POST, prefix="who") if links.asks_who(found.copy) else None
    if form is None or form.is_valid() or links.acknowledgement_of(found.copy):
        told = form.cleaned_data if form and form.is_valid() else {}
        receiving.acknowledge_by_link(found, **told)
        return _back(found)
    return _shown(request, found, who=form)


def _replied(request, found):
    form = ReplyForm(request.POST, prefix="reply")
    if form.is_valid():
        try:
            receiving.answer(found, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return _back(found)
    return _shown(request, found, reply=form)


def _back(found):
    return redirect("despatch:link", token=found.token)


def _shown(request, found, *, who=None, reply=None):
    copy = found.copy
    meeting = replies.sitting_of(copy)
    said = meeting and replies.last_reply(copy, meeting)
    is_open = meeting is not None and replies.is_open(meeting)
    faulty = who or reply
    return render(
        request,
        "despatch/link.html",
        {
            "copy": copy,
            "paper": copy.memo.paper,
            "fallen": links.fallen(copy),
            "acknowledged": links.acknowledgement_of(copy),
            "asks_who": links.asks_who(copy),
            "who": who or WhoForm(prefix="who"),
            "meeting": meeting,
            "said": said,
            "is_open": is_open,
            "closes_at": meeting and replies.closes_at(meeting),
            "reply": reply or ReplyForm(prefix="reply", initial=_as_told(said)),
            "form": faulty,
        },
        status=422 if faulty else 200,
    )


def _as_told(reply):
    names = ("answer", "name", "designation", "note")
    return {name: getattr(reply, name) for name in names} if reply else {}


def _file_name(found):
    paper = found.copy.memo.paper
    marked = "" if paper.status == paper.Status.CURRENT else f"{paper.get_status_display()} "
    return f"{marked}{paper.kind} {found.copy.number}.pdf"
