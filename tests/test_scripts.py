"""How the scripts of the pages reach the browser: modules that import each other."""

import re

import pytest
from django.template import Context, Template
from django.urls import reverse

from minutes_portal.static_files import NamedByContent
from minutes_portal.templatetags.scripts import imports_of, needed_by
from tests.test_conventions import scripts
from tests.test_imports import ROOT

IMPORTED = re.compile(r'\bfrom "\./([^"]+)"')

pytestmark = pytest.mark.once


def test_imports_are_found_however_they_are_written():
    told = {name: {f"{each}.js" for each in imports_of(name[:-3])} for name in scripts()}
    assert told == {name: set(IMPORTED.findall(source)) for name, source in scripts().items()}
    assert told["recovery.js"] >= {"copies.js", "row.js"}


def test_a_page_asks_for_all_of_its_modules_at_once(client, cast, meeting):
    client.force_login(cast.staff)
    page = client.get(reverse("meetings:items", args=[meeting.pk])).content.decode()
    preloads = re.findall(r'<link rel="modulepreload" href="/static/js/([\w-]+)\.js">', page)
    started = re.findall(r'<script src="/static/js/([\w-]+)\.js" type="module">', page)
    assert started == [
        "portal",
        "bijoy",
        "writing",
        "implementers",
        "precedents",
        "grid",
        "table-paste",
    ]
    modules = {*preloads, *started}
    assert {each for name in modules for each in imports_of(name)} == {*preloads}


def test_a_module_without_imports_is_asked_for_alone():
    assert needed_by(("strokes",)) == []
    printed = Template('{% load scripts %}{% scripts "strokes" %}').render(Context())
    assert printed == '<script src="/static/js/strokes.js" type="module"></script>'


def test_a_module_imports_what_came_with_it(tmp_path):
    storage = NamedByContent(location=tmp_path, base_url="/static/")
    (tmp_path / "js").mkdir()
    for name, source in scripts().items():
        (tmp_path / "js" / name).write_text(source, "utf-8")
    paths = {f"js/{name}": (storage, f"js/{name}") for name in scripts()}
    made = list(storage.post_process(paths))
    stored = {name: hashed for name, hashed, _ in made if hashed.endswith(".js")}

    source = (tmp_path / stored["js/writing.js"]).read_text("utf-8")
    wanted = IMPORTED.findall((ROOT / "static/js/writing.js").read_text("utf-8"))
    assert IMPORTED.findall(source) == [stored[f"js/{name}"].removeprefix("js/") for name in wanted]
