"""What the rooms report, gathered: nothing here names a room."""

from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule


def reports():
    """The Report of each installed room that has one, in the order of INSTALLED_APPS."""
    return _reports_of(tuple(room.name for room in apps.get_app_configs()))


@cache
def _reports_of(rooms):
    """Looked for on the disk once: a page of the trail asks for each of its lines."""
    return [
        import_module(f"{room}.reports").REPORT
        for room in rooms
        if room != "minutes_portal" and module_has_submodule(import_module(room), "reports")
    ]


def gathered(name):
    """One dict of what all rooms say under this name."""
    found = {}
    for report in reports():
        found |= getattr(report, name)
    return found


def each(name, *args):
    """What the function of this name answers in each room, one after the other."""
    return [answer for report in reports() for answer in getattr(report, name)(*args)]
