"""Attendance sheets that are signed by hand: each bears a code, by which its scan finds its meeting."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.access import allow
from accounts.models import record
from meetings.attached import put_file
from meetings.models import Meeting, MeetingFile
from memos.models import Sheet
from memos.rules import can_keep_sheets

NOT_THEIRS = (
    "সভার হাজিরা শিট ছাপতে ও তার স্ক্যান রাখতে পারেন শুধু এই কার্যালয়ের কর্মী ও কর্মকর্তা; বাতিল সভার হাজিরা হয় না।"
)


@transaction.atomic
def print_sheet(*, meeting, by, content, at=None):
    """A sheet with a code of its own, from now on the same however often it is printed; the last one
    where nothing has changed since."""
    at = at or timezone.now()
    meeting = _locked(meeting)
    allow(can_keep_sheets(by, meeting), NOT_THEIRS)
    last = meeting.sheets.first()
    if last and last.content == content:
        return last
    sheet = Sheet.objects.create(meeting=meeting, content=content, made_by=by, made_at=at)
    record(by=by, what="sheet printed", target=meeting, office=meeting.office, at=at)
    return sheet


def sheet_with(code, user):
    """The sheet that bears a code, for somebody who files sheets for its office; or None."""
    found = code and (
        Sheet.objects.filter(code=code, meeting__in=Meeting.objects.visible_to(user))
        .select_related("meeting__committee__office", "meeting__paper")
        .first()
    )
    return found if found and can_keep_sheets(user, found.meeting) else None


@transaction.atomic
def file_sheet(*, meeting, by, file, code, unread=False):
    """Keep the scan of a signed sheet, or of a page of it, as পরিশিষ্ট-ক of its meeting. The MeetingFile.

    `file` is an upload that meetings.attached.UploadField let in; `code` what was read from the code
    on it, None where nothing could be; then `unread` says that the person has compared it. What has
    been issued stays as it is. Raises PermissionDenied, ValidationError, meetings.attached.NotKept.
    """
    meeting = _locked(meeting)
    allow(can_keep_sheets(by, meeting), NOT_THEIRS)
    if code is None and not unread:
        raise ValidationError(
            "স্ক্যানে হাজিরা শিটের সংকেত পড়া যায়নি। পরিষ্কার করে আবার স্ক্যান করুন, অথবা নিচের ঘরে চিহ্ন দিন।"
        )
    if code is not None and not meeting.sheets.filter(code=code).exists():
        raise ValidationError("স্ক্যানটি এই সভার হাজিরা শিটের নয়; সংকেতে অন্য কাগজের কোড আছে।")
    return put_file(meeting, file, by=by, kind=MeetingFile.Kind.SHEET)


def _locked(meeting):
    meetings = Meeting.objects.select_related("committee__office").select_for_update(of=("self",))
    return meetings.get(pk=meeting.pk)
