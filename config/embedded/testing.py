"""`bin/test`: pytest with real servers of its own, ended afterwards whatever happened."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from config.embedded import catalogues, refusal
from config.embedded.children import Service
from config.embedded.folders import ROOT, FolderError
from config.embedded.stack import AlreadyRunningError, Stack, StepError, say

SETTINGS = "config.settings.test"
MOST_WORKERS = 8  # more would wait for the one PostgreSQL
BESIDE = 1  # more than there are cores: tests of servers and browsers wait for much of their time
# Whoever says one of these has decided how the tests are spread.
SPREADING = ("-n", "--numprocesses", "--dist", "--tx", "--pdb", "--collect-only", "--co")


def main(arguments: list[str]) -> int:
    """Runs pytest with these arguments; returns its exit status (1 when the servers do not start).

    The whole suite runs on all cores, in one process more than there are, named paths in one process; `-n` says otherwise. With DATABASE_URL and REDIS_URL
    set, the tests use those servers instead, in one process.
    """
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode
    if reason := refusal.reason_to_refuse(os.environ):
        say(reason)
        return 1
    try:
        try:
            return _run(ROOT / ".data-test", arguments)
        except AlreadyRunningError:  # another bin/test of this checkout: side by side, in a folder of our own
            data = Path(tempfile.mkdtemp(prefix="framat-test-"))
            try:
                data.rmdir()
                return _run(data, arguments)
            finally:
                shutil.rmtree(data, ignore_errors=True)
    except (AlreadyRunningError, FolderError, StepError, RuntimeError, subprocess.SubprocessError) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 1


def spread(arguments: list[str]) -> list[str]:
    """The options that give each core a pytest of its own, and one besides, when a whole suite is asked for."""
    decided = any(word == option or word.startswith(f"{option}=") for word in arguments for option in SPREADING)
    decided = decided or any(word[:2] == "-n" and word[2:].isdigit() for word in arguments)
    named = any((ROOT / word.split("::")[0]).exists() for word in arguments if not word.startswith("-"))
    return [] if decided or named else ["-n", str(min(_cores() + BESIDE, MOST_WORKERS))]


def _cores() -> int:
    """Those this process may use, where the system says so."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(data: Path, arguments: list[str]) -> int:
    with Stack(data, settings=SETTINGS, fast=True) as stack:
        catalogues.compile_stale()
        stack.start_postgres()
        stack.start_valkey()
        pytest = stack.begin(
            Service("pytest", [sys.executable, "-m", "pytest", *spread(arguments), *arguments], foreground=True)
        )
        told = 0
        while (status := pytest.status()) is None:
            stack.signals.wait(1)
            if stack.signals.stops > told:
                told = stack.signals.stops
                # Ctrl-C has reached it through the terminal already; a kill of ours has not.
                if not sys.stdin.isatty():
                    pytest.send(signal.SIGINT)
        return status
    return 1
