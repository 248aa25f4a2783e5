"""`bin/run` as a whole: from an empty folder to a page that answers, and a kill that leaves nothing."""

import http.client
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded import preparing, services
from config.embedded.folders import ROOT
from config.embedded.watchdog import Process, tagged
from tests.embedded.stacks import wait_gone

SETTINGS = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "FRAMAT_KIND", "FRAMAT_DATA", "TEST_SERVER"}
FROM_OUTSIDE = SETTINGS | {"PYTHONDONTWRITEBYTECODE"}  # as bin/run does


def clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in FROM_OUTSIDE}


def test_preparing_every_command_exists() -> None:
    assert [name for name in preparing.COMMANDS if not services.has_command(name)] == []


@pytest.mark.slow
@pytest.mark.stack
@pytest.mark.timeout(300)
def test_run_from_an_empty_folder_answers_is_healthy_and_leaves_nothing_when_killed(folder: Path) -> None:
    data = folder / "data"
    port = services.free_port("127.0.0.1", 26000 + os.getpid() * 20 % 6000, strict=False)
    command = [sys.executable, "-m", "config.embedded", "run", "--data", str(data), "--port", str(port)]
    run = subprocess.Popen(command, cwd=ROOT, env=clean(), stderr=subprocess.PIPE, text=True)
    belonging: list[Process] = []
    try:
        assert run.stderr
        said = ""
        for line in run.stderr:
            said += line
            if "Ctrl-C ends it" in line:
                break
        assert f"http://127.0.0.1:{port}" in said
        record = json.loads((data / "run" / "stack.json").read_text())
        belonging = [Process(*entry) for entry in record["processes"]] + tagged(record["tag"])
        assert status_of(port, "/") < 500
        assert ailments(data) == []
        run.kill()
        assert wait_gone(belonging, 5) == []
    finally:
        run.kill()
        run.communicate()
        wait_gone(belonging, 10)


def status_of(port: int | None, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port or 0, timeout=20)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def ailments(data: Path) -> list[str]:
    """What the doctor finds wrong once the workers have had their time to come up."""
    found: list[str] = []
    for _ in range(10):
        answer = subprocess.run(
            [sys.executable, "manage.py", "doctor", "--json"],
            cwd=ROOT,
            env=clean() | {"FRAMAT_DATA": str(data)},
            capture_output=True,
            text=True,
            check=False,
        )
        report = json.loads(answer.stdout.splitlines()[-1])
        found = [f"{check['name']}: {check['text']}" for check in report["checks"] if not check["ok"]]
        if not found:
            break
    return found
