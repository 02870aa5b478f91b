"""Work that is done once a day, whoever asks first and however many ask."""

import logging

from django.db import transaction
from django.utils import timezone

from accounts.models import DailyWork

log = logging.getLogger(__name__)


def do_due(works, *, by_itself=False):
    """Do what is due now of `works`: (hour of the day, function of the date) pairs.

    The hour is that from which on it is done, or a range of hours: what does not come to its turn within
    them is left to the next day.

    A function runs in the transaction that notes its day: it is done wholly and once, or is asked
    for again. What takes long and holds nobody up runs `by_itself`, in no transaction: it sees to it
    that it is done once at a time, and is asked for again where it answers False or was cut short.
    One that fails does not stop the others. Returns the names of the (done, failed).
    """
    now = timezone.localtime()
    done, failed = [], []
    for hour, work in works:
        hours = hour if isinstance(hour, range) else range(hour, 24)
        if now.hour not in hours:
            continue
        name = f"{work.__module__}.{work.__qualname__}"
        try:
            if (_do_by_itself if by_itself else _do_once)(name, work, now.date()):
                done.append(name)
        except Exception:
            log.exception("%s failed", name)
            failed.append(name)
    return done, failed


def _is_done(name, today):
    return DailyWork.objects.filter(name=name, done_on__gte=today).exists()


def _do_once(name, work, today):
    if _is_done(name, today):
        return False
    with transaction.atomic():
        DailyWork.objects.get_or_create(name=name)
        row = DailyWork.objects.select_for_update().get(name=name)
        if row.done_on and row.done_on >= today:
            return False
        work(today)
        row.done_on = today
        row.save(update_fields=["done_on"])
    return True


def _do_by_itself(name, work, today):
    if _is_done(name, today) or work(today) is False:
        return False
    DailyWork.objects.update_or_create(name=name, defaults={"done_on": today})
    return True
