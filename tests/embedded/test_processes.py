"""Identities of processes: nobody else's process is ever signalled."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from config.embedded.watchdog import Process, end, started


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


def test_started_of_a_process_is_stable_and_its_own(sleeper: subprocess.Popen[bytes]) -> None:
    assert started(sleeper.pid) == started(sleeper.pid)
    assert Process.of(sleeper.pid) != Process.of(subprocess.os.getpid())


def test_end_of_a_reused_number_harms_nobody(sleeper: subprocess.Popen[bytes]) -> None:
    reused = Process(sleeper.pid, "another-boot:17")
    assert end([reused]) == 0
    reused.send(signal.SIGKILL)
    assert sleeper.poll() is None


def test_end_takes_the_process_that_was_meant(sleeper: subprocess.Popen[bytes]) -> None:
    process = Process.of(sleeper.pid)
    assert process
    assert end([process]) == 1
    assert sleeper.wait(timeout=5) == -signal.SIGTERM


def test_process_dead_but_not_collected_counts_as_gone(sleeper: subprocess.Popen[bytes]) -> None:
    process = Process.of(sleeper.pid)
    assert process
    sleeper.kill()
    assert end([process]) in (0, 1)
    assert not process.alive()
