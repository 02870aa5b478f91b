"""What every test can count on: files of its own, the browser, the reference material."""

import gc
import os
import shutil
import threading
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import settings as property_settings
from playwright.sync_api import expect

# Each run tries the same examples: a check that others pass today is not red tomorrow by chance. To
# look for new ones: pytest --hypothesis-profile=search
property_settings.register_profile("same", derandomize=True)
property_settings.register_profile("search", print_blob=True)
property_settings.load_profile("same")

# What a page is to show it may show late on a busy machine; what it shows wrong stays wrong.
expect.set_options(timeout=20_000)

SHARED = Path(__file__).resolve().parents[1] / "../shared"
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser):
    parser.addoption(
        "--only-db",
        action="store_true",
        help="only the tests that touch the database and are not `once`, to repeat them on another one",
    )
    parser.addoption("--golden", action="store_true", help="write the golden files anew")


def touches_database(item):
    """Whether a collected test asks for the database by a fixture, a mark or its class."""
    return bool(
        DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
        or item.get_closest_marker("django_db")
        or item.get_closest_marker("postgres")
        or getattr(getattr(item, "cls", None), "databases", None)
    )


def is_repeated(item):
    """Whether another database could make a difference to this test."""
    return touches_database(item) and not item.get_closest_marker("once")


def pytest_collection_finish():
    """What is there before the first test stays to the end: the collector need not go through it, and
    what tests leave behind can wait longer for it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_terminal_summary(terminalreporter):
    """How many requests were made of pages with nasty values, by the tests that say so."""
    told = {
        report.nodeid: value
        for report in terminalreporter.getreports("passed")
        for name, value in report.user_properties
        if name == "requests"
    }
    if told:
        terminalreporter.write_line(f"{sum(told.values())} nasty requests, none answered by 5xx")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--only-db"):
        kept, left_out = [], []
        for item in items:
            (kept if is_repeated(item) else left_out).append(item)
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept

    # A browser leaves an event loop running in this thread, in which pyHanko cannot run its own.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)

    if connection.vendor != "postgresql":
        elsewhere = pytest.mark.skip(reason="needs PostgreSQL; `make test` starts one")
        for item in items:
            if item.get_closest_marker("postgres"):
                item.add_marker(elsewhere)


@pytest.fixture(autouse=True)
def _files_of_its_own(settings, tmp_path):
    """No test writes where the portal of this checkout keeps its papers."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session")
def shared():
    """The reference material beside this checkout, as a Path; the test is skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("no reference material beside this checkout (../shared)")
    return SHARED.resolve()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, request, tmp_path_factory
):
    """Browser tests kill the server, which is a process of its own then: SQLite needs a file."""
    is_driven = any(item.get_closest_marker("browser") for item in request.session.items)
    if connection.vendor == "sqlite" and is_driven:
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(file)


def let_the_trail_be_emptied():
    """Switch off, in the tests' database, the trigger that refuses to empty the audit trail.

    Between tests that need transactions of their own all tables are emptied. The portal has no
    such switch; tests/accounts/test_chain.py sees that its trigger refuses.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE accounts_auditevent DISABLE TRIGGER audit_never_emptied")
        else:
            cursor.execute("DROP TRIGGER audit_never_emptied")


def let_the_trail_be_changed():
    """Switch off, until the test ends, the trigger that refuses to change an event: as whoever owns
    the database could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE accounts_auditevent DISABLE TRIGGER audit_never_changed")
        else:
            cursor.execute("DROP TRIGGER audit_never_changed")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test begins with the same empty tables, also the first: tests that need transactions of
    their own leave nothing of what migrations brought, such as holidays."""
    with django_db_blocker.unblock():
        let_the_trail_be_emptied()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(autouse=True)
def _server_at_rest(request):
    """After a browser test, nothing is answered any more when the tables are emptied.

    The browser is closed by then; its last requests may still be at work in threads of the server,
    and SQLite has crashed where one closed its connection while another emptied the tables.
    """
    if not request.node.get_closest_marker("browser"):
        yield
        return
    # So that this ends before the tables are emptied.
    request.getfixturevalue("transactional_db")
    yield
    patience = time.monotonic() + 10
    while time.monotonic() < patience and any(
        "process_request_thread" in thread.name for thread in threading.enumerate()
    ):
        time.sleep(0.02)


@pytest.fixture(scope="session")
def base_url(django_db_setup, live_server):
    """`page.goto("/meetings/")` asks the portal under test.

    The database first: a server that starts beside one in memory lends its one connection to all its
    threads, and they close it under each other once the database is a file.
    """
    return live_server.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Drive the system's own Chromium: nothing is downloaded.

    The build without windows where there is one: the same pages in three quarters of the time.
    """
    builds = ("chromium-headless-shell", "chromium", "chromium-browser")
    chromium = next(filter(None, map(shutil.which, builds)), None)
    if not chromium:
        pytest.skip("no chromium on this machine (Debian package: chromium)")
    # Chromium refuses its sandbox to root, and a container's /dev/shm is small.
    flags = ["--disable-dev-shm-usage"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    return {**browser_type_launch_args, "executable_path": chromium, "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "bn-BD", "timezone_id": "Asia/Dhaka"}


@pytest.fixture
def cast(db):
    """The people of the tests; see tests/cast.py."""
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def meeting(cast):
    """A drafted meeting of Meghdubi's committee, written by its staff."""
    from tests.factories import make_meeting

    return make_meeting(cast.committee, by=cast.staff)
