"""What strangers, worms and worn links put into an address or a form: no page breaks on it.

Every parameter of every address that a visitor or a clerk can reach is given nasty values, the most
telling in `make test` and all of them in `make prove`, and every field of every page that takes a form
is sent a few. Which there are is found by listening to the pages, so that a parameter made tomorrow
is walked as well.
"""

import re
from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.http import QueryDict
from django.test import Client

from tests.access.table import ACCESS, MARKS, SAME_FOR_ALL, address, arguments, routes, things
from tests.proof import tried

pytestmark = MARKS

# As they stand in the address, percent-encoded.
NASTY = [
    "",
    "0",
    "-1",
    "1.5",
    "1e400",
    "NaN",
    "True",
    str(2**31),
    str(2**63),
    str(2**64),
    "9" * 5_000,
    quote("৯" * 300),
    quote("²"),
    quote("٣"),
    "%00",
    "1%00",
    "%0B",
    "%0D%0ASet-Cookie:+a=b",
    "%1B%5B31m",
    "%7F%C2%85",
    "%FF%FE",
    "%C0%AE%C0%AE",
    "%ED%A0%80",
    quote("\u202eabc\u2066"),
    quote("\U0010ffff"),
    quote("ক্‌ষ\u200d"),
    "a/b",
    "a%2Fb",
    "..%2F..%2Fetc%2Fpasswd",
    "//example.org",
    "javascript:alert(1)",
    quote("<script>alert(1)</script>"),
    quote("' OR 1=1 --"),
    quote("%s%d{0}{{7*7}}"),
    quote("=1+1"),
    "2024-13-45",
    "0000-00-00",
    "10000-01-01",
    quote("৩১/০২/২০২৪"),
    quote("ক" * 3_000),
    quote("[" * 2_000),
    quote('{"a":' * 1_000),
    quote("a[b][c]"),
    "1_000",
    "%F4%90%80%80",
]
# What databases themselves take in different ways; the rest never gets as far as one.
FOR_DATABASES = ["-1", str(2**31), str(2**63), "9" * 5_000, "%00", "%ED%A0%80", quote("\U0010ffff")]
# What Python reads as a number, a text or a day, and then it, or SQLite, cannot go on with.
FOR_READERS = [str(2**63), "9" * 5_000, "%ED%A0%80", quote("²"), "NaN", "0000-00-00"]
TELLING = FOR_READERS if connection.vendor == "sqlite" else FOR_DATABASES

# What a form sent by hand may hold.
UNSEEN = "ক\x0bখ\x1b\x85"
SENT = [UNSEEN, "ক\0খ", "9" * 5_000, str(2**63)]
TAKING = [name for name in ACCESS if ACCESS[name]["post"] is not None]
# They ask for the password in a transaction of its own, so none may be around it.
ASKS_WHO_IT_IS = {"memos:issue", "memos:sign", "memos:void", "meetings:unpublish"}


ROUTES = routes()
GAP = re.compile(r"<[^>]+>")


def path(name, values):
    values = iter(values)
    return "/" + GAP.sub(lambda gap: str(next(values)), ROUTES[name])


@pytest.fixture
def heard(monkeypatch):
    """The names that pages have looked up in a query or a form since it was last emptied."""
    names = set()

    def listening(method):
        def listen(self, key, *args, **kwargs):
            names.add(key)
            return method(self, key, *args, **kwargs)

        return listen

    for name in ("__getitem__", "get", "getlist", "__contains__"):
        monkeypatch.setattr(QueryDict, name, listening(getattr(QueryDict, name)))
    return names


def looked_for(ask, heard):
    """What a page looks for in a query or a form, also what it looks for only beside the rest.

    `ask(told)` asks it with these. Of names that differ by a number the first stands for all.
    """
    known = {}
    while True:
        heard.clear()
        ask(dict.fromkeys(sorted(known.values()), "1"))
        found = {}
        for name in sorted(filter(None, heard), key=lambda name: (len(name), name)):
            found.setdefault(re.sub("[0-9]+", "#", name), name)
        if found.keys() <= known.keys():
            return sorted(known.values())
        known = found | known


