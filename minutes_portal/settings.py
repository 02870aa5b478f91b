"""The portal's settings, all of them read from the environment.

A `.env` file beside manage.py (another one: ENV_FILE) is read too; a variable that is already set
wins over it.
"""

import re
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))

# Demo mode: invented people, known passwords, plain HTTP on this machine alone.
DEMO = env.bool("DEMO", default=False)


def required(name, *, in_demo=None):
    """The value of an environment variable that has no default but perhaps `in_demo`; one clear line
    when it is missing."""
    try:
        return env.str(name, default=in_demo if DEMO and in_demo else env.NOTSET)
    except ImproperlyConfigured:
        raise SystemExit(
            f"{name} নির্ধারণ করা নেই: পরিবেশে বা .env ফাইলে {name} দিন, অথবা পরীক্ষামূলক ব্যবহারের জন্য `make setup` চালান।"
        ) from None


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = required("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEMO else [])
HTTPS = env.bool("HTTPS", default=not DEMO)
# Where people reach the portal. QR codes lead there, whatever a request says of its host.
PORT = env.int("PORT", default=8000)
BASE_URL = required("BASE_URL", in_demo=f"http://127.0.0.1:{PORT}").removesuffix("/")
if not re.fullmatch(r"https?://[^/\s?#]+", BASE_URL):
    raise SystemExit("BASE_URL হবে পোর্টালের ঠিকানা, যেমন https://minutes.example; এর পরে আর কিছু নয়।")

INSTALLED_APPS = [
    "accounts",
    "backups",
    "bangla",
    "committees",
    "demo",
    "despatch",
    "distribution",
    "documents",
    "followup",
    "letters",
    "meetings",
    "memos",
    "offices",
    "papers",
    "submissions",
    "minutes_portal",
    "minutes_portal.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "simple_history",
]

MIDDLEWARE = [
    # First, so that their headers stand on what the others answer, errors and redirects too.
    "minutes_portal.headers.on_every_answer",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Hides the length of what it packs, so that a guess reflected in a page tells nothing.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "minutes_portal.uploads.in_utf8",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.session_ends",
    "accounts.middleware.own_password",
    "minutes_portal.demanding.second_factor",
    "minutes_portal.askers.by_person_and_office",
]

ROOT_URLCONF = "minutes_portal.urls"
WSGI_APPLICATION = "minutes_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "minutes_portal.context.who",
            ],
            "builtins": ["bangla.templatetags.bangla"],
        },
    }
]

# SQLite for a first look, PostgreSQL for real use: the same code on both.
DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var/portal.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue at BEGIN instead of failing at COMMIT.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # What a page asks is answered sooner than compiled.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

CACHES = {
    # Shared by all processes, as the sign-in throttle needs.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

# Accounts: closed sign-up, argon2, one way in.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "accounts.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "change_password": "accounts.forms.ChangePasswordForm",
}
# A whole office signs in from one address at nine; one account is not guessed at from many.
# "verify" is the public page of issued papers (documents/), "verify_upload" a file that is put into it, "link" that of a recipient's copy
# (despatch/): a whole office opens its copies from one address. "published" is the list for everybody.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "verify": "60/m/ip",
    "verify_upload": "20/m/ip",
    "published": "120/m/ip",
    "link": "120/m/ip",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
# The second factor: codes of an application, and some on paper for whoever is without the telephone;
# a telephone's clock may be half a minute off.
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "accounts.forms.SignInCodeForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODE_COUNT, MFA_RECOVERY_CODE_DIGITS = 10, 8
# Who does nothing before having set it up: "signers" (officers), "administrators" (minutes_portal/demanding.py).
REQUIRE_SECOND_FACTOR = env.list("REQUIRE_SECOND_FACTOR", default=[])
MFA_TOTP_ISSUER = "কার্যবিবরণী"
MFA_TOTP_TOLERANCE = 1

