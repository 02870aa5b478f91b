"""What the portal does by itself: each day, from which hour (Asia/Dhaka) on, and all the time."""

from importlib import import_module

from django.conf import settings

from accounts import digests
from minutes_portal.reports import reports


def clear_sessions(today):
    """Delete sessions that ran out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


# Nobody is told anything at night: what missed these hours is told the next day.
OFFICE_HOURS = range(8, 17)


def send_digests(today):
    """Tell each person in one digest what every room has to tell."""
    digests.send(today, [report.lines for report in reports()])


def daily():
    """All the work of a day: (hour or hours, function of the date) pairs, the portal's own and the rooms'."""
    rooms = [work for report in reports() for work in report.daily]
    return [(2, clear_sessions), *rooms, (OFFICE_HOURS, send_digests)]


def nightly():
    """What takes long, of each night: pairs as those of `daily`, to be done by themselves."""
    return [work for report in reports() for work in report.nightly]


def often():
    """What the worker does all the time: (seconds between two times, function) pairs of the rooms."""
    return [work for report in reports() for work in report.often]


def jobs():
    """What the worker does beside mail: functions that do a step and say whether there was one."""
    return [job for report in reports() for job in report.jobs]
