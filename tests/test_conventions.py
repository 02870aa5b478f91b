"""What the house has agreed on, as tests; each with a control that shows the test can fail."""

import ast
import json
import os
import re
import secrets
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.test.utils import isolate_apps
from django.utils import translation

from tests.test_imports import ROOMS, ROOT, modules_known_to, plant, python_files

BENGALI = re.compile("[\u0980-\u09ff]")
LATIN_WORD = re.compile("[A-Za-z]{2,}")


def portal_files():
    return [path for room in ROOMS for path in python_files(ROOT, room)]


def within(path, root=ROOT):
    return path.relative_to(root).as_posix()


# ── Python ──────────────────────────────────────────────────────────────────────────────────────

VIEWS_AT_MOST = 400  # lines; a longer file wants to be two rooms or two nouns
ROOM_AT_MOST = 0.25  # of the lines of the portal's Python
FUNCTION_AT_MOST = 50  # lines; a longer one wants parts with names

# Who is given a request beside the views, and why.
REQUEST_BUT = {
    "accounts/access.py": "what every view asks of its request",
    "accounts/adapter.py": "called by allauth while it signs people in and out",
    "accounts/admin.py": "the administration",
    "accounts/browsers.py": "the cookie of a browser somebody signed in by",
    "accounts/middleware.py": "middleware",
    "backups/admin.py": "the administration",
    "committees/admin.py": "the administration",
    "despatch/admin.py": "the administration",
    "minutes_portal/admin.py": "the administration",
    "minutes_portal/askers.py": "middleware",
    "minutes_portal/context.py": "a context processor",
    "minutes_portal/demanding.py": "middleware",
    "minutes_portal/headers.py": "middleware",
    "minutes_portal/uploads.py": "middleware",
}
# What a view begins with; the other names it had.
FETCHING = re.compile(r"_?(fetch|writable|kept)(_|\Z)")
# Who leads to views, beside the views: the addresses, the administration, and settings that name one.
LEADS_TO_VIEWS = {"admin.py", "settings.py", "urls.py"}

FORBIDDEN_NAMES = {"mark_safe", "SafeString", "csrf_exempt", "RawSQL", "eval", "exec"}
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve"}
# (file, what): why it is right there
FORBIDDEN_BUT = {
    (
        "despatch/views/links.py",
        "csrf_exempt",
    ): "the link is all the right there is, and no cookie adds to it",
    ("followup/views/links.py", "csrf_exempt"): "as of the link of a copy",
    ("papers/drawing.py", "mark_safe"): "our own stylesheet and font, inside <style>",
    (
        "papers/templatetags/prose.py",
        "mark_safe",
    ): "the element of a line break",
}

JUNK_DRAWERS = {
    "base", "common", "core", "data", "helper", "helpers", "managers", "misc", "mixins",
    "service", "services", "util", "utils",
}  # fmt: skip
VAGUE_CLASS = re.compile(r"(Manager|Helper|Service|Mixin|Utils?)\Z|\ABase[A-Z]")


