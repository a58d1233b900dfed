"""`make serve` and `make dev`: production with the locks that need a certificate, a mail server or a secret loosened."""

from staalkaart.settings.production import *  # noqa: F403
from staalkaart.settings.production import VAR, env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="only-for-this-machine-never-for-a-real-site")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SITE_URL = env("SITE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}")
WAGTAILADMIN_BASE_URL = SITE_URL
DEMO_ALLOWED = True

# Over plain HTTP a browser refuses __Host- cookies
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME, MESSAGE_COOKIE_NAME = (
    "sessionid",
    "csrftoken",
    "taal",
    "messages",
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
SECURE_SSL_REDIRECT = False
BEHIND_PROXY = False
ALLAUTH_TRUSTED_PROXY_COUNT = 0
SECURE_HSTS_SECONDS = 0
SECOND_FACTOR_REQUIRED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys at http://localhost

EMAIL_FILE_PATH = VAR / "mail"
if not env("EMAIL_URL", default=""):  # with a mail server of one's own (a proof has one), mail goes there
    EMAIL_BACKEND = "staalkaart.core.delivery.mail.ShownMail"
