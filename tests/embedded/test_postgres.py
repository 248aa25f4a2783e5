"""The embedded PostgreSQL is shared by whoever needs it: one starts it, the last one stops it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from config.embedded import postgres
from config.embedded.folders import ROOT
from config.embedded.watchdog import Process, end
from tests.embedded.stacks import wait_gone

pytestmark = pytest.mark.slow

USER = """
import sys
from pathlib import Path
from config.embedded.postgres import ensure_running, stop
data = Path(sys.argv[1])
print("started" if ensure_running(data, fast=True) else "found", flush=True)
sys.stdin.read()
print("stopped" if stop(data) else "left", flush=True)
"""


def use(data: Path) -> subprocess.Popen[str]:
    """A process that uses the server of this folder until its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(data)], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_two_users_at_once_one_starts_it_and_the_last_one_stops_it(folder: Path) -> None:
    data = folder / "data"
    with use(data) as one, use(data) as two:
        assert sorted([line(one), line(two)]) == ["found", "started"]
        server = postgres.process(data)
        assert server
        assert one.communicate()[0] == "left\n"
        assert server.alive()
        assert two.communicate()[0] == "stopped\n"
        assert not server.alive()


def test_user_that_was_killed_does_not_keep_the_server(folder: Path) -> None:
    data = folder / "data"
    with use(data) as one, use(data) as two:
        assert {line(one), line(two)} == {"found", "started"}
        one.kill()
        one.wait()
        assert two.communicate()[0] == "stopped\n"
        assert postgres.process(data) is None


def test_server_killed_with_its_number_reused_starts_again_and_harms_nobody(folder: Path) -> None:
    data = folder / "data"
    postgres.ensure_running(data, fast=True)
    server = postgres.process(data)
    assert server
    end([Process(server.pid, server.started)])  # as a child: SIGTERM, SIGKILL
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        pidfile = data / "postgres" / "postmaster.pid"
        pidfile.write_text(f"{bystander.pid}\n{data / 'postgres'}\n0\n5432\n\n\n0 0\nready\n")
        assert not postgres.is_running(data)
        assert postgres.ensure_running(data, fast=True)
        assert postgres.stop(data)
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_server_killed_hard_recovers_with_its_data(folder: Path) -> None:
    data = folder / "data"
    postgres.ensure_running(data)
    host = str(postgres.socket_dir(data))
    with psycopg.connect(host=host, user="framat_owner", dbname="framat") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    server = postgres.process(data)
    assert server
    os.kill(server.pid, signal.SIGKILL)
    assert wait_gone([server], 5) == []
    time.sleep(0.2)
    assert postgres.ensure_running(data)
    with psycopg.connect(host=host, user="framat_owner", dbname="framat") as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)
    assert postgres.stop(data)


def test_roles_app_neither_superuser_nor_past_row_level_security(folder: Path) -> None:
    data = folder / ("long" * 30)
    postgres.ensure_running(data, fast=True)
    host = str(postgres.socket_dir(data))
    assert host.startswith("/tmp/framat-"), "the folder's own path is too long for a socket"
    with psycopg.connect(host=host, user="framat_app", dbname="framat") as connection:
        rows = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'framat%' ORDER BY 1"
        ).fetchall()
        assert rows == [
            ("framat_app", False, False),
            ("framat_maintenance", False, True),
            ("framat_owner", False, True),
        ]
        assert connection.execute("SHOW statement_timeout").fetchone() == ("10s",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE public.mine (one int)")
    assert postgres.stop(data)
    Path(host).rmdir()


def test_data_of_another_version_is_named_not_touched(folder: Path) -> None:
    data = folder / "data"
    (data / "postgres").mkdir(parents=True)
    (data / ".framat-data").write_text("")
    (data / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(postgres.FolderError, match="PostgreSQL 16"):
        postgres.ensure_running(data, fast=True)
    postgres.stop(data)