def forbidden_in(source):
    """What a Python source does that can run or print somebody else's text: a list of names."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name | ast.Attribute | ast.alias):
            name = getattr(node, "id", None) or getattr(node, "attr", None) or node.name
            if name in FORBIDDEN_NAMES:
                found.append(name)
            if isinstance(node, ast.alias) and name.partition(".")[0] in FORBIDDEN_MODULES:
                found.append(name)
        if isinstance(node, ast.ImportFrom) and node.module in FORBIDDEN_MODULES:
            found.append(node.module)
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr == "extra":
                found.append("extra(")
            found += ["shell=" for keyword in node.keywords if keyword.arg == "shell"]
    return found


def vague_names(root):
    """Modules, packages and classes below `root` whose name does not say what they are for."""
    vague = []
    for room in ROOMS:
        for path in python_files(root, room):
            for part in path.relative_to(root).with_suffix("").parts:
                if part in JUNK_DRAWERS:
                    vague.append(within(path, root))
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef) and VAGUE_CLASS.search(node.name):
                    vague.append(f"{within(path, root)}: {node.name}")
    return vague


def test_nothing_runs_or_prints_unchecked_text():
    found = {
        (within(p), what) for p in portal_files() for what in forbidden_in(p.read_text("utf-8"))
    }
    assert found == FORBIDDEN_BUT.keys(), (
        "say it without: escape by format_html, filter by the ORM, run a list of arguments; or allow it in FORBIDDEN_BUT, with the reason"
    )  # nor does an allowance outlive its need


def test_what_runs_or_prints_unchecked_text_is_found():
    planted = {
        "from django.utils.safestring import mark_safe": ["mark_safe"],
        "from django.utils import safestring as s; s.mark_safe(x)": ["mark_safe"],
        "@csrf_exempt\ndef view(request): ...": ["csrf_exempt"],
        "Meeting.objects.extra(where=[x])": ["extra("],
        "annotate(n=RawSQL(x, []))": ["RawSQL"],
        "subprocess.run(x, shell=True)": ["shell="],
        "eval(x)": ["eval"],
        "import pickle": ["pickle"],
        "from marshal import loads": ["marshal"],
        "log.info(x, extra={})\nformat_html('<b>{}</b>', x)": [],
    }
    assert {source: forbidden_in(source) for source in planted} == planted


def test_no_file_of_views_is_too_long():
    too_long = {
        within(path): lines
        for path in portal_files()
        if is_in_views(path.relative_to(ROOT))
        if (lines := len(path.read_text("utf-8").splitlines())) > VIEWS_AT_MOST
    }
    assert too_long == {}, (
        "a view fetches, asks, acts and answers: move what knows something into a module named for it, or the pages of another noun into a file of their own"
    )


def long_functions(root):
    """{file: {function: its lines}} of the functions below `root` that are longer than a screen."""
    found = {}
    for room in ROOMS:
        for path in python_files(root, room):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    lines = node.end_lineno - node.lineno + 1
                    if lines > FUNCTION_AT_MOST:
                        found.setdefault(within(path, root), {})[node.name] = lines
    return found


def test_no_function_is_too_long():
    assert long_functions(ROOT) == {}, (
        f"a function has at most {FUNCTION_AT_MOST} lines: give its parts names of their own"
    )


def test_a_too_long_function_is_found(tmp_path):
    short, long = "    x\n" * (FUNCTION_AT_MOST - 1), "        x\n" * FUNCTION_AT_MOST
    plant(tmp_path, "memos/actions.py", f"@atomic\ndef short():\n{short}")
    plant(tmp_path, "memos/models.py", f"class Memo:\n    def long(self):\n{long}")

    assert long_functions(tmp_path) == {"memos/models.py": {"long": FUNCTION_AT_MOST + 1}}


def is_in_views(path):
    return "views" in path.parent.parts or path.stem == "views"


def given_a_request(root):
    """{file: functions} outside the views whose first parameter, but for `self`, is a request."""
    found = {}
    for room in ROOMS:
        for path in python_files(root, room):
            if is_in_views(path.relative_to(root)):
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    continue
                names = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
                if [name for name in names if name not in ("self", "cls")][:1] == ["request"]:
                    found.setdefault(within(path, root), []).append(node.name)
    return found


def fetching_elsewhere(root):
    """Functions of views that fetch a row and stand in another module than fetching.py: a list."""
    return [
        f"{within(path, root)}: {node.name}"
        for room in ROOMS
        for path in python_files(root, room)
        if is_in_views(path.relative_to(root)) and path.stem != "fetching"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and FETCHING.match(node.name)
    ]


def imports_of_views(root):
    """A line for each place below `root` where something that is no view knows a module of views."""
    found = []
    for room in ROOMS:
        for path in python_files(root, room):
            if is_in_views(path.relative_to(root)) or path.name in LEADS_TO_VIEWS:
                continue
            for line, module in [*modules_known_to(path, root), *names_imported(path)]:
                first, *rest = module.split(".")
                if first in ROOMS and "views" in rest:
                    found.append(f"{within(path, root)}:{line} {module}")
    return found


def names_imported(path):
    """(line, module.name) for each name that a file imports from a module: it can be a module too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                if alias.name == "views":
                    yield node.lineno, f"{node.module}.views"


def test_a_request_is_for_views():
    found = given_a_request(ROOT)
    # Nor does an exception outlive its need.
    assert found.keys() == REQUEST_BUT.keys(), (
        "a function that takes a request is a view, or a part of one: put it into a views/ folder; "
        "what others shall call as well takes what it needs of the request instead"
    )


