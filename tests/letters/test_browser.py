"""The pages of letters, their copies and the docket in a browser: accessible, none wider than its window."""

from datetime import date

import pytest
from django.urls import reverse

from letters import incoming as docket
from letters import merges
from letters.making import begin
from letters.models import Incoming
from memos.models import FileNumber
from tests.browser.accessible import is_accessible
from tests.factories import blank_page
from tests.letters.conftest import (
    FILE,
    Kind,
    fresh,
    make_planned,
    members,  # noqa: F401
    send,
)
from tests.meetings.test_browser import desk, sign_in  # noqa: F401
from tests.proof import some

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", some([1366, 320], 1))
def test_every_page_of_letters_is_accessible_and_fits(
    desk, live_server, cast, members, monkeypatch, width  # noqa: F811
):  # fmt: skip
    from meetings import printing

    monkeypatch.setattr(printing, "draw_issued", blank_page)
    FileNumber.named_on_paper(cast.meghdubi, FILE)
    meeting = make_planned(cast)
    notice = send(Kind.NOTICE, meeting, cast)
    moved = begin(
        Kind.POSTPONEMENT, by=cast.staff, meeting=fresh(meeting), changes={"venue": "জুমে"}
    )
    memo = notice.paper.memo
    merge = merges.ask(memo=memo, by=cast.staff)
    row = Incoming(
        office=cast.meghdubi, sender="বিভাগীয় কমিশনার\nরংপুর", number="০৫.৪৭.০০০০.০১৭.০২.০০১.২৩.৬৪",
        subject="অগ্রগতি প্রেরণ", dated_on=date(2024, 3, 1), received_on=date(2024, 3, 2),
        due_on=date(2024, 3, 9),
    )  # fmt: skip
    came = docket.register(incoming=row, by=cast.staff)

    desk.set_viewport_size({"width": width, "height": 768})
    sign_in(desk, live_server, cast.officer)
    for name, *args in [
        ("of_meeting", meeting.pk),
        ("list",),
        ("letter", notice.pk),
        ("letter", moved.pk),
        ("edit", moved.pk),
        ("issue", moved.pk),
        ("begin", meeting.pk, "cancellation"),
        ("sheets", meeting.pk),
        ("copies", memo.pk),
        ("merge", merge.pk),
        ("incoming_list",),
        ("register_incoming", cast.meghdubi.pk),
        ("incoming", came.pk),
        ("close_incoming", came.pk),
    ]:
        desk.goto(live_server.url + reverse(f"letters:{name}", args=args))
        assert desk.locator("h1").first.is_visible(), name
        is_accessible(desk)
