"""Process identities, orderly endings, and the watchdog that ends a stack whose parent was killed.

The watchdog runs as a file of its own (`python -S -E watchdog.py`), in its own session, without Django and without
site-packages: it must start at once, stay small, and outlive whatever went wrong in the parent. Everything it needs
therefore stands in this file; the other modules of the package import it from here.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# Each process of a stack carries this variable, so that grandchildren are found whatever their parent became.
TAG = "FRAMAT_STACK"
# Seconds after the parent's death: children get SIGKILL, PostgreSQL an immediate stop, PostgreSQL SIGKILL.
KILL_AFTER, QUIT_POSTGRES_AFTER, KILL_POSTGRES_AFTER = 2.0, 2.5, 3.5
POLL = 0.05


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "-"


def started(pid: int) -> str | None:
    """When the process began, exact enough to tell it from a later one with the same number; None when it is gone."""
    if not Path("/proc/self/stat").exists():  # macOS
        answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return answer.stdout.strip().replace(" ", "_") or None
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    if fields[0] in "ZX":  # dead, only not yet collected by its parent
        return None
    return f"{_boot()}:{fields[19]}"


@dataclass(frozen=True)
class Process:
    """One process, by number and start, so that a reused number is never mistaken for it."""

    pid: int
    started: str
    kind: str = "child"  # or "postgres", which has signals of its own

    @classmethod
    def of(cls, pid: int, kind: str = "child") -> "Process | None":
        """The process now running under this number, or None."""
        moment = started(pid)
        return cls(pid, moment, kind) if moment else None

    def alive(self) -> bool:
        return started(self.pid) == self.started

    def send(self, number: int) -> None:
        """Sends a signal if the process still is the one that was meant."""
        if self.alive():
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass
            except PermissionError:
                print(f"may not end process {self.pid}", file=sys.stderr)


def tagged(tag: str) -> list[Process]:
    """Every process that inherited this stack's tag, except the caller."""
    found = []
    wanted = f"{TAG}={tag}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            mine = wanted in (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if mine and int(folder.name) != os.getpid():
            process = Process.of(int(folder.name))
            if process:
                found.append(process)
    return found


def end(processes: Iterable[Process], tag: str | None = None) -> int:
    """Ends the processes, and all that carry the tag, within four seconds. Returns how many were alive.

    PostgreSQL first gets its fast shutdown (no crash recovery at the next start), then its immediate one.
    """
    recorded = set(processes)
    living = _living(recorded, tag)
    count, begun = len(living), time.monotonic()
    for process in living:
        process.send(signal.SIGINT if process.kind == "postgres" else signal.SIGTERM)
    quit_sent = False
    while living := _living(recorded, tag):
        waited = time.monotonic() - begun
        if waited > KILL_POSTGRES_AFTER + 5:  # not ours to end, or stuck in the kernel
            break
        for process in living:
            if process.kind != "postgres":
                if waited > KILL_AFTER:
                    process.send(signal.SIGKILL)
            elif waited > KILL_POSTGRES_AFTER:
                process.send(signal.SIGKILL)
            elif waited > QUIT_POSTGRES_AFTER and not quit_sent:
                process.send(signal.SIGQUIT)
                quit_sent = True
        time.sleep(POLL)
    return count


def _living(recorded: set[Process], tag: str | None) -> list[Process]:
    known = {process.pid for process in recorded}
    extra = [process for process in tagged(tag) if process.pid not in known] if tag else []
    return [process for process in recorded if process.alive()] + extra


def watch(tag: str) -> None:
    """Reads the parent's book-keeping from stdin until it ends; ends what is recorded unless the parent said bye."""
    recorded: dict[int, Process] = {}
    for line in sys.stdin:
        word, *rest = line.split()
        if word == "bye":
            return
        if word == "add":
            recorded[int(rest[0])] = Process(int(rest[0]), rest[1], rest[2])
        elif word == "remove":
            recorded.pop(int(rest[0]), None)
    count = end(recorded.values(), tag)
    print(time.strftime("%Y-%m-%d %H:%M:%S"), f"the parent was gone; ended {count} processes", flush=True)


class Watchdog:
    """The parent's side: starts the watchdog, tells it what to end, lets it go at an orderly end.

    `lock` is an open, locked file: the watchdog inherits it, so that the lock is free only when both have gone.
    """

    def __init__(self, tag: str, log: Path, lock: int) -> None:
        self.tag, self.log, self.lock = tag, log, lock
        self.recorded: dict[int, Process] = {}
        self._start()

    def _start(self) -> None:
        environment = {name: value for name, value in os.environ.items() if name != TAG}
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-S", "-E", __file__, self.tag],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                text=True,
                cwd="/",
                env=environment,
                start_new_session=True,
                pass_fds=(self.lock,),
            )
        for process in self.recorded.values():
            self._tell(f"add {process.pid} {process.started} {process.kind}")

    def _tell(self, line: str) -> None:
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except OSError:
            pass  # it was killed: `ensure` starts another and tells it everything

    @property
    def process(self) -> Process | None:
        return Process.of(self._process.pid)

    def ensure(self) -> None:
        """Starts another watchdog when somebody ended this one."""
        if self._process.poll() is not None:
            self._start()

    def add(self, process: Process) -> None:
        self.recorded[process.pid] = process
        self._tell(f"add {process.pid} {process.started} {process.kind}")

    def remove(self, pid: int) -> None:
        if self.recorded.pop(pid, None):
            self._tell(f"remove {pid}")

    def bye(self) -> None:
        """Everything has ended in order; the watchdog has nothing left to guard."""
        self._tell("bye")
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:  # a machine that stands still; there is nothing left for it to guard
            self._process.kill()
            self._process.wait()


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # it goes when the parent has gone, not before
    watch(sys.argv[1])
