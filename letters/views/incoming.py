"""The docket: letters that came in, what is owed by the office and what is owed to it."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acts, allow, pressed_twice
from bangla.digits import to_bengali
from documents.views import serving
from followup import upward
from followup.upward_forms import BeginForm
from followup.views.reports import begin
from letters import incoming as docket
from letters import rules
from letters.incoming_forms import AnswerDueForm, CloseForm, IncomingForm
from letters.models import Incoming, Letter
from letters.views.fetching import fetch, fetch_incoming, fetch_incoming_to_change
from meetings.attached import media_type
from meetings.rules import can_plan
from offices.models import Office, today
from offices.rules import offices_acted_for

A_PAGE = 25
OURS, THEIRS, DONE = "", "theirs", "done"
TRAYS = {OURS: "আমরা জবাব দেব", THEIRS: "আমাদের পাওনা জবাব", DONE: "নিষ্পন্ন"}


@require_safe
def incoming_list(request):
    """The answers this office owes, those it waits for, and what is settled; the latest due first."""
    rows = Incoming.objects.visible_to(request.user)
    letters = Letter.objects.visible_to(request.user)
    found = {
        OURS: rows.owed().order_by(F("due_on").asc(nulls_last=True), "received_on", "pk"),
        THEIRS: letters.unanswered().order_by("answer_due_on", "pk"),
        DONE: rows.settled(),
    }
    tray = request.GET.get("tray", OURS)
    tray = tray if tray in TRAYS else OURS
    about = {THEIRS: ["office", "paper"]}.get(
        tray, ["office", "answer__paper", "report__paper", "closed_by"]
    )
    page = Paginator(found[tray].select_related(*about), A_PAGE).get_page(request.GET.get("page"))
    for row in page:
        due = row.answer_due_on if tray == THEIRS else row.due_on
        row.time = due and _time(due)
        row.is_over = tray != DONE and bool(due) and due < today()
    acted_for = list(offices_acted_for(request.user))
    offices = Office.objects.worked_in_by(request.user)
    return render(
        request,
        "letters/incoming_list.html",
        {
            "page": page,
            "tray": tray,
            "trays": [(name, label, found[name].count()) for name, label in TRAYS.items()],
            "acted_for": acted_for,
            "several_offices": offices.count() > 1,
        },
    )


def _time(due):
    """How much time there is: আর ৭ দিন, আজ শেষ দিন, ৭ দিন পেরিয়েছে."""
    days = (due - today()).days
    if days > 0:
        return f"আর {to_bengali(days)} দিন"
    return f"{to_bengali(-days)} দিন পেরিয়েছে" if days else "আজ শেষ দিন"


@acts
def register(request, pk):
    """Take a letter in for an office of one's own."""
    office = get_object_or_404(Office.objects.worked_in_by(request.user), pk=pk)
    allow(rules.can_keep_docket(request.user, office), docket.WHO_KEEPS)
    proposed = to_bengali(docket.next_docket(office, today().year))
    form = IncomingForm(
        request.POST or None,
        request.FILES or None,
        office=office,
        proposed=proposed,
        initial={"received_on": today()},
    )
    if form.is_valid():
        there = docket.same_paper(form.instance)
        if pressed_twice(request, done=there, by=there and there.entered_by_id):
            return redirect("letters:incoming", pk=there.pk)
        row = _done_by(form, docket.register, request.user)
        if row:
            messages.success(request, f"পত্রটি ডকেট {to_bengali(row.docket)} এ তোলা হয়েছে।")
            return redirect("letters:incoming", pk=row.pk)
    return _form_page(request, form, office)


@acts
def change(request, pk):
    row = fetch_incoming_to_change(request, pk)
    office = row.office
    form = IncomingForm(request.POST or None, request.FILES or None, office=office, instance=row)
    if form.is_valid() and _done_by(form, docket.change, request.user):
        messages.success(request, "প্রাপ্ত পত্রের তথ্য সংরক্ষিত হয়েছে।")
        return redirect("letters:incoming", pk=pk)
    return _form_page(request, form, office, row=get_object_or_404(Incoming, pk=pk))


