"""Two people type into the same rows at random: whatever one of them saw as saved is still there."""

import os
import random

import pytest
from playwright.sync_api import expect

from meetings import actions
from meetings.models import AgendaItem, Decision, Implementer
from tests.browser.test_nothing_lost import SAVED, is_ready, open_rows
from tests.proof import tried

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CONFLICT = "আরেকজন এই সারি বদলেছেন"
SEED = int(os.environ.get("SEED", "4"))


class Editor:
    """One person at a page: types words that occur once, and notes which were shown as saved."""

    def __init__(self, page, name, chance):
        self.page = page
        self.name = name
        self.chance = chance
        self.count = 0
        self.waiting = {}  # id of a row's form → words typed into it and not seen as saved
        self.saved = set()
        self.chosen = 0  # conflicts gone through

    def rows(self):
        return self.page.locator("[data-rows] > [data-row]")

    def some_row(self):
        """Any row, by its id: rows that were opened here may still change places when stored."""
        expect(self.page.locator("[data-row][data-new]")).to_have_count(0, timeout=20_000)
        ids = self.rows().evaluate_all("rows => rows.map(row => row.id)")
        return self.page.locator(f"#{self.chance.choice(ids)}")

    def type(self):
        form = self.some_row()
        fields = form.locator("textarea:visible")
        field = fields.nth(self.chance.randrange(fields.count()))
        self.count += 1
        word = f"{self.name}{self.count}শেষ"
        field.focus()
        if self.chance.random() < 0.15:
            # Something is taken out again: what stood there was seen as saved.
            self.page.keyboard.press("Control+a")
        else:
            self.page.keyboard.press("Control+End")
        self.page.keyboard.type(f" {word}")
        # By the topic's element, because a new row changes its name when it is stored.
        mark = form.evaluate("form => form.marked ??= crypto.randomUUID()")
        self.waiting.setdefault(mark, set()).add(word)
        if self.chance.random() < 0.4:
            # In one step: in a conflict the same button leads to another page (see choose).
            form.evaluate(
                """(form, conflict) => form.querySelector("[data-saved]").textContent.includes(conflict)
                     || form.querySelector("button[value=save]").click()""",
                CONFLICT,
            )
        self.page.wait_for_timeout(self.chance.choice([0, 30, 200, 700]))

    def look(self):
        """Note the words of every row that says it is saved, and is not being typed into."""
        told = self.page.evaluate(
            """() => [...document.querySelectorAll("[data-rows] > [data-row]")].map(form => [
                 form.marked, form.querySelector("[data-saved]").textContent, form.innerText,
                 [...form.querySelectorAll("textarea")].map(field => field.value).join(" ")])"""
        )
        for mark, line, _, text in told:
            if mark in self.waiting and SAVED.match(line):
                self.saved |= {word for word in self.waiting.pop(mark) if word in text}

    def act(self):
        form = self.some_row()
        form.locator("textarea:visible").first.focus()
        keys = self.chance.choice(
            ["Alt+ArrowUp", "Alt+ArrowDown", "Control+Enter", "insert", "reload"]
        )
        if keys == "reload":
            self.page.reload()
            is_ready(self.page)
        elif keys == "insert":
            form.get_by_role("button", name="নিচে সারি ঢোকান").click()
            self.page.keyboard.type("নতুন")
        else:
            self.page.keyboard.press(keys)

    def choose(self):
        """Go through a conflict where there is one."""
        told = self.rows().filter(has_text=CONFLICT)
        if not told.count():
            return
        button = told.first.get_by_role("button", name="সংরক্ষণ করুন")
        while True:
            with self.page.expect_navigation():
                button.click()
            is_ready(self.page)
            # It may have been settled meanwhile, or a third text may have come in between.
            if not self.page.locator("[data-conflict]").count():
                return
            self.chosen += 1
            name = self.chance.choice(["এই লেখাই থাকুক", "সংরক্ষণ করুন"])
            button = self.page.get_by_role("button", name=name)


def everything_kept():
    """All text of all rows, and of every step of their history."""
    kept = []
    for model, fields in (
        (AgendaItem, ["topic", "discussion", "implementers_as_printed"]),
        (Decision, ["text"]),
        (Implementer, ["printed"]),
    ):
        for source in (model.objects, model.history):
            kept += [str(value) for row in source.values_list(*fields) for value in row]
    return " ".join(kept)


@tried("rounds", few=4, short=10, full=100)
def test_no_word_that_was_shown_as_saved_is_lost(server, sit_down, cast, meeting, rounds):
    actions.add_item(meeting, by=cast.staff, topic="তৃতীয়")
    chance = random.Random(SEED)
    editors = [
        Editor(open_rows(sit_down(user), server, meeting), name, chance)
        for user, name in ((cast.staff, "ক"), (cast.two_roles, "খ"))
    ]
    for _ in range(rounds):
        for editor in editors:
            for _ in range(chance.randint(1, 3)):
                editor.type()
                editor.look()
            if chance.random() < 0.3:
                editor.act()
        for editor in editors:
            editor.page.wait_for_timeout(chance.choice([100, 600]))
            editor.look()
            editor.choose()
    for editor in editors:
        editor.page.wait_for_timeout(2500)
        editor.look()
    kept = everything_kept()
    lost = [word for editor in editors for word in editor.saved if word not in kept]
    seen = sum(len(editor.saved) for editor in editors)
    chosen = sum(editor.chosen for editor in editors)
    print(
        f"{rounds} rounds, {chosen} conflicts: {seen} of {sum(editor.count for editor in editors)} words seen as saved"
    )
    assert lost == []
    assert seen >= rounds
