"""Scans and annexes of a meeting: put in, read by who may see it, taken out while it is written."""

from pathlib import Path

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import acts
from documents.stored import StoredFile
from documents.views.serving import file_response
from meetings import rules
from meetings.attached import NotKept, drop_file, keep_file, media_type
from meetings.models import MeetingFile
from meetings.planning_forms import UploadForm
from meetings.views.fetching import fetch, fetch_to_change
from meetings.views.planning import faults_of


@acts
def files(request, pk):
    """The list, for everybody who sees the meeting; the form, for who writes it."""
    meeting = fetch(request, pk) if request.method != "POST" else fetch_to_change(request, pk)
    can_write = rules.can_write(request.user, meeting)
    sent = request.POST if request.method == "POST" else None
    kind = MeetingFile.Kind.SCAN if meeting.is_recorded else MeetingFile.Kind.ANNEX
    form = UploadForm(sent, request.FILES if sent is not None else None, initial={"kind": kind})
    status = 200
    if sent is not None:
        if form.is_valid():
            try:
                row = keep_file(
                    meeting,
                    form.cleaned_data["file"],
                    by=request.user,
                    kind=form.cleaned_data["kind"],
                )
            except NotKept as refused:
                form.add_error("file", str(refused))
            else:
                messages.success(request, f"“{row.name}” রাখা হয়েছে।")
                return redirect("meetings:files", pk=meeting.pk)
        status = 422
    context = {
        "meeting": meeting,
        "form": form,
        "faults": faults_of([form]),
        "files": meeting.files.select_related("uploaded_by"),
        "can_write": can_write,
    }
    return render(request, "meetings/files.html", context, status=status)


@require_safe
def download(request, pk, file):
    """The bytes as they were put in; never shown within the portal, and nothing in them runs."""
    row = get_object_or_404(fetch(request, pk).files, pk=file)
    stored = StoredFile(Path(row.file.path), row.sha256, row.size, media_type(row.name))
    return file_response(request, stored, row.name)


@acts
def drop(request, pk, file):
    """Take a file out, after asking."""
    meeting = fetch_to_change(request, pk)
    row = get_object_or_404(meeting.files, pk=file)
    if request.method == "POST":
        drop_file(row, by=request.user)
        messages.success(request, f"“{row.name}” সরানো হয়েছে।")
        return redirect("meetings:files", pk=meeting.pk)
    return render(
        request,
        "meetings/confirm.html",
        {
            "meeting": meeting,
            "asked": "ফাইলটি সরাবেন?",
            "told": [f"“{row.name}” এই সভা থেকে মুছে যাবে; আর ফেরানো যাবে না।"],
            "verb": "ফাইলটি সরান",
            "is_dangerous": True,
            "back": reverse("meetings:files", args=[meeting.pk]),
        },
    )
