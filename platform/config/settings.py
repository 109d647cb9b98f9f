"""Every setting, from the environment. A wrong value stops the start with a sentence.

A secret may also come from a file: `SECRET_KEY_FILE=/run/secrets/key` stands for `SECRET_KEY`.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import django_stubs_ext
import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import reading
from config.api_schema import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS
from config.paper_settings import *  # noqa: F403 (every name in it is a setting)
from config.work_settings import *  # noqa: F403

# Lets `ModelForm[User]` and its like be written at run time as the type checker reads them.
django_stubs_ext.monkeypatch()

ROOT = Path(__file__).resolve().parents[2]
# `make run` leaves its addresses here, so that `manage.py` in another terminal meets the same servers. Whoever names a
# secret key names the rest as well: a real server never takes over what a try-out left in its folder.
if not {"SECRET_KEY", "SECRET_KEY_FILE"} & os.environ.keys():
    environ.Env.read_env(str(ROOT / ".data" / "environment"))

DEBUG = reading.switch("DEBUG", default=False)
# `make run` and `make test` say so; never a server that strangers reach.
DEVELOPMENT = reading.switch("DEVELOPMENT", default=DEBUG)
SECRET_KEY = reading.text("SECRET_KEY", "development-only" * 4 if DEVELOPMENT else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is empty: set it to a long random text, or SECRET_KEY_FILE to its file. "
        "To try Visible Hands on this machine, type `make run`: it brings one."
    )
SITE_ADDRESS = reading.text(
    "SITE_ADDRESS",
    "http://127.0.0.1:8000",
    like=r"https?://[^/\s]+/?",
    for_example="https://annotate.example.org",
).rstrip("/")
# Earlier keys, while what they signed is still about: the key can be changed without signing everybody out.
SECRET_KEY_FALLBACKS = reading.listed("SECRET_KEY_FALLBACKS", [])
# Health checks ask by the machine's own address; nobody else can be led there.
ALLOWED_HOSTS = [
    *reading.listed("ALLOWED_HOSTS", ["*"] if DEVELOPMENT else [urlsplit(SITE_ADDRESS).hostname or ""]),
    "127.0.0.1",
]
CSRF_TRUSTED_ORIGINS = reading.listed("CSRF_TRUSTED_ORIGINS", [SITE_ADDRESS])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "web",
    "accounts",
    "ledger",
    "transparency",
    "tasks",
    "workers",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "web.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "web.middleware.DoorMiddleware",
    "web.middleware.ProgramMiddleware",
    "web.middleware.PagesGZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "web.middleware.HtmxMiddleware",
    "web.middleware.PlainPathMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.context_processors.site",
                "tasks.context_processors.appeals",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "django.templatetags.static",
                "web.templatetags.web",
            ],
        },
    },
]

# --- the database: PostgreSQL only; the rules lean on its locks, partial indexes and triggers -----------------
DATABASES = {
    "default": {
        **reading.database("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/visible_hands"),
        "CONN_MAX_AGE": reading.whole("DATABASE_CONNECTION_SECONDS", 600),
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": reading.text("TEST_DATABASE_NAME", "test_visible_hands")},
    }
}
DATABASES["default"]["ENGINE"] = "web.database"
DATABASES["default"]["OPTIONS"] = {
    # Lets `web.database` prepare the few statements that ask for it; all others are sent as they are.
    "prepare_threshold": 0,
    # A claim that meets an old snapshot slows by half within seconds: nothing may idle or run for long.
    # Compiling (jit) pays for analytics, and would cost more than everything else on the path of a claim.
    "options": "-c jit=off -c plan_cache_mode=force_generic_plan -c idle_in_transaction_session_timeout=120000"
    f" -c statement_timeout={reading.whole('STATEMENT_TIMEOUT_MS', 60000)}",
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- broker, cache, background --------------------------------------------------------------------------------
REDIS_URL = reading.text(
    "REDIS_URL",
    "redis://127.0.0.1:6379/0",
    like=r"(redis|rediss|unix)://\S+",
    for_example="redis://:password@host:6379/0",
)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "vh"}
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 280
CELERY_TASK_SOFT_TIME_LIMIT = 260
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "health_check_interval": 25,
}
CELERY_TASK_DEFAULT_QUEUE = "fast"
CELERY_TASK_ROUTES = {
    "tasks.background.split_job": {"queue": "media"},
    "tasks.background.write_export": {"queue": "bulk"},
    "tasks.background.approve_many": {"queue": "bulk"},
    "workers.background.make_statement": {"queue": "bulk"},
    "workers.background.make_data_archive": {"queue": "bulk"},
    "transparency.background.refresh_measures": {"queue": "bulk"},
    "transparency.background.check_log": {"queue": "bulk"},
    "transparency.background.release_figures": {"queue": "bulk"},
    "transparency.background.study_gap": {"queue": "bulk"},
}
SWEEP_SECONDS = float(reading.whole("SWEEP_SECONDS", 20, least=1, most=600))
CELERY_BEAT_SCHEDULE = {
    "sweep-work": {"task": "tasks.background.sweep_work", "schedule": SWEEP_SECONDS},
    "sweep-splitting": {
        "task": "tasks.background.sweep_splitting",
        "schedule": SWEEP_SECONDS,
    },
    "sweep-statements": {"task": "workers.background.sweep_statements", "schedule": SWEEP_SECONDS},
    "sweep-data-archives": {"task": "workers.background.sweep_data_archives", "schedule": 60.0},
    "issue-invoices": {"task": "tasks.background.issue_invoices", "schedule": crontab(hour="4", minute="7")},
    "tell-requesters": {"task": "tasks.background.sweep_letters", "schedule": 60.0},
    "approve-silently": {"task": "tasks.background.approve_overdue", "schedule": 60.0},
    "pay-up-to-the-floor": {
        "task": "tasks.background.pay_up_to_the_floor",
        "schedule": crontab(hour="2", minute="43"),
    },
    "seal-log": {"task": "transparency.background.seal_log", "schedule": 60.0},
    "erase-what-was-kept": {
        "task": "transparency.background.erase_what_was_kept",
        "schedule": crontab(hour="4", minute="19"),
    },
    "check-log": {"task": "transparency.background.check_log", "schedule": crontab(minute="4-59/5")},
    "refresh-measures": {"task": "transparency.background.refresh_measures", "schedule": 60.0},
    "look-at-rules": {"task": "transparency.background.look_at_rules", "schedule": 300.0},
    "sweep-studies": {"task": "transparency.background.sweep_studies", "schedule": 300.0},
    "watch-for-outages": {"task": "transparency.background.watch_for_outages", "schedule": 60.0},
    "notice-floors": {
        "task": "transparency.background.notice_changes_of_the_floor",
        "schedule": crontab(hour="0", minute="3"),
    },
    "make-months-of-the-log": {
        "task": "transparency.background.make_months_of_the_log",
        "schedule": crontab(minute="31"),
    },
    # Answers of a month are decided on by the eighth of the next.
    "release-figures": {"task": "transparency.background.release_figures", "schedule": crontab(hour="5", minute="11")},
    "check-books": {"task": "tasks.background.check_books", "schedule": crontab(hour="2", minute="41")},
    "sweep-files": {"task": "tasks.background.sweep_files", "schedule": crontab(hour="3", minute="29")},
    "clear-sessions": {"task": "accounts.background.clear_sessions", "schedule": crontab(hour="3", minute="17")},
}
CELERY_BEAT_SCHEDULE_FILENAME = reading.text("CLOCK_FILE", str(ROOT / ".data" / "clock"))
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- people ---------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = reading.text("EMAIL_VERIFICATION", "optional", among=["optional", "mandatory", "none"])
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "signup": "20/m/ip", "reset_password": "20/m/ip,5/m/key"}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Visible Hands"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = reading.switch(
    "SECURE_COOKIES", default=SITE_ADDRESS.startswith("https://")
)
SESSION_COOKIE_SAMESITE = "Lax"
EMAIL_BACKEND = reading.text("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = reading.text("EMAIL_HOST", "localhost")
EMAIL_PORT = reading.whole("EMAIL_PORT", 25, least=1, most=65535)
EMAIL_HOST_USER = reading.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = reading.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = reading.switch("EMAIL_USE_TLS", default=False)
DEFAULT_FROM_EMAIL = reading.text("DEFAULT_FROM_EMAIL", "Visible Hands <no-reply@localhost>")

# --- words ----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = reading.text("TIME_ZONE", "Europe/Paris", among=sorted(available_timezones()), for_example="Europe/Paris")

# --- files ----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(reading.text("STATIC_ROOT", str(ROOT / ".data" / "static")))
MEDIA_ROOT = Path(reading.text("MEDIA_ROOT", str(ROOT / ".data" / "media")))
MEDIA_ORIGIN = reading.text("MEDIA_ORIGIN").rstrip("/")
MEDIA_URL_SECONDS = reading.whole("MEDIA_URL_SECONDS", 900, least=60)
# Whether browsers are sent to the bucket by its own signed address; off: the web process passes the file through.
MEDIA_REDIRECT = reading.switch("MEDIA_REDIRECT", default=False)
# The path that a reverse proxy serves by X-Accel-Redirect; empty: the web process sends the file itself.
MEDIA_ACCEL_PATH = reading.text("MEDIA_ACCEL_PATH")
MEDIA_BUCKET = reading.text("MEDIA_BUCKET")
MEDIA_ENDPOINT = reading.text("MEDIA_ENDPOINT")
if MEDIA_REDIRECT and not (MEDIA_BUCKET and MEDIA_ENDPOINT):
    raise ImproperlyConfigured("MEDIA_REDIRECT needs MEDIA_BUCKET and MEDIA_ENDPOINT: where browsers are sent.")
# Where pictures and sounds come from, besides the pages' own origin; a redirect's end must be named too.
MEDIA_SOURCES = [origin for origin in (MEDIA_ORIGIN, MEDIA_ENDPOINT if MEDIA_REDIRECT else "") if origin]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "web.static_storage.StaticFilesStorage"
    },
}
if MEDIA_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": MEDIA_BUCKET,
            "endpoint_url": MEDIA_ENDPOINT or None,
            "access_key": reading.text("MEDIA_ACCESS_KEY") or None,
            "secret_key": reading.text("MEDIA_SECRET_KEY") or None,
            "custom_domain": None,
            "querystring_expire": MEDIA_URL_SECONDS,
            "default_acl": None,
        },
    }
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# An answer of 200 boxes has 1,000 fields, and one of too many is refused with a sentence.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
UPLOAD_MAX_BYTES = reading.whole("UPLOAD_MAX_BYTES", 1024 * 1024 * 1024)

# --- safety of the pages --------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:", *MEDIA_SOURCES],
    "media-src": ["'self'", "blob:", *MEDIA_SOURCES],
    "connect-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# How many proxies of ours stand before the server: limits count people by the address that the outermost saw.
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = reading.whole("TRUSTED_PROXIES", 0, most=10)
BEHIND_TLS_PROXY = reading.switch("BEHIND_TLS_PROXY", default=False)
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = reading.whole("HSTS_SECONDS", 30 * 86_400 if BEHIND_TLS_PROXY else 0)
# Whether a whole domain speaks TLS only, and says so to browser makers, is for its owner's proxy to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# --- the program's door ---------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "web.api.Pages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PARSER_CLASSES": ["web.json_body.JsonBody"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "web.api.Negotiation",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["web.throttling.PersonThrottle"],
    "NUM_PROXIES": TRUSTED_PROXIES,
    "DEFAULT_THROTTLE_RATES": {
        "person": reading.text("API_RATE", "6000/min", like=r"\d+/(s|sec|m|min|h|hour|d|day)", for_example="6000/min")
    },
    "EXCEPTION_HANDLER": "web.api.refusal_response",
    "PAGE_SIZE": 50,
}

# --- money and work -------------------------------------------------------------------------------------------
CURRENCY = reading.text("CURRENCY", "EUR", like=r"[A-Z]{3}", for_example="EUR")
# Where requesters send money. In development an account that belongs to nobody (the example of the IBAN registry).
BANK_IBAN = reading.iban("BANK_IBAN", "FR1420041010050500013M02606" if DEVELOPMENT else "")
# Seal workers' IBANs: Fernet keys, the newest first. Without one nobody is paid out.
PAYOUT_KEYS = reading.fernet_keys("PAYOUT_KEYS", SECRET_KEY if DEVELOPMENT else "")
LONG, RANDOM = r"\S{32,}", "what `openssl rand -base64 48` prints"
# Tells whose the answers to the questionnaire are; the database never holds it. Without one nothing is asked.
DEMOGRAPHICS_KEY = reading.text(
    "DEMOGRAPHICS_KEY", f"demographics{SECRET_KEY}" if DEVELOPMENT else "", like=LONG, for_example=RANDOM
)
# Decides which way each published count is rounded; the database never holds it. Without one nothing is published.
RELEASE_KEY = reading.text("RELEASE_KEY", f"release{SECRET_KEY}" if DEVELOPMENT else "", like=LONG, for_example=RANDOM)
# Signs what the log is sealed with, archives and labour statements (Ed25519). Without one nothing is sealed.
LOG_SIGNING_KEY = reading.signing_key("LOG_SIGNING_KEY", SECRET_KEY if DEVELOPMENT else "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": reading.text("LOG_LEVEL", "INFO", among=["DEBUG", "INFO", "WARNING", "ERROR"]),
    },
}
