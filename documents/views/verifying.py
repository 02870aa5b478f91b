"""What anyone may learn of an issued paper: by its code, or by holding its file against ours.

No sign-in, no session. Whoever has a paper's code has the paper; they are told what is printed on
it and whether it stands. Its PDF is shown only where an officer has published it.
"""

import datetime

from allauth.decorators import rate_limit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts.access import acts
from documents import confined
from documents.codes import is_code, plain_code
from documents.forms import CodeForm, UploadForm
from documents.models import Paper
from documents.verifying import verdict_on
from documents.views.serving import busy, file_response

# In settings.ACCOUNT_RATE_LIMITS; reading is counted as well as sending.
limited = rate_limit(action="verify", limit_get=True)
# A file costs far more than a code.
limited_uploads = rate_limit(action="verify_upload")


@login_not_required
@limited
@limited_uploads
@acts
def verify(request):
    """The place to type a code or to put in a file."""
    if request.method == "POST":
        return _compared(request, "documents/verify.html", {"code_form": CodeForm()})
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        # What is no code at all leads to the same answer as one that nobody was given.
        code = plain_code(form.cleaned_data["code"])
        return redirect("documents:paper", code=code if is_code(code) else "-")
    return render(
        request,
        "documents/verify.html",
        {"code_form": form, "form": UploadForm()},
        status=422 if form.errors else 200,
    )


@login_not_required
@limited
@limited_uploads
@acts
def paper(request, code):
    """What is known of one paper: the page its QR code leads to."""
    paper = _find(code)
    if paper is None:
        return _unknown()
    if paper.code != code:
        return redirect(paper)
    if request.method == "POST":
        return _compared(request, "documents/paper.html", _told_of(paper))
    response = render(request, "documents/paper.html", _told_of(paper) | {"form": UploadForm()})
    if paper.is_public:
        response.headers["X-Robots-Tag"] = "all"
    return response


@login_not_required
@limited
@require_safe
def pdf(request, code):
    """The issued file of a published paper; of any other it is not said whether it exists."""
    paper = _find(code)
    file = paper and paper.is_public and paper.issued_file
    if not file:
        return _unknown()
    name = f"{paper.kind} {paper.number}.pdf"
    inline = "download" not in request.GET
    return file_response(request, file.document, name, inline=inline, public=True)


def _find(code):
    code = plain_code(code)
    if not is_code(code):
        return None
    return Paper.objects.select_related("superseded_by").filter(code=code).first()


def _unknown():
    """The same for every code that leads nowhere, to the byte."""
    return HttpResponse(render_to_string("documents/unknown.html"), status=404)


def _told_of(paper):
    """All that a stranger is told of a paper."""
    file = paper.issued_file
    return {
        "paper": paper,
        "file": file,
        "signers": [
            {**signer, "signed_at": _moment(signer.get("signed_at"))} for signer in file.signers
        ]
        if file
        else [],
    }


def _moment(text):
    try:
        return datetime.datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def _compared(request, template, context):
    """The three answers about an uploaded file, or the page again where there is none to answer of."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, template, context | {"form": form}, status=422)
    file = form.cleaned_data["file"]
    try:
        # One turn for all that is read in it: nobody is told half of it.
        with confined.turn():
            verdict = verdict_on(file.read())
    except confined.NoAnswer as none:
        return busy(str(none))
    return render(
        request,
        "documents/result.html",
        {
            "verdict": verdict,
            "told": _told_of(verdict.paper) if verdict.paper else None,
            "asked": context.get("paper"),
            "file_name": file.name,
            "form": UploadForm(),
        },
    )
