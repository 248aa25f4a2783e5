"""Finds the embedded servers of this checkout, or starts PostgreSQL when a command needs it and nobody runs it."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE = "framat"
ROLE_APP = "framat_app"
# Commands that never touch the database.
WITHOUT_DATABASE = {"help", "makemessages", "compilemessages", "collectstatic", "diffsettings", "version", "--version"}


def data_dir() -> Path:
    return Path(os.environ.get("FRAMAT_DATA", ROOT / ".data")).resolve()


def database_url(name: str = DATABASE, role: str = ROLE_APP) -> str:
    """URL of the embedded PostgreSQL's socket, whether it runs or not."""
    from config.embedded.postgres import socket_dir

    return f"postgresql://{role}@/{name}?host={socket_dir(data_dir())}"


def redis_url() -> str:
    """URL of the embedded Valkey's socket, whether it runs or not."""
    return f"redis+socket://{data_dir() / 'valkey' / 'valkey.sock'}"


def attach_if_needed(argv: list[str]) -> None:
    """Starts the embedded PostgreSQL for this process (and stops it at the end, if it was the one to start it)."""
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    if "DATABASE_URL" in os.environ or not settings.endswith(".local"):
        return
    if len(argv) < 2 or argv[1] in WITHOUT_DATABASE:
        return
    from config.embedded.postgres import ensure_running

    try:
        ensure_running(data_dir())
    except ImportError:
        sys.exit(
            "Neither DATABASE_URL is set nor are the embedded servers installed: run bin/run, or set DATABASE_URL."
        )
