"""How many lines a second the issue register leaves as a spreadsheet, and how much memory that takes.

    scripts/with-postgres python -W ignore -m bench.exports [--lines 50000]

The register of one office is filled in the database and asked for through the test client, with all
middleware; beside it, what the same lines cost in the library that writes the small spreadsheets. Adds its
figures to build/bench.json.
"""

import argparse
import io
import time
import tracemalloc
from datetime import date, timedelta

import openpyxl
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.report import remember
from memos.lines import COLUMNS, cells_of
from memos.models import FileNumber, Memo, Series
from offices.models import Posting
from papers import spreadsheets
from tests.factories import give_post, make_office, make_user

LINES_A_SECOND = 20_000
TIMES = 5


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("--lines", type=int, default=50_000)
    lines = asked.parse_args().lines
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    client = Client(SERVER_NAME="localhost")
    client.force_login(register_of(lines))
    address = reverse("memos:xlsx")
    taken = min(seconds_of(client, address) for _ in range(TIMES))
    tracemalloc.start()
    seconds_of(client, address)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    beside = in_the_library(min(lines, 5_000))
    row = {
        "lines": lines, "a second": round(lines / taken), "peak MB": round(peak / 2**20, 1),
        "a second in openpyxl": round(beside),
    }  # fmt: skip
    print(", ".join(f"{name} {figure:,}" for name, figure in row.items()))
    what = f"{LINES_A_SECOND:,} lines of the register as a spreadsheet, seconds"
    remember("exports", [row], what=what, value=round(LINES_A_SECOND * taken / lines, 2), limit=1)


def register_of(lines):
    """A person of an office whose register has so many lines."""
    office = make_office("register", name="জেলা প্রশাসকের কার্যালয়")
    person = make_user("register.clerk")
    give_post(person, office, Posting.Role.STAFF)
    series = Series.objects.create(office=office, name="সাধারণ")
    file = FileNumber.objects.create(office=office, series=series, number="054785920000100119")
    Memo.objects.bulk_create(
        (
            Memo(
                series=series, file=file, period=2020 + serial // 10_000, serial=serial,
                kind=Memo.Kind.MINUTES, state=Memo.State.VOID, void_reason="ভুল নথি", voided_by=person,
                voided_at=timezone.now(),
                number=f"০৫.৪৭.৮৫৯২.০০০.০১০.০১.১৯.{serial}",
                issued_on=date(2020, 1, 1) + timedelta(serial // 30),
                subject=f"জেলা আইন-শৃঙ্খলা কমিটির {serial}তম সভার কার্যবিবরণী প্রেরণ",
                sender="জেলা প্রশাসক", recipients=["সভাপতি", "সকল সদস্য", "উপজেলা নির্বাহী অফিসার (সকল)"],
                copied_to=["বিভাগীয় কমিশনার", "অফিস কপি"],
            )
            for serial in range(1, lines + 1)
        ),
        batch_size=2_000,
    )  # fmt: skip
    return person


def seconds_of(client, address):
    began = time.perf_counter()
    for _ in client.get(address).streaming_content:
        pass
    return time.perf_counter() - began


def in_the_library(lines):
    """Lines a second of the same table filled into a workbook that is then packed."""
    found = list(Memo.objects.order_by("pk")[:lines])
    began = time.perf_counter()
    book = openpyxl.Workbook()
    spreadsheets.fill(book.active, COLUMNS.items(), map(cells_of, found))
    book.save(io.BytesIO())
    return lines / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
