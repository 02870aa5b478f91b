"""Who can sign in to the demo."""

from typing import NamedTuple

from accounts.models import User
from demo.cast import PASSWORD, SIGN_INS
from demo.sources import offices
from documents.demo_keys import Person
from offices.models import Posting

# Beside the part they have in their office.
ADMINISTRATOR = "সিস্টেম প্রশাসক"
ONE_OFFICER = "এক কর্মকর্তার কার্যালয়"


class SignIn(NamedTuple):
    username: str
    password: str
    who: str
    office: str


def sign_ins():
    """The sign-ins of the demo in their order, an empty list where it has not been loaded."""
    people = {user.username: user for user in User.objects.filter(username__in=SIGN_INS)}
    held = {
        posting.user_id: posting
        for posting in Posting.objects.current()
        .filter(user__in=people.values())
        .select_related("post__office")
    }
    return [
        _sign_in(people[username], held.get(people[username].pk))
        for username in SIGN_INS
        if username in people
    ]


def signers():
    """Everybody in the demo who may sign a paper: its officers, and who signs copies and annexes."""
    return [
        Person(person["user"], person["name"], office["name"])
        for office in offices()["office"]
        for post in office["posts"]
        for person in (post, post.get("before"))
        if person and "user" in person
    ]


def _sign_in(user, posting):
    if posting is None:
        return SignIn(user.username, PASSWORD, f"{user.name}, {ADMINISTRATOR}", "–")
    office = posting.post.office
    part = ONE_OFFICER if office.one_officer else posting.get_role_display()
    who = f"{user.name}, {posting.post.title} ({part})"
    return SignIn(user.username, PASSWORD, who, office.name)
