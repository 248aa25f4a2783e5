"""The test suite: real servers, role `app`, quick password hashing. Shares everything else with production."""

from pathlib import Path

from config.embedded.attach import database_url, redis_url
from config.settings.base import *  # noqa: F403
from config.settings.base import FRAMAT_DATA, TEMPLATES, database, env


class UndefinedVariable(str):
    """A template that shows a variable nobody gave fails the test."""

    def __contains__(self, part: object) -> bool:
        return part == "%s" or super().__contains__(str(part))

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"undefined template variable: {name}")


FRAMAT_KIND = "test"
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
NUMBER_KEYS = {"k1": "11" * 32}
NUMBER_INDEX_KEY = "22" * 32
DATABASES = {"default": database(env.str("DATABASE_URL", default=database_url()), pool=False)}
REDIS_URL = env.str("REDIS_URL", default=redis_url())
CELERY_BROKER_URL = REDIS_URL
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()  # type: ignore[index]
(FRAMAT_DATA / "test-static").mkdir(parents=True, exist_ok=True)
STATIC_ROOT = str(FRAMAT_DATA / "test-static")  # whitenoise wants a folder; pages of the suite need no file of it

if env.bool("TEST_SERVER", default=False):  # the processes that browser tests talk to
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = Path(env.str("TEST_MAILBOX"))
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
    DATABASES = {"default": database(env.str("DATABASE_URL"), pool=True)}
