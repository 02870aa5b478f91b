"""The pages of sending in a real browser: each accessible, none wider than its window."""

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import Mail
from despatch import actions
from despatch.models import Evidence, Returned
from distribution.models import Addressee
from documents.store import keep
from tests.browser.accessible import is_accessible
from tests.despatch.outgoing import copies_of, make_paper_with_copies
from tests.meetings.test_browser import desk, sign_in  # noqa: F401
from tests.proof import some

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REFUSAL = "550 5.1.1 <rahima@a-very-long-name-of-a-host-that-nothing-breaks.example>: User unknown"


@pytest.mark.parametrize("width", some([1366, 320], 1))
def test_every_page_of_sending_is_accessible_and_fits(desk, live_server, cast, width):  # noqa: F811
    line = make_paper_with_copies(cast, "rahima", "karim", "selim")
    rahima, karim, selim = copies_of(line)
    sendings = actions.send(copies=[rahima, karim], by=cast.staff)
    mail = Mail.objects.filter(pk=sendings[0].mail_id)
    mail.update(state="failed", failed_at=line.issued_at, last_error=REFUSAL)
    Evidence.objects.create(copy=karim, step="fetched", told={"sha256": "ab" * 32})
    Addressee.objects.filter(pk=selim.addressee_id).update(proved_on=None)
    with transaction.atomic():
        came = keep(b"Subject: back", mime="message/rfc822")
    Returned.objects.create(office=line.office, document=came, subject="Undelivered" * 20)

    desk.set_viewport_size({"width": width, "height": 768})
    sign_in(desk, live_server, cast.staff)
    page = live_server.url + reverse("despatch:paper", args=[line.pk])
    desk.goto(page)
    for ladder in desk.locator("details").all():
        ladder.evaluate("each => each.open = true")
    assert desk.get_by_text(REFUSAL).is_visible()
    is_accessible(desk)
    desk.goto(page + "?step=signed")
    is_accessible(desk)
    for name in ("despatch:returned", "despatch:on_paper"):
        args = [selim.pk] if name == "despatch:on_paper" else []
        desk.goto(live_server.url + reverse(name, args=args))
        is_accessible(desk)

    desk.goto(page)
    desk.get_by_role("button", name="১টি কপি পাঠান").click()
    is_accessible(desk)
    desk.get_by_role("button", name="মিলিয়ে দেখেছি").click()
    assert desk.get_by_text("১টি কপি পাঠানোর সারিতে রাখা হয়েছে").is_visible()
    desk.get_by_role("button", name="সব ফেরত নিন").click()
    assert desk.get_by_text("২টি কপি ফেরত নেওয়া হয়েছে").is_visible()
    is_accessible(desk)
