"""What a backup consists of: its list of files with their SHA-256, and what it was made of.

The folder is named after its moment, such as 2026-12-01T021500.250, and holds:

manifest.json     what it was made of, and of which version
SHA256SUMS        a line a file, as `sha256sum --check` reads them
database.sqlite3  or database.dump, as pg_dump writes it
papers/ab/cd/…    the documents, named after their own SHA-256
"""

import hashlib
import json
import os
import re
from pathlib import Path

from django.conf import settings

from backups.faults import Fault

FORMAT = 1
MANIFEST, SUMS, PAPERS = "manifest.json", "SHA256SUMS", "papers"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
NAMED = re.compile(r"\d{4}-\d\d-\d\dT\d{6}\.\d{3}")
READ = re.compile(r'(?:env\.\w+|required)\(\s*"(\w+)"')


def settings_named():
    """The names of the portal's settings that are set here; their values are in no backup."""
    source = (settings.BASE_DIR / "minutes_portal/settings.py").read_text("utf-8")
    return sorted(set(READ.findall(source)) & set(os.environ))


def hash_of(path):
    """The SHA-256 (hex) of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(folder, told, sums):
    """Write the manifest and the list of a backup; `sums` is {path within the folder: SHA-256}."""
    text = json.dumps({"format": FORMAT} | told, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, "utf-8")
    sums = sums | {MANIFEST: hash_of(folder / MANIFEST)}
    lines = (f"{sha256}  {path}\n" for path, sha256 in sorted(sums.items()))
    (folder / SUMS).write_text("".join(lines), "utf-8")


def read(folder):
    """(what the manifest tells, {path: SHA-256}) of a whole backup. Raises Fault."""
    try:
        told = json.loads((folder / MANIFEST).read_text("utf-8"))
        lines = (folder / SUMS).read_text("utf-8").splitlines()
        sums = {path: sha256 for sha256, path in (line.split("  ", 1) for line in lines)}
    except (OSError, ValueError) as error:
        raise Fault(f"{folder}: এটি পোর্টালের সম্পূর্ণ কোনো ব্যাকআপ নয়।") from error
    if told.get("format") != FORMAT:
        raise Fault(f"{folder}: ব্যাকআপটি অন্য ধরনের; যে সংস্করণে করা হয়েছে, সেটি দিয়ে ফেরান।")
    return told, sums


def check(folder, sums):
    """Read every file of a backup. Raises Fault, which names the first that is not as it was."""
    for path, sha256 in sums.items():
        place = folder / path
        # A list that was tampered with leads nowhere else.
        if not place.resolve().is_relative_to(folder.resolve()):
            raise Fault(f"{folder}: তালিকায় ব্যাকআপের বাইরের ফাইলের নাম আছে: {path}")
        try:
            is_whole = hash_of(place) == sha256
        except OSError:
            is_whole = False
        if not is_whole:
            raise Fault(f"{place}: ফাইলটি নষ্ট বা হারানো; অন্য একটি ব্যাকআপ থেকে ফেরান।")


def whole_backups(folder):
    """The whole backups in a folder, the newest first."""
    found = [path for path in Path(folder).glob("*") if NAMED.fullmatch(path.name)]
    return sorted((path for path in found if (path / SUMS).is_file()), reverse=True)