# Bengali only: an English browser must not get English errors on a Bengali page.
LANGUAGE_CODE = "bn"
LANGUAGES = [("bn", "বাংলা")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Dhaka"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=BASE_DIR / "build/static")()
# The second one is made by `manage.py build_assets`.
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build/assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "minutes_portal.static_files.NamedByContent"},
}
# Private: reached through views under the rule of the thing they belong to, never by a URL of their own.
MEDIA_ROOT = env.path("MEDIA_ROOT", default=BASE_DIR / "var/media")()
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700

# Larger requests are refused before they are read; the largest form asks for 30 MB.
FILE_UPLOAD_HANDLERS = [
    "minutes_portal.uploads.SizeCap",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # Bootstrap draws the arrow of a select box and the tick of a check box as data: images.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "minutes_portal.views.refusals.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# In a browser where somebody signed in before (accounts/browsers.py).
KNOWN_COOKIE_NAME = "known"
# After so many minutes without a page, and so many hours with them, one signs in again.
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=60)
SESSION_HOURS = env.int("SESSION_HOURS", default=12)
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    KNOWN_COOKIE_NAME = "__Host-known"
    # A probe asks on the machine itself, without TLS.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    if env.bool("BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        ALLAUTH_TRUSTED_PROXY_COUNT = 1

# Papers are drawn in processes of their own (documents/).
# Whether that may be where the kernel cannot close such a process in.
UNCONFINED = env.bool("UNCONFINED", default=False)
RENDER_WORKERS = env.int("RENDER_WORKERS", default=2)
# How many papers may wait for a worker, each in a thread of a request, and how many seconds one may take.
RENDER_QUEUE = env.int("RENDER_QUEUE", default=2)
RENDER_SECONDS = env.int("RENDER_SECONDS", default=30)

# A virus scanner that is asked about each file that is kept (documents/scanner.py).
CLAMAV_SOCKET = env.str("CLAMAV_SOCKET", default="")

# Signing (documents/keys.py, documents/signing.py). The file says where each person's key is.
SIGNERS_FILE = env.str(
    "SIGNERS_FILE", default=str(BASE_DIR / "var/keys/signers.toml") if DEMO else ""
)
# A folder of certificates (PEM) of the authorities whose signatures are believed.
TRUST_ROOTS = env.str("TRUST_ROOTS", default=str(BASE_DIR / "var/keys/trust") if DEMO else "")
# Who stamps the time on signatures (RFC 3161), and how many seconds that, or an answer about
# revocation, may take.
TSA_URL = env.str("TSA_URL", default="")
SIGNING_LTV = env.bool("SIGNING_LTV", default=False)
SIGNING_SECONDS = env.int("SIGNING_SECONDS", default=10)

# E-mail (accounts/post.py): by a mail server; the demo's goes to a folder; otherwise it waits.
if _mail_server := env.str("EMAIL_URL", default=""):
    vars().update(env.email_url_config(_mail_server))
elif DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = BASE_DIR / "var/mail"
else:
    EMAIL_BACKEND = ""
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL",
    default="no-reply@" + BASE_URL.partition("://")[2].partition(":")[0],
)
# Where papers come back to that nobody could deliver: each mail gets an address of its own of it
# (bounce+…@…). And the mailbox they arrive in: maildir:///a/folder or imaps://user:password@host/INBOX.
BOUNCE_ADDRESS = env.str("BOUNCE_ADDRESS", default="")
BOUNCE_MAILBOX = env.str("BOUNCE_MAILBOX", default="")
# For each answer of the mail server; one that takes a mail may be slow (RFC 5321, 4.5.3.2).
EMAIL_TIMEOUT = 60

# Where the heads of the trail's chains are noted each night: a file, best where this server can only add,
# or an e-mail address.
ANCHORS = env.str("ANCHORS", default="")
# Where the worker makes a backup each night, and how many stay; without it, it makes none.
BACKUP_DIR = env.str("BACKUP_DIR", default="")
BACKUP_KEEP = env.int("BACKUP_KEEP", default=14)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"in_one_line": {"()": "minutes_portal.uploads.InOneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["in_one_line"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
