"""Through the door and out again."""

import re
import unicodedata

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.urls import reverse

from accounts.models import AuditEvent, User

PASSWORD = "নদীর পাড়ে বাড়ি"
LOGIN = "/accounts/login/"


@pytest.fixture
def rashed(db):
    return User.objects.create_user("rashed", password=PASSWORD, name="রাশেদ করিম")


def sign_in(client, username="rashed", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": username, "password": password, **more})


def errors(response):
    """The text of the error summary on top of a page."""
    html = response.content.decode()
    summary = re.search(r"data-error-summary.*?<ul>(.*?)</ul>", html, re.DOTALL).group(1)
    return re.findall(r"<li>(?:<a[^>]*>)?(.*?)(?:</a>)?</li>", summary)


def test_whoever_signs_in_stands_before_todays_work(client, rashed):
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert client.get(reverse("home")).context["user"] == rashed


def test_a_capital_from_a_phones_keyboard_is_no_obstacle(client, rashed):
    assert sign_in(client, " Rashed ").status_code == 302


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, rashed):
    wrong = errors(sign_in(client, password="অন্য কিছু"))
    unknown = errors(sign_in(client, "nobody"))
    assert wrong == unknown == ["ব্যবহারকারী নাম বা পাসওয়ার্ড মেলেনি।"]


def test_one_account_is_not_guessed_at_for_long(client, rashed):
    answers = [errors(sign_in(client, password=f"অনুমান {n}")) for n in range(6)]
    assert answers[4] == ["ব্যবহারকারী নাম বা পাসওয়ার্ড মেলেনি।"]
    assert answers[5] == ["কয়েকবার ভুল হয়েছে। পাঁচ মিনিট পরে আবার চেষ্টা করুন।"]
    assert errors(sign_in(client)) == answers[5]


@pytest.mark.parametrize("forwarded", ["203.0.113.7", "198.51.100.9, 203.0.113.7"])
def test_an_address_claimed_by_the_browser_escapes_no_throttle(client, rashed, forwarded):
    for n in range(5):
        sign_in(client, password=f"অনুমান {n}")
    headers = {"X-Forwarded-For": forwarded}
    response = client.post(LOGIN, {"login": "rashed", "password": PASSWORD}, headers=headers)
    assert errors(response) == ["কয়েকবার ভুল হয়েছে। পাঁচ মিনিট পরে আবার চেষ্টা করুন।"]


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/help/", "/help/"),
        ("https://example.org/", "/"),
        ("//example.org/", "/"),
        ("/\\example.org/", "/"),
        ("https:example.org", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_sign_in_leads_nowhere_but_here(client, rashed, wanted, reached):
    assert sign_in(client, next=wanted)["Location"] == reached


def test_a_new_session_begins_at_sign_in(client, rashed):
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_leaving_takes_a_press_of_the_button(client, rashed):
    client.force_login(rashed)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/").status_code == 200
    assert client.post("/accounts/logout/")["Location"] == LOGIN
    assert client.get("/")["Location"] == f"{LOGIN}?next=/"


def test_a_closed_account_is_shut_out_at_once(client, rashed):
    client.force_login(rashed)
    rashed.is_active = False
    rashed.save()
    assert client.get("/")["Location"] == f"{LOGIN}?next=/"
    assert sign_in(client)["Location"] == "/accounts/inactive/"
    assert client.get("/accounts/inactive/").status_code == 200


def test_nobody_opens_an_account_for_themselves(client, db):
    new = {"username": "rahima", "password1": PASSWORD, "password2": PASSWORD}
    response = client.post("/accounts/signup/", new)
    assert "নিজে হিসাব খোলা যায় না" in response.content.decode()
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "path", ["email/", "confirm-email/", "password/reset/", "password/set/", "reauthenticate/"]
)
def test_the_pages_we_do_not_stand_behind_are_not_there(client, rashed, path):
    client.force_login(rashed)
    assert client.get(f"/accounts/{path}").status_code == 404


def test_a_password_is_the_same_from_every_keyboard(settings):
    settings.PASSWORD_HASHERS = ["accounts.hashers.Argon2PasswordHasher"]
    composed, decomposed = "বাড\u09bcি কো\u09c7\u09be", "বা\u09dcি কো\u09cb"
    assert composed != decomposed
    assert unicodedata.normalize("NFC", composed) == unicodedata.normalize("NFC", decomposed)
    for chosen in (composed, decomposed):
        encoded = make_password(chosen)
        assert check_password(composed, encoded)
        assert check_password(decomposed, encoded)
        assert not check_password(composed + "।", encoded)


