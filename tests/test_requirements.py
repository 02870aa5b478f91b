"""What is installed: the list of what we chose, the lock made from it, the floors under both."""

import hashlib
import importlib.util
import json
import re
import tomllib
from importlib.metadata import requires, version

import pytest
from django.db.backends.postgresql import psycopg_any
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.test_imports import ROOT, plant

LOCKS = {"requirements.in": "requirements.txt", "requirements-dev.in": "requirements-dev.txt"}
SEALED = {*LOCKS, *LOCKS.values()}
HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})(?= |\Z)")


def text(name):
    return (ROOT / name).read_text("utf-8")


def chosen(name):
    """The requirements of a list, those of the lists it reads included; comments may follow."""
    found = []
    for line in text(name).splitlines():
        line = line.partition("#")[0].strip()
        if line.startswith("-r "):
            found += chosen(line.removeprefix("-r "))
        elif line and not line.startswith("-"):
            found.append(Requirement(line))
    return found


def pins(lock):
    """What a lock (its text) holds: {name: [(Requirement, set of its hashes)]}, often one of a name."""
    found = {}
    for line in lock.replace("\\\n", " ").splitlines():
        if line[:1].isalnum():
            pin = Requirement(line.partition(" --hash=")[0])
            found.setdefault(canonicalize_name(pin.name), []).append((pin, set(HASH.findall(line))))
    return found


def pinned_here(lock):
    """{name: version} of what a lock has installed on this machine."""
    here = {}
    for name, lines in pins(lock).items():
        for pin, _ in lines:
            if pin.marker is None or pin.marker.evaluate():
                (only,) = pin.specifier
                assert only.operator == "==", pin
                assert name not in here, f"{name}: two versions for one machine"
                here[name] = only.version
    return here


def needed_here(wanted, *, requires=requires):
    """{name: specifiers} of what these requirements and all they need ask for on this machine.

    `requires(name)` gives the requirement lines of an installed library, or None.
    """
    needed, asked = {}, set()
    waiting = list(wanted)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        specifiers = needed.setdefault(name, set())
        specifiers.add(requirement.specifier)
        for extra in {"", *requirement.extras}:
            if (name, extra) not in asked:
                asked.add((name, extra))
                for line in map(Requirement, requires(name) or ()):
                    if line.marker is None or line.marker.evaluate({"extra": extra}):
                        waiting.append(line)
    return needed


def faults(wanted, lock, *, requires=requires):
    """What is wrong with a lock (its text) of these requirements, for this machine: a list."""
    here = pinned_here(lock)
    needed = needed_here(wanted, requires=requires)
    wrong = [f"{name} is not locked" for name in needed.keys() - here.keys()]
    wrong += [f"{name} is locked, and nothing needs it" for name in here.keys() - needed.keys()]
    for name in needed.keys() & here.keys():
        for specifier in needed[name]:
            if not specifier.contains(here[name], prereleases=True):
                wrong.append(f"{name} is locked at {here[name]}; wanted is {specifier}")
    for name, lines in pins(lock).items():
        wrong += [f"{name} has no hash" for _, hashes in lines if not hashes]
    return sorted(wrong)


def broken_seals(root):
    """Names of the lists and locks below `root` that are not as `make lock` left them."""
    lines = (root / "requirements.sha256").read_text("ascii").splitlines()
    sealed = {name: digest for digest, name in map(str.split, lines)}
    return sorted(
        name
        for name in SEALED | sealed.keys()
        if sealed.get(name) != hashlib.sha256((root / name).read_bytes()).hexdigest()
    )


# ── The lock ────────────────────────────────────────────────────────────────────────────────────


def test_the_locks_are_as_they_were_made():
    assert broken_seals(ROOT) == [], "after a change of a list: make lock"


