"""Names of people: one spelling, nothing unseen; sign-in names that are not taken for each other."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from tests.factories import make_user


def opened(username, name="রেহানা পারভীন"):
    user = User(username=username, name=name, password="x")
    user.full_clean()
    return user


@pytest.mark.parametrize("name", ["রেহানা\u202e", "রেহানা\u200b পারভীন", "রেহানা\x07", "\ufeffরেহানা"])
def test_a_name_with_something_unseen_is_refused(db, name):
    with pytest.raises(ValidationError) as refused:
        opened("rehana", name)
    assert list(refused.value.message_dict) == ["name"]


def test_a_joiner_that_shapes_a_letter_stays(db):
    assert opened("rab", "র‍্যাব আলী").name == "র‍্যাব আলী"


def test_a_name_is_stored_in_one_spelling(db):
    user = make_user("rehana", name="  ড\u09bcলি   আক্তার ")
    user.refresh_from_db()
    assert user.name == "ড\u09bcলি আক্তার"
    user = make_user("other", name="ক\u09c7\u09be")
    assert user.name == "কো"


@pytest.mark.parametrize(
    "username", ["kur1gram.staff", "kurlgram.staff", "kurigram-staff", "kurigrarn.staff"]
)
def test_a_sign_in_name_that_looks_like_another_is_refused(db, username):
    make_user("kurigram.staff")
    with pytest.raises(ValidationError) as refused:
        opened(username)
    assert "kurigram.staff" in str(refused.value.message_dict["username"])


def test_other_sign_in_names_are_taken_and_an_account_is_kept_as_it_is(db):
    user = make_user("kurigram.staff")
    opened("kurigram.officer")
    user.full_clean(exclude=["password"])
