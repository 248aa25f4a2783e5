"""Changing role: web, worker and tests are `app`; migrations and reference data need `owner`; purges `maintenance`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, connections


@contextmanager
def _role(user: str, connection_settings: dict[str, Any] | None = None) -> Iterator[None]:
    if connection.in_atomic_block:
        raise RuntimeError("the role cannot change inside a transaction")
    kept = dict(connection.settings_dict)
    connections.close_all()
    connection.close_pool()  # type: ignore[attr-defined]
    connection.settings_dict.update(connection_settings or {"USER": user})
    connection.settings_dict["OPTIONS"] = {k: v for k, v in kept["OPTIONS"].items() if k != "pool"}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(kept)


@contextmanager
def as_owner() -> Iterator[None]:
    """Inside, the default connection is role `owner`: schema changes and reference data.

    Raises RuntimeError inside a transaction.
    """
    with _role(settings.DB_ROLE_OWNER, settings.DATABASE_OWNER):
        yield
