"""The files of an office and the series that number their papers, kept by its own staff."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import acts, allow
from memos import actions, rules
from memos.forms import FileForm
from memos.models import FileNumber
from memos.views.fetching import fetch_file_to_change
from offices.models import Office, today
from offices.rules import offices_kept_by


@require_safe
def files(request):
    """Every file with where its series has got to."""
    rows = list(
        FileNumber.objects.of_offices_of(request.user)
        .select_related("office", "series")
        .prefetch_related("series__counters")
        .order_by("office", "closed_on", "number")
    )
    for row in rows:
        period = row.series.period_of(today())
        reached = {counter.period: counter.last for counter in row.series.counters.all()}
        row.next_serial = reached.get(period, 0) + 1
        row.period_name = row.series.period_name(period)
    kept = list(offices_kept_by(request.user))
    return render(
        request,
        "memos/files.html",
        {"files": rows, "kept": kept, "kept_pks": {office.pk for office in kept}},
    )


@acts
def new(request, pk):
    office = get_object_or_404(Office.objects.worked_in_by(request.user), pk=pk)
    allow(rules.can_keep_files(request.user, office))
    form = FileForm(request.POST or None, office=office)
    if form.is_valid():
        _save(form, by=request.user)
        messages.success(request, f"নথি {form.instance} যোগ হয়েছে।")
        return redirect("memos:files")
    return render(
        request,
        "memos/file.html",
        {"form": form, "file": None, "office": office},
        status=422 if form.is_bound else 200,
    )


@acts
def file(request, pk):
    row = fetch_file_to_change(request, pk)
    form = FileForm(request.POST or None, office=row.office, instance=row)
    name = str(row)
    if form.is_valid():
        _save(form, by=request.user)
        messages.success(request, f"নথি {form.instance} সংরক্ষিত হয়েছে।")
        return redirect("memos:files")
    return render(
        request,
        "memos/file.html",
        {"form": form, "file": row, "name": name, "office": row.office},
        status=422 if form.is_bound else 200,
    )


def _save(form, *, by):
    actions.keep_file_number(
        file=form.instance, by=by, begun_after=form.cleaned_data["begun_after"]
    )
