"""A machine that cannot draw papers says so before it takes any."""

import os
import subprocess
import sys

from documents import checks
from tests.documents.reading import ROOT


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
