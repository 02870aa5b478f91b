"""Rows of the list of all shares as they are edited: one in its place, or all that are marked."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.access import acts, allow, number_sent
from bangla.digits import to_bengali
from distribution.forms import PostChoices
from followup import edits, rules
from followup import grid as lines
from followup.grid_forms import ROW_ACTS, SAVE, ManyForm, ShareForm, stood
from followup.models import Assignment
from followup.views.fetching import fetch_share
from followup.views.grid import asked_for


def _wants_part(request):
    """Whether the page puts what comes back into itself."""
    return request.headers.get("X-Autosave") == "1"


@acts
def share(request, pk):
    """One share, opened in the list by a script, or by itself without."""
    row = fetch_share(request, pk)
    if request.method != "POST":
        return _shown(request, row, ShareForm(share=row))
    allow(rules.can_tend(request.user, row), rules.WHO_TENDS)
    form = ShareForm(request.POST, share=row)
    act = request.POST.get("act") if request.POST.get("act") in ROW_ACTS else SAVE
    if not form.is_valid():
        return _shown(request, row, form, status=422)
    edit = form.edit(act)
    if form.cleaned_data["stood"] != stood(row) and not _stands(edit, row):
        form.show_as_standing()
        form.add_error(None, edits.CHANGED)
        return _shown(request, row, form, status=409)
    try:
        after = row if edit.is_empty else edits.make(edit, row, by=request.user)
    except edits.REFUSED as refused:
        form.add_error(None, edits.reason_of(refused))
        return _shown(request, fetch_share(request, pk), form, status=422)
    return _saved(request, row, after)


def _stands(edit, row):
    """Whether somebody's second press asks for what stands already."""
    return edits.left_of(edit, row).is_empty


def _saved(request, row, after):
    asked = asked_for(request)
    if _wants_part(request):
        return JsonResponse({"row": _row(request, after), "said": "সংরক্ষিত হয়েছে।"})
    messages.success(request, f"“{row.owner or row}” সারিটি সংরক্ষিত হয়েছে।")
    return redirect(f"{reverse('followup:grid')}{asked}#s{after.pk}")


def _row(request, row):
    return render_to_string(
        "followup/_line.html",
        {
            "line": lines.line_of(row.pk, lines.Reader(request.user)),
            "rows_url": f"{reverse('followup:grid')}shares/",
            "back": asked_for(request),
        },
    )


def _shown(request, row, form, status=200):
    told = {
        "share": row,
        "form": form,
        "asked": asked_for(request),
        "can_tend": rules.can_tend(request.user, row),
        "can_answer": rules.can_answer(request.user, row),
        "last": row.answers.last(),
        "acts": _acts_of(row),
    }
    if not _wants_part(request):
        told["owners"] = PostChoices(row.asking_office).labels if told["can_tend"] else []
        return render(request, "followup/share.html", told, status=status)
    part = render_to_string("followup/_share_form.html", told, request)
    answer = {"form": part} | ({"row": _row(request, row)} if status != 200 else {})
    return JsonResponse(answer, status=status)


def _acts_of(row):
    """[(value, words)] of the buttons beside saving that its state has a use for."""
    state = Assignment.State
    found = []
    if row.state == state.CLAIMED:
        found = [(edits.VERIFY, "যাচাই করুন"), (edits.SEND_BACK, "ফেরত দিন")]
    if row.wanted_due and row.state == state.OPEN:
        found.append((edits.REFUSE_TIME, "সময় দেওয়া যাবে না"))
    if row.state == state.SETTLE and (row.post_id or row.outsider):
        found.append((edits.REFUSE_NOT_MINE, "কাজটি তাঁরই"))
    return found


@require_POST
def many(request):
    """All marked shares at once: each by its own rule; who is refused is named, the others go through."""
    form = ManyForm(request.POST)
    marked = _marked(request)
    if not form.is_valid() or not marked:
        if not marked:
            form.add_error(None, "আগে তালিকায় সারি বেছে চিহ্ন দিন।")
        told = {"form": form, "marked": marked, "asked": asked_for(request)}
        return render(request, "followup/many.html", told, status=422)
    done, refused = edits.make_each(form.edit_of, marked, by=request.user)
    said = f"{to_bengali(done)}টি সারিতে করা হয়েছে।"
    if not refused:
        messages.success(request, said)
        return redirect(f"{reverse('followup:grid')}{asked_for(request)}")
    told = {"done": done, "refused": refused, "asked": asked_for(request)}
    return render(request, "followup/many.html", told, status=422)


def _marked(request):
    """{primary key: version} of the marks that a page sends back."""
    pairs = [mark.partition(".") for mark in request.POST.getlist("share")[: lines.MOST_LINES]]
    found = {number_sent(pk): number_sent(version) for pk, _, version in pairs}
    found.pop(None, None)
    return found
