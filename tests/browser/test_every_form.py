"""Every form of every page, by whoever may use it: Enter destroys nothing, and leaving asks first.

The pages and the people are those of the access table; a page that is new there is walked here. The
two walks take minutes, so they are proofs; beside them stand small ones.
"""

import re
import time

import pytest
from django.apps import apps
from django.urls import reverse
from playwright.sync_api import Error, expect

from tests.access.table import ACCESS, address, make_world
from tests.cast import make_cast
from tests.keys import give_keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Who between them may use every form, in this order.
WALKERS = ["staff", "officer", "dc_staff", "dc_officer", "sysadmin"]
# What is noted of reading, of signing in and of saving, whatever is saved.
NOTED = {
    "accounts.auditevent", "accounts.auditchain", "accounts.digest", "accounts.mail", "admin.logentry", "sessions.session",
    "account.emailaddress", "contenttypes.contenttype",
}  # fmt: skip
UNSAID = {"last_login", "moved_at", "opened_at", "opened_by_id"}
FIELD = (
    "main :is(input:not([type=hidden], [type=file], [type=submit], [type=button],"
    " [type=radio]:not(:checked)))"
)
TYPED = "main form[method=post] :is(textarea, input[type=text], input:not([type]))"
# A form by what it is called with and what it asks for: the same on two pages is one.
KEY = """field => {
  const form = field.form;
  if (!form) return null;
  const [method, action] = ["method", "action"].map((name) => form.getAttribute(name) ?? "");
  const to = new URL(action, location.href).pathname;
  return [method, to, field.name].join(" ").replace(/[0-9]+/g, "0");
}"""
# Pages that save by themselves are walked field by field in test_enter.py.
OWN_TEST = {"meetings:items", "meetings:attendance", "meetings:head"}


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    world = make_world(make_cast())
    give_keys(settings, tmp_path / "keys", world.staff, world.officer)
    return world


def stored():
    """{(model, primary key): {field: value}} of all that people wrote."""
    return {
        (model._meta.label_lower, row["pk"]): {k: v for k, v in row.items() if k not in UNSAID}
        for model in apps.get_models()
        if model._meta.label_lower not in NOTED and not model.__name__.startswith("Historical")
        for row in model._base_manager.values(
            "pk", *(f.attname for f in model._meta.concrete_fields)
        )
    }


def pages(world, who):
    """Addresses that show this person a page; the administration only to its own."""
    if who == "sysadmin":
        models = (
            "accounts_user",
            "committees_committee",
            "offices_office",
            "offices_post",
            "offices_holiday",
        )
        for model in models:
            yield reverse(f"admin:{model}_changelist")
            yield reverse(f"admin:{model}_add")
        yield reverse("admin:offices_office_change", args=[world.meghdubi.pk])
        yield reverse("admin:accounts_user_change", args=[world.reader.pk])
        yield reverse("admin:committees_committee_change", args=[world.committee.pk])
        return
    for name, row in ACCESS.items():
        if who in row["allowed"] and not row.get("only_post") and name not in OWN_TEST:
            yield address(world, name)


def opened(page, url):
    """Whether there is a page to walk."""
    try:
        answer = page.goto(url, wait_until="load")
    except Error as error:
        if "ERR_ABORTED" in str(error) or "Download is starting" in str(error):
            return False  # a file, not a page
        raise
    if answer is None or answer.status != 200 or "html" not in answer.headers["content-type"]:
        return False
    page.evaluate("document.querySelectorAll('details').forEach(each => (each.open = true))")
    return True


WATCH = """() => {
  document.documentElement.dataset.here = "idle";
  window.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) document.documentElement.dataset.here = "sent";
  });
}"""


def press_enter(page, place):
    """Press Enter in a field and wait until the page it leads to has come, if it leads to any."""
    field = page.locator(FIELD).nth(place)
    field.focus()
    page.evaluate(WATCH)
    page.keyboard.press("Enter")
    page.wait_for_timeout(60)
    until = time.monotonic() + 15
    while time.monotonic() < until:
        try:
            now = page.evaluate("[document.documentElement.dataset.here, document.readyState]")
        except Error:
            continue  # between two pages
        if now == ["idle", "complete"] or now == [None, "complete"]:
            return
        page.wait_for_timeout(20)
    pytest.fail("no page came")


def undone(before, after):
    """What was there and is not there any more, or is not as it was. (To plan or add is no harm.)"""
    return sorted(str(key) for key in before if before[key] != after.get(key))


