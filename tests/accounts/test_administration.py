"""What the system administrator does with accounts, and that nobody else does."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import AuditEvent, User

PASSWORD = "নদীর পাড়ে বাড়ি"


@pytest.fixture
def sabiha(db):
    return User.objects.create_superuser("sabiha", password=PASSWORD, name="সাবিহা নূর")


@pytest.fixture
def rashed(db):
    return User.objects.create_user("rashed", password=PASSWORD, name="রাশেদ করিম")


@pytest.fixture
def desk(client, sabiha):
    client.force_login(sabiha)
    return client


def test_administration_is_for_the_administrator_alone(client, rashed):
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/accounts/login/?next=/admin/"

    # Django's own flag for its administration is not enough here.
    rashed.is_staff = True
    rashed.save()
    client.force_login(rashed)
    assert client.get("/admin/").status_code == 403
    assert client.get("/admin/accounts/user/").status_code == 403


def test_the_administrator_signs_in_like_everybody(desk):
    assert desk.get("/admin/").status_code == 200
    assert desk.get("/admin/login/")["Location"] == "/admin/"
    assert desk.get("/admin/password_change/")["Location"] == "/accounts/password/change/"
    assert desk.post("/admin/logout/")["Location"] == "/accounts/login/"


def test_nothing_is_administered_that_we_did_not_ask_for():
    apps = {model._meta.app_label for model in admin.site._registry}
    assert apps <= {"accounts", "backups", "committees", "despatch", "offices"}
    assert User in admin.site._registry
    assert AuditEvent not in admin.site._registry


def test_an_account_is_opened_with_a_password_to_be_changed(desk, client, sabiha):
    new = {"username": "rahima", "name": "রহিমা খাতুন", "password1": PASSWORD, "password2": PASSWORD}
    assert desk.post("/admin/accounts/user/add/", new).status_code == 302

    rahima = User.objects.get(username="rahima")
    assert rahima.check_password(PASSWORD)
    assert rahima.must_change_password
    assert not rahima.is_superuser
    event = AuditEvent.objects.get()
    assert (event.by, event.what, event.target_id) == (sabiha, "user added", rahima.pk)
    assert event.detail["changes"] == [
        {
            "kind": "accounts.user",
            "name": "রহিমা খাতুন",
            "done": "added",
            "fields": {"username": [None, "rahima"], "name": [None, "রহিমা খাতুন"]},
        }
    ]


def test_a_name_that_looks_like_another_is_refused(desk, rashed):
    for username in ("Rashed", "rashed", "рashed", "rashed২", "ra shed", ""):
        new = {"username": username, "name": "ক", "password1": PASSWORD, "password2": PASSWORD}
        assert desk.post("/admin/accounts/user/add/", new).status_code == 200
    assert User.objects.count() == 2


def test_a_closed_account_keeps_its_trail(desk, rashed, sabiha):
    page = reverse("admin:accounts_user_change", args=[rashed.pk])
    assert desk.post(page, {"username": "rashed", "name": "রাশেদ করিম"}).status_code == 302
    rashed.refresh_from_db()
    assert not rashed.is_active
    event = AuditEvent.objects.get()
    assert event.what == "user changed"
    assert event.detail["changes"][0]["fields"] == {"is_active": [True, False]}

    delete = reverse("admin:accounts_user_delete", args=[rashed.pk])
    assert desk.post(delete, {"post": "yes"}).status_code == 403
    assert User.objects.count() == 2


def test_a_password_given_by_the_administrator_is_to_be_changed(desk, rashed, sabiha):
    page = reverse("admin:auth_user_password_change", args=[rashed.pk])
    assert desk.get(page).status_code == 200
    new = "পাহাড়ের ওপারে ধানখেত"

    assert desk.post(page, {"password1": new, "password2": "অন্য"}).status_code == 200
    assert desk.post(page, {"password1": "", "password2": ""}).status_code == 200
    rashed.refresh_from_db()
    assert rashed.check_password(PASSWORD)

    assert desk.post(page, {"password1": new, "password2": new}).status_code == 302
    rashed.refresh_from_db()
    assert rashed.check_password(new)
    assert rashed.must_change_password
    event = AuditEvent.objects.get()
    assert (event.by, event.target_id) == (sabiha, rashed.pk)
    assert event.detail["changes"] == [{"done": "changed", "fields": {"password": None}}]
    assert new not in str(event.detail)
