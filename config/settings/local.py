"""Embedded servers, demo data, mail to a folder. The address of the database comes from config.embedded."""

import secrets

from config.embedded.attach import database_url, redis_url
from config.settings.base import *  # noqa: F403
from config.settings.base import FRAMAT_DATA, database, env

FRAMAT_KIND = "local"
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ["*"]


def _kept(name: str, size: int = 32) -> str:
    """A random secret that stays the same between starts; lies beside the embedded data, readable by the owner only."""
    path = FRAMAT_DATA / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(size))
    return path.read_text()


SECRET_KEY = _kept("secret_key")
NUMBER_KEYS = {"k1": _kept("number_key")}
NUMBER_INDEX_KEY = _kept("number_index_key")

DATABASES = {"default": database(env.str("DATABASE_URL", default=database_url()), pool=True)}
REDIS_URL = env.str("REDIS_URL", default=redis_url())
CELERY_BROKER_URL = REDIS_URL
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
STATIC_ROOT = str(FRAMAT_DATA / "static")
