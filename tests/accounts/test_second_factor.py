"""The second factor: set up by its owner, asked at the door, and as good as the password after it."""

import base64
import hmac
import io
import re
import struct
import time
from html import unescape

import pytest
import zxingcpp
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from PIL import Image

from accounts import reauth
from accounts.models import AuditEvent, User
from bangla.digits import to_bengali
from minutes_portal import demanding
from tests.accounts.test_sign_in import LOGIN, PASSWORD, errors, rashed, sign_in  # noqa: F401

# ruff: noqa: F811 (the fixture is asked for by its name)

PAGE = "/accounts/second-factor/"
CODE = "/accounts/code/"
SET_UP = ["second factor on", "recovery codes made"]


def code_of(secret, at=None):
    """The code of RFC 6238 that an application shows at a moment (seconds), by default now."""
    counter = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    hashed = hmac.new(base64.b32decode(secret), counter, "sha1").digest()
    start = hashed[-1] & 15
    number = struct.unpack(">I", hashed[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def test_the_codes_of_these_tests_are_those_of_the_standard():
    secret = base64.b32encode(b"12345678901234567890")
    codes = [code_of(secret, at) for at in (59, 1111111109, 20000000000)]
    assert codes == ["287082", "081804", "353130"]  # RFC 6238, appendix B


def told():
    """(what, by whom, detail but for the address) of the events, in their order."""
    events = AuditEvent.objects.order_by("pk")
    return [
        (e.what, e.by and e.by.username, {k: v for k, v in e.detail.items() if k != "address"})
        for e in events
    ]


@pytest.fixture
def secret(client, rashed):
    """The secret in the telephone of Rashed, who has just set it up and signed out."""
    client.force_login(rashed)
    page = unescape(client.get(PAGE).content.decode())
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page).group(1).replace(" ", "")
    form = {"code": code_of(secret), "password": PASSWORD}
    assert client.post(PAGE, form)["Location"] == PAGE
    client.logout()
    return secret


def test_the_picture_holds_what_an_application_needs(client, rashed):
    client.force_login(rashed)
    page = unescape(client.get(PAGE).content.decode())
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page).group(1).replace(" ", "")
    png = base64.b64decode(re.search(r'src="data:image/png;base64,([^"]+)"', page).group(1))
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))
    assert found.text.startswith("otpauth://totp/rashed?secret=" + secret + "&issuer=")
    assert (
        re.search(r'href="(otpauth:[^"]+)"', page).group(1) == found.text
    )  # for the same telephone


def test_it_is_on_once_the_first_code_and_the_password_are_right(client, rashed, secret):
    assert told() == [("second factor on", "rashed", {}), ("recovery codes made", "rashed", {})]
    for kept in Authenticator.objects.filter(user=rashed):
        assert secret not in str(kept.data)


@pytest.mark.parametrize(
    "wrong", [{"code": "000000"}, {"code": "abc"}, {"password": "ভুল"}, {"code": ""}]
)
def test_a_wrong_code_or_password_turns_nothing_on(client, rashed, wrong):
    client.force_login(rashed)
    page = unescape(client.get(PAGE).content.decode())
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page).group(1)
    form = {"code": code_of(secret.replace(" ", "")), "password": PASSWORD} | wrong
    response = client.post(PAGE, form)
    assert response.status_code == 422
    assert f"<code>{secret}</code>" in response.content.decode()  # the same one goes on
    assert not Authenticator.objects.exists()


def test_the_door_asks_for_the_code_after_the_password(client, rashed, secret):
    assert sign_in(client)["Location"] == CODE
    assert client.get("/")["Location"] == f"{LOGIN}?next=/"  # not in yet
    assert client.get(CODE).status_code == 200
    response = client.post(CODE, {"code": to_bengali(code_of(secret))})
    assert response["Location"] == reverse("home")
    assert client.get("/").context["user"] == rashed
    assert [what for what, _, _ in told()] == [*SET_UP, "signed in"]


