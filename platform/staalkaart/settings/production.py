"""The base: what a real site runs with. `development.py` and `test.py` only loosen it.

Everything that differs per host comes from the environment or a `.env` file beside manage.py (see docs/operations.md).
"""

from pathlib import Path
from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[3]
env = environ.Env()
env.read_env(ROOT / ".env")

VAR = Path(env("STAALKAART_VAR", default=str(ROOT / "var")))
SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env("SITE_URL", default="https://staalkaart.example")
DEMO_ALLOWED = False  # no demo content, no demo accounts, not the demo's password: never on a real site

INSTALLED_APPS = [
    "home",
    "staalkaart.api",
    "staalkaart.notifications",
    "practices",
    "forums.intervision",
    "staalkaart.network_days",
    "staalkaart.choice_aid",
    "staalkaart.toolbox",
    "staalkaart.search",
    "staalkaart.learning",
    "staalkaart.knowledge",
    "staalkaart.members",
    "staalkaart.core",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.embeds",
    "wagtail.sites",
    "staalkaart.files",  # after Wagtail's own apps: it replaces what they register for images and documents
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "staalkaart.core.web.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "staalkaart.core.web.middleware.CleanInputMiddleware",
    "staalkaart.core.web.middleware.ChosenLanguageMiddleware",
    "staalkaart.core.writing.returned_form.ReturnedFormMiddleware",
    "staalkaart.core.web.write_queue.WriteQueueMiddleware",
    "staalkaart.core.web.page_cache.VisitorCacheMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # inside the cache, so that a kept page is compressed once
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "staalkaart.core.web.middleware.ViewerMiddleware",
    "staalkaart.core.web.middleware.RightsMiddleware",
    "staalkaart.members.second_factor.SecondFactorMiddleware",
    "staalkaart.core.web.limiting.LimitMiddleware",
    "staalkaart.core.writing.receipts.ReceiptMiddleware",  # the last: one transaction around the view and its receipt
]

ROOT_URLCONF = "staalkaart.urls"
WSGI_APPLICATION = "staalkaart.wsgi.application"
AUTH_USER_MODEL = "members.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "staalkaart.core.templatetags.interface",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- data -----------------------------------------------------------------------------------------------------------
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-8000;",
}
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DATABASES["default"]["CONN_MAX_AGE"] = None
# With IMMEDIATE, ATOMIC_REQUESTS would take the write lock on every GET.
DATABASES["default"]["ATOMIC_REQUESTS"] = False

CACHES: dict[str, dict[str, Any]]
CACHES = {"default": {"BACKEND": "staalkaart.core.web.database_cache.HonestDatabaseCache", "LOCATION": "cache"}}
if env("REDIS_URL", default=""):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env("REDIS_URL")}}
# Pages for visitors, kept in the process: the key holds a stamp from the database, so no process serves an old page.
CACHES["pages"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "pages",
    "OPTIONS": {"MAX_ENTRIES": 200},
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "staalkaart.files.storage.PrivateStorage", "OPTIONS": {"location": VAR / "files"}},
    "staticfiles": {"BACKEND": "staalkaart.core.web.static_bundle.BundledManifestStorage"},
}
MEDIA_ROOT = VAR / "files"
# Set to the internal location of nginx that points at MEDIA_ROOT, for example "/intern/": nginx then sends the bytes.
FILES_ACCEL = env("FILES_ACCEL", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a staalkaart form has about 25 points of 20 fields

# --- language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "__Host-taal"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

# --- doors and safety -----------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["staalkaart.members.auth.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "staalkaart.members.passwords.NotEasyToGuess"},
    {"NAME": "staalkaart.members.demo_accounts.NotTheDemoPassword"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/mijn/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "staalkaart.members.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Passwords have a throttle of their own (members.throttle); a room of forty people shares one address
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip", "login_failed": "8/5m/key", "request_login_code": "120/m/ip,3/m/key", "reset_password": "120/m/ip,5/m/key",
    "reset_password_from_key": "120/m/ip",
}  # fmt: skip
ACCOUNT_SESSION_REMEMBER = None
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=True)
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
LIMIT_FACTOR = env.int(
    "LIMIT_FACTOR", default=1
)  # what one may do in a while, times this; 0 counts nothing (proofs that press thousands of buttons)
USERSESSIONS_TRACK_ACTIVITY = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Staalkaart"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds, before and after
MFA_FORMS = {
    "authenticate": "staalkaart.members.code_forms.CodeForm",
    "reauthenticate": "staalkaart.members.code_forms.CodeAgainForm",
    "activate_totp": "staalkaart.members.code_forms.FirstCodeForm",
}
MFA_ADAPTER = "staalkaart.members.adapter.FactorAdapter"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 2  # times
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60  # mail is slow, and so is a bad line
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_TIMEOUT = 45 * 60  # a code and two that were sent again
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or factor is told to its owner
# Facilitators, editors and administrators cannot do anything before they set up a second factor.
SECOND_FACTOR_REQUIRED = True

# __Host-: a browser takes them from this host only, over HTTPS only, for every path
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
MESSAGE_STORAGE = "staalkaart.core.web.messages.HostMessages"
MESSAGE_COOKIE_NAME = "__Host-messages"
FORCE_SCRIPT_NAME = ""  # the site stands at the root, whatever a request says
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=True) else None
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "staalkaart.core.web.error_pages.forbidden"
RIGHTS_FILE = ROOT / "rights.csv"

# --- mail -----------------------------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email("EMAIL_URL", default="smtp://localhost:25")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Staalkaart <noreply@staalkaart.example>")
EMAIL_TIMEOUT = 10  # seconds for each step of the conversation with the mail server
OUTBOX_LEASE = env.int("OUTBOX_LEASE", default=120)  # seconds that work is one worker's; longer than one mail may take
MAIL_QUIET_HOURS = env.bool("MAIL_QUIET_HOURS", default=True)  # no mail between 20 and 7 o'clock and in a weekend

# --- search ---------------------------------------------------------------------------------------------------------
SEARCH = {
    "ENGINE": env("SEARCH_ENGINE", default="staalkaart.search.whoosh_engine.WhooshEngine"),
    "FOLDER": VAR / "index",
}

# --- Wagtail --------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Staalkaart"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_CONTENT_LANGUAGES = [("nl", _("Nederlands"))]
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = 3000
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILIMAGES_IMAGE_MODEL = "files.Image"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 40 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "jfif", "png", "gif", "webp", "heic", "heif", "avif"]  # files.pictures
WAGTAILIMAGES_IMAGE_FORM_BASE = "staalkaart.files.image_form.ImageForm"
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"jpeg": "webp", "png": "webp", "webp": "webp"}
WAGTAILDOCS_DOCUMENT_MODEL = "files.Document"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # nothing is fetched from other hosts
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
WAGTAIL_USER_TIME_ZONES = ["Europe/Brussels"]
TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "staalkaart.core.web.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        name: {"level": "WARNING"} for name in ("django_tasks", "wagtail", "modelsearch", "weasyprint", "fontTools")
    }
    | {"django.request": {"level": "ERROR"}},
}