def test_a_request_outside_the_views_is_found(tmp_path):
    plant(tmp_path, "memos/views/register.py", "def register(request): ...")
    plant(
        tmp_path,
        "memos/lines.py",
        "def lines_for(request, *, only=None): ...\ndef cells(line): ...",
    )
    plant(tmp_path, "memos/forms.py", "class Form:\n    def found(self, request): ...")

    assert given_a_request(tmp_path) == {
        "memos/forms.py": ["found"],
        "memos/lines.py": ["lines_for"],
    }


def test_what_a_view_begins_with_has_one_name_and_one_home():
    assert fetching_elsewhere(ROOT) == [], (
        "rows are fetched by fetch…, those to be changed by fetch…_to_change, in views/fetching.py"
    )


def test_fetching_elsewhere_is_found(tmp_path):
    plant(tmp_path, "memos/views/fetching.py", "def fetch(request, pk): ...")
    plant(tmp_path, "memos/views/register.py", "def _fetch_line(request, pk): ...\ndef memo(): ...")
    plant(tmp_path, "memos/views/files.py", "def writable(request, pk): ...")
    plant(tmp_path, "memos/lines.py", "def fetch(user): ...")

    assert fetching_elsewhere(tmp_path) == [
        "memos/views/files.py: writable",
        "memos/views/register.py: _fetch_line",
    ]


def test_nothing_but_views_knows_views():
    assert imports_of_views(ROOT) == [], (
        "move what both need out of views/, into a module of the room that knows no request"
    )


def test_an_import_of_a_view_is_found(tmp_path):
    plant(tmp_path, "memos/actions.py", "import os\nfrom memos.views.register import lines_for\n")
    plant(tmp_path, "memos/rules.py", "def f():\n    from meetings import views\n")
    plant(tmp_path, "memos/forms.py", "from .views import register\nfrom django import views\n")
    plant(tmp_path, "memos/lines.py", "shown_by = 'memos.views.register.memo'\n")
    plant(tmp_path, "memos/urls.py", "from memos.views import register\n")
    plant(tmp_path, "memos/views/exports.py", "from memos.views.register import lines_for\n")
    plant(tmp_path, "memos/models.py", "from django.views.decorators.http import require_safe\n")

    assert imports_of_views(tmp_path) == [
        "memos/actions.py:2 memos.views.register",
        "memos/forms.py:1 memos.views",
        "memos/lines.py:1 memos.views.register.memo",
        "memos/rules.py:2 meetings.views",
    ]


def shares_of_rooms(root):
    """{room: its share of the lines of Python below `root`}; migrations, which a tool writes, aside."""
    lines = {
        room: sum(
            len(path.read_text("utf-8").splitlines())
            for path in python_files(root, room)
            if "migrations" not in path.parts
        )
        for room in ROOMS
    }
    return {room: count / sum(lines.values()) for room, count in lines.items()}


def rooms_too_large(root):
    return {
        room: f"{share:.1%}"
        for room, share in shares_of_rooms(root).items()
        if share > ROOM_AT_MOST
    }


def test_no_room_holds_more_than_a_quarter_of_the_house():
    assert rooms_too_large(ROOT) == {}, (
        "move a noun that has a life cycle of its own out of it, into a room of its own: "
        "docs/change.md says what a new room needs"
    )


def test_a_room_that_is_too_large_is_found(tmp_path):
    for room in ("accounts", "bangla", "memos"):
        plant(tmp_path, f"{room}/models.py", "x = 1\n" * 250)
    plant(tmp_path, "meetings/models.py", "x = 1\n" * 240)
    plant(tmp_path, "meetings/views/reading.py", "x = 1\n" * 10)
    plant(tmp_path, "meetings/migrations/0001_initial.py", "x = 1\n" * 900)
    assert rooms_too_large(tmp_path) == {}  # a quarter each

    plant(tmp_path, "meetings/views/writing.py", "x = 1\n")
    assert rooms_too_large(tmp_path) == {"meetings": "25.1%"}


def test_names_say_what_things_are_for():
    assert vague_names(ROOT) == [], (
        "name it for what it knows or does: what would a newcomer look for?"
    )


def test_vague_names_are_found(tmp_path):
    plant(tmp_path, "meetings/utils.py", "")
    plant(tmp_path, "meetings/core/rules.py", "")
    plant(
        tmp_path, "memos/models.py", "class MemoManager: ...\nclass BaseMemo: ...\nclass Memo: ..."
    )

    assert vague_names(tmp_path) == [
        "meetings/core/rules.py",
        "meetings/utils.py",
        "memos/models.py: MemoManager",
        "memos/models.py: BaseMemo",
    ]


