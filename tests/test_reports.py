"""A room reports and the portal collects: adding one edits no other room."""

import sys
from datetime import date

import pytest
from django.apps import apps
from django.test import override_settings
from django.urls import reverse

from accounts.models import Digest, record
from minutes_portal import due
from minutes_portal.reports import reports
from tests.test_conventions import within
from tests.test_imports import ROOMS, ROOT, plant, python_files

REPORTS = '''
from accounts.digests import Line
from accounts.models import User
from accounts.reporting import Help, Part, Report, Target, Waiting

HEARD = []


class Row:
    """Stands for a room's own row about what it told."""

    digest = None

    class objects:
        @staticmethod
        def bulk_create(rows, batch_size=None):
            HEARD.extend(rows)


def lines(today):
    yield Line(User.objects.get(username="officer"), "পাঠাগারের বই ফেরত দিন", Row())


def told(digests, *, reader):
    return {d.pk: [{"template": "library/_told.html", "book": "সংবিধান"}] for d in digests}


def daily_count(today):
    HEARD.append(today)


REPORT = Report(
    said={"book lent": "বই দিয়েছেন"},
    labels={"book": "বইয়ের নাম"},
    targets=lambda reader, office: [
        Target("accounts.digest", User.objects.all(), lambda user: f"পাঠক {user}")
    ],
    lines=lines,
    told=told,
    waiting=lambda user: [Waiting("noticed", "৩টি বই ফেরতের অপেক্ষায়", "/library/")],
    parts=lambda user: [Part("library/_home.html", {"shelves": "৭টি তাক"})],
    help=(Help(45, "library/_help.html"),),
    daily=((1, daily_count),),
)
'''


@pytest.fixture
def library(tmp_path, monkeypatch, settings):
    """A room made for this test, with what it reports and its templates."""
    plant(tmp_path, "library/__init__.py", "")
    plant(tmp_path, "library/reports.py", REPORTS)
    pages = {
        "_help.html": "<h2>পাঠাগার ব্যবহার</h2>",
        "_home.html": "<p>পাঠাগারে {{ part.told.shelves }}</p>",
        "_told.html": "<li>বই: {{ line.book }}</li>",
    }
    for name, page in pages.items():
        plant(tmp_path, f"pages/library/{name}", page)
    monkeypatch.syspath_prepend(tmp_path)
    engines = [
        {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path / "pages"]}
    ]
    with override_settings(INSTALLED_APPS=[*settings.INSTALLED_APPS, "library"], TEMPLATES=engines):
        yield sys.modules.get("library.reports") or __import__("library.reports").reports
    for name in ("library", "library.reports"):
        sys.modules.pop(name, None)


def test_a_new_room_is_in_the_trail_the_digest_the_first_page_and_the_help(
    library, cast, client, meeting
):
    client.force_login(cast.officer)
    record(by=cast.staff, what="book lent", target=meeting, office=cast.meghdubi, book="সংবিধান")
    trail = client.get(reverse("office_trail", args=[cast.meghdubi.pk])).content.decode()
    assert "বই দিয়েছেন" in trail
    assert "বইয়ের নাম" in trail

    due.send_digests(date(2026, 3, 2))
    digest = Digest.objects.get(user=cast.officer)
    assert [row.digest for row in library.HEARD] == [digest]
    page = client.get(reverse("digest", args=[2026, 3, 2])).content.decode()
    assert "বই: সংবিধান" in page

    home = client.get("/").content.decode()
    assert "৩টি বই ফেরতের অপেক্ষায়" in home
    assert "পাঠাগারে ৭টি তাক" in home
    assert "<h2>পাঠাগার ব্যবহার</h2>" in client.get(reverse("help")).content.decode()
    assert (1, library.daily_count) in due.daily()


def test_without_the_room_nothing_of_it_is_there(cast, client):
    assert not apps.is_installed("library")
    client.force_login(cast.officer)
    assert "পাঠাগার" not in client.get(reverse("help")).content.decode()
    assert "পাঠাগার" not in client.get("/").content.decode()


def test_no_two_rooms_say_the_same_of_the_trail():
    said = [what for report in reports() for what in report.said]
    assert sorted(set(said)) == sorted(said)


def test_what_gathers_the_reports_names_no_room():
    """The first page, the digest, the trail and the help know the rooms by what they report alone."""
    gathering = ["reports.py", "telling.py", "due.py", "views/home.py", "views/inbox.py"]
    rooms = ROOMS.keys() - {"accounts", "bangla", "minutes_portal"}
    named = {
        (within(path), room)
        for path in python_files(ROOT, "minutes_portal")
        if path.relative_to(ROOT / "minutes_portal").as_posix() in gathering
        for room in rooms
        if f"from {room}" in path.read_text("utf-8")
    }
    assert named == set()
