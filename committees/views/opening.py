"""A new committee on one page: what it is, the shape of its papers, and who sits in it."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render

from accounts.access import acts, allow, number_sent
from committees import actions, rules
from committees.member_list import NearPosts
from committees.models import Committee
from committees.opening_forms import OpeningForm, OpeningPaste
from committees.paste_forms import Rows, rows_like, rows_of
from committees.views.member_paste import SHOWN, store, told_of
from offices.models import Office


@acts
@transaction.atomic
def new(request):
    offices = list(rules.offices_kept_by(request.user))
    allow(offices)
    if request.method == "POST":
        # Two who open the same committee at once: the second one is told.
        list(Office.objects.filter(pk__in=[o.pk for o in offices]).select_for_update())
        return _sent(request, offices)
    source = _source(offices, request.GET.get("from"))
    form = OpeningForm(offices=offices, source=source)
    rows = rows_like(source, near=NearPosts(source.office)) if source else None
    return _shown(request, form, rows=rows, paste=OpeningPaste())


def _sent(request, offices):
    """Open the committee with those of its members that were looked at, or show what was read."""
    form = OpeningForm(
        request.POST, offices=offices, source=_source(offices, request.POST.get("copied"))
    )
    is_right, act = form.is_valid(), request.POST.get("act")
    # Members are looked for near an office; where none is chosen yet, near the first.
    near = NearPosts(form.cleaned_data.get("office") or offices[0])
    if "rows-TOTAL_FORMS" in request.POST and act != "again":
        rows = Rows(request.POST, prefix="rows", form_kwargs={"near": near, "seated": frozenset()})
        rows_right = rows.is_valid()
        if rows_right and is_right:
            for row in rows:
                row.refuse_early(form.cleaned_data["starts_on"])
            rows_right = not any(row.errors for row in rows)
        if rows_right and is_right:
            return _opened(request, form, rows, near)
        for row in rows:
            row.mark_errors()
        left_out = {"left_out": request.POST.getlist("left_out")[:SHOWN]}
        return _shown(request, form, rows=rows, paste=_as_sent(request), **left_out)

    paste = OpeningPaste(request.POST, request.FILES)
    if act == "again":
        return _shown(request, form, paste=_as_sent(request))
    if paste.is_valid() and paste.members:
        rows = rows_of(paste.members, near=near, seated=frozenset())
        return _shown(request, form, rows=rows, paste=paste, **told_of(paste.left_out))
    if paste.is_valid() and is_right:
        return _opened(request, form)
    return _shown(request, form, paste=paste)


def _opened(request, form, rows=(), near=None):
    committee = actions.open_committee(committee=form.committee(), by=request.user)
    if rows:
        told = store(request, committee, rows, near, form.cleaned_data["starts_on"])
        messages.success(request, f"কমিটি খোলা হয়েছে। {told}")
        return redirect("committees:members", pk=committee.pk)
    messages.success(request, "কমিটি খোলা হয়েছে। এবার সদস্য যোগ করুন।")
    return redirect("committees:members", pk=committee.pk)


def _as_sent(request):
    """The list as it was pasted, not read again: so it is there for whoever goes back to it."""
    return OpeningPaste(initial=request.POST.dict())


def _source(offices, sent):
    """The committee that a new one is made after, of those whose office one keeps; or None."""
    committees = Committee.objects.filter(office__in=offices).select_related("office")
    return committees.filter(pk=number_sent(sent)).first()


def _shown(request, form, *, rows=None, paste, left_out=(), more_left_out=0):
    has_errors = bool(
        rows is not None
        and rows.is_bound
        and (rows.non_form_errors() or any(row.errors for row in rows))
    )
    bad = (form.is_bound and form.errors) or (paste.is_bound and paste.errors) or has_errors
    return render(
        request,
        "committees/new.html",
        {
            "form": form,
            "paste": paste,
            "rows": rows,
            "has_errors": has_errors,
            "left_out": left_out,
            "more_left_out": more_left_out,
            "like": Committee.objects.filter(
                office__in=form.fields["office"].queryset, closed_on=None
            ).order_by("name", "pk"),
            "is_looked_at": request.method == "POST",
        },
        status=422 if bad else 200,
    )