# ── Templates ───────────────────────────────────────────────────────────────────────────────────

# Latin words that a Bengali reader knows in no other form.
LATIN_BUT = {"CSV", "DOCX", "JSON", "PDF", "QR", "SHA", "XLSX"}

COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)
ELEMENT_BY_VARIABLE = re.compile(r"(</?){{.*?}}")
TEMPLATE_SYNTAX = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
LINE_AT_MOST = 160  # characters; a diff of a longer line does not show what it changes
UNESCAPED = re.compile(r"\|\s*safe(?:seq)?\b|{%\s*autoescape\s+off\b")
SPOKEN_ATTRIBUTES = {"alt", "aria-description", "aria-label", "label", "placeholder", "title"}
ELSEWHERE = re.compile(r"(https?:)?//")


class _Page(HTMLParser):
    """The words of a template that a person reads or hears, and what the CSP would refuse."""

    def __init__(self, source, *, paper):
        super().__init__()
        self.paper, self.words, self.refused, self._mute = paper, [], [], None
        source = ELEMENT_BY_VARIABLE.sub(r"\1x", COMMENT.sub("", source))
        self.feed(TEMPLATE_SYNTAX.sub("", source))
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        # A key is called what is printed on it.
        if tag in {"script", "style", "kbd"}:
            self._mute = tag
        inline_script = tag == "script" and not {"src"} & attributes.keys()
        if inline_script and attributes.get("type") != "application/json":
            self.refused.append("<script>")
        if tag == "style" and not self.paper:
            self.refused.append("<style>")
        for name, value in attributes.items():
            if name == "style" and not self.paper:
                self.refused.append("style=")
            if name.startswith(("on", "hx-on", "data-hx-on")):
                self.refused.append(f"{name}=")
            if value.strip().lower().startswith(("javascript:", "js:")):
                self.refused.append(f"{name}={value}")
            if ELSEWHERE.match(value) and (name == "src" or (tag, name) == ("link", "href")):
                self.refused.append(f"{name}={value}")
            is_caption = tag in {"input", "button"} and name == "value"
            if is_caption and attributes.get("type") in {"submit", "button", "reset"}:
                self.words += LATIN_WORD.findall(value)
            if name in SPOKEN_ATTRIBUTES:
                self.words += LATIN_WORD.findall(value)

    def handle_endtag(self, tag):
        if tag == self._mute:
            self._mute = None

    def handle_data(self, data):
        if not self._mute:
            self.words += LATIN_WORD.findall(data)


def latin_words(source, *, html=True):
    """The Latin words of a template that reach a person, less those allowed: a list."""
    words = (
        _Page(source, paper=False).words
        if html
        else LATIN_WORD.findall(TEMPLATE_SYNTAX.sub("", COMMENT.sub("", source)))
    )
    return [word for word in words if word not in LATIN_BUT]


def refused_by_csp(source, *, paper=False):
    """What the content security policy of the pages refuses in a template: a list.

    A paper (a template that becomes a PDF) carries its own CSS, and no script either.
    """
    return _Page(source, paper=paper).refused


def templates(*suffixes):
    found = [*ROOT.glob("templates/**/*"), *ROOT.glob("*/templates/**/*")]
    return sorted(path for path in found if path.suffix in suffixes)


def test_pages_speak_bengali():
    spoken = {
        within(path): words
        for path in templates(".html", ".txt")
        if (words := latin_words(path.read_text("utf-8"), html=path.suffix == ".html"))
    }
    assert spoken == {}, "write it in Bengali, or add a word that has no other form to LATIN_BUT"


def test_latin_words_are_found():
    assert latin_words("<p class='lead'>সভা {{ meeting.title }} Meeting</p>") == ["Meeting"]
    assert latin_words("<kbd>Enter</kbd> Enter") == ["Enter"]
    assert latin_words('<input type="submit" value="Save"><input name="a" value="x y">') == ["Save"]
    assert latin_words('<a title="Open it" href="{% url "home" %}">সভা</a>') == ["Open", "it"]
    assert latin_words("{# note #}{% comment %}a note{% endcomment %}<b>PDF ১</b>") == []
    assert latin_words("<script type='module' src='x'></script><style>p {color: red}</style>") == []
    assert latin_words("{% if a %}প্রিয় {{ name }},{% endif %}\nDear sir", html=False) == [
        "Dear",
        "sir",
    ]


