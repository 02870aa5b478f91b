"""A machine that cannot draw papers says so before it takes any."""

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from documents import checks
from tests.documents.reading import ROOT
from tests.keys import give_keys


def test_this_machine_can_draw_papers():
    assert checks.check_drawing(None) == []


def test_another_weasyprint_is_an_error(monkeypatch):
    monkeypatch.setattr(checks, "WEASYPRINT_VERSION", "69.0")

    (error,) = checks.check_drawing(None)
    assert (error.id, error.is_serious()) == ("documents.E001", True)
    assert error.hint == "pip install weasyprint==69.0"


def test_a_missing_harfbuzz_subset_is_an_error(monkeypatch):
    monkeypatch.setattr(checks, "SUBSET_LIBRARIES", ("libharfbuzz-absent.so.0",))

    (error,) = checks.check_drawing(None)
    assert (error.id, error.is_serious()) == ("documents.E002", True)
    assert error.hint == "apt install libharfbuzz-subset0"


def test_without_noto_serif_bengali_the_server_starts_with_a_warning(tmp_path):
    """fontconfig reads its set-up once in a process, so this is a process of its own."""
    (tmp_path / "fonts.conf").write_text("<?xml version='1.0'?><fontconfig></fontconfig>")

    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert "documents.W001" in done.stderr
    assert "apt install fonts-noto-core" in done.stderr


# --- Keys ---------------------------------------------------------------------------------------


def problems():
    return [problem.id for problem in checks.check_signing(None)]


def test_a_portal_without_signers_has_nothing_to_complain_of(settings):
    settings.SIGNERS_FILE = settings.TRUST_ROOTS = ""
    assert problems() == []


@pytest.fixture
def keys(settings, tmp_path):
    give_keys(settings, tmp_path / "keys", SimpleNamespace(username="officer", name="রেহানা পারভীন"))
    assert problems() == []
    return tmp_path / "keys"


@pytest.mark.parametrize("name", ["signers.toml", "officer.p12"])
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602, 0o666])
def test_what_others_can_read_is_no_secret(keys, name, mode):
    (keys / name).chmod(mode)

    (error,) = checks.check_signing(None)
    assert (error.id, error.is_serious()) == ("documents.E005", True)
    assert error.hint == f"chmod 600 {keys / name}"


def test_a_key_that_is_not_there_is_an_error(keys):
    (keys / "officer.p12").unlink()
    assert problems() == ["documents.E004"]


@pytest.mark.parametrize("content", [None, "no = [toml", "[officer]\nkind = 'pkcs12'"])
def test_a_file_of_signers_that_cannot_be_read_is_an_error(keys, content):
    path = keys / "signers.toml"
    path.unlink() if content is None else path.write_text(content)
    assert problems() == ["documents.E003"]


def test_roots_that_are_not_there_are_an_error(keys, settings):
    settings.TRUST_ROOTS = str(keys / "nowhere")
    assert problems() == ["documents.E006"]


def test_a_demo_may_start_before_its_keys_are_made(settings, tmp_path):
    settings.DEMO = True
    settings.SIGNERS_FILE, settings.TRUST_ROOTS = str(tmp_path / "a.toml"), str(tmp_path / "trust")
    assert problems() == []
