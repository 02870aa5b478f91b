"""Who gets through which door: one row per URL, one cell per person.

A URL without a row, a row without a URL, and a person allowed in whom the view then refuses all
fail. Every cell is asked for real, on offices that hold something worth leaking.
"""

import time
from datetime import date
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from meetings.models import Meeting, State
from tests.access.table import (
    ACCESS,
    MARKS,
    SAME_FOR_ALL,
    address,
    answer,
    clients,
    expected,
    routes,
    things,
    words_in,
)

pytestmark = MARKS


def wait_until_ready():
    """The first question starts the renderer; it answers some seconds later."""
    patience = time.monotonic() + 60
    while Client().get("/readyz").status_code != 200 and time.monotonic() < patience:
        time.sleep(0.2)


def test_every_url_has_its_row_and_every_row_its_url():
    urls = {name for name in routes() if not name.startswith("admin:")}
    assert urls == set(ACCESS) | SAME_FOR_ALL


@pytest.mark.parametrize("name", ACCESS)
def test_each_person_gets_what_the_table_says(world, name):
    row, url = ACCESS[name], address(world, name)
    if name == "readyz":
        wait_until_ready()
    got, wanted, leaked = {}, {}, {}
    for person, client in clients(world).items():
        with transaction.atomic():
            page = client.get(url)
            got[person] = answer(page)
            leaked[person] = words_in(world, page, of_others_than=person)
            # A question for the head alone goes the same way: of one each who is let in, led to
            # sign-in, refused and told nothing.
            if person in ("anonymous", "staff", "reader", "sister_officer"):
                assert answer(client.head(url)) == got[person]
            transaction.set_rollback(True)
        wanted[person] = expected(row, person)
        if row["post"] is not None:
            with transaction.atomic():
                # Made anew each time: a file is read only once.
                body = row["post"]
                body = body(things(world, name)[-1]) if callable(body) else body
                got[person, "post"] = answer(client.post(url, body))
                transaction.set_rollback(True)
            wanted[person, "post"] = expected(row, person, acting=True)
    assert got == wanted
    # Nor does a page show what belongs to another office, whoever is let in.
    assert not {person: words for person, words in leaked.items() if words}


@pytest.mark.once
@pytest.mark.parametrize("name", ACCESS)
def test_no_page_answers_to_a_method_it_does_not_know(world, name):
    row, url = ACCESS[name], address(world, name)
    client = Client()
    client.force_login(world.officer if "officer" in row["allowed"] else world.staff)
    methods = ["put", "patch", "delete"] + (["post"] if row["post"] is None else [])
    methods += ["get"] if row.get("only_post") else []
    assert {
        method: getattr(client, method)(url).status_code for method in methods
    } == dict.fromkeys(methods, 405)


@pytest.mark.parametrize(
    "name", [name for name in ACCESS if ACCESS[name]["url"] and not ACCESS[name]["open_to_all"]]
)
def test_what_is_hidden_looks_like_what_is_not_there(world, name):
    client = Client()
    client.force_login(world.sister_officer)
    ask = client.post if ACCESS[name].get("only_post") else client.get
    hidden = ask(address(world, name))
    others = [thing.pk for thing in things(world, name)[1:]]
    missing = ask(reverse(name, args=[987654321, *others]))

    def told(response):
        headers = {
            key: value
            for key, value in response.headers.items()
            if key != "Content-Security-Policy"
        }
        return response.status_code, headers, response.content

    assert told(hidden) == told(missing)
    assert hidden.status_code == 404


@pytest.mark.once
@pytest.mark.parametrize("name", ACCESS)
def test_reading_changes_nothing(world, name):
    client = Client()
    client.force_login(world.staff)
    before = list(Meeting.objects.order_by("pk").values())
    client.get(address(world, name))
    assert list(Meeting.objects.order_by("pk").values()) == before