def test_a_wrong_code_opens_nothing_and_is_recorded(client, rashed, secret):
    sign_in(client)
    response = client.post(CODE, {"code": "000000"})
    assert "কোডটি মেলেনি।" in response.content.decode()
    assert client.get("/").status_code == 302
    assert told()[len(SET_UP) :] == [("sign-in failed", None, {"step": "code"})]


def forget_what_the_library_remembers(user, code):
    """It forgets a used code after thirty seconds, when clocks may still show it."""
    used = Authenticator.objects.get(user=user, type="totp").wrap()._get_used_cache_key(code)
    assert cache.delete(used)


def test_a_code_opens_once(client, rashed, secret):
    code = code_of(secret)
    sign_in(client)
    client.post(CODE, {"code": code})
    assert client.get("/").status_code == 200
    client.post("/accounts/logout/")
    forget_what_the_library_remembers(rashed, code)
    sign_in(client)
    client.post(CODE, {"code": code})
    assert client.get("/").status_code == 302
    assert told()[-1] == ("sign-in failed", None, {"step": "code"})


def test_codes_are_not_guessed_at_for_long(client, rashed, secret):
    sign_in(client)
    for guess in range(5):
        client.post(CODE, {"code": f"00000{guess}"})
    client.post(CODE, {"code": code_of(secret)})
    assert client.get("/").status_code == 302


def test_under_another_key_no_code_is_right(client, rashed, secret, settings):
    settings.SECRET_KEY = "another key, as after a restore without the old one"
    sign_in(client)
    response = client.post(CODE, {"code": code_of(secret)})
    assert "কোডটি মেলেনি।" in response.content.decode()
    assert reauth.confirm(rashed, code_of(secret)) is False
    assert reauth.confirm(rashed, PASSWORD) is True


def test_nobody_comes_to_the_code_without_the_password(client, db):
    assert client.get(CODE)["Location"] == LOGIN
    assert client.post(CODE, {"code": "123456"})["Location"] == LOGIN


def test_before_an_act_the_code_is_as_good_as_the_password(rashed, secret):
    code = code_of(secret)
    assert reauth.confirm(rashed, f"{to_bengali(code[:3])} {code[3:]}") is True
    forget_what_the_library_remembers(rashed, code)
    assert reauth.confirm(rashed, code) is False  # once
    assert reauth.confirm(rashed, PASSWORD) is True
    other = User.objects.create_user("other", password=PASSWORD, name="অন্য")
    cache.clear()
    assert reauth.confirm(other, code) is False


def test_it_is_turned_off_with_the_password(client, rashed, secret):
    client.force_login(rashed)
    assert client.post(PAGE, {"password": "ভুল"}).status_code == 422
    assert Authenticator.objects.exists()
    assert client.post(PAGE, {"password": PASSWORD})["Location"] == PAGE
    assert not Authenticator.objects.exists()
    assert told()[-1] == ("second factor off", "rashed", {})
    client.logout()
    assert sign_in(client)["Location"] == reverse("home")


def test_the_administrator_takes_it_from_whoever_lost_the_telephone(client, rashed, secret, cast):
    client.force_login(cast.sysadmin)
    form = {"action": "remove_second_factor", "_selected_action": [rashed.pk, cast.staff.pk]}
    response = client.post(reverse("admin:accounts_user_changelist"), form, follow=True)
    assert "দ্বিতীয় ধাপ বন্ধ হয়েছে: রাশেদ করিম" in response.content.decode()
    assert not Authenticator.objects.exists()
    assert told()[-1] == ("second factor off", "sysadmin", {})


def test_too_many_wrong_passwords_are_told(client, rashed, secret):
    client.force_login(rashed)
    for guess in range(3):
        client.post(PAGE, {"password": f"অনুমান {guess}"})
    assert errors(client.post(PAGE, {"password": PASSWORD})) == [
        "পাসওয়ার্ড: কয়েকবার ভুল হয়েছে। ৫ সেকেন্ড পরে আবার চেষ্টা করুন।"
    ]


