"""What holds for every page: who may see it unasked, its headers, its weight, its refusals."""

import gettext
import gzip
import importlib
import io
import re
import shutil
import subprocess
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings as portal_settings
from django.contrib import admin
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import DatabaseError, OperationalError, connection, models
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver, include, path
from django.utils import timezone
from django.utils.translation import gettext as translated
from fontTools.ttLib import TTFont

from accounts.adapter import AccountAdapter
from accounts.models import User
from documents import rendering
from meetings.models import AgendaItem, Meeting
from minutes_portal import assets, urls
from tests.factories import make_committee, make_meeting

ROOT = Path(portal_settings.BASE_DIR)


def refuse(request, reason):
    raise PermissionDenied({"ours": "সভাটি এখন “খসড়া” অবস্থায় আছে।", "theirs": "No way"}[reason])


def hide(request):
    raise Http404("meeting 17 of another office")


def suspect(request):
    raise SuspiciousOperation("SELECT")


def fall(request):
    raise RuntimeError("SELECT secret FROM somewhere")


def keep(request):
    return HttpResponse("ok", headers={"Cache-Control": "private, max-age=60"})


for view in (refuse, hide, suspect, fall, keep):
    view.login_required = False

urlpatterns = [
    path("", include(urls)),
    path("refuse/<reason>", refuse),
    path("hide", hide),
    path("suspect", suspect),
    path("fall", fall),
    path("keep", keep),
]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def with_trouble(settings):
    """The portal, with a few addresses where things go wrong."""
    settings.ROOT_URLCONF = "tests.test_pages"
    return Client(raise_request_exception=False)


@pytest.fixture
def rashed(db):
    return User.objects.create_user("rashed", password="নদীর পাড়ে বাড়ি", name="রাশেদ করিম")


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# ── Who may see what unasked ────────────────────────────────────────────────────────────────────


