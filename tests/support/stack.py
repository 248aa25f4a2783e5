"""The product's own processes against a test database: web, dispatcher, workers. Ended by pid when the test is over."""

import os
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

from config.embedded import valkey
from config.embedded.attach import database_url, redis_url
from config.embedded.folders import data_dir
from config.embedded.services import free_port

ROOT = Path(settings.BASE_DIR)
PATIENCE = 40.0  # seconds for the slowest start on a busy machine


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
        for process in self.processes.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(8)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(5)

    def mails(self) -> list[str]:
        """Everything sent so far, oldest first."""
        return [p.read_text() for p in sorted(self.mailbox.glob("*"), key=lambda p: p.stat().st_mtime)]


@contextmanager
def running(database: str, folder: Path, *, workers: bool = True) -> Iterator[RunningStack]:
    """Web (and dispatcher and workers) on `database`; Valkey too when nobody runs it."""
    port = free_port("127.0.0.1", 18000 + os.getpid() % 2000, strict=False)
    mailbox = folder / "mailbox"
    mailbox.mkdir()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database_url(database),
        "REDIS_URL": os.environ.get("REDIS_URL", redis_url()),
        "TEST_SERVER": "1",
        "TEST_MAILBOX": str(mailbox),
        "FRAMAT_DATA": str(folder),
    }
    stack = RunningStack(f"http://127.0.0.1:{port}", mailbox, environment)
    try:
        if workers and "REDIS_URL" not in os.environ and not valkey.answers(data_dir()):
            valkey.prepare(data_dir())
            stack.processes["valkey"] = subprocess.Popen(
                valkey.command(data_dir(), fast=True), stdout=subprocess.DEVNULL, start_new_session=True
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
