"""`bin/run`: everything up, from an empty folder to a page that answers, until somebody ends it."""

import argparse
import contextlib
import http
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from config.embedded import catalogues, postgres, refusal, services
from config.embedded.folders import ROOT, FolderError, socket_dir
from config.embedded.stack import AlreadyRunningError, Stack, StepError, say

LOGINS = "demo_logins.txt"  # written by manage.py demo
READY, READY_TIMEOUT = "/halsa/redo/", 60  # seconds


def main(arguments: list[str]) -> int:
    """Returns the exit status: 0 after an orderly end, 1 when it could not start (it says why)."""
    options = _parse(arguments)
    if reason := refusal.reason_to_refuse(os.environ):
        say(reason)
        return 1
    data = Path(options.data).expanduser().resolve()
    host = "0.0.0.0" if options.lan else "127.0.0.1"  # noqa: S104 - asked for by --lan
    try:
        with Stack(data, settings=services.SETTINGS) as stack:
            port = services.free_port(host, options.port or 8000, strict=options.port is not None)
            if port is None:
                say(f"Port {options.port or 8000} is taken by another program: choose another with --port.")
                return 1
            _bring_up(stack, host, port, fresh=options.fresh)
            stack.watch()
            say("\nEnding …")
    except (AlreadyRunningError, FolderError, StepError, RuntimeError, subprocess.SubprocessError) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/run", description="Starts Framåt with embedded servers and demo data.")
    parser.add_argument("--port", type=_port, help="port of the web pages (8000, or the next free one)")
    parser.add_argument("--lan", action="store_true", help="let phones and others on the local network in")
    parser.add_argument("--data", default=str(ROOT / ".data"), help="folder for everything that is kept (.data)")
    parser.add_argument("--fresh", action="store_true", help="empty that folder first")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise ValueError
    return port


def _bring_up(stack: Stack, host: str, port: int, *, fresh: bool) -> None:
    begun = time.monotonic()
    if fresh:
        stack.wipe()
        say(f"Emptied {stack.data}.")
    url = f"http://{services.lan_address() if host == '0.0.0.0' else '127.0.0.1'}:{port}"  # noqa: S104
    stack.environment["FRAMAT_URL"] = url
    new = not (stack.data / "postgres").exists()
    stack.start_postgres()
    stack.start_valkey()
    say(f"PostgreSQL {postgres.server_version(stack.data)} and Valkey run{' (new folder)' if new else ''}.")
    _prepare(stack)
    web = stack.keep(services.web(host, port))
    _wait_for_page(stack, port)
    for service in services.background(stack.data):
        stack.keep(service)
    if web.child is None or web.child.status() is not None:
        raise StepError(f"the web server did not start; see {stack.data / 'log' / 'web.log'}")
    stack.announce(url)
    say(f"\nFramåt runs after {time.monotonic() - begun:.0f} s:  {url}\n")
    if host == "0.0.0.0":  # noqa: S104
        say(f"Everybody on this network can open it, with the log-ins below. Here: http://127.0.0.1:{port}\n")
    with contextlib.suppress(OSError):
        say((stack.data / LOGINS).read_text())
    say(f"Ctrl-C ends it. Logs: {stack.data / 'log'}")


def _prepare(stack: Stack) -> None:
    """The database's tables, reference data and demo; static files and catalogues beside them."""
    beside = [services.manage("collectstatic", "--noinput", "--verbosity", "0")]
    if catalogues.stale():
        beside.append(services.ourselves("catalogues"))
    with _told("Preparing the database"):
        stack.step(services.ourselves("prepare"), *beside)
    if services.has_command("demo") and not _has_users(stack.data):
        with _told("Making the demo teams"):
            stack.step(services.manage("demo"))


@contextlib.contextmanager
def _told(what: str) -> Iterator[None]:
    """Says what is going on, and afterwards how long it took."""
    begun = time.monotonic()
    say(f"{what} … ", end="")
    yield
    say(f"{time.monotonic() - begun:.1f} s")


def _has_users(data: Path) -> bool:
    import psycopg

    with psycopg.connect(host=str(socket_dir(data)), user="postgres", dbname="framat") as connection:
        row = connection.execute("SELECT EXISTS (SELECT 1 FROM accounts_user)").fetchone()
    return bool(row and row[0])


def _wait_for_page(stack: Stack, port: int) -> None:
    """Until the web process says that it has its database. Raises StepError, or KeyboardInterrupt if asked to stop."""
    deadline = time.monotonic() + READY_TIMEOUT
    status = 0
    while time.monotonic() < deadline:
        if stack.signals.stops:
            raise KeyboardInterrupt
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", READY)
            status = connection.getresponse().status
            connection.close()
            break
        except OSError:
            stack.signals.wait(0.2)
            for keeper in stack.keepers:
                keeper.look()
    if status != http.HTTPStatus.OK:
        log = stack.data / "log" / "web.log"
        raise StepError(f"The web server is not ready (status {status or 'none'}); see {log}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
