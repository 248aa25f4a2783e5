"""Helpers: a stand-in stack in a process of its own, and what is left of it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from config.embedded.folders import ROOT
from config.embedded.watchdog import Process, tagged


class StandIn:
    """One run of tests.embedded.stand_in on a data folder."""

    def __init__(self, data: Path, *wanted: str) -> None:
        self.data = data
        self.popen = subprocess.Popen(
            [sys.executable, "-m", "tests.embedded.stand_in", str(data), *wanted],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_ready(self) -> "StandIn":
        assert self.popen.stdout
        line = self.popen.stdout.readline()
        assert line == "ready\n", (line, self.popen.stderr.read() if self.popen.stderr else "")
        return self

    def record(self) -> dict:
        return json.loads((self.data / "run" / "stack.json").read_text())

    def processes(self) -> list[Process]:
        """Everything that belongs to it: recorded processes, tagged grandchildren, the watchdog."""
        record = self.record()
        recorded = [Process(*entry) for entry in record["processes"]]
        return recorded + tagged(record["tag"]) + self.watchdogs()

    def watchdogs(self) -> list[Process]:
        tag = self.record()["tag"].encode()
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                words = path.read_bytes().split(b"\0")
                if tag in words and words[3].endswith(b"watchdog.py"):
                    found.append(Process.of(int(path.parent.name)))
        return [process for process in found if process]

    def finish(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Sends the signal; returns exit status and what it said."""
        self.popen.send_signal(number)
        return self.result()

    def result(self) -> tuple[int, str]:
        _, said = self.popen.communicate(timeout=20)
        return self.popen.returncode, said


@contextlib.contextmanager
def stand_in(data: Path, *wanted: str) -> Iterator[StandIn]:
    """A ready stand-in; whatever the test left of it is ended."""
    run = StandIn(data, *wanted)
    belonging: list[Process] = []
    try:
        run.wait_ready()
        belonging = run.processes()
        yield run
    finally:
        if run.popen.poll() is None:
            run.popen.send_signal(signal.SIGTERM)
        run.popen.communicate(timeout=20)
        for process in belonging:
            process.send(signal.SIGKILL)


def wait_gone(processes: list[Process], seconds: float) -> list[Process]:
    """Those still alive when the time is up (normally none)."""
    deadline = time.monotonic() + seconds
    while (left := [process for process in processes if process.alive()]) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def kill(process: Process) -> None:
    os.kill(process.pid, signal.SIGKILL)