def codes_on(response):
    """The codes on paper that a page shows."""
    shown = re.findall(r"<li><code>(\d{4}) (\d{4})</code>", response.content.decode())
    return ["".join(halves) for halves in shown]


@pytest.fixture
def codes(client, rashed, secret):
    """New codes on Rashed's paper, who has signed out."""
    client.force_login(rashed)
    codes = codes_on(client.post(PAGE, {"password": PASSWORD, "new_codes": "1"}, follow=True))
    client.post("/accounts/logout/")
    return codes


def test_codes_on_paper_are_shown_once(client, rashed):
    client.force_login(rashed)
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", client.get(PAGE).content.decode()).group(1)
    form = {"code": code_of(secret.replace(" ", "")), "password": PASSWORD}
    assert len(set(codes_on(client.post(PAGE, form, follow=True)))) == 10
    page = client.get(PAGE)
    assert codes_on(page) == []
    assert "বাকি আছে: ১০টি" in page.content.decode()


def test_without_the_telephone_each_code_on_paper_opens_the_door_once(client, codes):
    sign_in(client)
    typed = to_bengali(f"{codes[3][:4]} {codes[3][4:]}")
    assert client.post(CODE, {"code": typed})["Location"] == reverse("home")
    assert [what for what, _, _ in told()][-2:] == ["recovery code used", "signed in"]
    assert "বাকি আছে: ৯টি" in client.get(PAGE).content.decode()
    client.post("/accounts/logout/")
    cache.clear()
    sign_in(client)
    assert "কোডটি মেলেনি।" in client.post(CODE, {"code": typed}).content.decode()
    assert client.post(CODE, {"code": codes[4]})["Location"] == reverse("home")


def test_new_codes_take_the_password_and_end_the_former_ones(client, rashed, codes):
    client.force_login(rashed)
    wrong = client.post(PAGE, {"password": "ভুল", "new_codes": "1"})
    assert (wrong.status_code, codes_on(wrong)) == (422, [])
    new = codes_on(client.post(PAGE, {"password": PASSWORD, "new_codes": "1"}, follow=True))
    assert set(new).isdisjoint(codes)
    client.post("/accounts/logout/")
    sign_in(client)
    assert client.post(CODE, {"code": codes[0]}).status_code == 200
    assert client.post(CODE, {"code": new[0]}).status_code == 302


def test_no_code_on_paper_outlives_the_second_factor(client, rashed, codes):
    client.force_login(rashed)
    client.post(PAGE, {"password": PASSWORD})
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("name", "groups", "is_led"),
    [
        ("officer", ["signers"], True),
        ("staff", ["signers", "administrators"], False),
        ("sysadmin", ["signers"], False),
        ("sysadmin", ["administrators"], True),
        ("officer", [], False),
    ],
)
def test_who_has_to_have_it_sets_it_up_before_anything_else(
    client, cast, settings, name, groups, is_led
):
    settings.REQUIRE_SECOND_FACTOR = groups
    user = getattr(cast, name)
    client.force_login(user)
    answer = client.get("/")
    assert (answer.status_code, answer.get("Location")) == ((302, PAGE) if is_led else (200, None))
    page = client.get(PAGE)
    assert ("আগে এটি চালু করুন" in page.content.decode()) == is_led
    assert client.get("/accounts/logout/").status_code == 200
    TOTP.activate(user, generate_totp_secret())
    assert client.get("/").status_code == 200


def test_a_group_nobody_knows_stops_the_portal_at_its_start(settings):
    settings.REQUIRE_SECOND_FACTOR = ["signers", "officers"]
    with pytest.raises(ImproperlyConfigured, match="officers"):
        demanding.second_factor(None)
