"""The people of the tests, the same everywhere.

Shalbon is a district with two upazilas, Meghdubi and Noldanga; Meghdubi also has a line office.
Charghat is an upazila of another district, Padmar. Staff and officers are named by their office.
"""

from datetime import timedelta
from types import SimpleNamespace

from django.test import Client
from django.utils import timezone

from offices.models import Office
from tests.factories import give_posts, make_committee, make_office, make_user, make_users

Kind = Office.Kind

# username → the codes of the offices each works in
WORKS_IN = {
    "staff": {"meghdubi"},
    "officer": {"meghdubi"},
    "reader": {"meghdubi"},
    "sister_staff": {"sister"},
    "sister_officer": {"sister"},
    "near_staff": {"noldanga"},
    "near_officer": {"noldanga"},
    "far_staff": {"charghat"},
    "far_officer": {"charghat"},
    "dc_staff": {"shalbon"},
    "dc_officer": {"shalbon"},
    "other_dc_officer": {"padmar"},
    "division_viewer": {"division"},
    "only_officer": {"one-man"},
    "transferred": set(),
    "two_roles": {"meghdubi", "sister"},
    "sysadmin": set(),
}


def signed_in(user):
    """A client in which this person has signed in."""
    client = Client()
    client.force_login(user)
    return client


def make_cast():
    """Offices, committees and people, as attributes of one object."""
    cast = SimpleNamespace()
    cast.division = make_office("division", Kind.DIVISION, name="বিভাগীয় কমিশনারের কার্যালয়, উত্তরা")
    cast.shalbon = make_office(
        "shalbon", Kind.DISTRICT, cast.division, name="জেলা প্রশাসকের কার্যালয়, শালবন"
    )
    cast.padmar = make_office(
        "padmar", Kind.DISTRICT, cast.division, name="জেলা প্রশাসকের কার্যালয়, পদ্মার"
    )
    cast.meghdubi = make_office("meghdubi", Kind.UPAZILA, cast.shalbon, name="উপজেলা কার্যালয়, মেঘডুবি")
    cast.noldanga = make_office("noldanga", Kind.UPAZILA, cast.shalbon, name="উপজেলা কার্যালয়, নলডাঙ্গা")
    cast.charghat = make_office("charghat", Kind.UPAZILA, cast.padmar, name="উপজেলা কার্যালয়, চরঘাট")
    cast.sister = make_office("sister", Kind.LINE, cast.meghdubi, name="উপজেলা সমবায় কার্যালয়, মেঘডুবি")
    cast.one_man = make_office(
        "one-man", Kind.LINE, cast.noldanga, name="এক কর্মকর্তার কার্যালয়", one_officer=True
    )

    yesterday = timezone.localdate() - timedelta(days=1)
    # (username, office, role), with what is not as usual of the posting
    held = [
        ("staff", cast.meghdubi, "staff"),
        ("officer", cast.meghdubi, "officer"),
        ("reader", cast.meghdubi, "viewer"),
        ("sister_staff", cast.sister, "staff"),
        ("sister_officer", cast.sister, "officer"),
        ("near_staff", cast.noldanga, "staff"),
        ("near_officer", cast.noldanga, "officer"),
        ("far_staff", cast.charghat, "staff"),
        ("far_officer", cast.charghat, "officer"),
        ("dc_staff", cast.shalbon, "staff"),
        ("dc_officer", cast.shalbon, "officer"),
        ("other_dc_officer", cast.padmar, "officer"),
        ("division_viewer", cast.division, "viewer"),
        ("only_officer", cast.one_man, "officer"),
        ("transferred", cast.meghdubi, "officer", {"ends_on": yesterday}),
        ("two_roles", cast.meghdubi, "staff"),
        ("two_roles", cast.sister, "officer", {"title": "অতিরিক্ত দায়িত্বের কর্মকর্তা"}),
    ]
    names = {"transferred": "বদলি হওয়া কর্মকর্তা", "two_roles": "দুই পদের কর্মকর্তা"}
    people = make_users({name: names.get(name, f"নাম {name}") for name, *_ in held})
    for username, user in people.items():
        setattr(cast, username, user)
    give_posts((people[name], *rest) for name, *rest in held)
    cast.sysadmin = make_user("sysadmin", is_staff=True, is_superuser=True)

    cast.committee = make_committee(cast.meghdubi)
    return cast
