"""The attendance sheet of a sitting: made, printed, and its scan filed as পরিশিষ্ট-ক."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acts
from documents import qr
from documents.confined import NoAnswer
from documents.views.serving import drawn_response
from letters import sheets
from letters.sheet_forms import PrintForm, SheetScanForm
from letters.views.fetching import fetch_for_sheets, fetch_sheet
from meetings.attached import NotKept, media_type
from meetings.models import MeetingFile
from memos.hindrances import HINDRANCES, said_of
from memos.sheets import file_sheet


@acts
def of_meeting(request, pk):
    """The sheets of a meeting: one more is made here; whatever is signed comes back here."""
    meeting = fetch_for_sheets(request, pk)
    form = PrintForm(request.POST or None)
    if form.is_valid():
        sheet = sheets.print_sheet(meeting=meeting, by=request.user, **form.cleaned_data)
        messages.success(request, "হাজিরা শিট তৈরি হয়েছে; এবার ছাপুন।")
        return redirect(f"{_page(meeting)}#sheet{sheet.pk}")
    return _answer(request, meeting, form=form)


@require_POST
def scan(request, pk):
    """A signed sheet of this meeting, or a page of it; a photograph straight from a phone will do."""
    meeting = fetch_for_sheets(request, pk)
    form = SheetScanForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["scan"]
        try:
            code = qr.read_code(file.read(), media_type(file.name))
            unread = form.cleaned_data["unread"]
            kept = file_sheet(meeting=meeting, by=request.user, file=file, code=code, unread=unread)
        except (NoAnswer, NotKept, *HINDRANCES) as hindered:
            form.add_error("scan", said_of(hindered))
        else:
            messages.success(request, f"“{kept.name}” পরিশিষ্ট-ক হিসেবে রাখা হয়েছে।")
            return redirect(_page(meeting))
    return _answer(request, meeting, scan_form=form)


@require_safe
def pdf(request, code):
    """A sheet as it was made, to be printed."""
    sheet = fetch_sheet(request, code)
    name = f"হাজিরা শিট {sheet.meeting.committee_name}.pdf"
    return drawn_response(lambda: sheets.draw_sheet(sheet), name)


@require_safe
def sheet(request, code):
    """Where the code on a sheet leads, for whoever may file it: the page of its meeting."""
    return _answer(request, fetch_sheet(request, code).meeting)


def _page(meeting):
    return reverse("letters:sheets", args=[meeting.pk])


def _answer(request, meeting, *, form=None, scan_form=None):
    bound = any(each is not None and each.is_bound for each in (form, scan_form))
    return render(
        request,
        "letters/sheets.html",
        {
            "meeting": meeting,
            "form": form or PrintForm(),
            "scan_form": scan_form or SheetScanForm(),
            "sheets": meeting.sheets.select_related("made_by"),
            "kept": meeting.files.filter(kind=MeetingFile.Kind.SHEET).select_related("uploaded_by"),
        },
        status=422 if bound else 200,
    )
