"""The world of the access table, made once for all that knock at its doors."""

import copy
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.test import override_settings

from offices.models import Office
from tests.access.table import (
    PEOPLE,
    give_each_office_words_of_its_own,
    make_world,
    sign_in_all,
)
from tests.cast import make_cast
from tests.keys import give_keys


@pytest.fixture(scope="package")
def _world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world below, made once for the tests of this folder; with the settings that lead to its files."""
    place = tmp_path_factory.mktemp("world")
    found = SimpleNamespace(MEDIA_ROOT=place / "media")
    with django_db_blocker.unblock():
        with override_settings(MEDIA_ROOT=found.MEDIA_ROOT):
            cast = make_world(make_cast())
            cast.offices_of_words = give_each_office_words_of_its_own()
            cast.offices_of = {
                name: set(
                    Office.objects.worked_in_by(getattr(cast, name)).values_list("pk", flat=True)
                )
                for name in PEOPLE
            }
            cast.sessions = sign_in_all(cast)
        give_keys(found, place / "keys", cast.staff, cast.officer)
        yield cast, found
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def world(_world, db, settings):
    cast, found = _world
    for name, value in vars(found).items():
        setattr(settings, name, value)
    # What a test does to its rows is undone in the database; here each has its own.
    return copy.deepcopy(cast)