def test_pages_carry_no_inline_style_or_script():
    refused = {
        within(path): what
        for path in templates(".html")
        if (
            what := refused_by_csp(
                path.read_text("utf-8"), paper=bool({"papers", "pdf"} & {*path.parts})
            )
        )
    }
    assert refused == {}, "put the style into static/css and the script into static/js"


def test_inline_style_and_script_are_found():
    planted = {
        '<p style="color:red">': ["style="],
        "<style>p {}</style>": ["<style>"],
        "<script>go()</script>": ["<script>"],
        '<b {% if x %}onclick="go()"{% endif %}>': ["onclick="],
        '<b hx-on:click="go()">': ["hx-on:click="],
        '<a href="JavaScript:go()">': ["href=JavaScript:go()"],
        "<b hx-vals='js:{a: go()}'>": ["hx-vals=js:{a: go()}"],
        '<script src="https://cdn.example/x.js"></script>': ["src=https://cdn.example/x.js"],
        '<link rel="stylesheet" href="//cdn.example/x.css">': ["href=//cdn.example/x.css"],
        "<{{ tag }} style='a'></{{ tag }}>": ["style="],
        '<script type="application/json">{}</script><script src="{% static "x.js" %}"></script>': [],
        '<a href="https://example.org/" class="{% if x %}a{% endif %}">': [],
    }
    assert {source: refused_by_csp(source) for source in planted} == planted
    assert refused_by_csp("<style>p {}</style><p style='a'><b onclick='x'>", paper=True) == [
        "onclick="
    ]


def test_templates_escape_everything():
    unescaped = [within(p) for p in templates(".html") if UNESCAPED.search(p.read_text("utf-8"))]
    assert unescaped == [], (
        "let the template escape it; what is markup is made by format_html in Python"
    )


def test_unescaped_text_in_a_template_is_found():
    assert UNESCAPED.search("{{ text|safe }}")
    assert UNESCAPED.search("{{ rows | safeseq|join:' ' }}")
    assert UNESCAPED.search("{% autoescape off %}")
    assert not UNESCAPED.search("{{ text|safer }} {% autoescape on %}")


def long_lines(source):
    """The numbers of the lines of a template that are too long to be read, from 1: a list."""
    return [n for n, line in enumerate(source.splitlines(), 1) if len(line) > LINE_AT_MOST]


def test_no_line_of_a_template_is_too_long():
    too_long = {
        within(path): lines
        for path in templates(".html", ".txt")
        if (lines := long_lines(path.read_text("utf-8")))
    }
    assert too_long == {}, (
        "break the line inside a tag, between attributes, or take the part out into a partial"
    )


def test_a_too_long_line_of_a_template_is_found():
    short, long = "ক" * LINE_AT_MOST, "ক" * (LINE_AT_MOST + 1)  # letters of several bytes each
    assert long_lines(f"{short}\n{long}\n\n<p>\n{long}") == [2, 5]


# ── Scripts ─────────────────────────────────────────────────────────────────────────────────────

SCRIPT_AT_MOST = 200  # lines

# An object or a list that whoever imports it could write to.
OPEN_TABLE = re.compile(r"^export (?:const|let|var) (\w+) = (?:[{\[]|new \w*(?:Map|Set)\b)", re.M)
# A name is what a field is sent under. What it is, the server says beside it: data-part, data-decision.
READS_NAMES = re.compile(
    r"\[name[$^*|~]=|\.name\.(?:match|replace|split|slice|startsWith|endsWith)\(|\.test\([\w.]*\bname\)"
)
# Which texts are the same, the server says.
NORMALISES = re.compile(r"\.normalize\(|\\p\{")


def scripts():
    return {path.name: path.read_text("utf-8") for path in sorted(ROOT.glob("static/js/**/*.js"))}


