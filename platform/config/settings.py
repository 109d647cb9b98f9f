"""Every setting, from the environment. A wrong value stops the start with a sentence.

A secret may also come from a file: `SECRET_KEY_FILE=/run/secrets/key` stands for `SECRET_KEY`.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

# Lets `ModelForm[User]` and its like be written at run time as the type checker reads them.
django_stubs_ext.monkeypatch()

ROOT = Path(__file__).resolve().parents[2]
env = environ.FileAwareEnv()
# `make run` leaves its addresses here while it runs, so that `manage.py` in another terminal meets the same servers.
environ.Env.read_env(str(ROOT / ".data" / "environment"))

DEBUG = env.bool("DEBUG", default=False)
# `make run` and `make test` say so; never a server that strangers reach.
DEVELOPMENT = env.bool("DEVELOPMENT", default=DEBUG)
SECRET_KEY = env.str("SECRET_KEY", default="development-only" * 4 if DEVELOPMENT else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is empty: set it to a long random text, or SECRET_KEY_FILE to its file.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"] if DEVELOPMENT else [])
SITE_ADDRESS = env.str("SITE_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_ADDRESS])

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
    "web.middleware.ProgramMiddleware",
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
        **env.db_url("DATABASE_URL", default="postgres://postgres@127.0.0.1:5432/visible_hands"),
        "CONN_MAX_AGE": env.int("DATABASE_CONNECTION_SECONDS", default=600),
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": env.str("TEST_DATABASE_NAME", default="test_visible_hands")},
    }
}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured(
        "DATABASE_URL must name a PostgreSQL database (postgres://…): no other engine keeps the promises."
    )
DATABASES["default"]["ENGINE"] = "web.database"
DATABASES["default"]["OPTIONS"] = {
    # Lets `web.database` prepare the few statements that ask for it; all others are sent as they are.
    "prepare_threshold": 0,
    # A claim that meets an old snapshot slows by half within seconds: nothing may idle or run for long.
    # Compiling (jit) pays for analytics, and would cost more than everything else on the path of a claim.
    "options": "-c jit=off -c plan_cache_mode=force_generic_plan -c idle_in_transaction_session_timeout=120000"
    f" -c statement_timeout={env.int('STATEMENT_TIMEOUT_MS', default=60000)}",
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- broker, cache, background --------------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
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
    "tasks.background.settle_batch": {"queue": "bulk"},
}
CELERY_BEAT_SCHEDULE = {
    "sweep-work": {"task": "tasks.background.sweep_work", "schedule": env.float("SWEEP_SECONDS", default=20.0)},
    "sweep-splitting": {
        "task": "tasks.background.sweep_splitting",
        "schedule": env.float("SWEEP_SECONDS", default=20.0),
    },
    "approve-silently": {"task": "tasks.background.approve_overdue", "schedule": 60.0},
    "clear-sessions": {"task": "accounts.background.clear_sessions", "schedule": crontab(hour="3", minute="17")},
}
CELERY_BEAT_SCHEDULE_FILENAME = env.str("CLOCK_FILE", default=str(ROOT / ".data" / "clock"))
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
ACCOUNT_EMAIL_VERIFICATION = env.str("EMAIL_VERIFICATION", default="optional")
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
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("SECURE_COOKIES", default=SITE_ADDRESS.startswith("https://"))
SESSION_COOKIE_SAMESITE = "Lax"
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Visible Hands <no-reply@localhost>")

# --- words ----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Paris")

# --- files ----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(ROOT / ".data" / "static")))
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(ROOT / ".data" / "media")))
MEDIA_ORIGIN = env.str("MEDIA_ORIGIN", default="").rstrip("/")
MEDIA_URL_SECONDS = env.int("MEDIA_URL_SECONDS", default=900)
# Whether browsers are sent to the bucket by its own signed address; off: the web process passes the file through.
MEDIA_REDIRECT = env.bool("MEDIA_REDIRECT", default=False)
# The path that a reverse proxy serves by X-Accel-Redirect; empty: the web process sends the file itself.
MEDIA_ACCEL_PATH = env.str("MEDIA_ACCEL_PATH", default="")
MEDIA_BUCKET = env.str("MEDIA_BUCKET", default="")
MEDIA_ENDPOINT = env.str("MEDIA_ENDPOINT", default="")
if MEDIA_REDIRECT and not (MEDIA_BUCKET and MEDIA_ENDPOINT):
    raise ImproperlyConfigured("MEDIA_REDIRECT needs MEDIA_BUCKET and MEDIA_ENDPOINT: where browsers are sent.")
# Where pictures and sounds come from, besides the pages' own origin; a redirect's end must be named too.
MEDIA_SOURCES = [origin for origin in (MEDIA_ORIGIN, MEDIA_ENDPOINT if MEDIA_REDIRECT else "") if origin]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if MEDIA_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": MEDIA_BUCKET,
            "endpoint_url": MEDIA_ENDPOINT or None,
            "access_key": env.str("MEDIA_ACCESS_KEY", default=None),
            "secret_key": env.str("MEDIA_SECRET_KEY", default=None),
            "custom_domain": None,
            "querystring_expire": MEDIA_URL_SECONDS,
            "default_acl": None,
        },
    }
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=1024 * 1024 * 1024)

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
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=0)
# How many proxies of ours stand before the server: limits count people by the address that the last of these saw.
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

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
    "DEFAULT_THROTTLE_RATES": {"person": env.str("API_RATE", default="6000/min")},
    "EXCEPTION_HANDLER": "web.api.refusal_response",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Visible Hands",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "JobState": "tasks.models.Job.State",
        "AssignmentState": "tasks.models.Assignment.State",
        "RejectCode": "tasks.models.Assignment.RejectCode",
        "ExportState": "tasks.models.Export.State",
        "ExportFormat": "tasks.models.Export.Format",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "web.api.document_refusals",
    ],
}

# --- money and work -------------------------------------------------------------------------------------------
CURRENCY = env.str("CURRENCY", default="EUR")
FEE_PERMILLE = env.int("FEE_PERMILLE", default=100)
PAY_FLOOR_COUNTRY = env.str("PAY_FLOOR_COUNTRY", default="FR")
LEASE_SECONDS = env.int("LEASE_SECONDS", default=600)
APPEAL_TIME = timedelta(days=env.int("APPEAL_DAYS", default=14))
if not 0 <= FEE_PERMILLE <= 1000:
    raise ImproperlyConfigured("FEE_PERMILLE must lie between 0 and 1000 (thousandths of the pay).")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
