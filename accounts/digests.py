"""One digest a person a day: what the rooms have to tell, in the portal and by mail.

The rooms above bring what they have to tell; nothing of theirs is known here.
"""

import logging
from collections import defaultdict
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts import post
from accounts.models import Digest, Mail, User

log = logging.getLogger(__name__)

# A mail does not grow beyond this; the others are read in the portal.
LINES_AT_MOST = 40


class Line(NamedTuple):
    """One thing to tell a person: as the mail says it, and the room's own row about it.

    The row is not saved yet and has a `digest`; it is saved with that. Of several rows that one line
    sums up, all but the first come without a text.
    """

    user: User
    text: str
    row: models.Model


@transaction.atomic
def send(today, sources, *, at=None):
    """Tell each person in one digest what all sources have to tell. Returns the number of digests.

    A source is a function of the date that gives Lines. Who has been told today is not told again.
    """
    at = at or timezone.now()
    told = set(Digest.objects.filter(made_on=today).values_list("user", flat=True))
    lines = defaultdict(list)
    for source in sources:
        for line in source(today):
            if line.user.pk not in told:
                lines[line.user].append(line)
    digests = {
        user: _digest(user, [line.text for line in theirs if line.text], today=today, at=at)
        for user, theirs in lines.items()
    }
    # All together: as many questions to the database for one person as for a thousand.
    Mail.objects.bulk_create(digest.mail for digest in digests.values() if digest.mail)
    Digest.objects.bulk_create(digests.values())
    rows = defaultdict(list)
    for user, theirs in lines.items():
        for line in theirs:
            line.row.digest = digests[user]
            rows[type(line.row)].append(line.row)
    for model, those in rows.items():
        model.objects.bulk_create(those, batch_size=1000)
    return len(digests)


def _digest(user, texts, *, today, at):
    """A digest, not saved, with its mail; one person's bad address is no other's trouble."""
    page = reverse("digest", args=[today.year, today.month, today.day])
    context = {
        "user": user,
        "today": today,
        # Of one line each, whatever a name is made of.
        "lines": [" ".join(text.split()) for text in texts[:LINES_AT_MOST]],
        "count": len(texts),
        "more": max(len(texts) - LINES_AT_MOST, 0),
        "link": settings.BASE_URL + page,
    }
    digest = Digest(user=user, made_on=today, made_at=at)
    try:
        digest.mail = post.mail_to(
            user,
            subject=render_to_string("accounts/email/digest_subject.txt", context).strip(),
            text=render_to_string("accounts/email/digest.txt", context),
        )
    except ValidationError as refused:
        log.warning("no mail to user %s: %s", user.pk, "; ".join(refused.messages))
        digest.way = Digest.Way.BAD_ADDRESS
    else:
        if digest.mail is None:
            digest.way = Digest.Way.NO_ADDRESS
        else:
            digest.mail.made_at = at
    return digest
