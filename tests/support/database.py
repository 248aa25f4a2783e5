"""Test databases: migrated once as role `owner` into a template, cloned for each run, used as role `app`.

The template is found again by a digest of everything that shapes the schema and the reference data.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection, connections, transaction

ROOT = Path(settings.BASE_DIR)
SHAPES = (
    "*/migrations/*.py",
    "*/models.py",
    "*/models/*.py",
    "core/db/*.py",
    "taxonomy/data/*",
    "taxonomy/*.py",
    "smail/data/*",
    "smail/loading.py",
)
REFERENCE_DATA = ("load_taxonomy", "load_instrument")


def schema_digest() -> str:
    digest = hashlib.sha256()
    for pattern in SHAPES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def of_this_run(what: str) -> str:
    """The name of a database that all processes of this run share; it carries the first one's number."""
    return f"framat_test_{what}_{os.getppid() if 'PYTEST_XDIST_WORKER' in os.environ else os.getpid()}"


def _superuser() -> psycopg.Connection:
    params = connection.get_connection_params()
    user = os.environ.get("TEST_SUPERUSER", "postgres")
    return psycopg.connect(host=params["host"], port=params.get("port"), user=user, dbname="postgres", autocommit=True)


def point_at(name: str) -> None:
    """Makes the default connection of this process use another database."""
    connections.close_all()
    connection.settings_dict["NAME"] = name


def exists(name: str) -> bool:
    with _superuser() as admin:
        return admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def drop(name: str) -> None:
    with _superuser() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def clone(template: str, name: str) -> str:
    with _superuser() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(
            f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER {settings.DB_ROLE_OWNER} STRATEGY FILE_COPY'
        )
    return name


@contextmanager
def rolled_back() -> Iterator[None]:
    """What happens inside is undone: one test tries many things from the same start."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ensure(name: str, template: str, fill: Callable[[], None]) -> None:
    """A clone of `template` that `fill` has filled, made by whichever process comes first; the others wait for it."""
    with _superuser() as admin:
        admin.execute("SELECT pg_advisory_lock(4713)")
        if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        building = clone(template, f"{name}_building")
        before = connection.settings_dict["NAME"]
        point_at(building)
        try:
            fill()
        finally:
            point_at(before)
        admin.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')


def ensure_template() -> str:
    """The name of a migrated template with reference data; builds it when the schema has changed."""
    name = f"framat_template_{schema_digest()}"
    with _superuser() as admin:
        admin.execute("SELECT pg_advisory_lock(4712)")
        exists = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if exists:
            return name
        old = admin.execute("SELECT datname FROM pg_database WHERE datname LIKE 'framat\\_t%'").fetchall()
        for (stale,) in old:
            admin.execute(f'DROP DATABASE IF EXISTS "{stale}" WITH (FORCE)')
        building = f"{name}_building"
        admin.execute(f'CREATE DATABASE "{building}" OWNER {settings.DB_ROLE_OWNER}')
        before = connection.settings_dict["NAME"]
        point_at(building)
        try:
            call_command("migrate", verbosity=0)
            for command in REFERENCE_DATA:
                if command in get_commands():
                    call_command(command, verbosity=0)
        finally:
            point_at(before)
        admin.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name
