"""The rooms of the house and the one direction of imports between them."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# room: the rooms it may know
ROOMS = {
    "bangla": set(),
    "accounts": {"bangla"},
    "pasting": {"bangla"},
    "documents": {"pasting", "accounts", "bangla"},
    "papers": {"documents", "pasting", "accounts", "bangla"},
    "backups": {"documents", "pasting", "accounts", "bangla"},
    "offices": {"papers", "documents", "pasting", "accounts", "bangla"},
    "distribution": {"offices", "papers", "documents", "pasting", "accounts", "bangla"},
    "committees": {
        "distribution", "offices", "papers", "documents", "pasting", "accounts", "bangla",
    },
    "meetings": {
        "committees", "distribution", "offices", "papers", "documents", "pasting", "accounts",
        "bangla",
    },
    "followup": {
        "meetings", "committees", "distribution", "offices", "papers", "documents", "pasting",
        "accounts", "bangla",
    },
    "memos": {
        "followup", "meetings", "committees", "distribution", "offices", "papers", "documents", "pasting",
        "accounts", "bangla",
    },
    "letters": {
        "memos", "followup", "meetings", "committees", "distribution", "offices", "papers", "documents",
        "pasting", "accounts", "bangla",
    },
    "despatch": {
        "letters", "memos", "followup", "meetings", "committees", "distribution", "offices", "papers",
        "documents", "pasting", "accounts", "bangla",
    },
    "submissions": {
        "despatch", "letters", "memos", "followup", "meetings", "committees", "distribution", "offices",
        "papers", "documents", "pasting", "accounts", "bangla",
    },
    "demo": {
        "submissions", "despatch", "letters", "memos", "followup", "meetings", "committees", "distribution",
        "offices", "papers", "documents", "pasting", "accounts", "bangla",
    },
    "minutes_portal": {
        "backups", "demo", "submissions", "despatch", "letters", "memos", "followup", "meetings", "committees",
        "distribution", "offices", "papers", "documents", "pasting", "accounts", "bangla",
    },
}  # fmt: skip
# Not part of the portal: they may know every room, and no room knows them.
OUTSIDE = {"tests", "bench"}

# "meetings.Meeting", "meetings.models": a foreign key, a get_model or an import_module in words.
NAMED_IN_A_STRING = re.compile(rf"({'|'.join(ROOMS)})(\.\w+)+")


def python_files(root, room):
    return sorted((root / room).rglob("*.py"))


def modules_known_to(path, root):
    """(line, dotted module) for each module that a Python file imports or names in a string."""
    package = path.relative_to(root).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            here = package[: len(package) - node.level + 1] if node.level else ()
            yield node.lineno, ".".join([*here, *filter(None, [node.module])])
            if not node.module:
                for alias in node.names:
                    yield node.lineno, ".".join([*here, alias.name])
        elif isinstance(node, ast.Constant) and NAMED_IN_A_STRING.fullmatch(str(node.value)):
            yield node.lineno, node.value


def wrong_imports(root):
    """A line for each place below `root` where a room knows one it may not know."""
    wrong = []
    for room, may_know in ROOMS.items():
        for path in python_files(root, room):
            for line, module in modules_known_to(path, root):
                other = module.partition(".")[0]
                if other in (ROOMS.keys() | OUTSIDE) - may_know - {room}:
                    wrong.append(f"{path.relative_to(root)}:{line} {room} → {other}")
    return wrong


def django_in_pure_functions(root):
    """Where `bangla` needs Django outside its edge: fields, template tags, commands, apps.py."""
    wrong = []
    for path in python_files(root, "bangla"):
        inside = path.relative_to(root / "bangla").parts
        if inside[0] in {"apps.py", "fields.py", "formfields.py", "templatetags", "management"}:
            continue
        for line, module in modules_known_to(path, root):
            if module.partition(".")[0] == "django":
                wrong.append(f"{path.relative_to(root)}:{line} {module}")
    return wrong


def plant(root, path, source):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(source, "utf-8")


def test_imports_go_one_way():
    assert wrong_imports(ROOT) == [], (
        "let the room above call with what it knows, or move what both need to a room below both"
    )


def test_bangla_needs_no_django():
    assert django_in_pure_functions(ROOT) == [], (
        "keep it a function of plain values; what needs Django is a field, a filter or a command"
    )


def test_each_package_is_a_room_of_the_table():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - ROOMS.keys() - OUTSIDE == set(), (
        "write the new room into ROOMS, with the rooms it may know"
    )


def test_the_table_has_one_direction():
    for room, may_know in ROOMS.items():
        for other in may_know:
            assert ROOMS[other] < may_know, f"{room} → {other}, whose rooms {room} may not know"


def test_a_planted_wrong_import_is_found(tmp_path):
    plant(tmp_path, "committees/models.py", "import os\n\n\ndef f():\n    import meetings.models\n")
    plant(tmp_path, "documents/deep/views.py", "from ...committees import models\n")
    plant(tmp_path, "documents/views.py", "from .. import meetings\nfrom . import pdf\n")
    plant(tmp_path, "accounts/models.py", "owner = ForeignKey('offices.Office')\n")
    plant(tmp_path, "meetings/rules.py", "from minutes_portal.settings import DEBUG\n")
    plant(tmp_path, "memos/actions.py", "from tests.cast import clerk\n")
    plant(tmp_path, "meetings/models.py", "from bangla import digits\nfrom .rules import can\n")

    assert wrong_imports(tmp_path) == [
        "accounts/models.py:1 accounts → offices",
        "documents/deep/views.py:1 documents → committees",
        "documents/views.py:1 documents → meetings",
        "committees/models.py:5 committees → meetings",
        "meetings/rules.py:1 meetings → minutes_portal",
        "memos/actions.py:1 memos → tests",
    ]


def test_planted_django_in_bangla_is_found(tmp_path):
    plant(tmp_path, "bangla/digits.py", "from django.utils import timezone\n")
    plant(tmp_path, "bangla/templatetags/bangla.py", "from django import template\n")

    assert django_in_pure_functions(tmp_path) == ["bangla/digits.py:1 django.utils"]
