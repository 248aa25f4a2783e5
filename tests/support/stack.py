"""The product's own processes against a test database: web, Valkey, and dispatcher and workers where they are asked for.
Ended by pid when the test is over."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from config.embedded import folders, valkey
from config.embedded.attach import database_url
from config.embedded.services import free_port

ROOT = Path(settings.BASE_DIR)
PATIENCE = 90.0  # seconds for the slowest start on a busy machine


@dataclass
class RunningStack:
    """`url` of the web process; `mailbox` where its mail lands, one file a message."""

    url: str
    mailbox: Path
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def begin(self, name: str, *command: str) -> None:
        log = (self.mailbox.parent / f"{name}.log").open("wb")
        self.processes[name] = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
        )
        log.close()

    def log(self, name: str) -> str:
        return (self.mailbox.parent / f"{name}.log").read_text(errors="replace")

    def end(self) -> None:
        """At once: what they worked on is thrown away (how they end in order: tests/embedded/test_stack.py)."""
        for process in self.processes.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes.values():
            process.wait(10)

    def mails(self) -> list[str]:
        """Everything sent so far, oldest first."""
        return [p.read_text() for p in sorted(self.mailbox.glob("*"), key=lambda p: p.stat().st_mtime)]


@contextmanager
def running(database: str, folder: Path, *, workers: bool = True) -> Iterator[RunningStack]:
    """Web (and dispatcher and workers) on `database`. Valkey is its own: workers of a stack beside it would take its
    tasks otherwise, and colleagues there would seem to be writing here."""
    port = free_port("127.0.0.1", 18000 + os.getpid() * 20 % 8000, strict=False)
    mailbox = folder / "mailbox"
    mailbox.mkdir()
    data = folder / "data"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database_url(database),
        "REDIS_URL": os.environ.get("REDIS_URL", valkey.broker_url(data)),
        "TEST_SERVER": "1",
        "TEST_MAILBOX": str(mailbox),
        "FRAMAT_DATA": str(data),
    }
    stack = RunningStack(f"http://127.0.0.1:{port}", mailbox, environment)
    try:
        if "REDIS_URL" not in os.environ:
            valkey.prepare(folders.prepare(data))
            stack.processes["valkey"] = subprocess.Popen(
                valkey.command(data, fast=True), stdout=subprocess.DEVNULL, start_new_session=True
            )
        bind = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4", "--no-control-socket"]
        stack.begin("web", "-m", "gunicorn", "config.wsgi", *bind)
        if workers:
            stack.begin("dispatcher", "manage.py", "dispatch_outbox")
            stack.begin(
                "worker", "-m", "celery", "-A", "config", "worker", "-Q", "snabb,tung", "-c", "1", "-l", "WARNING"
            )
        _wait_for(stack)
        yield stack
    finally:
        stack.end()
        if folders.socket_dir(data).parent != data / "run":  # the path was too long for a socket
            shutil.rmtree(folders.socket_dir(data), ignore_errors=True)


def _wait_for(stack: RunningStack) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{stack.url}/halsa/redo/", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            if stack.processes["web"].poll() is not None:
                break
            time.sleep(0.2)
    raise RuntimeError(f"the web process did not answer:\n{stack.log('web')[-3000:]}")
