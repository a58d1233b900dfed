"""Tests: development, on a file database (in memory, IMMEDIATE transactions lock each other out)."""

import hashlib
import tempfile
from pathlib import Path

from staalkaart.settings.development import *  # noqa: F403
from staalkaart.settings.development import DATABASES, ROOT, STORAGES

# of this checkout alone: two on one machine do not meet
SCRATCH = Path(tempfile.gettempdir()) / f"staalkaart-test-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"
SCRATCH.mkdir(exist_ok=True)
DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
SITE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["default"] = {"BACKEND": "staalkaart.files.storage.PrivateStorage", "OPTIONS": {"location": SCRATCH / "files"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATICFILES_DIRS = [ROOT / "static"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SEARCH = {"ENGINE": "staalkaart.search.whoosh_engine.WhooshEngine", "FOLDER": SCRATCH / "index"}
MAIL_QUIET_HOURS = False  # tests run at any hour; those of the quiet hours set it
LIMIT_FACTOR = 0  # nothing is counted; the tests of limits set it back
LOGGING = {"version": 1, "disable_existing_loggers": True, "root": {"level": "CRITICAL"}}
