"""Files kept with a meeting: let in by what they are, read by who may, under a name of their own."""

import re
from pathlib import Path
from urllib.parse import unquote

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.access import WrongState
from accounts.models import AuditEvent
from meetings import attached
from meetings.attached import NotKept, drop_file, keep_file
from meetings.models import MeetingFile
from tests import uploads

PDF, OTHER_PDF = uploads.pdf(), uploads.pdf("খ")
PNG = uploads.picture("PNG")


def url(name, *args):
    return reverse(f"meetings:{name}", args=args)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def put(client, meeting, name, data, kind="annex"):
    return client.post(
        url("files", meeting.pk), {"file": SimpleUploadedFile(name, data), "kind": kind}
    )


def stored(settings):
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


@pytest.fixture
def staff(client, cast):
    client.force_login(cast.staff)
    return client


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("স্ক্যান.pdf", PDF),
        ("ছবি.PNG", PNG),
        ("a.jpg", uploads.picture()),
        ("a.jpeg", uploads.picture()),
        ("খসড়া.docx", uploads.docx()),
    ],
)
def test_a_file_is_kept_and_comes_back_to_the_byte(staff, cast, meeting, settings, name, data):
    assert put(staff, meeting, name, data, "scan")["Location"] == url("files", meeting.pk)
    kept = meeting.files.get()
    assert (kept.name, kept.kind, kept.size, kept.uploaded_by) == (
        f"{name.rsplit('.')[0]}.{name.rsplit('.')[1].lower()}", "scan", len(data), cast.staff
    )  # fmt: skip
    # Nobody can guess the path from the name.
    assert re.fullmatch(r"meetings/[0-9a-f]{32}\.\w+", kept.file.name)
    response = staff.get(url("download", meeting.pk, kept.pk))
    assert response.content == data
    assert unquote(response["Content-Disposition"]).startswith("attachment; filename")
    assert kept.name in unquote(response["Content-Disposition"])
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == attached.media_type(kept.name)
    assert AuditEvent.objects.first().what == "file kept"


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.exe", b"MZ", "শুধু PDF, ছবি (JPEG, PNG) বা Word (DOCX) ফাইল রাখা যায়।"),
        ("a.html", b"<script>", "শুধু PDF, ছবি (JPEG, PNG) বা Word (DOCX) ফাইল রাখা যায়।"),
        ("a", PDF, "শুধু PDF, ছবি (JPEG, PNG) বা Word (DOCX) ফাইল রাখা যায়।"),
        ("a.pdf", b"<html>%PDF-", "ফাইলটির নাম .pdf, কিন্তু ভেতরে তা নয়"),
        ("a.png", PDF, "ফাইলটির নাম .png, কিন্তু ভেতরে তা নয়"),
        ("a.docx", b"PK\x03\x04broken", "ফাইলটি নষ্ট বা অসম্পূর্ণ"),
        ("a.pdf", b"", "ফাইলটি খালি।"),
        ("a.pdf", PDF + b"x" * attached.LARGEST, "ফাইলটি ১০ মেগাবাইটের বেশি বড়"),
    ],
)
def test_what_is_no_such_file_is_not_kept(staff, meeting, settings, name, data, error):
    response = put(staff, meeting, name, data)
    assert response.status_code == 422
    assert error in text(response)
    assert "<title>ত্রুটি:" in response.content.decode()
    assert (MeetingFile.objects.count(), stored(settings)) == (0, [])


def test_photographed_pages_are_kept_as_one_pdf(staff, cast, meeting):
    """In the order in which they were chosen; whoever reads it hears how many there are."""
    photos = [uploads.picture(colour=colour) for colour in ("red", "white")]
    sent = [SimpleUploadedFile(f"IMG_{n}.jpg", data) for n, data in enumerate(photos)]
    assert "একটি PDF হবে" in text(staff.get(url("files", meeting.pk)))
    staff.post(url("files", meeting.pk), {"file": sent, "kind": "scan"})
    kept = meeting.files.get()
    assert kept.name == "IMG_0 (২ পাতা).pdf"
    with pikepdf.open(kept.file.path) as paper:
        first, second = (page.Resources.XObject.Picture for page in paper.pages)
        assert first.read_raw_bytes() != second.read_raw_bytes()

    mixed = [SimpleUploadedFile("a.jpg", photos[0]), SimpleUploadedFile("b.pdf", PDF)]
    refused = staff.post(url("files", meeting.pk), {"file": mixed, "kind": "scan"})
    assert refused.status_code == 422
    assert "সবই ছবি (JPEG, PNG) হতে হবে" in text(refused)
    many = [SimpleUploadedFile("a.jpg", photos[0]) for _ in range(31)]
    refused = staff.post(url("files", meeting.pk), {"file": many, "kind": "scan"})
    assert "সর্বোচ্চ ৩০টি ছবি" in text(refused)
    assert meeting.files.count() == 1


