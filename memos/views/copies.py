"""Recipients that are added to a paper after it went out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from accounts.access import acts, allow
from bangla.digits import to_bengali
from distribution.showing import shown
from memos import rules
from memos.copying import add_late
from memos.forms import LateForm
from memos.views.fetching import fetch


@acts
def late(request, pk):
    """Who has the paper already, and who gets it under the next number of its copies."""
    memo = fetch(request, pk)
    allow(
        rules.can_add_copies(request.user, memo),
        "কপি দেওয়া যায় শুধু বহাল কাগজের; প্রাপক যোগ করতে পারেন এই কার্যালয়ের কর্মী ও কর্মকর্তা।",
    )
    form = LateForm(request.POST or None)
    lines = []
    if form.is_valid():
        lines = form.cleaned_data["lines"]
        if request.POST.get("act") == "add":
            try:
                copies = add_late(memo=memo, by=request.user, **form.cleaned_data)
            except ValidationError as refused:
                form.add_error("lines", refused)
            else:
                count = to_bengali(len(copies))
                messages.success(request, f"{count} জন প্রাপক যোগ হয়েছে: {copies[0].number}")
                return redirect("memos:memo", pk=memo.pk)
    return render(
        request,
        "memos/late.html",
        {
            "memo": memo,
            "form": form,
            "copies": memo.sent_copies.select_related("post"),
            "shown": shown(lines, memo.office) if lines else [],
        },
        status=422 if form.errors else 200,
    )
