"""Which Bengali faces papers may name, with and without the system's own."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from documents import fonts

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import json, sys
from pathlib import Path
from documents import fonts
from documents.pool import WorkerPool
families = fonts.bengali_families()
face = f"<style>p {{ font-family: '{families[0]}' }}</style><p>কার্যবিবরণী"
with WorkerPool(1) as pool:
    pdf = pool.render(f"<html lang='bn'><title>x</title>{face}")
Path(sys.argv[1]).write_bytes(pdf)
print(json.dumps(families))
"""


def families_and_faces(tmp_path, **variables):
    """What a portal with these variables lets papers name, and the faces it then embeds."""
    finished = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", SCRIPT, tmp_path / "paper.pdf"],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert finished.stderr == ""
    (page,) = pypdf.PdfReader(io.BytesIO((tmp_path / "paper.pdf").read_bytes())).pages
    faces = {font["/BaseFont"].partition("+")[2] for font in page["/Resources"]["/Font"].values()}
    return json.loads(finished.stdout), faces


def test_papers_are_set_in_the_systems_noto_serif(tmp_path):
    if fonts.FIRST_CHOICE not in fonts.installed_families():
        pytest.skip("no Noto Serif Bengali on this machine (Debian package: fonts-noto-core)")
    families, faces = families_and_faces(tmp_path)

    assert families[0] == "Noto Serif Bengali"
    assert fonts.STAND_IN not in families
    assert faces == {"Noto-Serif-Bengali"}


def test_hind_siliguri_stands_in_where_the_system_has_no_bengali_face(tmp_path):
    empty = tmp_path / "fonts"
    empty.mkdir()
    bare = tmp_path / "bare & plain.conf"
    bare.write_text(f"<fontconfig><dir>{empty}</dir></fontconfig>")

    families, faces = families_and_faces(tmp_path, FONTCONFIG_FILE=str(bare))

    assert families == ["Hind Siliguri"]
    assert faces == {"Hind-Siliguri"}
