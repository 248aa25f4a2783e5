"""The supervisor and its watchdog, with the real servers and sleeping stand-ins for the rest."""

import signal
import time
from pathlib import Path

import pytest

from config.embedded.stack import DYING
from config.embedded.watchdog import Process
from tests.embedded.stacks import StandIn, kill, stand_in, wait_gone

pytestmark = pytest.mark.slow


def test_parent_killed_leaves_no_process_after_five_seconds(folder: Path) -> None:
    with stand_in(folder / "data", "postgres", "valkey", "stubborn") as run:
        belonging = run.processes()
        kinds = [process.kind for process in belonging]
        assert kinds.count("postgres") == 1
        assert len(belonging) >= 6, "PostgreSQL, Valkey, sleeper, stubborn one and its child, watchdog"
        run.popen.kill()
        assert wait_gone(belonging, 5) == []


def test_start_right_after_a_kill_waits_for_the_watchdog_and_works(folder: Path) -> None:
    data = folder / "data"
    with stand_in(data, "postgres", "valkey", "stubborn") as first:
        old = first.processes()
        first.popen.kill()
        with stand_in(data, "postgres", "valkey") as second:
            assert [process for process in old if process.alive()] == []
            assert all(process.alive() for process in second.processes())
            assert second.finish() == (0, "")


def test_supervisor_and_watchdog_killed_next_start_ends_what_they_left(folder: Path) -> None:
    data = folder / "data"
    with stand_in(data, "postgres", "stubborn") as first:
        stubborn = [process for process in first.processes() if process.kind != "postgres"]
        first.popen.send_signal(signal.SIGSTOP)  # or it would start another watchdog
        for process in first.watchdogs():
            kill(process)
        first.popen.kill()
        first.popen.wait()
        time.sleep(0.5)
        assert len([process for process in stubborn if process.alive()]) >= 2, "nobody was there to end them"
        with stand_in(data, "postgres") as second:
            assert wait_gone(stubborn, 0) == []
            status, said = second.finish()
            assert status == 0, said
            assert "The last run was cut off" in said


def test_start_right_after_an_interrupt_waits_until_the_old_one_has_ended(folder: Path) -> None:
    data = folder / "data"
    with stand_in(data, "postgres", "stubborn") as first:
        old = first.processes()
        first.popen.send_signal(signal.SIGINT)
        while not first.record().get("ending"):
            time.sleep(0.02)
        impatient, second = StandIn(data), StandIn(data)
        for one in (impatient, second):
            assert one.popen.stderr
            assert one.popen.stderr.readline() == "The last run is ending; waiting for it …\n"
        time.sleep(DYING + 0.5)
        assert [one.popen.poll() for one in (first, impatient, second)] == [None, None, None]
        assert impatient.finish(signal.SIGINT) == (0, "given up\n")
        first.popen.send_signal(signal.SIGINT)
        second.wait_ready()
        assert [process for process in old if process.alive()] == []
        assert second.finish() == (0, "")


def test_terminated_ends_everything_in_order(folder: Path) -> None:
    with stand_in(folder / "data", "postgres", "valkey") as run:
        belonging = run.processes()
        assert run.finish(signal.SIGTERM) == (0, "")
        assert wait_gone(belonging, 0) == []
        assert "database system is shut down" in (folder / "data" / "postgres" / "server.log").read_text()


def test_interrupt_twice_does_not_wait_for_a_stubborn_process(folder: Path) -> None:
    with stand_in(folder / "data", "stubborn") as run:
        belonging = run.processes()
        began = time.monotonic()
        run.popen.send_signal(signal.SIGINT)
        time.sleep(0.5)
        assert run.finish(signal.SIGINT)[0] == 0
        assert time.monotonic() - began < 5
        assert wait_gone(belonging, 0) == []


def test_second_start_on_the_same_folder_is_refused_and_harms_nothing(folder: Path) -> None:
    with stand_in(folder / "data") as run:
        before = run.processes()
        status, said = StandIn(folder / "data").result()
        assert status == 1
        assert "http://127.0.0.1:8123" in said
        assert str(run.popen.pid) in said
        assert run.processes() == before
        assert all(process.alive() for process in before)


def test_two_folders_run_side_by_side(folder: Path) -> None:
    with stand_in(folder / "one", "postgres", "valkey"), stand_in(folder / "two", "postgres", "valkey") as two:
        assert all(process.alive() for process in two.processes())


def test_service_that_ends_is_started_again_and_reported(folder: Path) -> None:
    with stand_in(folder / "data", "valkey", "crashing") as run:
        valkey = [Process(*entry) for entry in run.record()["processes"]][0]
        kill(valkey)
        time.sleep(3)
        assert Process(*run.record()["processes"][0]) != valkey
        status, said = run.finish()
    assert status == 0
    assert "valkey ended by itself (status 137); starts again in 1 s" in said
    assert "crashing ended by itself (status 3); starts again in 2 s" in said
    assert "oh no" in said


def test_watchdog_that_was_ended_is_replaced_and_knows_everything(folder: Path) -> None:
    with stand_in(folder / "data", "stubborn") as run:
        belonging = run.processes()
        [watchdog] = run.watchdogs()
        kill(watchdog)
        time.sleep(3)
        [replacement] = run.watchdogs()
        assert replacement != watchdog
        run.popen.kill()
        assert wait_gone([*belonging, replacement], 5) == []
