"""Where a recipient is reached, and what has proved it."""

from datetime import timedelta

import pytest

from distribution.book import address_of, prove
from distribution.models import Addressee, Way
from offices.models import today
from tests.factories import make_post


@pytest.fixture
def dc(cast):
    """A post of an office where people sign in."""
    return make_post(cast.shalbon, "জেলা প্রশাসক", kind="dc", email="dc@shalbon.gov.bd")


@pytest.fixture
def engineer(cast):
    """A post of an office nobody signs in for."""
    return make_post(cast.division, "প্রকৌশলী", email="eng@div.gov.bd")


def test_a_post_is_reached_as_its_office_works(cast, dc, engineer):
    cast.division_viewer.postings.all().delete()
    assert address_of(cast.meghdubi, dc)[:3] == ("dc@shalbon.gov.bd", True, Way.PORTAL)
    assert address_of(cast.meghdubi, engineer)[:3] == ("eng@div.gov.bd", True, Way.MAIL)
    engineer.email = ""
    assert address_of(cast.meghdubi, engineer).way == Way.HAND
    assert address_of(cast.meghdubi).way == Way.HAND


def test_the_book_of_the_office_says_otherwise(cast, dc):
    row = Addressee.objects.create(
        office=cast.meghdubi, post=dc, line="জেলা প্রশাসক", email="own@mail.org", is_shared=False
    )
    assert address_of(cast.meghdubi, dc) == ("own@mail.org", False, Way.MAIL, None)
    assert address_of(cast.noldanga, dc).way == Way.PORTAL
    row.email = ""
    row.save()
    assert address_of(cast.meghdubi, addressee=row).email == "dc@shalbon.gov.bd"
    row.closed_on = today()
    row.save()
    assert address_of(cast.meghdubi, dc, row).way == Way.PORTAL


def test_an_address_is_proved_for_six_months(cast, dc):
    assert prove(cast.meghdubi, "dc@shalbon.gov.bd", post=dc) == Addressee.objects.get()
    assert address_of(cast.meghdubi, dc).is_proved
    Addressee.objects.update(proved_on=today() - timedelta(days=184))
    assert not address_of(cast.meghdubi, dc).is_proved
    # What is proved earlier is no news.
    prove(cast.meghdubi, "dc@shalbon.gov.bd", post=dc, on=today() - timedelta(days=300))
    assert Addressee.objects.get().proved_on == today() - timedelta(days=184)


def test_an_old_address_proves_nothing_of_the_new_one(cast):
    row = Addressee.objects.create(office=cast.meghdubi, line="সচিব", email="new@ict.gov.bd")
    assert prove(cast.meghdubi, "old@ict.gov.bd", addressee=row) is None
    assert prove(cast.meghdubi, "", addressee=row) is None
    assert prove(cast.noldanga, "new@ict.gov.bd", addressee=row) is None
    assert prove(cast.meghdubi, "new@ict.gov.bd") is None
    assert Addressee.objects.get().proved_on is None


def test_a_line_of_the_same_words_is_not_taken_for_the_post(cast, dc):
    words = "জেলা প্রশাসক, জেলা প্রশাসকের কার্যালয়, শালবন"
    Addressee.objects.create(office=cast.meghdubi, line=words)
    assert prove(cast.meghdubi, "dc@shalbon.gov.bd", post=dc) is None
    assert Addressee.objects.count() == 1
