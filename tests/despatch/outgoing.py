"""An issued paper with copies to send, and the ways to bring one to each step."""

from datetime import date, timedelta

from django.utils import timezone

from accounts import post
from accounts.models import Mail
from distribution.models import Addressee, Way
from memos.models import Copy
from offices.models import today
from tests.factories import make_issued, make_meeting


def make_paper_with_copies(cast, *names, proved=True, held_on=date(2024, 3, 21), **more):
    """The register line of issued minutes with a copy by mail to each name: name@<name>.example."""
    meeting = make_meeting(cast.committee, by=cast.staff, held_on=held_on)
    line = make_issued(meeting, author=cast.staff, officer=cast.officer)
    line.sent_copies.all().delete()
    for name in names:
        add_copy(line, name, proved=proved, **more)
    return line


def add_copy(line, name, *, proved=True, way=Way.MAIL, email=None, **fields):
    email = f"{name}@{name}.example" if email is None else email
    row, _ = Addressee.objects.get_or_create(
        office=line.office, line=f"অফিসার {name}",
        defaults={"email": email, "way": way, "proved_on": today() if proved else None},
    )  # fmt: skip
    return Copy.objects.create(
        memo=line,
        position=line.sent_copies.count() + 1,
        number=line.number,
        line=fields.pop("line", f"অফিসার {name}"),
        recipient=fields.pop("recipient", f"অফিসার {name}"),
        purpose=fields.pop("purpose", "information"),
        addressee=row,
        **fields,
    )


def copies_of(line):
    return list(line.sent_copies.order_by("position"))


def time_passes():
    """Held and waiting mail is due now."""
    Mail.objects.filter(state="waiting").update(next_try_at=timezone.now() - timedelta(seconds=1))


def work():
    """What the worker does until nothing is due."""
    time_passes()
    while post.send_one():
        pass