# ── One's own password ──────────────────────────────────────────────────────────────────────────

CHANGE = "/accounts/password/change/"
NEW = "পাহাড়ের ওপারে ধানখেত"


def test_a_changed_password_shuts_out_other_sessions(client, rashed):
    other = type(client)()
    other.force_login(rashed)
    client.force_login(rashed)
    response = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert response["Location"] == "/"
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302


def test_a_password_from_the_administrator_opens_only_the_page_that_changes_it(client, rashed):
    rashed.must_change_password = True
    rashed.save()
    client.force_login(rashed)
    assert [client.get(path)["Location"] for path in ("/", "/help/", "/admin/")] == [CHANGE] * 3
    assert client.post("/", {})["Location"] == CHANGE
    assert client.get(CHANGE).status_code == 200

    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert client.get("/").status_code == 200
    rashed.refresh_from_db()
    assert not rashed.must_change_password


def test_the_administrators_password_is_not_kept_as_ones_own(client, rashed):
    rashed.must_change_password = True
    rashed.save()
    client.force_login(rashed)
    same = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    response = client.post(CHANGE, same)
    assert errors(response) == ["নতুন পাসওয়ার্ড: নতুনটি আগেরটির মতো হতে পারে না।"]
    assert client.get("/")["Location"] == CHANGE


@pytest.mark.parametrize(
    ("password", "error"),
    [
        ("ছোট", "পাসওয়ার্ড ছোট; কমপক্ষে ১২টি অক্ষর দিন।"),
        ("password1234", "এই পাসওয়ার্ড সহজে অনুমান করা যায়; অন্য কিছু দিন।"),
        (
            "রাশেদ করিম ১২",
            "পাসওয়ার্ড আপনার নাম-এর সঙ্গে খুব মিলে যায়; অন্য কিছু দিন।",
        ),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(client, rashed, password, error):
    client.force_login(rashed)
    fields = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert errors(client.post(CHANGE, fields)) == [f"নতুন পাসওয়ার্ড: {error}"]


# --- What the trail says of it --------------------------------------------------------------


def told():
    """(what, who, about whom, detail) of the events, in their order."""
    return [
        (event.what, event.by and event.by.username, event.target_id, event.detail)
        for event in AuditEvent.objects.filter(chain="portal").order_by("serial")
    ]


def test_coming_and_going_are_in_the_trail(client, rashed):
    sign_in(client)
    client.post("/accounts/logout/")
    client.post("/accounts/logout/")  # leaving twice is no event
    assert told() == [
        ("signed in", "rashed", rashed.pk, {"address": "127.0.0.1"}),
        ("signed out", "rashed", rashed.pk, {}),
    ]


def test_a_failed_sign_in_is_in_the_trail_without_what_was_typed(client, rashed):
    sign_in(client, password="ভুল পাসওয়ার্ড")
    sign_in(client, "my-password-by-mistake")
    rashed.is_active = False
    rashed.save()
    sign_in(client)
    here = {"address": "127.0.0.1"}
    assert told() == [
        ("sign-in failed", None, rashed.pk, here),
        ("sign-in failed", None, None, here),
        ("sign-in failed", None, rashed.pk, here | {"closed": True}),
    ]


def test_guesses_that_are_not_even_heard_do_not_fill_the_trail(client, rashed):
    for n in range(9):
        sign_in(client, password=f"অনুমান {n}")
    assert len(told()) == 5


def test_a_password_that_was_changed_is_in_the_trail(client, rashed):
    client.force_login(rashed)
    new = "পাহাড়ের ওপারে ধানখেত"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", form).status_code == 302
    assert told() == [("password changed", "rashed", rashed.pk, {})]


def test_a_sign_in_that_cannot_be_recorded_does_not_happen(client, rashed, monkeypatch):
    def fail(**event):
        raise ZeroDivisionError

    monkeypatch.setattr("accounts.adapter.record", fail)
    with pytest.raises(ZeroDivisionError):
        sign_in(client)
    assert client.get("/")["Location"] == f"{LOGIN}?next=/"
    rashed.refresh_from_db()
    assert rashed.last_login is None
