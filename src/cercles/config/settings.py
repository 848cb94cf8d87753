"""The one settings file. What an operator changes comes from the environment; ``docs/operations.md`` lists it."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from cercles.config.files import storages
from cercles.config.home import ROOT, home, is_demo, said_of_us, secret_key
from cercles.config.logging import quiet

HOME = home()
DEMO = is_demo()
DEBUG = os.environ.get("CERCLES_DEBUG") == "1"
SECRET_KEY = secret_key()
PORT = int(os.environ.get("PORT", "8000"))
SITE_URL = os.environ.get("CERCLES_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
SITE_NAME = os.environ.get("CERCLES_NAME", "Cercles")
# Where the source of this instance is: the licence asks every page to offer it to those who use a modified one.
SOURCE_URL = os.environ.get("CERCLES_SOURCE_URL", "")
LEGAL = said_of_us()  # what the pages the law asks for say of whoever runs this instance
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or "localhost", "127.0.0.1", "localhost", "[::1]"]
HTTPS = SITE_URL.startswith("https://")
PROXIES = os.environ.get("CERCLES_PROXIES", "127.0.0.1" if HTTPS else "")  # believed when they say who asks
CSRF_TRUSTED_ORIGINS = [SITE_URL]

ROOMS = [
    "core", "journal", "search", "references", "territories", "people", "organisations",
    "circles", "library", "polls", "meetings", "practices", "pages",
]  # fmt: skip
INSTALLED_APPS = [
    *(f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions", "messages")),
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "template_partials",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    *(f"cercles.{room}" for room in reversed(ROOMS)),
    "cercles.config",
    "django.forms",  # last: its widgets are drawn by our templates where we have one
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads each answer at random, so that its length tells nothing
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cercles.people.middleware.TermsFirst",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cercles.core.middleware.SameFormOnce",
    "cercles.core.middleware.SaidOnAPage",
]
ROOT_URLCONF = "cercles.config.urls"
WSGI_APPLICATION = "cercles.config.wsgi.application"

_TEMPLATE_BUILTINS = [
    "django.templatetags.i18n",
    "template_partials.templatetags.partials",
    "cercles.core.templatetags.ui",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": _TEMPLATE_BUILTINS,
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cercles.core.context.site",
            ],
        },
    }
]
FORM_RENDERER = "cercles.core.widgets.Renderer"

_SQLITE = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
}
_DATABASE = os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'cercles.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(_DATABASE, conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _SQLITE
    # A file, never memory: concurrency is tested with several processes.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.sqlite3")}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cacherow",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["cercles.people.adapters.sessions.Backend"]
SESSION_ENGINE = "cercles.people.adapters.sessions"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cercles.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
# The code proves the address, at the first sign-in as at every other: no other verification, and no mail to unknown addresses.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}
# Eight digits, five tries a code, ten codes an hour for an address: a whole year of trying has one chance in two hundred.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key,10/h/key", "ask_as_visitor": "10/10m/ip,100/d/ip"}
ACCOUNT_SESSION_REMEMBER = True
SESSION_COOKIE_AGE = 30 * 86_400  # seconds
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
# everybody, on_request or administrators
WHO_OPENS_CIRCLES = os.environ.get("CERCLES_WHO_OPENS_CIRCLES", "everybody")

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("CERCLES_TIME_ZONE", "Europe/Paris")

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "cercles.core.finders.NodePackagesFinder",
]
NODE_MODULES = ROOT / "assets" / "node_modules"
STATICFILES_DIRS = [("pages/guide", path) for path in (ROOT / "docs" / "guide" / "images",) if path.is_dir()]
MEDIA_ROOT = Path(os.environ.get("CERCLES_FILES") or HOME / "files")  # what several machines share
SCRATCH_ROOT = HOME / "scratch"  # work of this machine that is under way
INDEX_ROOT = HOME / "index"  # a cache of the database: it may be deleted at any time
INDEX_POLL_S = float(os.environ.get("CERCLES_INDEX_POLL_S", "0.15"))
STORAGES = storages(plain=DEBUG or os.environ.get("CERCLES_TESTING") == "1")
DATA_UPLOAD_MAX_MEMORY_SIZE, DATA_UPLOAD_MAX_NUMBER_FILES, FILE_UPLOAD_MAX_MEMORY_SIZE = 5 << 20, 300, 1 << 18

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("CERCLES_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("CERCLES_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("CERCLES_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("CERCLES_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("CERCLES_SMTP_TLS") == "1"
EMAIL_TIMEOUT = float(os.environ.get("CERCLES_SMTP_TIMEOUT", "20"))
DEFAULT_FROM_EMAIL = os.environ.get("CERCLES_MAIL_FROM", f"{SITE_NAME} <cercles@localhost>")
# Where answers come back, with their « +suffix »: docs/operations.md. Empty: nowhere.
MAIL_IN = os.environ.get("CERCLES_MAIL_IN", "cercles@cercles.example" if DEMO else "")
IMAP_URL = os.environ.get("CERCLES_IMAP_URL", "")  # imaps://person:secret@machine:993/INBOX
ATTACHMENT_MAX_BYTES, INCOMING_MAX_BYTES = 25 << 20, 36 << 20  # of a whole mail: grown by a third on the way
INCOMING_POLL_S = float(os.environ.get("CERCLES_INCOMING_POLL_S", "3"))
MAIL_STAYS_HERE = DEMO  # in the outbox, read in the site
# The worker: how long a row stays its own without news, how often it looks for work, the first delay after a failure.
WORKER_LEASE_S = float(os.environ.get("CERCLES_WORKER_LEASE_S", "60"))
WORKER_POLL_S = float(os.environ.get("CERCLES_WORKER_POLL_S", "1"))
WORKER_RETRY_S = float(os.environ.get("CERCLES_WORKER_RETRY_S", "30"))

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
LOGGING = quiet()