@pytest.mark.proof
def test_enter_in_each_field_of_each_page_changes_nothing_that_is_stored(sit, world):
    seen, changed = set(), {}
    for who in WALKERS:
        page = sit(getattr(world, who))
        for url in pages(world, who):
            if not opened(page, url):
                continue
            fields = page.locator(FIELD)
            places = [
                (place, key)
                for place in range(fields.count())
                if fields.nth(place).is_visible()
                and fields.nth(place).is_enabled()
                and (key := fields.nth(place).evaluate(KEY))
                and key not in seen
            ]
            # One of each name: a list has many alike.
            for number, (key, place) in enumerate({key: place for place, key in places}.items()):
                if number:
                    opened(page, url)
                before = stored()
                seen.add(key)
                press_enter(page, place)
                if found := undone(before, stored()):
                    changed[f"{who} {key}"] = found
    assert changed == {}
    # Not one page less than there were when this was written.
    assert len(seen) > 90, len(seen)


def test_a_button_that_destroys_and_comes_first_is_found(sit, world):
    """The control: the fault this was written for, put into the page again."""
    page = sit(world.staff)
    url = f"/meetings/{world.draft.pk}/items/{world.item.pk}/"
    assert opened(page, url)
    page.evaluate(
        """() => document.querySelector("main form").insertAdjacentHTML(
             "afterbegin", '<button name="act" value="delete">x</button>')"""
    )
    place = page.locator(FIELD).evaluate_all(
        "fields => fields.findIndex((field) => field.name.endsWith('due_on'))"
    )
    before = stored()
    press_enter(page, place)
    assert f"('meetings.agendaitem', {world.item.pk})" in undone(before, stored())


def test_enter_leads_to_the_button_that_ends_a_seat(sit, world):
    page = sit(world.staff)
    assert opened(page, address(world, "committees:end_seat"))
    page.locator("[name=on]").press("Enter")
    expect(page.get_by_role("button", name="সদস্যপদ শেষ করুন")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    world.seat.refresh_from_db()
    assert world.seat.ends_on


# --- Leaving -------------------------------------------------------------------------------------


class Asked:
    """What the browser asks of somebody who leaves, who goes all the same."""

    def __init__(self, page):
        self.kinds = []
        page.on("dialog", self._answer)

    def _answer(self, dialog):
        self.kinds.append(dialog.type)
        dialog.accept()


@pytest.mark.proof
def test_who_leaves_what_was_typed_into_any_form_is_asked_first(sit, world):
    seen, silent, loud = set(), [], []
    for who in WALKERS[:-1]:
        page = sit(getattr(world, who))
        asked = Asked(page)
        for name, row in ACCESS.items():
            if who not in row["allowed"] or row.get("only_post") or name in seen:
                continue
            if not opened(page, address(world, name)):
                continue
            fields = page.locator(TYPED)
            shown = [n for n in range(fields.count()) if fields.nth(n).is_visible()]
            if not shown or not fields.nth(shown[0]).is_editable():
                continue
            seen.add(name)
            # Nothing typed, nothing asked: a click is enough for a browser to ask if it were told to.
            fields.nth(shown[0]).click()
            page.goto("/help/")
            if asked.kinds:
                loud.append(name)
            asked.kinds.clear()
            opened(page, address(world, name))
            if name in OWN_TEST:
                page.wait_for_selector("[data-ready]")
            fields.nth(shown[0]).click()
            page.keyboard.type("ক")
            page.goto("/help/")
            if asked.kinds != ["beforeunload"]:
                silent.append(name)
            asked.kinds.clear()
    assert (silent, loud) == ([], [])
    assert seen > OWN_TEST
    assert len(seen) > 18, sorted(seen)


def test_a_pasted_table_that_is_only_shown_yet_is_not_left_unasked(sit, world):
    page = sit(world.staff)
    asked = Asked(page)
    url = address(world, "meetings:paste")
    assert opened(page, url)
    page.locator("textarea[data-paste]").fill("১\tবিষয়\tআলোচনা\tসিদ্ধান্ত\tসকল")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("দেখুন")).first.click()
    assert asked.kinds == []
    page.locator("h1").first.click()
    page.goto("/help/")
    assert asked.kinds == ["beforeunload"]


def test_who_stays_after_all_may_send_the_form(sit, world):
    """One form is sent while another one holds text: whoever stays can send it again."""
    page = sit(world.staff)
    assert opened(page, address(world, "committees:seat"))
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator("[name=holder-name]").fill("নতুন নাম")
    page.get_by_role("button", name="সংরক্ষণ করুন", exact=True).click()
    page.wait_for_timeout(300)
    assert page.url.endswith(address(world, "committees:seat"))
    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        page.get_by_role("button", name="সংরক্ষণ করুন", exact=True).click()
