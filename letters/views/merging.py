"""The copies of a paper for their recipients: asked for, watched while they are made, taken home."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import acts, allow, number_sent
from documents.views import serving
from letters import merges, merging
from letters.merging_forms import MergeForm
from letters.models import Merge
from letters.rules import can_merge
from letters.views.fetching import fetch_copy, fetch_merge
from meetings.views.fetching import fetch_with_paper
from memos.views.fetching import fetch as fetch_memo


@acts
def copies(request, pk):
    """What has been made of a paper's copies, and a form to have more made."""
    memo = fetch_memo(request, pk)
    may_merge = can_merge(request.user, memo.office)
    form = MergeForm(request.POST or None)
    if request.method == "POST":
        allow(may_merge)
        if form.is_valid():
            merge = merges.ask(memo=memo, by=request.user, **form.cleaned_data)
            return redirect("letters:merge", merge.pk)
    return render(
        request,
        "letters/merging.html",
        {
            "memo": memo,
            "form": form,
            "total": memo.sent_copies.count(),
            "may_merge": may_merge,
            "why_not": merges.why_not_merged(memo),
        },
        status=400 if form.errors else 200,
    )


@require_safe
def merge(request, pk):
    """How far it is; the page asks again by itself until it is there."""
    return render(request, "letters/merge.html", {"merge": fetch_merge(request, pk)})


@require_safe
def merge_file(request, pk):
    made = fetch_merge(request, pk)
    if made.document is None:
        raise Http404
    suffix = "zip" if made.kind == Merge.Kind.FILES else "pdf"
    return serving.file_response(request, made.document, f"কপি {made.memo.number}.{suffix}")


@require_safe
def copy_page(request, pk):
    """The addressed page of one copy, drawn for it alone."""
    copy = fetch_copy(request, pk)
    allow(not (why_not := merges.why_not_merged(copy.memo)), why_not)
    return serving.drawn_response(lambda: merging.copy_file(copy), merges.name_of(copy))


@require_safe
def addressed(request, pk):
    """The addressed pages of a meeting's paper, a draft as one; `to` asks for one of them."""
    meeting = fetch_with_paper(request, pk)
    try:
        return serving.drawn_response(
            lambda: merging.draw_copies(meeting, number_sent(request.GET.get("to")))[1],
            f"প্রাপকের পাতা {meeting.heading}.pdf",
        )
    except merging.NoRecipients as nobody:
        return render(request, "letters/nobody.html", {"reason": nobody, "meeting": meeting})
