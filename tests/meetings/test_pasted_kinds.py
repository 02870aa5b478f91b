"""What papers lose on their way, tried on the page by kinds (tests/pasting/kinds.py)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings.content import content_of
from meetings.models import Meeting
from tests.pasting.kinds import DOCX, HTML, TEXT
from tests.pasting.pasted import docx
from tests.pasting.word import level, numbering, par

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


def test_numbered_paragraphs_of_a_file_become_rows(preview):
    lists = numbering({1: [level(0, "%1."), level(1, "(%2)", kind="hindiConsonants")]})
    paragraphs = [
        par("সড়ক মেরামত", number=1),
        par("তালিকা করতে হবে।", number=1, level=1),
        par("টিকাদান", number=1),
        par("ক্যাম্পেইন চালাতে হবে।", number=1, level=1),
    ]
    data = docx(par("সভার কার্যবিবরণী") + "".join(paragraphs), more=[lists])
    items, doubts = preview(file=SimpleUploadedFile("x.docx", data))
    assert [(item["serial"], item["topic"]) for item in items] == [
        ("১।", "সড়ক মেরামত"),
        ("২।", "টিকাদান"),
    ]
    assert [each["text"] for item in items for each in item["decisions"]] == [
        "(ক) তালিকা করতে হবে।",
        "(ক) ক্যাম্পেইন চালাতে হবে।",
    ]
    assert "ছকের বাইরের লেখা আনা হয়নি: সভার কার্যবিবরণী" in doubts


@pytest.mark.parametrize(("cases", "form"), [(HTML, "html"), (DOCX, "file")])
def test_a_table_in_a_discussion_is_stored_as_a_table(client, preview, meeting, cases, form):
    _, what, is_right, _ = cases["a table in the discussion"]
    sent = what if form == "html" else SimpleUploadedFile("x.docx", what())
    address = reverse("meetings:paste", args=[meeting.pk])
    shown = client.post(address, {form: sent})
    fields = {field.html_name: field.value() or "" for field in shown.context["form"]}
    assert client.post(address, fields | {"act": "add"}).status_code == 302
    stored = content_of(Meeting.objects.with_paper().get(pk=meeting.pk))["items"]
    assert is_right(stored), stored
