"""An office's plan of a fiscal year: its indicators, what the quarters achieved, many at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acts, allow, number_sent
from bangla.digits import to_bengali
from followup import indicators, rules
from followup.indicator_forms import AchievementForm, IndicatorForm, PastePlanForm
from followup.indicators import Conflict, fiscal_year_of, standings
from followup.models import Indicator, below_acted_for
from followup.views.fetching import fetch_indicator, fetch_planner
from offices.models import Office, today

YEARS = range(2009, 2100)


def _offices(user):
    """Those whose plans this person sees: the own ones first."""
    own = list(Office.objects.worked_in_by(user).order_by("geo_code", "name"))
    below = below_acted_for(user).exclude(pk__in=[office.pk for office in own])
    return own, list(below.order_by("geo_code", "name"))


def _planner(request, pk, year):
    """The office of a plan that is to be changed; there is none of a year out of reach."""
    if year not in YEARS:
        raise Http404
    return fetch_planner(request, pk)


def _plan(office, year):
    return f"{reverse('followup:indicators')}?office={office.pk}&year={year}"


@require_safe
def plan(request):
    """The plan of one office in one year, with what became of each indicator."""
    own, below = _offices(request.user)
    offices = [*own, *below]
    asked = number_sent(request.GET.get("office"))
    office = next((each for each in offices if each.pk == asked), offices[0] if offices else None)
    current = fiscal_year_of(today())
    year = number_sent(request.GET.get("year")) or current
    if year not in YEARS:
        raise Http404
    rows = standings(Indicator.objects.filter(office=office, year=year)) if office else []
    had = Indicator.objects.filter(office=office).values_list("year", flat=True).distinct()
    years = sorted({*had, current, current + 1, year}, reverse=True)
    can_keep = office is not None and rules.can_keep_indicators(request.user, office)
    told = {
        "own": own,
        "below": below,
        "office": office,
        "year": year,
        "years": [(each, indicators.year_called(each)) for each in years],
        "called": indicators.year_called(year),
        "rows": rows,
        "can_keep": can_keep,
        "can_copy": can_keep and year - 1 in had,
        "quarters": indicators.QUARTERS,
    }
    return render(request, "followup/indicators.html", told)


@acts
def indicator(request, pk):
    """One indicator: its row to change, all that was ever told of it."""
    row = fetch_indicator(request, pk)
    can_keep = rules.can_keep_indicators(request.user, row.office)
    if request.method == "POST":
        allow(can_keep, rules.WHO_KEEPS_INDICATORS)
        if request.POST.get("act") == "drop":
            return _dropped(request, row)
    version = number_sent(request.POST.get("version")) or row.version
    form, current = IndicatorForm(request.POST or None, row=row), None
    if form.is_valid():
        try:
            _set(row, form)
            indicators.keep(row, by=request.user, version=version)
        except ValidationError as refused:
            form.add_error(None, refused)
        except Conflict as conflict:
            current, version = conflict.current, conflict.current.version
            form.add_error(None, str(conflict))
        else:
            messages.success(request, f"সংরক্ষিত হয়েছে: {row}")
            return redirect(_plan(row.office, row.year))
    told = {
        "row": row,
        "form": form,
        "version": version,
        "current": current,
        "can_keep": can_keep,
        "standing": standings([row])[0],
        "history": row.achievements.select_related("told_by").order_by("-pk"),
        "plan": _plan(row.office, row.year),
        "called": indicators.year_called(row.year),
    }
    status = 409 if current else 422 if form.errors else 200
    return render(request, "followup/indicator.html", told, status=status)


def _dropped(request, row):
    try:
        indicators.drop(row, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.message)
        return redirect("followup:indicator", pk=row.pk)
    messages.success(request, f"সূচকটি বাদ দেওয়া হয়েছে: {row}")
    return redirect(_plan(row.office, row.year))


def _set(row, form):
    for name, value in form.cleaned_data.items():
        setattr(row, name, value)


@acts
def new(request, pk, year):
    office = _planner(request, pk, year)
    form = IndicatorForm(request.POST or None)
    if form.is_valid():
        row = Indicator(office=office, year=year)
        try:
            _set(row, form)
            indicators.keep(row, by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"সূচক যোগ হয়েছে: {row}")
            again = request.POST.get("act") == "again"
            return redirect(request.path if again else _plan(office, year))
    told = {"form": form, "office": office, "plan": _plan(office, year)}
    told["called"] = indicators.year_called(year)
    status = 422 if form.errors else 200
    return render(request, "followup/indicator.html", told, status=status)


@require_POST
def copy(request, pk, year):
    """Take what the plan of the year before has, without its achievements."""
    office = _planner(request, pk, year)
    count = indicators.copy_year(office, year=year, by=request.user)
    if count:
        messages.success(request, f"গত অর্থবছরের {to_bengali(count)}টি সূচক এসেছে; লক্ষ্যমাত্রা দেখে নিন।")
    else:
        messages.info(request, "গত অর্থবছরের সব সূচক এখানে আগেই আছে।")
    return redirect(_plan(office, year))


@acts
def achievements(request, pk, year, quarter):
    """What a quarter achieved, for all indicators at once; what nobody touched stays as it is."""
    office = _planner(request, pk, year)
    if quarter not in indicators.QUARTERS:
        raise Http404
    rows = standings(Indicator.objects.filter(office=office, year=year).select_related("office"))
    is_sent = request.method == "POST"
    for row in rows:
        last = row.quarters[quarter - 1]
        initial = {"value": last.value, "note": last.note} if last else {}
        row.form = AchievementForm(
            request.POST if is_sent else None, prefix=f"i{row.indicator.pk}", initial=initial
        )
    faults = ""
    if is_sent and not [row for row in rows if not row.form.is_valid()]:
        try:
            said = {
                row.indicator.pk: (row.form.cleaned_data["value"], row.form.cleaned_data["note"])
                for row in rows
                if row.form.has_changed() and row.form.cleaned_data["value"] is not None
            }
            who = {"told": said, "by": request.user}
            count = said and len(indicators.achieve(office, year=year, quarter=quarter, **who))
        except ValidationError as refused:
            faults = refused.message
        else:
            said = f"{to_bengali(count)}টি সূচকের অর্জন লেখা হয়েছে।" if count else "নতুন কিছু লেখা হয়নি।"
            messages.success(request, said)
            return redirect(_plan(office, year))
    told = {"rows": rows, "office": office, "quarter": quarter, "faults": faults}
    told |= {"plan": _plan(office, year), "called": indicators.year_called(year)}
    told["is_refused"] = is_sent
    return render(request, "followup/achievements.html", told, status=422 if is_sent else 200)


@acts
def paste(request, pk, year):
    """A plan out of Word or Excel, each row looked at before any is stored."""
    office = _planner(request, pk, year)
    if request.POST.get("act") == "keep":
        return _keep_pasted(request, office, year)
    form = PastePlanForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        there = set(
            Indicator.objects.filter(office=office, year=year).values_list("code", flat=True)
        )
        rows = [
            {"form": IndicatorForm(prefix=f"row{n}", initial=row), "there": row["code"] in there}
            for n, row in enumerate(form.found)
        ]
        for row in rows:
            row["use"] = True
        return _rows_page(request, office, year, rows, left_out=form.left_out)
    told = {"form": form, "office": office, "plan": _plan(office, year)}
    told["called"] = indicators.year_called(year)
    status = 422 if form.errors else 200
    return render(request, "followup/paste_indicators.html", told, status=status)


def _keep_pasted(request, office, year):
    """Take in all rows that are ticked, or none: the page comes back with each as it was typed."""
    count = min(number_sent(request.POST.get("rows")) or 0, indicators.MOST)
    rows = [
        {"form": IndicatorForm(request.POST, prefix=f"row{n}"), "use": f"use{n}" in request.POST}
        for n in range(count)
    ]
    used = [row["form"] for row in rows if row["use"]]
    faults = [] if used else ["অন্তত একটি সারিতে টিক দিন।"]
    if used and not [form for form in used if not form.is_valid()]:
        told = [form.cleaned_data for form in used]
        try:
            indicators.keep_many(office, year=year, rows=told, by=request.user)
        except ValidationError as refused:
            form = used[int(refused.code)] if refused.code else None
            form.add_error("code", refused) if form else faults.append(refused.message)
        else:
            messages.success(request, f"{to_bengali(len(told))}টি সূচক পরিকল্পনায় আছে।")
            return redirect(_plan(office, year))
    return _rows_page(request, office, year, rows, faults=faults, status=422)


def _rows_page(request, office, year, rows, *, left_out=(), faults=(), status=200):
    told = {"office": office, "rows": rows, "faults": faults, "is_refused": status != 200}
    told["left_out"] = left_out or request.POST.getlist("left_out")[:100]
    told |= {"plan": _plan(office, year), "called": indicators.year_called(year), "year": year}
    return render(request, "followup/indicator_rows.html", told, status=status)
