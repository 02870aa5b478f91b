"""What the rooms report, gathered: nothing here names a room."""

from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule


def reports():
    """The Report of each installed room that has one, in the order of INSTALLED_APPS."""
    return [
        import_module(f"{room.name}.reports").REPORT
        for room in apps.get_app_configs()
        if module_has_submodule(room.module, "reports") and room.name != "minutes_portal"
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
