"""Whether an installation is fit for use: servers, roles, walls, queues. Each check says what to do when it is not."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from core.db import tenancy
from core.db.logs import first_broken_seal
from core.db.walls import Wall
from core.models import OutboxMessage
from core.outbox import Queue

MIN_POSTGRES = 18  # what every test runs on
FREE_MEGABYTES = 1000
OVERDUE = timedelta(minutes=2)  # the dispatcher looks at least every five seconds
PATIENCE = 2  # seconds for broker and workers to answer


@dataclass(frozen=True)
class Finding:
    """One check's answer: `text` says what was found, and what to do if it is not `ok`."""

    name: str
    ok: bool
    text: str


def server() -> Finding:
    """The database answers, is new enough and keeps the same time as this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000, clock_timestamp()")
        version, clock = cursor.fetchone()
    drift = abs((timezone.now() - clock).total_seconds())
    if version < MIN_POSTGRES:
        return Finding("server", False, f"PostgreSQL {version} is too old: at least {MIN_POSTGRES} is needed")
    if drift > 5:
        return Finding("server", False, f"its clock is {drift:.0f} s away from this machine's: set both by NTP")
    return Finding("server", True, f"PostgreSQL {version}, clock within {drift:.1f} s")


def role() -> Finding:
    """We connect as a role that owns nothing and that row-level security stops."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper OR rolbypassrls,"
            " EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid AND relkind IN ('r', 'p')),"
            " current_setting('statement_timeout') FROM pg_roles r WHERE rolname = current_user"
        )
        name, passes, owns, limit = cursor.fetchone()
    if passes or owns:
        why = "passes row-level security" if passes else "owns tables"
        return Finding("role", False, f"{name} {why}: connect as {settings.DB_ROLE_APP}, see docs/architecture.md")
    if limit == "0":
        remedy = f"ALTER ROLE {name} SET statement_timeout = '10s'"
        return Finding("role", False, f"{name} has no time limit for a statement: {remedy}")
    return Finding("role", True, f"{name}, stopped by row-level security, statements end after {limit}")


def migrations() -> Finding:
    """Every migration of this version is applied."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return Finding("migrations", False, f"{len(missing)} are not applied: run manage.py migrate")
    return Finding("migrations", True, "all applied")


def walls() -> Finding:
    """Row-level security is on for every table that the models wall in."""
    names = sorted(table.name for table in tenancy.tables() if table.wall != Wall.NONE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity"
            " AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid)"
        )
        walled = {name for (name,) in cursor.fetchall()}
    if open_tables := [name for name in names if name not in walled]:
        return Finding("walls", False, f"open to every team: {', '.join(open_tables)}: run manage.py migrate")
    return Finding("walls", True, f"{len(names)} tables are walled in")


def broker() -> Finding:
    """The broker answers, keeps queued work through a restart, and never drops it to save memory."""
    with current_app.connection_for_write(connect_timeout=PATIENCE) as link:
        link.ensure_connection(max_retries=1, interval_start=0, timeout=PATIENCE)
        channel: Any = link.default_channel
        client = channel.client
        facts = client.info("server")
        found = {name: client.config_get(name).get(name) for name in ("appendonly", "maxmemory-policy")}
    wanted = {"appendonly": "yes", "maxmemory-policy": "noeviction"}
    if wrong := [f"{name} {found[name]} (should be {wanted[name]})" for name in wanted if found[name] != wanted[name]]:
        return Finding("broker", False, f"loses queued work: {', '.join(wrong)}")
    name = "Valkey" if "valkey_version" in facts else "Redis"
    version = facts.get("valkey_version") or facts.get("redis_version")
    return Finding("broker", True, f"{name} {version}, keeps what is queued")


def workers() -> Finding:
    """Somebody works on every queue."""
    replies = current_app.control.inspect(timeout=PATIENCE).active_queues() or {}
    served = {queue["name"] for queues in replies.values() for queue in queues}
    if idle := [queue.value for queue in Queue if queue.value not in served]:
        start = "; ".join(f"celery -A config worker -Q {name}" for name in idle)
        return Finding("workers", False, f"nobody works on {', '.join(idle)}: start {start}")
    return Finding("workers", True, f"{len(replies)} workers on {', '.join(sorted(served))}")


def outbox() -> Finding:
    """Messages leave in time, and none was given up."""
    waiting = OutboxMessage.objects.filter(done_at=None, stuck_at=None)
    late = waiting.filter(run_after__lt=timezone.now() - OVERDUE).count()
    stuck = OutboxMessage.objects.filter(done_at=None).exclude(stuck_at=None).count()
    if late:
        return Finding("outbox", False, f"{late} messages are overdue: does manage.py dispatch_outbox run?")
    if stuck:
        return Finding("outbox", False, f"{stuck} messages were given up after three tries: see the worker's log")
    return Finding("outbox", True, f"{waiting.count()} waiting, none overdue")


def seals() -> Finding:
    """The read log is as it was written: every sealed batch still has the lines it was sealed with."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10min'")  # it reads the whole log
        broken = first_broken_seal()
    if broken is not None:
        return Finding("seals", False, f"the read log was changed in or after seal {broken}: compare with a backup")
    return Finding("seals", True, "the read log is as it was sealed")


def pdf() -> Finding:
    """The libraries that set PDFs are there."""
    try:
        import weasyprint  # noqa: PLC0415 - loads Pango, which may be missing
    except OSError as error:
        packages = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        return Finding("pdf", False, f"{error}: apt-get install {packages}")
    return Finding("pdf", True, f"WeasyPrint {weasyprint.__version__}")


def disk() -> Finding:
    """There is room for files, and we may write them."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 1_000_000
    if not os.access(folder, os.W_OK):
        return Finding("disk", False, f"{folder} is not writable for this user")
    if free < FREE_MEGABYTES:
        return Finding("disk", False, f"only {free} MB are left in {folder}")
    return Finding("disk", True, f"{free // 1000} GB left in {folder}")


CHECKS: dict[str, Callable[[], Finding]] = {
    check.__name__: check for check in (server, role, migrations, walls, broker, workers, outbox, seals, pdf, disk)
}


def examine(names: list[str] | None = None) -> list[Finding]:
    """Runs the named checks, or all. A check that breaks is a finding too, never an exception."""
    return [_examine(name) for name in names or CHECKS]


def _examine(name: str) -> Finding:
    try:
        return CHECKS[name]()
    except DatabaseError as error:
        return Finding(name, False, f"the database refuses: {_first_line(error)}")
    except Exception as error:  # whatever a broken installation brings, the other checks still have their say
        return Finding(name, False, f"{type(error).__name__}: {_first_line(error)}")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0]
