"""A real installation: HTTPS, real servers, secrets from the environment; refuses to start when one is missing."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import EMAIL_URL, env

for _name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "NUMBER_KEYS", "NUMBER_INDEX_KEY"):
    if not env.str(_name, default=""):
        raise ImproperlyConfigured(f"{_name} is not set")

vars().update({key: value for key, value in EMAIL_URL.items() if key.startswith("EMAIL_")})
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if env.bool("BEHIND_PROXY", default=False):  # only when the proxy always overwrites the header
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_NAME = "__Host-sid"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
