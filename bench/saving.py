"""How long saving a row takes, and what the pages of writing weigh, in a meeting of 200 items.

    python -m bench.saving

Requests go through the test client, with all middleware, to a SQLite file in WAL mode as a new
installation has it. Times are the server's own, without a network; weights are what gzip leaves.
"""

import gzip
import re
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings import actions
from meetings.models import Meeting
from papers.paragraphs import typed
from tests.cast import make_cast
from tests.factories import content_in, item_of, make_meeting

ITEMS = 200
SAVES = 60


def main():
    with tempfile.TemporaryDirectory() as folder:
        connection.settings_dict["NAME"] = f"{folder}/bench.sqlite3"
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("build_assets", verbosity=0)
        measure()


def measure():
    cast = make_cast()
    keys = content_in()["column_keys"]
    client = Client(SERVER_NAME="localhost")
    client.force_login(cast.staff)
    asked = {}
    for count in (3, ITEMS):
        items = [
            item_of(
                keys, None, f"আলোচ্য বিষয় {number} হালনাগাদ", ["পোর্টালের তথ্য নিয়মিত হালনাগাদ করতে হবে।"]
            )
            for number in range(count)
        ]
        meeting = make_meeting(
            cast.committee, by=cast.staff, held_on=date(2024, 3, count % 28 + 1), items=items
        )
        item = meeting.items.get(position=count // 2)
        url = reverse("meetings:item", args=[meeting.pk, item.pk])
        seconds = []
        for number in range(SAVES):
            item.refresh_from_db()
            data = sent(item, f"পরিবর্তিত বিষয় {'ক' * number}")
            began = time.perf_counter(), time.process_time()
            answer = client.post(url, data, headers={"X-Autosave": "1"})
            seconds.append((time.perf_counter() - began[0], time.process_time() - began[1]))
            if answer.status_code != 200 or answer.json()["version"] != item.version + 1:
                raise SystemExit(f"a save failed: {answer.status_code} {answer.content[:200]}")
        with CaptureQueriesContext(connection) as queries:
            client.post(url, sent(fresh(item), "শেষ বিষয়"), headers={"X-Autosave": "1"})
        asked[count] = len(queries)
        tell(f"saving one row of {count}", seconds, f"{len(queries)} queries")
    for name, act in (
        ("moving one row up", lambda: client.post(url, sent(fresh(item), act="up"), headers={"X-Autosave": "1"})),
        ("opening a row behind it", lambda: client.post(
            reverse("meetings:add_item", args=[meeting.pk]), {"after": item.pk}, headers={"X-Autosave": "1"})),
        ("the whole page", lambda: client.get(reverse("meetings:items", args=[meeting.pk]))),
        ("the preview", lambda: client.get(reverse("meetings:preview", args=[meeting.pk]))),
    ):  # fmt: skip
        seconds = []
        for _ in range(5):
            began = time.perf_counter(), time.process_time()
            answer = act()
            seconds.append((time.perf_counter() - began[0], time.process_time() - began[1]))
        tell(name, seconds, f"{len(gzip.compress(answer.content)) / 1000:.1f} kB packed")
    small = make_meeting(cast.committee, by=cast.staff, held_on=date(2024, 6, 1))
    actions.add_item(small, by=cast.staff)
    weigh(client, Meeting.objects.get(pk=small.pk), "3 items")
    weigh(client, meeting, f"{ITEMS} items")
    if asked[3] != asked[ITEMS]:
        raise SystemExit(f"the queries of a save grow with the rows: {asked}")


def fresh(item):
    item.refresh_from_db()
    return item


def sent(item, topic=None, **more):
    """What the form of a row sends."""
    prefix = f"item{item.pk}"
    data = {
        f"{prefix}-version": item.version,
        f"{prefix}-topic": topic or item.topic,
        f"{prefix}-discussion": typed(item.discussion),
    }
    for index, decision in enumerate(item.decisions.all()):
        printed = [row.printed for row in decision.implementers.all()]
        data |= {
            f"{prefix}-d{index}-id": decision.pk,
            f"{prefix}-d{index}-text": decision.text,
            f"{prefix}-d{index}-implementers": "\n".join(printed),
            f"{prefix}-d{index}-due_on": "",
        }
    return data | more


def weigh(client, meeting, name):
    """What the long page and all that it links to weigh on their way, in the order of a first visit."""
    page = client.get(reverse("meetings:items", args=[meeting.pk])).content
    links = set(re.findall(rb'(?:href|src)="/?static/([^"]+)"', page))
    files = {link.decode() for link in links}
    packed = 0
    for file in files:
        content = Path(finders.find(file)).read_bytes()
        packed += len(content) if file.endswith("woff2") else len(gzip.compress(content))
    html = len(gzip.compress(page))
    print(
        f"{name:28} page {html / 1000:6.1f} kB packed, first visit {(html + packed) / 1000:6.1f} kB"
        f" ({len(files)} files)"
    )


def tell(name, seconds, also):
    clock, processor = (statistics.median(each) * 1000 for each in zip(*seconds, strict=True))
    print(f"{name:28} median {clock:6.1f} ms, of the processor {processor:6.1f} ms, {also}")


if __name__ == "__main__":
    main()