def test_a_file_is_kept_once(staff, meeting, settings):
    put(staff, meeting, "a.pdf", PDF)
    response = put(staff, meeting, "b.pdf", PDF)
    assert response.status_code == 422
    assert "এই ফাইলটি এই সভার সঙ্গে আগে থেকেই আছে।" in text(response)
    assert len(stored(settings)) == 1


def test_a_meeting_keeps_only_so_many_files(staff, cast, meeting, monkeypatch):
    monkeypatch.setattr(attached, "MOST_FILES", 1)
    put(staff, meeting, "a.pdf", PDF)
    with pytest.raises(NotKept, match="১টির বেশি ফাইল"):
        keep_file(meeting, SimpleUploadedFile("b.pdf", OTHER_PDF), by=cast.staff, kind="annex")


def test_a_name_is_stored_without_its_path_and_what_cannot_be_seen(cast, meeting):
    file = SimpleUploadedFile("x.pdf", PDF)
    file.name = "কাগজ\u202e  fdp.pdf"
    kept = keep_file(meeting, file, by=cast.staff, kind="annex")
    assert kept.name == "কাগজ fdp.pdf"


def test_a_file_goes_after_asking(
    staff, cast, meeting, settings, django_capture_on_commit_callbacks
):
    put(staff, meeting, "a.pdf", PDF)
    kept = meeting.files.get()
    assert "“a.pdf” এই সভা থেকে মুছে যাবে" in text(staff.get(url("drop_file", meeting.pk, kept.pk)))
    assert meeting.files.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(url("drop_file", meeting.pk, kept.pk))
    assert (meeting.files.count(), stored(settings)) == (0, [])
    assert AuditEvent.objects.first().what == "file dropped"


def test_files_of_minutes_handed_in_are_read_only(staff, cast, meeting):
    put(staff, meeting, "a.pdf", PDF)
    kept = meeting.files.get()
    meeting.submit(by=cast.staff)
    assert put(staff, meeting, "b.pdf", OTHER_PDF).status_code == 403
    assert staff.post(url("drop_file", meeting.pk, kept.pk)).status_code == 403
    with pytest.raises(WrongState):
        drop_file(kept, by=cast.staff)
    page = staff.get(url("files", meeting.pk))
    assert (page.status_code, "ফাইলটি রাখুন" in text(page)) == (200, False)
    assert staff.get(url("download", meeting.pk, kept.pk)).status_code == 200


@pytest.mark.parametrize("who", ["officer", "reader"])
def test_who_only_reads_neither_puts_nor_takes(client, cast, meeting, who):
    kept = keep_file(meeting, SimpleUploadedFile("a.pdf", PDF), by=cast.staff, kind="annex")
    client.force_login(getattr(cast, who))
    assert put(client, meeting, "b.pdf", OTHER_PDF).status_code == 403
    assert client.post(url("drop_file", meeting.pk, kept.pk)).status_code == 403
    assert client.get(url("download", meeting.pk, kept.pk)).status_code == 200


def test_a_file_is_reached_through_its_own_meeting_only(staff, cast, meeting):
    from tests.factories import make_committee, make_meeting

    other = make_meeting(make_committee(cast.sister))
    foreign = keep_file(other, SimpleUploadedFile("a.pdf", PDF), by=cast.sister_staff, kind="annex")
    assert staff.get(url("download", meeting.pk, foreign.pk)).status_code == 404
    assert staff.get(url("download", other.pk, foreign.pk)).status_code == 404
    assert staff.get(f"/media/{foreign.file.name}").status_code == 404
    assert staff.get(f"/{foreign.file.name}").status_code == 404


def test_a_scan_comes_with_an_earlier_meeting(staff, cast):
    sent = {
        "recorded": "1",
        "held_on": "১০/০২/২০২৪",
        "scan": SimpleUploadedFile("কাগজ.pdf", PDF),
    }
    staff.post(url("new", cast.committee.pk), sent)
    assert MeetingFile.objects.values_list("name", "kind", "meeting__is_recorded").get() == (
        "কাগজ.pdf",
        "scan",
        True,
    )


def test_a_bad_scan_opens_no_meeting(staff, cast, settings):
    sent = {
        "recorded": "1",
        "held_on": "১০/০২/২০২৪",
        "scan": SimpleUploadedFile("কাগজ.pdf", b"MZ"),
    }
    assert staff.post(url("new", cast.committee.pk), sent).status_code == 422
    assert (cast.committee.meetings.count(), stored(settings)) == (0, [])
