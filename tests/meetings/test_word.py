"""The Word copy on a meeting's page: for who sees the meeting, marked for what it is."""

import io

import docx
import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from papers.wordcopy import MIME
from tests.cast import signed_in
from tests.factories import make_issued

pytestmark = pytest.mark.once


def copy_for(user, meeting):
    answer = signed_in(user).get(reverse("meetings:word", args=[meeting.pk]))
    assert answer["Content-Type"] == MIME
    assert answer["Content-Disposition"].endswith(".docx")
    return docx.Document(io.BytesIO(answer.content))


def header_of(copy):
    return "\n".join(paragraph.text for paragraph in copy.sections[0].header.paragraphs)


def test_a_draft_says_that_it_is_one_and_an_issued_paper_where_it_is_checked(cast, meeting):
    assert header_of(copy_for(cast.reader, meeting)).startswith("খসড়া: কার্যবিবরণীর সম্পাদনযোগ্য কপি")
    assert not AuditEvent.objects.filter(what="word copy taken").exists()

    make_issued(meeting, author=cast.staff, officer=cast.officer)
    told = header_of(copy_for(cast.officer, meeting))
    assert meeting.paper.number in told
    assert meeting.paper.public_url in told
    assert AuditEvent.objects.get(what="word copy taken").by == cast.officer


def test_a_page_of_the_meeting_leads_to_both_files(cast, meeting):
    page = (
        signed_in(cast.reader).get(reverse("meetings:detail", args=[meeting.pk])).content.decode()
    )
    for name in ("word", "calendar"):
        assert reverse(f"meetings:{name}", args=[meeting.pk]) in page
