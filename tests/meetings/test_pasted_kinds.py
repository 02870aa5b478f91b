"""What papers lose on their way, tried on the page by kinds (tests/pasting/kinds.py)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.pasting.kinds import DOCX, HTML, TEXT

pytestmark = pytest.mark.once


@pytest.fixture
def preview(client, cast, meeting):
    """preview(text=…) → (items found, what the page says in its list of doubts)."""
    client.force_login(cast.staff)
    meeting.items.all().delete()
    meeting.shape = meeting.shape | {
        "columns": ["ক্রমিক", "বিষয়", "আলোচনা", "সিদ্ধান্ত", "বাস্তবায়নকারী"],
        "column_keys": ["serial", "topic", "discussion", "decision", "implementer"],
    }
    meeting.save()

    def look(**sent):
        shown = client.post(reverse("meetings:paste", args=[meeting.pk]), sent)
        assert shown.status_code == 200, shown.context["form"].errors
        items = [*shown.context["items"], *shown.context["more_items"]]
        return items, "\n".join(shown.context["doubts"])

    return look


@pytest.mark.parametrize("name", HTML)
def test_a_clipboard_with_more_than_looks(preview, name):
    _, html, is_right, told = HTML[name]
    items, doubts = preview(html=html)
    assert is_right(items), items
    assert told in doubts
    assert "হিসাব মেলেনি" not in doubts


@pytest.mark.parametrize("name", DOCX)
def test_a_file_with_more_than_text(preview, name):
    _, make, is_right, told = DOCX[name]
    items, doubts = preview(file=SimpleUploadedFile("x.docx", make()))
    assert is_right(items), items
    assert told in doubts
    assert "হিসাব মেলেনি" not in doubts


@pytest.mark.parametrize("name", TEXT)
def test_numbered_text_becomes_rows(preview, name):
    _, text, is_right, told = TEXT[name]
    items, doubts = preview(text=text)
    assert is_right(items), items
    assert told in doubts
    assert "হিসাব মেলেনি" not in doubts