@pytest.mark.parametrize("name", sorted(SEALED))
@pytest.mark.parametrize("harm", ["", "django==5.2.18\n", "django==5.2.19\nruff\n"])
def test_a_changed_list_or_lock_is_found(name, harm, tmp_path):
    text = "django==5.2.19\n"
    for each in SEALED:
        plant(tmp_path, each, text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    plant(tmp_path, "requirements.sha256", "".join(f"{digest}  {each}\n" for each in SEALED))
    assert broken_seals(tmp_path) == []

    plant(tmp_path, name, harm)
    assert broken_seals(tmp_path) == [name]


def test_a_list_or_lock_that_was_never_sealed_is_found(tmp_path):
    for each in [*SEALED, "requirements.sha256"]:
        plant(tmp_path, each, "")
    assert broken_seals(tmp_path) == sorted(SEALED)


@pytest.mark.parametrize(("chosen_in", "lock"), LOCKS.items())
def test_all_that_is_needed_is_locked_and_nothing_else(chosen_in, lock):
    assert faults(chosen(chosen_in), text(lock)) == []


def test_what_is_wrong_with_a_lock_is_found():
    wanted = [Requirement("tree[nuts]~=2.1")]
    libraries = {
        "tree": [
            "leaf>=3",
            'nut; extra == "nuts"',
            'frost; extra == "cold"',
            'mac; os_name == "mac"',
        ],
        "nut": ["Leaf_Stalk"],
    }
    one = "--hash=sha256:" + "1" * 64
    locked = {
        "tree": f"tree[nuts]==2.1.7 \\\n    {one}",
        "leaf": f"leaf==3.0 ; os_name == 'posix' \\\n    {one} \\\n    {one}\n    # via tree",
        "other leaf": f"leaf==2.0 ; os_name == 'mac' \\\n    {one}",
        "nut": f"nut==1 \\\n    {one}",
        "leaf-stalk": f"leaf-stalk==1.0rc1 \\\n    {one}",
    }

    def told(**changes):
        return faults(wanted, "\n".join((locked | changes).values()), requires=libraries.get)

    assert told() == []
    assert told(nut="") == ["nut is not locked"]
    assert told(**{"leaf-stalk": ""}) == ["leaf-stalk is not locked"]
    assert told(leaf="") == ["leaf is not locked"]
    assert told(tree=f"tree==2.2 {one}") == []
    assert told(tree=f"tree==3.0 {one}") == ["tree is locked at 3.0; wanted is ~=2.1"]
    assert told(leaf=f"leaf==2.9 {one}") == ["leaf is locked at 2.9; wanted is >=3"]
    assert told(frost=f"frost==1 {one}") == ["frost is locked, and nothing needs it"]
    for not_a_hash in ("", one[:-1], f"{one}0", one.replace("1", "g")):
        assert told(nut=f"nut==1 {not_a_hash}") == ["nut has no hash"]


def test_the_tests_run_on_what_is_locked():
    here = pinned_here(text("requirements-dev.txt"))
    assert {name: version(name) for name in here} == here


def test_the_portal_is_tested_in_the_versions_it_runs_on():
    tested, run = (pins(text(lock)) for lock in ("requirements-dev.txt", "requirements.txt"))
    assert {name: tested.get(name) for name in run} == run


# ── How it is installed ─────────────────────────────────────────────────────────────────────────

INSTALLS = re.compile(r"^.*\bpip install .*$", re.MULTILINE)


def installed_unlocked(source):
    """The lines of a recipe that have pip install what no hash vouches for."""
    return [line for line in INSTALLS.findall(source) if "--require-hashes" not in line.split()]


def test_nothing_is_installed_without_its_hash():
    recipes = ["Makefile", "README.md", ".ci/run", *(ROOT / "scripts").iterdir()]
    assert [line for recipe in recipes for line in installed_unlocked(text(recipe))] == []
    # The control: where packages are installed is where this looks.
    assert [bool(INSTALLS.search(text(recipe))) for recipe in recipes[:2]] == [True, True]


def test_only_wheels_are_installed():
    # What is built on the spot is built by whatever tools the index has that day.
    assert [lock for lock in LOCKS.values() if "\n--only-binary :all:\n" not in text(lock)] == []


def test_what_is_installed_without_its_hash_is_found():
    assert installed_unlocked(
        "x: y\n\tpip install -q ruff\n\tpip install --require-hashes -r a\n"
    ) == ["\tpip install -q ruff"]


# ── What reads papers beside Python ─────────────────────────────────────────────────────────────


def loose_readers(chosen, lock):
    """What is wrong with a list of npm's packages and its lock (dicts): a list."""
    wrong = [
        f"{name} is not held to one release"
        for name, release in chosen["dependencies"].items()
        if not re.fullmatch(r"(npm:[\w-]+@)?\d+\.\d+\.\d+", release)
    ]
    if lock["packages"][""]["dependencies"] != chosen["dependencies"]:
        wrong.append("the lock is not of this list")
    for name, package in lock["packages"].items():
        if name and not package.get("integrity", "").startswith("sha512-"):
            wrong.append(f"{name} has no digest")
        if "resolved" in package:
            wrong.append(f"{name} names a host")
    return wrong


def readers():
    names = ("package.json", "package-lock.json")
    return [json.loads(text(f"tests/readers/{name}")) for name in names]


def test_readers_are_locked_by_digest_and_to_no_host():
    assert loose_readers(*readers()) == []


def test_a_loose_reader_is_found():
    chosen, lock = readers()
    package = lock["packages"]["node_modules/pdfjs-dist"]
    del package["integrity"]
    package["resolved"] = "//somewhere/pdfjs-dist.tgz"
    chosen["dependencies"]["pdfjs-dist"] = "^6.5.438"
    assert loose_readers(chosen, lock) == [
        "pdfjs-dist is not held to one release",
        "the lock is not of this list",
        "node_modules/pdfjs-dist has no digest",
        "node_modules/pdfjs-dist names a host",
    ]


# ── Floors ──────────────────────────────────────────────────────────────────────────────────────


def below_floor(floors, installed):
    """Names of the libraries whose version, as `installed(name)` tells it, is under its floor."""
    return [
        name
        for name, floor in floors.items()
        if Version(installed(name)) < Version(floor["minimum"])
    ]


def let_in_below_floor(floors, requirements):
    """The requirements that would accept a version under the floor of their library."""
    return [
        requirement
        for requirement in requirements
        if (floor := floors.get(canonicalize_name(requirement.name)))
        if not any(
            spec.operator in {"~=", ">=", "=="}
            and Version(spec.version) >= Version(floor["minimum"])
            for spec in requirement.specifier
        )
    ]


def test_no_library_is_below_its_floor():
    floors = tomllib.loads(text("floors.toml"))
    assert below_floor(floors, version) == []
    assert below_floor(floors, pinned_here(text("requirements.txt")).get) == []
    assert let_in_below_floor(floors, chosen("requirements-dev.in")) == []
    assert all(floor["reason"] for floor in floors.values())


def test_a_library_below_its_floor_is_found():
    floors = {"django": {"minimum": "5.2.19"}, "weasyprint": {"minimum": "70.0"}}
    installed = {"django": "5.2.9", "weasyprint": "70.1"}
    assert below_floor(floors, installed.get) == ["django"]
    low, enough, none, other = map(
        Requirement, ["Django~=5.2.8", "weasyprint~=70.0.0", "weasyprint", "ruff"]
    )
    assert let_in_below_floor(floors, [low, enough, none, other]) == [low, none]


def test_each_requirement_is_held_to_a_range():
    assert [
        requirement
        for requirement in chosen("requirements-dev.in")
        if [spec.operator for spec in requirement.specifier] != ["~="]
    ] == []


# ── What must not come in ───────────────────────────────────────────────────────────────────────


def test_postgresql_is_reached_through_psycopg2():
    # Django prefers psycopg 3 without a word as soon as a dependency brings it in.
    assert not psycopg_any.is_psycopg3
    assert importlib.util.find_spec("psycopg") is None


def test_psycopg3_would_be_noticed(tmp_path, monkeypatch):
    plant(tmp_path, "psycopg/__init__.py", "")
    monkeypatch.syspath_prepend(tmp_path)
    assert importlib.util.find_spec("psycopg") is not None