def _done_by(form, act, by):
    """The row as it is kept, or None where the form now says why not."""
    file = form.cleaned_data.get("scan")
    scan = (file.read(), media_type(file.name)) if file else None
    try:
        act(incoming=form.instance, by=by, scan=scan)
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
    return form.instance


def _form_page(request, form, office, row=None):
    context = {"form": form, "office": office, "row": row}
    status = 422 if form.is_bound else 200
    return render(request, "letters/incoming_form.html", context, status=status)


@require_safe
def incoming(request, pk):
    """One letter: what it says, how it stands, what is to be done."""
    row = fetch_incoming(request, pk)
    return render(
        request,
        "letters/incoming.html",
        {
            "row": row,
            "time": row.due_on and _time(row.due_on),
            "is_over": row.is_late(today()),
            "may_act": rules.can_keep_docket(request.user, row.office),
            "may_report": can_plan(request.user, row.office),
            "asks_for_progress": "অগ্রগতি" in row.subject or "বাস্তবায়ন" in row.subject,
        },
    )


@require_safe
def scan(request, pk):
    """The scan as it was put in."""
    row = fetch_incoming(request, pk)
    if row.scan is None:
        raise Http404
    name = f"প্রাপ্ত পত্র ডকেট {to_bengali(row.docket)}-{to_bengali(row.year)}"
    name += serving.SUFFIXES.get(row.scan.mime, ".docx")
    return serving.file_response(request, row.scan, name)


@require_POST
def reply(request, pk):
    """Begin our answer, or go on with it."""
    row = fetch_incoming_to_change(request, pk)
    letter = docket.begin_reply(incoming=row, by=request.user)
    messages.success(request, "জবাবের খসড়া তৈরি হয়েছে; সূত্র ও প্রাপক বসানো আছে।")
    return redirect("letters:edit", pk=letter.pk)


@acts
def report(request, pk):
    """Begin the progress report that answers it, or go on with it."""
    row = fetch_incoming_to_change(request, pk)
    if row.report_begun:
        return redirect("followup:report", pk=row.report_id)
    allow(can_plan(request.user, row.office), upward.WHO_REPORTS)
    allow(not row.is_settled, "পত্রটি আগেই নিষ্পন্ন হয়েছে।")
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        office=row.office,
        initial={"reference": row.as_cited, "recipient": row.sender.split("\n")},
    )
    return begin(
        request,
        form,
        act=partial(docket.begin_report, incoming=row),
        back=reverse("letters:incoming", args=[pk]),
        lead=f"ডকেট {to_bengali(row.docket)}/{to_bengali(row.year)}: {row.subject}",
    )


@acts
def close(request, pk):
    """Settle it without an answer, after asking why."""
    row = fetch_incoming_to_change(request, pk)
    form = CloseForm(request.POST or None)
    if pressed_twice(request, done=row.closed_at, by=row.closed_by_id):
        return redirect("letters:incoming", pk=pk)
    if form.is_valid():
        docket.close(incoming=row, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "পত্রটি জবাব ছাড়া নিষ্পত্তি করা হয়েছে।")
        return redirect("letters:incoming", pk=pk)
    status = 422 if form.is_bound else 200
    return render(request, "letters/incoming_close.html", {"row": row, "form": form}, status=status)


@require_POST
def reopen(request, pk):
    """Back among those an answer is owed to."""
    docket.reopen(incoming=fetch_incoming_to_change(request, pk), by=request.user)
    messages.success(request, "পত্রটি আবার জবাবের অপেক্ষায়।")
    return redirect("letters:incoming", pk=pk)


@acts
def answer_due(request, pk):
    """Say until when a letter of ours wants an answer."""
    letter = fetch(request, pk)
    allow(rules.can_write_letters(request.user, letter.office), rules.WHO_WRITES)
    form = AnswerDueForm(request.POST or None, initial={"due_on": letter.answer_due_on})
    if form.is_valid():
        docket.ask_for_answer(letter=letter, by=request.user, due_on=form.cleaned_data["due_on"])
        messages.success(request, "জবাবের তারিখ সংরক্ষিত হয়েছে।")
        return redirect("letters:letter", pk=pk)
    return render(
        request,
        "letters/answer_due.html",
        {"letter": letter, "form": form},
        status=422 if form.is_bound else 200,
    )
