"""The desk of a section: claims to verify, shares to settle, requests to answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from accounts.access import acts, number_sent
from bangla.digits import to_bengali
from followup import actions, echoes, worklist
from followup.models import Answer
from offices.models import today

A_PAGE = 25


@acts
def desk(request):
    """What owners sent that waits on the offices this person acts for, what waits longest first; a POST
    verifies the claims that were ticked, each as if alone."""
    trays = worklist.on_desk_of(request.user)
    if request.method == "POST":
        _verify_many(request, trays[worklist.CLAIMS])
        return redirect("followup:desk")
    tray = request.GET.get("tray", worklist.CLAIMS)
    tray = tray if tray in trays else worklist.CLAIMS
    rows = worklist.with_answers(trays[tray].with_decision())
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    for row in page:
        _put_standing(row, tray, request.user)
    counts = worklist.counts_on_desk_of(request.user)
    return render(
        request,
        "followup/desk.html",
        {
            "page": page,
            "tray": tray,
            "trays": [(name, worklist.DESK[name], counts[name]) for name in trays],
            "may_verify": any(row.may_verify for row in page),
        },
    )


# Which answer brought a share to a tray.
BROUGHT_BY = {
    worklist.CLAIMS: Answer.Kind.CLAIM,
    worklist.OWNERS: Answer.Kind.NOT_MINE,
    worklist.TIME: Answer.Kind.EXTENSION,
    worklist.DISPUTES: Answer.Kind.DISAGREES,
}


def _put_standing(row, tray, user):
    """What brought the share here, how long it has waited on the section, and who may verify it."""
    row.brought = next((said for said in row.told if said.kind == BROUGHT_BY[tray]), None)
    row.lacks = [echoes.WARNINGS[code] for code in row.brought.warnings] if row.brought else []
    row.time = worklist.time_left(row.desk_due_on) if row.desk_due_on else ""
    row.is_over = bool(row.desk_due_on and row.desk_due_on < today())
    own = any(
        said.by_id == user.pk and said.kind == Answer.Kind.CLAIM and said.at >= row.moved_at
        for said in row.told
    )
    office = row.asking_office
    row.may_verify = tray == worklist.CLAIMS and (office.one_officer or not own)
    row.was_in_time = row.claimed_on and row.due_on and row.claimed_on <= row.due_on


def _verify_many(request, waiting):
    ticked = list(filter(None, map(number_sent, request.POST.getlist("pk"))))
    if not ticked:
        messages.error(request, "যাচাই করতে অন্তত একটি দাবি বেছে নিন।")
        return
    done = 0
    for share in waiting.filter(pk__in=ticked).order_by("pk"):
        try:
            actions.verify(share, by=request.user)
        except PermissionDenied as refused:
            messages.error(request, f"{share.owner}: {refused}")
        else:
            done += 1
    if done:
        messages.success(request, f"{to_bengali(done)}টি দাবি যাচাই করা হয়েছে।")