def who_may(people):
    """A clerk where one is let in, of this office or of the one above it; else who is."""
    return next(
        who for who in ("staff", "dc_staff", "officer", "dc_officer", "sysadmin") if who in people
    )


def asked(world, person):
    client = Client(raise_request_exception=False)
    if person != "anonymous":
        client.force_login(getattr(world, person))
    return client


def answered(response):
    """The status; what is sent in pieces is read to its end, which closes its file."""
    if response.streaming:
        response.getvalue()
    return response.status_code


def undone(ask):
    """What it answers; whatever it did in the database is undone."""
    with transaction.atomic():
        answer = ask()
        transaction.set_rollback(True)
    return answer


def test_there_are_forty_of_them():
    assert len(set(NASTY)) == len(NASTY) >= 40
    assert set(FOR_DATABASES) | set(FOR_READERS) < set(NASTY)


@pytest.mark.parametrize("name", sorted([*ACCESS, *SAME_FOR_ALL]))
@tried("values", few=TELLING[:1], short=NASTY, full=NASTY, once=True)
def test_no_value_in_an_address_breaks_a_page(world, name, heard, record_property, values):
    filled = arguments(world, name) if name in ACCESS else []
    true, broken, count = path(name, filled), {}, 0
    for person in ("anonymous", who_may(ACCESS.get(name, {"allowed": {"staff"}})["allowed"])):
        client = asked(world, person)
        names = looked_for(lambda told: answered(client.get(true, told)), heard)  # noqa: B023
        walked = [f"{true}?{parameter}={value}" for parameter in names for value in values]
        for place in range(len(filled)):
            walked += [
                path(name, [*filled[:place], value, *filled[place + 1 :]]) for value in values
            ]
        for url in walked:
            if (status := answered(client.get(url))) >= 500:
                broken[person, url[:100]] = status
        count += len(walked)
    record_property("requests", count)
    assert broken == {}


@pytest.mark.parametrize("value", [str(2**63), "9" * 5_000, "-1", "%00", "a/b"])
def test_nor_does_one_break_the_administration(world, value):
    """Its lists are a library's: a filter takes whatever stands in the address."""
    lists = ["committees/committee/?office=", "accounts/mail/?user=", "committees/post/?p="]
    client = asked(world, "sysadmin")
    answers = {url: client.get(f"/admin/{url}{value}").status_code for url in lists}
    assert {url: status for url, status in answers.items() if status >= 500} == {}


@pytest.mark.once
@pytest.mark.parametrize("name", TAKING)
@tried("values", few=None, short=SENT, full=SENT)
def test_no_value_in_a_form_breaks_a_page_or_stays_unseen(
    world, name, heard, record_property, values
):
    row, url = ACCESS[name], address(world, name)
    client = asked(world, who_may(row.get("writers", row["allowed"])))

    def right():
        # Made anew each time: a file is read only once.
        return row["post"](things(world, name)[-1]) if callable(row["post"]) else row["post"]

    def post(told):
        status = answered(client.post(url, told))
        return status, UNSEEN in told.values() and unseen_in_the_database()

    def send(told):
        return post(told) if name in ASKS_WHO_IT_IS else undone(lambda: post(told))

    broken, unseen = {}, {}
    names = looked_for(lambda told: send(told | right()), heard)
    for field in names:
        for value in values:
            status, found = send(right() | {field: value})
            if status >= 500:
                broken[field, value[:10]] = status
            if found:
                unseen[field] = found
    record_property("requests", len(names) * len(values))
    assert (broken, unseen) == ({}, {})


def unseen_in_the_database():
    """Where a sign is stored that nobody can see: {model.field}."""
    found = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.get_internal_type() in ("CharField", "TextField"):
                kept = {f"{field.name}__contains": "\x0b"}
            elif isinstance(field, models.JSONField):
                kept = {f"{field.name}__icontains": "u000b"}
            else:
                continue
            if model._meta.app_label in OURS and model._base_manager.filter(**kept).exists():
                found.add(f"{model.__name__}.{field.name}")
    return found


OURS = {
    "accounts", "committees", "despatch", "distribution", "documents", "letters", "meetings", "memos",
    "offices", "submissions",
}  # fmt: skip