class FirstButtons(HTMLParser):
    """The buttons of each form that a person can send by Enter in a field, in the order of the page."""

    def __init__(self, page):
        super().__init__()
        self.buttons, self.typed_in, self.here, self.count = {}, set(), None, 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self.count += 1
            self.here = told.get("id", self.count)
        form = told.get("form", self.here)
        if tag == "input" and told.get("type") not in ("hidden", "submit"):
            self.typed_in.add(form)
        elif tag == "button" and told.get("type", "submit") == "submit":
            self.buttons.setdefault(form, []).append(told)

    def handle_endtag(self, tag):
        if tag == "form":
            self.here = None

    def harmful(self):
        """The first button of each form that has several, where that is not the one that saves.

        A disabled one has Enter do nothing.
        """
        return [
            buttons[0].get("value")
            for form, buttons in self.buttons.items()
            if form in self.typed_in
            and len(buttons) > 1
            and "disabled" not in buttons[0]
            and "btn-primary" not in buttons[0].get("class", "")
            and buttons[0].get("value") not in ("save", "more", "look")
        ]


@pytest.mark.once
@pytest.mark.parametrize("name", ACCESS)
def test_enter_in_a_field_presses_a_button_that_saves(world, name):
    client = Client()
    may, people = (
        ACCESS[name]["allowed"],
        ("staff", "officer", "dc_staff", "dc_officer", "sysadmin"),
    )
    client.force_login(getattr(world, next(who for who in people if who in may)))
    page = client.get(address(world, name))
    if page.headers.get("Content-Type", "").startswith("text/html"):
        assert FirstButtons(page.content.decode()).harmful() == []


def test_a_form_that_begins_with_another_button_is_found():
    page = '<form><input name="a"><button value="drop-0" hidden></button><button>B</button></form>'
    assert FirstButtons(page).harmful() == ["drop-0"]
    of_another_place = '<button form="f" value="yield"></button><form id="f"><input><button></form>'
    assert FirstButtons(of_another_place).harmful() == ["yield"]


def test_what_is_looked_for_on_every_page_is_there_for_its_own_office(world):
    client = clients(world)["staff"]
    own = {w for w, office in world.offices_of_words.items() if office in world.offices_of["staff"]}
    assert own
    assert own == words_in(world, client.get(reverse("meetings:list")))


def test_rights_end_with_the_post_within_one_session(world):
    client = Client()
    client.force_login(world.officer)
    url = address(world, "meetings:approve")
    assert client.get(url).status_code == 200
    world.officer.postings.update(ends_on=date(2020, 1, 1))
    assert client.get(url).status_code == 404


def test_the_administrator_sees_no_minutes(world):
    client = Client()
    client.force_login(world.sysadmin)
    pages = [client.get(reverse("admin:index")), client.get(reverse("meetings:list"))]
    assert all(str(world.draft.committee) not in page.content.decode() for page in pages)
    assert not [name for name in routes() if name.startswith("admin:meetings_")]


def test_the_administration_is_for_the_system_administrator_alone(world):
    """Asked of every page there; those about one thing stand behind the same check as its list."""
    got_in = set()
    names = {name for name in routes() if name.startswith("admin:") and "login" not in name}
    for person, client in clients(world).items():
        for name in names:
            try:
                url = reverse(name)
            except NoReverseMatch:
                url = reverse("admin:index") + name.split(":")[1].replace("_", "/") + "/1/"
            if client.get(url).status_code not in (302, 403, 404):
                got_in.add((person, name))
    assert {person for person, _ in got_in} == {"sysadmin"}
    assert ("sysadmin", "admin:index") in got_in


def test_the_way_to_submitted_and_back_is_recorded_under_who_went_it(world):
    client = Client()
    client.force_login(world.officer)
    client.post(address(world, "meetings:send_back"), ACCESS["meetings:send_back"]["post"])
    world.submitted.refresh_from_db()
    assert (world.submitted.state, world.submitted.returned_by) == (State.RETURNED, world.officer)
