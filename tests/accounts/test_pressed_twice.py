"""A button pressed twice, and forms that bring back the token they were given."""

from uuid import UUID

import pytest
from django.test import RequestFactory

from accounts.access import ANYBODY, pressed_twice, token_sent
from accounts.models import User

ME, OTHER = 7, 8


def sent(method="post", **data):
    request = getattr(RequestFactory(), method)("/", data)
    request.user = User(pk=ME)
    return request


@pytest.mark.parametrize(
    ("method", "done", "by", "expected"),
    [
        ("post", True, ME, True),
        ("post", "a line of the register", ME, True),
        ("post", True, ANYBODY, True),
        # Not done yet, by another, or only looked at.
        ("post", False, ANYBODY, False),
        ("post", None, None, False),
        ("post", True, OTHER, False),
        ("post", True, None, False),
        ("get", True, ME, False),
        ("get", True, ANYBODY, False),
    ],
)
def test_a_second_press_is_of_the_same_person_and_after_the_first(method, done, by, expected):
    assert pressed_twice(sent(method), done=done, by=by) is expected


def test_a_token_is_read_where_there_is_one():
    token = "8b0d4f4e-3f0b-4a35-9ab7-5d1d5a4f1c11"
    assert token_sent(sent(token=token)) == UUID(token)
    assert token_sent(sent(token="nonsense")) is None
    assert token_sent(sent()) is None
    assert token_sent(sent("get", token=token)) is None