def every_view(patterns, namespace=""):
    """(name, view) of every address below `patterns`."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from every_view(pattern.url_patterns, inner)


def test_only_the_listed_pages_answer_without_sign_in():
    open_to_all = {
        name
        for name, view in every_view(get_resolver().url_patterns)
        if not getattr(view, "login_required", True)
    }
    assert open_to_all == urls.OPEN_TO_ALL.keys()
    assert all(urls.OPEN_TO_ALL.values())


def test_a_page_behind_the_door_leads_to_it(client, db):
    assert client.get("/")["Location"] == "/accounts/login/?next=/"


# ── Today's work ────────────────────────────────────────────────────────────────────────────────


def test_what_awaits_a_person_comes_first_and_oldest_first(client, cast):
    def since(days, meeting):
        Meeting.objects.filter(pk=meeting.pk).update(moved_at=timezone.now() - timedelta(days=days))
        return meeting

    younger = since(2, make_meeting(cast.committee, by=cast.staff, held_on=date(2024, 3, 1)))
    older = since(9, make_meeting(cast.committee, by=cast.staff, held_on=date(2024, 3, 2)))
    handed_in = make_meeting(cast.committee, by=cast.staff, held_on=date(2024, 3, 3))
    handed_in.submit(by=cast.staff)
    make_meeting(make_committee(cast.noldanga), held_on=date(2024, 3, 4))

    client.force_login(cast.staff)
    response = client.get("/")
    assert list(response.context["parts"][0].told["work"]) == [older, younger]
    assert "২টি কাজ আপনার অপেক্ষায়" in text(response)
    assert re.findall("[০-৯]+ দিন ধরে|খসড়া শেষ করুন(?!:)", text(response)) == [
        "৯ দিন ধরে", "খসড়া শেষ করুন", "২ দিন ধরে", "খসড়া শেষ করুন",
    ]  # fmt: skip

    client.force_login(cast.officer)
    response = client.get("/")
    assert list(response.context["parts"][0].told["work"]) == [handed_in]
    assert f"পাঠিয়েছেন {cast.staff.name}" in text(response)
    assert "দেখে সিদ্ধান্ত দিন" in text(response)

    client.force_login(cast.reader)
    assert "এই মুহূর্তে আপনার কাছে কোনো কাজ জমা নেই।" in text(client.get("/"))


def test_my_committees_show_their_next_meeting_and_their_last(client, cast):
    def sitting(days, state):
        held_on = timezone.localdate() + timedelta(days=days)
        return Meeting.objects.create(committee=cast.committee, held_on=held_on, state=state)

    make_meeting(cast.committee, held_on=date(2024, 3, 2))
    last = sitting(-3, "planned")
    sitting(-1, "cancelled")
    sitting(30, "planned")
    coming = sitting(20, "noticed")
    sitting(10, "cancelled")
    idle = make_committee(cast.meghdubi, "ক কমিটি")
    make_committee(cast.meghdubi, "খ কমিটি", closed_on=date(2024, 1, 1))
    make_committee(cast.sister)

    client.force_login(cast.staff)
    seen = {
        c: (c.next_meeting, c.last_meeting)
        for c in client.get("/").context["parts"][0].told["committees"]
    }
    assert seen == {cast.committee: (coming, last), idle: (None, None)}


def test_an_empty_desk_says_what_to_do_first(client, cast, rashed):
    for user, advice in (
        (rashed, "আপনি এখন কোনো পদে নেই।"),
        (cast.transferred, "আপনি এখন কোনো পদে নেই।"),
        (cast.sister_staff, "আপনার কার্যালয়ে এখনো কোনো কমিটি নেই।"),
        (cast.sysadmin, "আপনি সিস্টেম প্রশাসক।"),
    ):
        client.force_login(user)
        assert advice in text(client.get("/"))


def test_the_head_of_a_page_says_who_one_is_and_where(client, cast):
    client.force_login(cast.two_roles)
    head = text(client.get("/")).partition("আজকের কাজ সভা কমিটি")[0]
    assert cast.two_roles.name in head
    assert f"অফিস সহকারী · অতিরিক্ত দায়িত্বের কর্মকর্তা, {cast.sister.name}" in head
    client.force_login(cast.sysadmin)
    assert "আজকের কাজ প্রশাসন" in text(client.get("/"))


def test_todays_work_costs_no_more_for_more_of_it(client, cast, django_assert_num_queries):
    client.force_login(cast.staff)
    make_meeting(cast.committee, by=cast.staff)
    with django_assert_num_queries(25):
        client.get("/")
    for day in range(1, 12):
        committee = make_committee(cast.meghdubi, f"কমিটি {day}")
        make_meeting(committee, by=cast.staff, held_on=date(2024, 4, day))
    with django_assert_num_queries(25):
        client.get("/")


# ── Headers ─────────────────────────────────────────────────────────────────────────────────────

POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


def wrong_headers(response):
    """What is missing or loose in the headers of an answer."""
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    wrong = [name for name, value in wanted.items() if response.headers.get(name) != value]
    policy = response.headers.get("Content-Security-Policy", "")
    if set(filter(None, policy.split("; "))) != POLICY:
        wrong.append(policy)
    keeping = response.headers.get("Cache-Control", "")
    if not {"no-store", "private"} <= set(keeping.split(", ")):
        wrong.append(keeping)
    return wrong


OUTSIDE = ["/", "/accounts/login/", "/accounts/logout/", "/accounts/inactive/", "/accounts/signup/",
           "/admin/", "/help/", "/healthz", "/readyz", "/nowhere", "/help"]  # fmt: skip
INSIDE = ["/", "/accounts/login/", "/accounts/logout/", "/accounts/password/change/", "/admin/",
          "/help/", "/nowhere"]  # fmt: skip
TROUBLE = ["/refuse/ours", "/hide", "/suspect", "/fall"]


def test_every_answer_carries_the_headers(with_trouble, rashed):
    wrong = {page: wrong_headers(with_trouble.get(page)) for page in OUTSIDE + TROUBLE}
    with_trouble.force_login(rashed)
    wrong |= {f"inside {page}": wrong_headers(with_trouble.get(page)) for page in INSIDE + TROUBLE}
    wrong["unknown host"] = wrong_headers(with_trouble.get("/", headers={"host": "evil.example"}))
    wrong["no token"] = wrong_headers(Client(enforce_csrf_checks=True).post("/accounts/login/"))
    wrong["method"] = wrong_headers(with_trouble.delete("/help/"))
    assert {page: what for page, what in wrong.items() if what} == {}


def test_answers_given_before_any_view_carry_the_headers_over_https(settings):
    settings.SECURE_SSL_REDIRECT = True
    redirect = Client().get("/help/")
    assert (redirect.status_code, wrong_headers(redirect)) == (301, [])
    refused = Client().get("/help/", headers={"host": "evil.example"})
    assert (refused.status_code, wrong_headers(refused)) == (400, [])


def test_a_loose_header_is_found(with_trouble):
    assert wrong_headers(with_trouble.get("/keep")) == ["private, max-age=60"]
    assert len(wrong_headers(HttpResponse())) == 7


def test_the_session_is_out_of_reach_of_scripts_and_other_sites(client, rashed):
    signed_in = client.post("/accounts/login/", {"login": "rashed", "password": "নদীর পাড়ে বাড়ি"})
    cookie = signed_in.cookies[portal_settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["expires"]) == (True, "Lax", "")


def test_a_probe_leaves_no_cookie(client, db):
    assert client.get("/healthz").cookies == {}
    assert client.get("/readyz").cookies == {}


# ── Refusals ────────────────────────────────────────────────────────────────────────────────────


def test_what_is_hidden_looks_like_what_does_not_exist(with_trouble, rashed):
    with_trouble.force_login(rashed)
    hidden, missing = with_trouble.get("/hide"), with_trouble.get("/never-was")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content == missing.content
    assert hidden.headers == missing.headers


def test_a_refusal_gives_our_reason_and_nobody_elses(with_trouble, db):
    ours, theirs = with_trouble.get("/refuse/ours"), with_trouble.get("/refuse/theirs")
    assert (ours.status_code, theirs.status_code) == (403, 403)
    assert "সভাটি এখন “খসড়া” অবস্থায় আছে।" in text(ours)
    assert "এই কাজের অনুমতি আপনার নেই।" in text(theirs)


def test_an_error_tells_nothing_of_the_inside(with_trouble, db):
    for page, status in (("/fall", 500), ("/suspect", 400), ("/hide", 404)):
        response = with_trouble.get(page)
        assert response.status_code == status
        assert not re.search("SELECT|Traceback|Error|office|Django|[A-Z]{4}", text(response))


def test_the_page_of_an_error_needs_no_database(with_trouble):
    # This test has no access to the database: touching it raises, within the error page too.
    with_trouble.cookies[portal_settings.SESSION_COOKIE_NAME] = "somebody"
    for page in ("/fall", "/"):
        response = with_trouble.get(page)
        assert response.status_code == 500
        assert "পোর্টালে একটি সমস্যা হয়েছে" in text(response)
        assert wrong_headers(response) == []


def test_while_the_database_is_away_people_are_told_to_wait(with_trouble, rashed):
    def away(execute, sql, params, many, context):
        raise OperationalError("could not connect to server: SELECT")

    with_trouble.force_login(rashed)
    with connection.execute_wrapper(away):
        response = with_trouble.get("/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "তথ্যভান্ডার সাড়া দিচ্ছে না" in text(response)
    assert "SELECT" not in text(response)


def test_a_form_without_its_token_is_refused_with_advice(rashed):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "rashed"})
    assert response.status_code == 403
    assert "পাতাটি পুরোনো হয়ে গেছে" in text(response)


def test_pages_that_only_show_refuse_to_be_written_to(client, rashed):
    client.force_login(rashed)
    for page in ("/", "/help/", "/healthz", "/readyz"):
        assert client.post(page).status_code == 405


# ── Health ──────────────────────────────────────────────────────────────────────────────────────


def test_the_process_is_up_without_a_database(client):
    assert (client.get("/healthz").status_code, client.get("/healthz").content) == (200, b"ok\n")


@pytest.fixture
def renderer():
    """The render workers, standing by."""
    for _ in range(300):
        if rendering.is_ready():
            return
        time.sleep(0.1)
    pytest.fail("no render worker after 30 s")


def test_a_working_portal_is_ready(client, db, renderer):
    assert client.get("/readyz").content == b"ready\n"


def test_a_portal_that_cannot_draw_papers_is_not_ready(client, db, settings, monkeypatch):
    monkeypatch.setattr(rendering, "_pool", None)
    settings.RENDER_WORKERS = 0
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"renderer: not ready\n")


def test_a_portal_that_cannot_keep_papers_is_not_ready(client, db, renderer, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"storage: not ready\n")
    assert response["Retry-After"] == "5"


def test_a_portal_without_its_database_is_not_ready(client, db, renderer):
    def broken(execute, sql, params, many, context):
        raise DatabaseError("connection refused")

    with connection.execute_wrapper(broken):
        response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"database: not ready\n")


# ── Bengali ─────────────────────────────────────────────────────────────────────────────────────

CATALOGUES = ROOT / "locale/bn/LC_MESSAGES"


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_the_compiled_catalogue_is_the_written_one(name, tmp_path):
    if not shutil.which("msgfmt"):
        pytest.skip("no msgfmt on this machine (Debian package: gettext)")
    fresh = tmp_path / "fresh.mo"
    subprocess.run(["msgfmt", "-o", fresh, CATALOGUES / f"{name}.po"], check=True)

    def messages(file):
        return gettext.GNUTranslations(io.BytesIO(file.read_bytes()))._catalog

    assert messages(CATALOGUES / f"{name}.mo") == messages(fresh)


def test_bengali_messages_keep_the_placeholders_of_the_english():
    with open(CATALOGUES / "django.mo", "rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    unknown = {
        key: value
        for key, value in catalogue.items()
        if key
        if not set(re.findall(r"%\(\w+\)\w|%[sd]|{\w*}", value))
        <= set(re.findall(r"%\(\w+\)\w|%[sd]|{\w*}", key[0] if isinstance(key, tuple) else key))
    }
    # A plural's key is its singular, which carries the same placeholders; one English pair says
    # “All” in front of the number of the other.
    assert unknown == {}


def test_our_catalogue_wins_over_the_libraries():
    assert translated("This field is required.") == "এটি পূরণ করতে হবে।"


class Numbers(dict):
    """A 2 for every placeholder; which form a plural takes is decided by it."""

    def __missing__(self, key):
        return 2


def latin(message):
    """The Latin letters of a message, its placeholders filled with numbers."""
    if hasattr(message, "__mod__"):  # also chooses the form of a plural
        message = message % (2 if "%d" in str(message) else Numbers())
    return "".join(re.findall("[A-Za-z]+", re.sub("{.*?}", "", str(message))))


def messages_of(field):
    """Every sentence a form field, a model field or a validator may answer with."""
    for kind in type(field).__mro__:
        yield from getattr(kind, "default_error_messages", {}).values()
    yield from (getattr(field, "error_messages", None) or {}).values()
    for validator in getattr(field, "validators", []):
        # A function raises messages of its own; those of ours are tried where they are tested.
        if hasattr(validator, "message"):
            yield validator.message


def forms_of_the_portal():
    """Every form class of our apps, those of the administration pages among them."""
    for app in portal_settings.INSTALLED_APPS:
        if (ROOT / app / "forms.py").exists():
            for name, thing in vars(importlib.import_module(f"{app}.forms")).items():
                if isinstance(thing, type) and issubclass(thing, BaseForm):
                    yield f"{app}.forms.{name}", thing
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_active=True)
    for model, desk in admin.site._registry.items():
        yield f"admin {model.__name__}", desk.get_form(request, model(), change=True)
        yield f"admin {model.__name__} add", desk.get_form(request)
        for inline in desk.inlines:
            formset = inline(model, admin.site).get_formset(request)
            yield f"admin {inline.__name__}", formset.form


def every_answer():
    """(where, message) of all fields of forms and models a person can meet."""
    for name in forms.fields.__all__:
        for kind in vars(forms.fields)[name].__mro__:
            for message in getattr(kind, "default_error_messages", {}).values():
                yield name, message
    for kind in models.Field.__subclasses__():
        for message in kind.default_error_messages.values():
            yield kind.__name__, message
    for name, form in forms_of_the_portal():
        for label, field in form.base_fields.items():
            for message in messages_of(field):
                yield f"{name}.{label}", message
    for model in apps.get_models():
        if (ROOT / model._meta.app_label).is_dir():
            for field in model._meta.fields:
                for message in messages_of(field):
                    yield f"{model.__name__}.{field.name}", message
            for constraint in model._meta.constraints:
                yield constraint.name, constraint.get_violation_error_message()


def test_no_field_a_person_can_meet_answers_in_english():
    answers = list(every_answer())
    assert [(where, latin(message)) for where, message in answers if latin(message)] == []
    assert len(answers) > 500


def test_no_password_is_refused_in_english(rashed):
    for password in ("", "x", "password", "rashed", "রাশেদ করিম"):
        with pytest.raises(ValidationError) as refused:
            validate_password(password, rashed)
        assert [m for m in refused.value.messages if latin(m)] == []
    assert [text for text in password_validators_help_texts() if latin(text)] == []


# About e-mail, telephones, codes and keys, none of which opens a door here.
NEVER_SAID = {
    "cannot_remove_primary_email", "duplicate_email", "email_taken", "incorrect_code",
    "invalid_or_expired_key", "invalid_password_reset", "max_email_addresses", "phone_taken",
    "select_only_one", "unknown_email", "unknown_phone", "unverified_primary_email",
}  # fmt: skip


def test_no_sign_in_is_refused_in_english():
    spoken = AccountAdapter.error_messages.items()
    assert {key for key, message in spoken if latin(message)} == NEVER_SAID


def test_english_is_found():
    assert latin("Enter %(limit_value)d letters") == "Enterletters"
    assert latin("Between {min} and {max}") == "Betweenand"
    assert latin("%(limit_value)dটি অক্ষর") == latin("{min_days} দিন") == ""


# ── Weight ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def vendor(tmp_path_factory):
    """build/assets/vendor as `build_assets` makes it, in a place of its own."""
    there = tmp_path_factory.mktemp("build")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assets, "ASSETS", there / "assets")
        patch.setattr(assets, "STAMP", there / "assets.json")
        assert sorted(assets.build()) == sorted(assets.sources())
        assert assets.build() == []
        (there / "assets/vendor/bootstrap.min.css").unlink()
        assert assets.build() == ["vendor/bootstrap.min.css"]
    return there / "assets/vendor"


def sent(data):
    """Bytes on the wire, as gzip packs them (Brotli, which most browsers take, packs tighter)."""
    return len(gzip.compress(data, 9))


def test_the_first_page_is_light(client, db, vendor):
    login = client.get("/accounts/login/")
    linked = set(re.findall(r'(?:href|src)="/static/([^"]+)"', login.content.decode()))
    linked.add("vendor/bengali-bold.woff2")  # by the style sheet
    weight = sent(login.content)
    for name in linked:
        file = vendor.parent / name if name.startswith("vendor/") else ROOT / "static" / name
        data = file.read_bytes()
        weight += len(data) if name.endswith(".woff2") else sent(data)
    assert weight <= 200_000


def test_a_page_is_packed_on_its_way(client, cast):
    meeting = make_meeting(cast.committee)
    items = [
        AgendaItem(meeting=meeting, position=number, topic="বিষয়", discussion=["আলোচনা হয়। " * 40])
        for number in range(10, 60)
    ]
    AgendaItem.objects.bulk_create(items)
    client.force_login(cast.staff)
    page = client.get(f"/meetings/{meeting.pk}/", headers={"accept-encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) <= 30_000 < len(gzip.decompress(page.content))


def test_the_letters_keep_their_shaping_rules(vendor):
    for name in ("bengali-regular.woff2", "bengali-bold.woff2"):
        with TTFont(vendor / name) as font:
            letters = font.getBestCmap().keys()
            assert {ord(c) for c in "অআকক্ষয়ড়ঢ়ৎংঃঁ০৯।৳"} <= letters
            assert not {ord(c) for c in "aZ"} & letters
            features = {
                record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord
            }
            assert {"half", "pres", "rphf"} <= features
            assert "GPOS" in font


def test_no_page_asks_for_a_map_that_is_not_there(vendor):
    assert b"sourceMappingURL" not in (vendor / "bootstrap.min.css").read_bytes()
