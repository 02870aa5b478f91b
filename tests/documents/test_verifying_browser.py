"""The public pages in a real browser: by keyboard, on a telephone, with axe on every page."""

import pytest
from django.db import transaction

from documents.store import keep
from tests.browser.accessible import is_accessible
from tests.factories import make_paper, make_user
from tests.meetings.test_browser import (  # noqa: F401
    _styled,
    desk,
    press,
    tab_to,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TELEPHONE = {"width": 390, "height": 844}


@pytest.fixture
def paper(db):
    paper = make_paper(public_by=make_user("officer"))
    signer = {
        "name": "রেহানা পারভীন",
        "post": "উপজেলা নির্বাহী অফিসার",
        "signed_at": "2024-03-24T06:15:00+00:00",
    }
    with transaction.atomic():
        document = keep(b"%PDF-1.7 issued", mime="application/pdf")
        paper.add_file(document, kind="issued", signers=[signer])
    return paper


def large_words(page):
    return page.locator(".answer-large h1").inner_text()


def test_a_paper_is_found_by_its_code_and_its_file_compared(desk, live_server, paper, tmp_path):  # noqa: F811
    (tmp_path / "issued.pdf").write_bytes(b"%PDF-1.7 issued")
    (tmp_path / "forged.pdf").write_bytes(b"%PDF-1.7 forged")
    desk.set_viewport_size(TELEPHONE)
    desk.goto(f"{live_server.url}/verify/")
    is_accessible(desk)

    tab_to(desk, "কাগজে ছাপা যাচাই কোড")
    desk.keyboard.type(paper.printed_code.upper())
    press(desk, "কাগজটি খুঁজুন")
    assert large_words(desk) == "এই কোডের কাগজ বহাল আছে"
    # The answer is on the first screen, before anything is scrolled.
    box = desk.locator(".answer-large").bounding_box()
    assert box["y"] + box["height"] < TELEPHONE["height"] / 2
    is_accessible(desk)

    desk.set_input_files("input[type=file]", tmp_path / "issued.pdf")
    press(desk, "মিলিয়ে দেখুন")
    assert large_words(desk) == "এটিই জারি করা কাগজ"
    is_accessible(desk)

    desk.set_input_files("input[type=file]", tmp_path / "forged.pdf")
    press(desk, "মিলিয়ে দেখুন")
    assert large_words(desk) == "এটি জারি করা ফাইল নয়"
    is_accessible(desk)


@pytest.mark.parametrize("fate", ["void", "superseded"])
def test_what_no_longer_stands_says_so_first(desk, live_server, paper, fate):  # noqa: F811
    if fate == "void":
        paper.void()
    else:
        paper.supersede(by_paper=make_paper(number="০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪.৩৫"))
    desk.set_viewport_size(TELEPHONE)
    desk.goto(live_server.url + paper.get_absolute_url())
    assert (
        large_words(desk)
        == {"void": "এই কোডের কাগজ বাতিল", "superseded": "এই কোডের কাগজ পরে সংশোধিত"}[fate]
    )
    is_accessible(desk)
