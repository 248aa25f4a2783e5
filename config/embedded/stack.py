"""A stack: the servers and processes of one data folder, held together by one supervisor.

There is at most one per data folder. Whatever ends the supervisor, the watchdog or the next start ends the rest.
"""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from config.embedded import postgres, valkey
from config.embedded.children import Child, Keeper, Service, Signals
from config.embedded.folders import FolderError, is_ours, prepare, try_lock, wipe
from config.embedded.watchdog import TAG, Process, Watchdog, end, started

CLEANING = 9  # seconds; a watchdog needs at most five
DYING = 1.0  # seconds a killed process may take to be gone
PATIENCE = 10  # seconds for a worker to finish what it holds; unfinished tasks are taken up again at the next start


class AlreadyRunningError(Exception):
    """Another supervisor holds this data folder; the message says where it answers."""


class StepError(Exception):
    """A step of the start failed; the message is what it printed."""


class Stack:
    """Use as a context manager: entering takes the data folder, leaving ends everything in order."""

    def __init__(self, data: Path, *, settings: str, fast: bool = False) -> None:
        self.data, self.fast = data, fast
        self.tag = secrets.token_hex(8)
        self.keepers: list[Keeper] = []
        self.children: list[Child] = []
        self.address, self.ending = "", False
        self.signals = Signals()
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": settings,
            "FRAMAT_DATA": str(data),
            TAG: self.tag,
            "PYTHONUNBUFFERED": "1",
        }
        self._lock: IO[str] | None = None
        self._record = data / "run" / "stack.json"

    # Entering and leaving

    def __enter__(self) -> "Stack":
        prepare(self.data)
        self._lock = self._take()
        self._recover()
        self.watchdog = Watchdog(self.tag, self.data / "log" / "watchdog.log", self._lock.fileno())
        self._write_record()
        return self

    def _take(self) -> IO[str]:
        """The lock of the data folder. Waited for are a supervisor that has been asked to end, as long as it takes, and
        a watchdog that is cleaning up after a killed one. Raises KeyboardInterrupt if asked to stop meanwhile.
        """
        begun, told = time.monotonic(), False
        while (lock := try_lock(self.data / "run" / "stack.lock")) is None:
            record = self._read_record()
            alive = bool(record) and Process(*record["supervisor"]).alive()
            if alive and record.get("ending"):
                begun = time.monotonic()
                if not told:
                    say("The last run is ending; waiting for it …")
                told = True
            waited = time.monotonic() - begun  # one that was killed a moment ago may still be on its way out
            if waited > CLEANING or (waited > DYING and alive):
                raise AlreadyRunningError(self._who_runs(record))
            self.signals.wait(0.1)
            if self.signals.stops:
                raise KeyboardInterrupt
        return lock

    def _read_record(self) -> dict[str, Any]:
        try:
            record = json.loads(self._record.read_text())
        except (OSError, ValueError):
            return {}
        return record if isinstance(record, dict) else {}

    def _who_runs(self, record: dict[str, Any]) -> str:
        where = record.get("address") or "no address yet"
        pid = record.get("supervisor", ["?"])[0]
        return f"Framåt already runs on {self.data}: {where}. End it with Ctrl-C there, or kill {pid}."

    def _recover(self) -> None:
        """Ends what an earlier supervisor left behind, should its watchdog have been killed too."""
        record = self._read_record()
        if not record:
            return
        left = [Process(*entry) for entry in record.get("processes", [])]
        count = end([process for process in left if process.kind != "postgres"], record.get("tag"))
        if count:
            say(f"The last run was cut off: ended {count} processes it had left behind.")
        self._record.unlink(missing_ok=True)

    def _write_record(self) -> None:
        processes = [(process.pid, process.started, process.kind) for process in self.watchdog.recorded.values()]
        supervisor = (os.getpid(), started(os.getpid()))
        record: dict[str, Any] = {"supervisor": supervisor, "tag": self.tag, "address": self.address}
        record |= {"ending": self.ending, "processes": processes}
        draft = self._record.with_suffix(".new")
        draft.write_text(json.dumps(record))
        draft.replace(self._record)

    def announce(self, address: str) -> None:
        """Remembers the address for whoever tries to start a second time."""
        self.address = address
        self._write_record()

    def wipe(self) -> None:
        """Removes everything in the data folder. Raises FolderError when a command uses its database, or not ours."""
        if not is_ours(self.data):
            raise FolderError(f"{self.data} was not made by Framåt, so --fresh leaves it alone.")
        if not postgres.stop(self.data):
            raise FolderError(f"A command still uses the database in {self.data}: end it first.")
        wipe(self.data)
        prepare(self.data)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asked = self.signals.stops
        self.ending = True
        with contextlib.suppress(OSError):  # a full disk, say
            self._write_record()  # whoever starts now waits for us
        applications = [child for child in self.children if child.service.name != "valkey"]
        for child in applications:
            child.send(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while any(child.status() is None for child in applications) and time.monotonic() < deadline:
            self.signals.wait(0.1)
            if self.signals.stops > asked:  # asked once more: no patience
                break
        # What is left of them, then Valkey, and at last PostgreSQL, unless a command in another window uses it.
        for child in applications:
            child.send(signal.SIGKILL)
        end([child.process for child in self.children], self.tag)
        for child in self.children:
            child.popen.wait()
        if not postgres.stop(self.data):
            say("PostgreSQL runs on for another command that uses it.")
        self.watchdog.bye()
        self._record.unlink(missing_ok=True)
        if self._lock:
            self._lock.close()

    # Servers, steps, services

    def start_postgres(self) -> None:
        """Starts or finds PostgreSQL, and has the watchdog end it should we be killed."""
        postgres.ensure_running(self.data, fast=self.fast)
        self._guard_postgres()

    def _guard_postgres(self) -> None:
        process = postgres.process(self.data)
        if process:
            for old in [one for one in self.watchdog.recorded.values() if one.kind == "postgres"]:
                self.watchdog.remove(old.pid)
            self.watchdog.add(process)
            self._write_record()

    def start_valkey(self) -> None:
        """Starts Valkey and waits until it answers. Raises StepError when it does not."""
        valkey.prepare(self.data)
        keeper = self.keep(Service("valkey", valkey.command(self.data, fast=self.fast)))
        deadline = time.monotonic() + 20
        while not valkey.answers(self.data):
            if (keeper.child and keeper.child.status() is not None) or time.monotonic() > deadline:
                raise StepError(f"Valkey did not start; see {self.data / 'log' / 'valkey.log'}")
            self.signals.wait(0.02)

    def begin(self, service: Service) -> Child:
        """Starts a process; the watchdog and the record know it from here on."""
        child = Child(service, self.environment, self.data / "log" / f"{service.name}.log")
        self.watchdog.add(child.process)
        self._forget_ended()
        self.children.append(child)
        self._write_record()
        return child

    def _forget_ended(self) -> None:
        for child in [child for child in self.children if child.status() is not None]:
            self.children.remove(child)
            self.watchdog.remove(child.process.pid)

    def keep(self, service: Service) -> Keeper:
        """Starts a service that is started again whenever it ends."""
        keeper = Keeper(service, self.begin, say)
        self.keepers.append(keeper)
        return keeper

    def step(self, *services: Service) -> None:
        """Runs processes side by side to their end. Raises StepError when one fails, KeyboardInterrupt if asked to stop."""
        children = [self.begin(service) for service in services]
        while any(child.status() is None for child in children):
            self.signals.wait(1)
            if self.signals.stops:
                raise KeyboardInterrupt
        for child in children:
            if child.status():
                raise StepError(f"{child.service.name} failed (status {child.status()}):\n{child.tail(30)}")

    def watch(self) -> None:
        """Keeps everything running until somebody asks us to stop."""
        checked = time.monotonic()
        while not self.signals.stops:
            self.signals.wait(0.5)
            if self.signals.stops:
                return
            for keeper in self.keepers:
                keeper.look()
            if time.monotonic() - checked > 2:
                checked = time.monotonic()
                self.watchdog.ensure()
                self._keep_postgres()

    def _keep_postgres(self) -> None:
        if postgres.process(self.data):
            return
        say("PostgreSQL ended by itself; starting it again.")
        with contextlib.suppress(RuntimeError, subprocess.SubprocessError):
            self.start_postgres()


def say(text: str, *, end: str = "\n") -> None:
    """One line to whoever started us; never an error because nobody reads."""
    with contextlib.suppress(OSError):
        print(text, end=end, file=sys.stderr, flush=True)
