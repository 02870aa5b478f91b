"""Every form sent twenty times at one moment: a stuck mouse, a script, a line that sends again.

Each address that takes a form gets a copy of the whole world on PostgreSQL, and twenty real threads. Nobody
is answered by a fault of the portal, and in every table as many rows are new as after one press.
"""

import copy
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, connections
from django.db.models import QuerySet
from django.test import Client

from tests.access.table import ACCESS, address, things
from tests.access.test_nasty_values import TAKING, answered, who_may
from tests.proof import tried

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PRESSES = 20
# Where each press is meant to count, and why.
EACH_COUNTS = {
    "meetings:add_item": "a press adds an empty line to the paper",
    "followup:refresh_report": "a press looks anew how things stand, and the trail says when",
}


@contextmanager
def copied_world(name):
    """A copy of the database, in which all threads of the test then work."""
    base = connection.settings_dict["NAME"]
    clone = f"{base}_{name}"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{clone}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{clone}" TEMPLATE "{base}"')
    connection.settings_dict["NAME"] = clone
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = base
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{clone}" WITH (FORCE)')


def counted():
    return {
        model.__name__: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model.__name__ != "Session"
    }


def pressed(world, name, presses):
    """(statuses, {model: rows that are new}) of so many presses at one moment, in a world of its own."""
    row = ACCESS[name]
    with copied_world("pressed"):
        first = Client(raise_request_exception=False)
        person = who_may(row.get("writers", row["allowed"]))
        if person != "anonymous":
            first.force_login(getattr(world, person))
        url, thing = address(world, name), (things(world, name) or [None])[-1]
        # As a page sends it, with the token that it bears, the same at each press.
        token = {"token": str(uuid.uuid4())}
        bodies = [
            token | (row["post"](thing) if callable(row["post"]) else row["post"])
            for _ in range(presses)
        ]
        before = counted()
        ready = threading.Barrier(presses)

        def press(body):
            client = Client(raise_request_exception=False)
            client.cookies = copy.deepcopy(first.cookies)
            try:
                ready.wait(60)
                return answered(client.post(url, body))
            finally:
                connections.close_all()

        with ThreadPoolExecutor(presses) as pool:
            statuses = sorted(pool.map(press, bodies))
        after = counted()
    return statuses, {
        each: after[each] - before[each] for each in after if after[each] != before[each]
    }


FEW = ["submissions:comment", "submissions:new_duty", "letters:reply"]


@tried("names", few=FEW, short=[*FEW, *TAKING[::6]], full=TAKING)
def test_twenty_presses_are_one(_world, settings, monkeypatch, names):  # noqa: PT019 - its value is used
    cast, found = _world
    for name, value in vars(found).items():
        setattr(settings, name, value)

    # The control: presses that do not wait for each other are told apart. Here, as the world is gone when
    # a test ends that writes in earnest.
    with monkeypatch.context() as unlocked:
        unlocked.setattr(QuerySet, "select_for_update", lambda rows, **_: rows.all())
        _, often = pressed(copy.deepcopy(cast), "submissions:comment", PRESSES)
    assert often["Comment"] > 1

    wrong = {}
    for name in names:
        _, once = pressed(copy.deepcopy(cast), name, 1)
        statuses, often = pressed(copy.deepcopy(cast), name, PRESSES)
        if statuses[-1] >= 500 or (often != once and name not in EACH_COUNTS):
            wrong[name] = (statuses, once, often)
    assert wrong == {}
