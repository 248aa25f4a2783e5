"""Finds the embedded servers of this checkout, or starts PostgreSQL when a command needs it and nobody runs it."""

import atexit
import os
import sys

from config.embedded.folders import FolderError, data_dir
from config.embedded.valkey import broker_url

__all__ = ["attach_if_needed", "data_dir", "database_url", "redis_url"]

DATABASE = "framat"
ROLE_APP = "framat_app"
# Commands that never touch the database.
WITHOUT_DATABASE = {"help", "makemessages", "compilemessages", "collectstatic", "diffsettings", "version", "--version"}


def database_url(name: str = DATABASE, role: str = ROLE_APP) -> str:
    """URL of the embedded PostgreSQL's socket, whether it runs or not."""
    from config.embedded.folders import socket_dir

    return f"postgresql://{role}@/{name}?host={socket_dir(data_dir())}"


def redis_url() -> str:
    """URL of the embedded Valkey's socket for Celery, whether it runs or not."""
    return broker_url(data_dir())


def attach_if_needed(argv: list[str]) -> None:
    """Gives a command a running PostgreSQL when no other database is configured.

    The server stops when the last process that uses it ends, be it this one or not.
    """
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    if os.environ.get("DATABASE_URL") or not settings.endswith(".local"):
        return
    if len(argv) < 2 or argv[1] in WITHOUT_DATABASE:
        return
    from config.embedded.postgres import ensure_running, stop

    data = data_dir()
    try:
        ensure_running(data)
    except ImportError:
        sys.exit(
            "Neither DATABASE_URL is set nor are the embedded servers installed: run bin/run, or set DATABASE_URL."
        )
    except (FolderError, RuntimeError) as error:
        sys.exit(str(error))
    parent = os.getpid()
    atexit.register(lambda: os.getpid() == parent and stop(data))