def lint(folder):
    """The rules that the scripts of a folder break, as `make lint` finds them: a set."""
    found = subprocess.run(
        [Path(sys.executable).with_name("oxlint"), "-c", ROOT / ".oxlintrc.json", "-f", "json", folder],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return {each["code"] for each in json.loads(found.stdout)["diagnostics"]}


def test_no_script_is_too_long():
    lines = {name: len(source.splitlines()) for name, source in scripts().items()}
    assert {name: count for name, count in lines.items() if count > SCRIPT_AT_MOST} == {}, (
        "move one of the things it does into a module named for that"
    )


def test_no_script_exports_a_table_that_another_could_write_to():
    found = {
        name: told for name, source in scripts().items() if (told := OPEN_TABLE.findall(source))
    }
    assert found == {}, "export functions, or Object.freeze what is only read"


def test_scripts_read_no_field_by_its_name():
    assert [name for name, source in scripts().items() if READS_NAMES.search(source)] == [], (
        "mark the element in the template, data-part=…, and look for that"
    )


def test_scripts_leave_it_to_the_server_which_texts_are_the_same():
    assert [name for name, source in scripts().items() if NORMALISES.search(source)] == [], (
        "send it: the server says whether two texts are the same"
    )


def test_what_scripts_must_not_do_is_found():
    planted = {
        "export const ways = {\n  open: 1,\n};": (OPEN_TABLE, True),
        "export let list = [];": (OPEN_TABLE, True),
        "export const kept = new Map();": (OPEN_TABLE, True),
        "export const word = Object.freeze({ a: 1 });": (OPEN_TABLE, False),
        "export const rowOf = (form) => ({ a: form });": (OPEN_TABLE, False),
        "const own = {};": (OPEN_TABLE, False),
        'form.querySelector("[name$=-topic]")': (READS_NAMES, True),
        "field.name.match(/-d(\\d+)-id$/)": (READS_NAMES, True),
        "/-due_on$/.test(event.target.name)": (READS_NAMES, True),
        'form.querySelector("[name=html], [data-part=topic]")': (READS_NAMES, False),
        'text.normalize("NFC")': (NORMALISES, True),
        "text.replace(/\\p{Cf}/gu, '')": (NORMALISES, True),
    }
    assert {
        source: (rule, bool(rule.search(source))) for source, (rule, _) in planted.items()
    } == planted


def test_the_linter_reads_scripts_together(tmp_path):
    plant(
        tmp_path,
        "one.js",
        'import { two } from "./two.js";\nexport const one = () => two() + there;',
    )
    plant(tmp_path, "two.js", "export const three = 3;")
    assert lint(tmp_path) == {"eslint(no-undef)", "import(named)"}

    plant(tmp_path, "two.js", 'import { one } from "./one.js";\nexport const two = () => one();')
    plant(tmp_path, "long.js", "f();\n" * (SCRIPT_AT_MOST + 1))
    assert lint(tmp_path) == {"eslint(no-undef)", "eslint(max-lines)", "import(no-cycle)"}


# ── Models ──────────────────────────────────────────────────────────────────────────────────────

# Named by Django, not by us.
NAMED_ELSEWHERE = {"accounts.User.last_login", "accounts.User.date_joined"}
# By a thing and not by a person; its moment stands under another name.
BY_A_THING = {"documents.Paper.superseded_by"}
DATE_NAME = re.compile(r"\Aperiod_|_(on|due)\Z")


def portal_models():
    """Our own models; the tables of their histories are made by a library."""
    return [
        m
        for m in apps.get_models()
        if m.__module__.partition(".")[0] in ROOMS and not hasattr(m, "history_date")
    ]


def badly_named(model):
    """What is wrong with a model's docstring, its Bengali names and the names of its fields."""
    wrong = []
    label = model._meta.label
    # Django writes "Meeting(id, …)" itself where there is no docstring.
    if not model.__doc__ or model.__doc__.startswith(f"{model.__name__}("):
        wrong.append(f"{label}: no docstring")
    for name in ("verbose_name", "verbose_name_plural"):
        text = str(getattr(model._meta, name))
        if not BENGALI.search(text) or re.search("[A-Za-z]", text):
            wrong.append(f"{label}: {name} is {text}")

    fields = {field.name: field for field in model._meta.get_fields() if field.concrete}
    for name, field in fields.items():
        if f"{label}.{name}" in NAMED_ELSEWHERE | BY_A_THING:
            continue
        if isinstance(field, models.DateTimeField):
            if not f"_{name}".endswith("_at"):
                wrong.append(f"{label}.{name}: a moment is called …_at")
        elif isinstance(field, models.DateField) and not DATE_NAME.search(name):
            wrong.append(f"{label}.{name}: a date is called …_on, …_due or period_…")
        if f"_{name}".endswith("_by") and name.removesuffix("by") + "at" not in fields:
            wrong.append(f"{label}.{name}: somebody did it, but when?")
    return wrong


def pending_migrations(wanted):
    """Labels of our apps whose migrations do not lead to the state `wanted`."""
    loader = MigrationLoader(None)
    with translation.override(None):  # as makemigrations: Django's own labels in its own words
        changes = MigrationAutodetector(loader.project_state(), wanted).changes(graph=loader.graph)
    return sorted(changes.keys() & ROOMS.keys())


def test_models_say_what_they_are_in_bengali():
    assert [line for model in portal_models() for line in badly_named(model)] == [], (
        "write what the message asks for beside the field or the constraint"
    )


@isolate_apps("meetings")
def test_badly_named_models_are_found():
    class Sitting(models.Model):  # noqa: DJ008
        started = models.DateTimeField()
        deadline = models.DateField()
        returned_by = models.IntegerField()
        approved_by = models.IntegerField()
        approved_at = models.DateTimeField()
        period_start = models.DateField()
        by = models.IntegerField()
        at = models.DateTimeField()

        class Meta:
            app_label = "meetings"
            verbose_name = "বৈঠক"

    assert badly_named(Sitting) == [
        "meetings.Sitting: no docstring",
        "meetings.Sitting: verbose_name_plural is বৈঠকs",
        "meetings.Sitting.started: a moment is called …_at",
        "meetings.Sitting.deadline: a date is called …_on, …_due or period_…",
        "meetings.Sitting.returned_by: somebody did it, but when?",
    ]


def test_every_change_of_a_model_has_its_migration():
    assert pending_migrations(ProjectState.from_apps(apps)) == [], (
        "run manage.py makemigrations; until a release changes go into the room's first migration"
    )


def test_a_missing_migration_is_found():
    wanted = ProjectState.from_apps(apps)
    wanted.add_field("accounts", "user", "shoe_size", models.IntegerField(null=True), True)
    assert pending_migrations(wanted) == ["accounts"]


# ── Settings ────────────────────────────────────────────────────────────────────────────────────

README_ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
# HSTS for other people's subdomains, and browsers' lists of it, are for their owner to ask for.
NOT_OURS_TO_SAY = {"security.W005", "security.W021"}
ASK_ADDRESS = "from django.conf import settings; print(settings.BASE_URL)"


def manage(*arguments, **environment):
    """manage.py in a process of its own that knows these variables and no .env."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def deployment_warnings(**environment):
    """The names of what `check --deploy` warns of, as a set."""
    checked = manage("check", "--deploy", **environment)
    assert checked.returncode == 0, checked.stderr
    return set(re.findall(r"\((\w+\.[WE]\d+)\)", checked.stderr))


def test_each_variable_is_in_the_readme(settings):
    told = README_ROW.findall((ROOT / "README.md").read_text("utf-8"))
    assert sorted(told) == sorted(settings.VARIABLES)


def test_a_deployed_portal_passes_the_security_checks():
    real = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "minutes.example",
        "BASE_URL": "https://minutes.example",
        "DATABASE_URL": "sqlite://:memory:",
    }
    assert deployment_warnings(**real) == NOT_OURS_TO_SAY

    careless = deployment_warnings(**real, HTTPS="0", DEBUG="1")
    assert {"security.W008", "security.W012", "security.W018"} <= careless


def test_nothing_starts_without_a_secret_key():
    refused = manage("check")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith("SECRET_KEY ")
    assert refused.stderr.count("\n") == 1


def test_links_on_paper_lead_to_one_configured_address():
    real = {"SECRET_KEY": secrets.token_urlsafe(50), "DATABASE_URL": "sqlite://:memory:"}

    def address(**environment):
        told = manage("shell", "-v", "0", "-c", ASK_ADDRESS, **real, **environment)
        return told.stdout or told.stderr.splitlines()[0]

    assert address(BASE_URL="https://minutes.example/") == "https://minutes.example\n"
    assert address(DEMO="1") == "http://127.0.0.1:8000\n"
    assert address(DEMO="1", PORT="8001") == "http://127.0.0.1:8001\n"
    assert address().startswith("BASE_URL ")
    for wrong in ("minutes.example", "https://minutes.example/portal", "ftp://minutes.example"):
        assert address(BASE_URL=wrong).startswith("BASE_URL ")
