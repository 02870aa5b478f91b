"""Progress reports upward, and the table of any past day."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acts, allow, number_sent
from bangla.digits import to_bengali
from bangla.phrases import numeric_date
from committees.models import Committee
from documents.rendering import render_pdf
from documents.views import serving
from followup import taking_up, upward
from followup.models import Upward
from followup.table import table_of, table_of_committee
from followup.upward_forms import BeginForm, ReportForm, TableForm, TakeUpForm
from followup.views.fetching import fetch_report, fetch_report_to_change
from meetings.actions import Conflict
from meetings.models import TO_WRITE, Decision, Meeting
from meetings.rules import can_write, plans_somewhere
from meetings.views.planning import as_text, faults_of
from offices.models import today
from offices.rules import offices_kept_by
from papers.drawing import faces_of, stylesheet

A_PAGE = 20
# Sittings that are offered to be reported.
OFFERED = 10
MOST_ROWS = 800  # on one paper


@require_safe
def reports(request):
    """The reports of this person's offices, what can be reported, and the way to a past day's table."""
    made = Meeting.objects.visible_to(request.user).filter(kind=Meeting.Kind.PROGRESS_REPORT)
    made = made.select_related("committee__office", "paper", "upward").order_by("-pk")
    page = Paginator(made, A_PAGE).get_page(request.GET.get("page"))
    for report in page:
        report.days = upward.days_to_answer(report)
    may_write = plans_somewhere(request.user)
    return render(
        request,
        "followup/reports.html",
        {
            "page": page,
            "may_write": may_write,
            "offered": _offered(request.user) if may_write else [],
            "form": TableForm(user=request.user, initial={"on": today()}),
        },
    )


def _offered(user):
    """The latest sittings a report can be written of, with the reports there are of each."""
    offices = offices_kept_by(user)
    there = Upward.objects.filter(report__committee__office__in=offices).exclude(
        report__state="cancelled"
    )
    found = upward.sittings_for(offices).prefetch_related(
        Prefetch("reported_by", there.select_related("report__paper").order_by("-pk"))
    )
    offered = list(found[:OFFERED])
    for sitting in offered:
        reports = [each.report for each in sitting.reported_by.all()]
        sitting.draft = next((each for each in reports if each.state in TO_WRITE), None)
        sitting.last_report = next((each for each in reports if each.paper_id), None)
    return offered


@acts
def new_report(request):
    """Which sitting is reported; the draft is made of how its decisions stand."""
    allow(plans_somewhere(request.user), upward.WHO_REPORTS)
    initial = {"about": number_sent(request.GET.get("about"))}
    return begin(request, BeginForm(_sent(request), user=request.user, initial=initial))


def begin(request, form, *, act=upward.begin, back=None, lead=""):
    """The page that asks what a report is about, and its answer. `act` is upward.begin or what does more
    in one transaction; `back` is where the page leads who gives it up."""
    if form.is_valid():
        try:
            report = act(**form.asked(), by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "প্রতিবেদনের খসড়া তৈরি হয়েছে; পত্র ও প্রতিটি সারি মিলিয়ে দেখুন।")
            return redirect("followup:report", pk=report.pk)
    return render(
        request,
        "followup/report_new.html",
        {"form": form, "back": back or reverse("followup:reports"), "lead": lead},
        status=422 if form.is_bound else 200,
    )


def _sent(request):
    return request.POST if request.method == "POST" else None


@acts
def report(request, pk):
    """One report: its letter, what it says of each decision, how long the answer took."""
    is_sent = request.method == "POST"
    row = (fetch_report_to_change if is_sent else fetch_report)(request, pk)
    form = ReportForm(_sent(request), report=row) if can_write(request.user, row) else None
    if form and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            upward.save(row, version=version, by=request.user, **form.typed())
        except Conflict as conflict:
            return _conflict(request, fetch_report(request, conflict.current.pk))
        messages.success(request, "পত্রের লেখা সংরক্ষিত হয়েছে।")
        return redirect("followup:report", pk=pk)
    faults = faults_of([form]) if form else []
    return _report_page(request, row, form, faults=faults, status=422 if faults else 200)


def _conflict(request, current):
    sent = request.POST.copy()
    sent["version"] = current.version
    form, theirs = ReportForm(sent, report=current), ReportForm(report=current)
    differences = [
        {"label": field.label, "theirs": stored, "mine": typed}
        for field in theirs
        if field.name != "version"
        and (stored := as_text(field.value())) != (typed := as_text(form[field.name].value()))
    ]
    told = {"differences": differences, "here": request.path, "in_conflict": True}
    return _report_page(request, current, form, status=409, **told)


def _report_page(request, row, form, *, status=200, **told):
    source = Upward.objects.filter(report=row).select_related("about__committee__office").first()
    hand = upward.by_hand(row, source) if source else set()
    items = list(row.items.prefetch_related("decisions"))
    for item in items:
        item.told = [(each, each.pk in hand) for each in item.decisions.all()]
    context = {
        "row": row,
        "source": source,
        "items": items,
        "form": form,
        "days": upward.days_to_answer(row),
        "shows_table": source
        and source.about_id
        and Meeting.objects.visible_to(request.user).filter(pk=source.about_id).exists(),
    }
    return render(request, "followup/report.html", {"faults": [], **context, **told}, status=status)


@require_POST
def refresh_report(request, pk):
    """How things stand now, in what nobody wrote by hand."""
    row = fetch_report_to_change(request, pk)
    changed = upward.refresh(row, by=request.user)
    told = f"{to_bengali(changed)}টি সারির অগ্রগতি হালনাগাদ হয়েছে।" if changed else "কোনো সারি বদলায়নি।"
    messages.success(request, f"আজকের অবস্থা আনা হয়েছে: {told} হাতে লেখা সারি আগের মতোই আছে।")
    return redirect("followup:report", pk=pk)


@acts
def take_up(request, pk, decision):
    """A decision of a report goes to the offices below: by the share of it there is, or by a new one."""
    row = fetch_report_to_change(request, pk)
    told = get_object_or_404(
        Decision.objects.select_related("item__meeting__committee"), pk=decision, meeting=row
    )
    if there := taking_up.share_of(told):
        return redirect("followup:hand_down", pk=there.pk)
    form = TakeUpForm(_sent(request))
    if form.is_valid():
        share = taking_up.take_up(told, by=request.user, due_on=form.cleaned_data["due_on"])
        messages.success(request, "সিদ্ধান্তটি অনুসরণে নেওয়া হয়েছে; এখন কাকে দেবেন বেছে নিন।")
        return redirect("followup:hand_down", pk=share.pk)
    context = {"report": row, "decision": told, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "followup/report_take_up.html", context, status=status)


# --- The table of any day ---------------------------------------------------------------------------


@require_safe
def table(request):
    form = TableForm(request.GET or None, user=request.user)
    context = _table(form) if form.is_valid() else {}
    query = request.GET.urlencode()
    return render(
        request,
        "followup/table.html",
        {"form": form, "query": query, **context},
        status=200 if context or not form.is_bound else 422,
    )


@require_safe
def table_pdf(request, pk):
    """The same on paper, of a committee or of one of its sittings."""
    get_object_or_404(Committee.objects.visible_to(request.user), pk=pk)
    form = TableForm(request.GET.dict() | {"committee": pk}, user=request.user)
    if not form.is_valid():
        return _refused("আজ পর্যন্ত যেকোনো তারিখ দিন।")
    context = _table(form)
    if len(context["rows"]) > MOST_ROWS:
        return _refused(f"এক কাগজে সর্বোচ্চ {to_bengali(MOST_ROWS)}টি সিদ্ধান্ত ছাপা যায়; একটি সভা বেছে নিন।")
    page = render_to_string(
        "papers/decisions.html",
        {
            **context,
            "css": stylesheet("paper.css", "summary.css", "followup-table.css"),
            **faces_of(form.office.paper_font, form.office.paper_face),
        },
    )
    name = f"সিদ্ধান্তের অগ্রগতি {numeric_date(context['on'], '-')}.pdf"
    return serving.drawn_response(lambda: render_pdf(page), name)


def _refused(reason):
    return HttpResponse(render_to_string("403.html", {"reason": reason}), status=400)


def _table(form):
    cleaned = form.cleaned_data
    on, meeting = cleaned["on"], cleaned["meeting"]
    rows = table_of(meeting, on) if meeting else table_of_committee(cleaned["committee"], on)
    return {
        "rows": rows,
        "on": on,
        "is_today": on == today(),
        "title": form.title,
        "office": form.office,
        "committee": form.whose,
        "letterhead": {"lines": form.office.letterhead},
        "drawn_at": timezone.localtime(),
    }
