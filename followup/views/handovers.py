"""Handing over a post: the lists of its open work, one of them, and that on paper."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import acts, pressed_twice
from bangla.phrases import numeric_date
from documents.rendering import render_pdf
from documents.views import serving
from followup import handing_over, rules
from followup.handover_forms import HandOverForm
from followup.models import Assignment, Handover
from followup.views.fetching import fetch_handover
from papers.drawing import faces_of, stylesheet

A_PAGE = 25


@acts
def handovers(request):
    """The lists there are, where one is wanted, and a form to make one."""
    form = HandOverForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = handing_over.hand_over(by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error("post", refused)
        else:
            return redirect("followup:handover", pk=made.pk)
    rows = Handover.objects.visible_to(request.user)
    about = ("post__office", "leaving", "coming", "handed_by", "received_by")
    return render(
        request,
        "followup/handovers.html",
        {
            "form": form,
            "posts": form.fields["post"].queryset,
            "wanted": handing_over.wanted_by(request.user),
            "to_receive": set(handing_over.waiting_for(request.user).values_list("pk", flat=True)),
            "page": Paginator(rows.select_related(*about), A_PAGE).get_page(
                request.GET.get("page")
            ),
        },
        status=422 if request.method == "POST" else 200,
    )


@acts
def handover(request, pk):
    """A list as it was made, how its rows stand now, and the button of who takes over."""
    found = fetch_handover(request, pk)
    if pressed_twice(request, done=found.received_at, by=found.received_by_id):
        return redirect("followup:handover", pk=pk)
    if request.method == "POST":
        handing_over.receive(found, by=request.user)
        messages.success(request, "তালিকা গ্রহণ করা হয়েছে; দুই পক্ষের নাম ও সময় লেখা রইল।")
        return redirect("followup:handover", pk=pk)
    is_outdated = found.received_at is None and handing_over.is_outdated(found)
    may_receive = found.received_at is None and rules.can_receive(request.user, found)
    return render(
        request,
        "followup/handover.html",
        {
            "handover": found,
            "rows": _as_they_stand(found, request.user),
            "is_outdated": is_outdated,
            "may_receive": may_receive and not is_outdated,
        },
    )


def _as_they_stand(handover, user):
    """[(row as it was frozen, the share as it stands now where this person may see it)]."""
    shares = Assignment.objects.visible_to(user).select_related("matter")
    now = {
        share.pk: share
        for share in shares.filter(pk__in=[row["assignment"] for row in handover.rows])
    }
    return [(row, now.get(row["assignment"])) for row in handing_over.rows_of(handover)]


@require_safe
def pdf(request, pk):
    """The list on paper, with room for both signatures."""
    found = fetch_handover(request, pk)
    office = found.post.office
    page = render_to_string(
        "papers/handover.html",
        {
            "handover": found,
            "rows": handing_over.rows_of(found),
            "office": office,
            "post": str(found.post),
            "hands": [
                ("দায়িত্ব হস্তান্তর করলাম", found.leaving),
                ("দায়িত্ব গ্রহণ করলাম", found.coming),
            ],
            "title": f"দায়িত্ব হস্তান্তর তালিকা: {found.post}",
            "letterhead": {"lines": office.letterhead},
            "drawn_at": timezone.localtime(),
            "css": stylesheet("paper.css", "working.css"),
            **faces_of(office.paper_font, office.paper_face),
        },
    )
    day = numeric_date(timezone.localdate(found.handed_at), sep="-")
    name = f"দায়িত্ব হস্তান্তর {found.post.title} {day}.pdf"
    return serving.drawn_response(lambda: render_pdf(page), name)
