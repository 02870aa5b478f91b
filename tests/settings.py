"""The portal's settings as the tests see them: the same on every machine.

Neither a developer's .env nor what happens to stand in the environment changes the outcome of a
test. The one choice left to the caller is the database (`DATABASE_URL`). A test that starts
manage.py in a process of its own gives it DJANGO_SETTINGS_MODULE and an environment of its own.
"""

import os
import re
from pathlib import Path

_source = Path(__file__).resolve().parent.parent / "minutes_portal" / "settings.py"
VARIABLES = re.findall(r'(?:env\.\w+|required)\(\s*"(\w+)"', _source.read_text("utf-8"))
for _name in VARIABLES:
    if _name != "DATABASE_URL":
        os.environ.pop(_name, None)

# As in real use (no demo, no debug pages), but over plain HTTP, as the test client speaks it.
os.environ.update(
    ENV_FILE=os.devnull,
    SECRET_KEY="only-for-tests-and-long-enough-to-pass-the-deployment-checks",
    ALLOWED_HOSTS="127.0.0.1,localhost",
    HTTPS="0",
    BASE_URL="https://minutes.example",
)
# Playwright leaves an event loop running in the thread of the tests; the portal itself has none.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from minutes_portal.settings import *  # noqa: E402, F403

# Argon2 is slow on purpose; signing in is not what most tests are about.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Pages are tested as they are written, without collectstatic: what a `make run` in this checkout
# collected is not looked through anew for every client of a test.
STATIC_ROOT = BASE_DIR / "build/nothing-collected"  # noqa: F405
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
