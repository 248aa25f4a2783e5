"""Starting, watching and ending the processes of a stack, and the signals that tell us to."""

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from config.embedded.folders import ROOT
from config.embedded.watchdog import Process

PR_SET_PDEATHSIG = 1
LOG_LIMIT = 5_000_000  # bytes; a larger log is moved aside when its process starts
BACK_OFF = (1, 2, 4, 8, 15, 30)  # seconds before the next start of a process that keeps ending
CALM = 30  # seconds a process must live for its failures to be forgotten


class Signals:
    """Turns signals into something one can wait for with a time limit, in one thread."""

    STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        for number in (*self.STOPPING, signal.SIGCHLD):
            if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                continue  # nohup
            signal.signal(number, self._noted)
        self.stops = 0

    def _noted(self, number: int, frame: FrameType | None) -> None:
        if number in self.STOPPING:
            self.stops += 1

    def wait(self, seconds: float) -> None:
        """Returns after the time, or earlier when a child ended or somebody asked us to stop."""
        if select.select([self._read], [], [], seconds)[0]:
            with contextlib.suppress(BlockingIOError):
                os.read(self._read, 4096)


@dataclass(frozen=True)
class Service:
    """What to run: its name is also its log file's."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    foreground: bool = False  # keeps our terminal and our output (pytest)


class Child:
    """One running process."""

    def __init__(self, service: Service, environment: dict[str, str], log: Path) -> None:
        self.service, self.log = service, log
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output:
            self.popen = subprocess.Popen(
                service.command,
                stdin=None if service.foreground else subprocess.DEVNULL,
                stdout=None if service.foreground else output,
                stderr=None if service.foreground else subprocess.STDOUT,
                cwd=ROOT,
                env=environment | service.environment,
                start_new_session=not service.foreground,  # Ctrl-C in the terminal reaches us alone
                preexec_fn=_end_with_parent(os.getpid()),
            )
        self.begun = time.monotonic()
        self.process = Process.of(self.popen.pid) or Process(self.popen.pid, "gone")

    def status(self) -> int | None:
        """The exit status, as a shell would give it; None while it runs."""
        code = self.popen.poll()
        return code if code is None or code >= 0 else 128 - code

    def send(self, number: int) -> None:
        if self.popen.poll() is None:
            self.popen.send_signal(number)

    def tail(self, lines: int = 12) -> str:
        """The last lines of its log, indented."""
        with contextlib.suppress(OSError):
            text = self.log.read_bytes()[-4000:].decode(errors="replace").splitlines()[-lines:]
            return "\n".join(f"    {line}" for line in text)
        return ""


def _end_with_parent(parent: int) -> Callable[[], None] | None:
    """Asks the kernel (Linux) for a SIGTERM when the parent dies, however it dies. The watchdog does the rest."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask


class Keeper:
    """A service that shall run for as long as the stack does; started again, later and later, when it ends."""

    def __init__(self, service: Service, begin: Callable[[Service], Child], say: Callable[[str], None]) -> None:
        self.service, self._begin, self._say = service, begin, say
        self.child: Child | None = begin(service)
        self._failures, self._next = 0, 0.0

    def look(self) -> None:
        """Notices an end and starts the service again when its time has come."""
        if self.child is None:
            if time.monotonic() >= self._next:
                self.child = self._begin(self.service)
            return
        status = self.child.status()
        if status is None:
            return
        if time.monotonic() - self.child.begun > CALM:
            self._failures = 0
        pause = BACK_OFF[min(self._failures, len(BACK_OFF) - 1)]
        self._failures += 1
        self._next = time.monotonic() + pause
        self._say(
            f"{self.service.name} ended by itself (status {status}); starts again in {pause} s. {self.child.log}:"
        )
        if tail := self.child.tail(4):
            self._say(tail)
        self.child = None
