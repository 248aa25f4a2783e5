"""The commands in bin/: where they may be called from, what they refuse, what they tell."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config.embedded import refusal, services, testing
from config.embedded.folders import ROOT

SHELL = shutil.which("dash") or "sh"
SCRIPTS = sorted([*(path for path in (ROOT / "bin").iterdir()), ROOT / ".ci" / "run"])
FROM_OUTSIDE = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "FRAMAT_KIND"}


def shell(program: str, *, path: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs lines with bin/environment.sh read; programs in `path` go before the system's."""
    found = f"{path}:{os.environ['PATH']}" if path else os.environ["PATH"]
    return subprocess.run(
        [SHELL, "-euc", f". {ROOT}/bin/environment.sh\n{program}", str(ROOT / "bin" / "run")],
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": found, **environment},
        check=False,
    )


def program(folder: Path, name: str, lines: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)


def refuse(environment: dict[str, str], data: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in FROM_OUTSIDE}
    return subprocess.run(
        [sys.executable, "-m", "config.embedded", "run", "--data", str(data)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**clean, **environment},
        check=False,
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_is_well_formed(script: Path) -> None:
    reader = "bash" if script.parent.name == ".ci" else SHELL
    assert subprocess.run([reader, "-n", str(script)], check=False).returncode == 0
    assert os.access(script, os.X_OK) == (script.suffix != ".sh")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_sets_no_package_index(script: Path) -> None:
    text = script.read_text()
    assert not any(word in text for word in ("INDEX_URL=", "--index", "DEFAULT_INDEX=", "--extra-index"))


def test_command_by_a_link_from_elsewhere_finds_its_folder(tmp_path: Path) -> None:
    link = tmp_path / "measure"
    link.symlink_to(ROOT / "bin" / "bench")
    answer = subprocess.run([str(link)], cwd="/", capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert "usage: bin/bench NAME" in answer.stderr


def test_bench_of_a_path_is_refused() -> None:
    answer = subprocess.run([str(ROOT / "bin" / "bench"), "../manage"], capture_output=True, text=True, check=False)
    assert answer.returncode == 2


def test_missing_package_as_ordinary_user_names_the_exact_command(tmp_path: Path) -> None:
    program(tmp_path, "id", "echo 1000")
    program(tmp_path, "apt-get", "echo called >&2; exit 99")
    answer = shell("is_debian() { true; }; apt_install 'a browser' chromium other", path=tmp_path)
    assert answer.returncode == 1
    assert "apt-get install -y --no-install-recommends chromium other" in answer.stderr
    assert "called" not in answer.stderr


def test_missing_package_as_root_is_installed(tmp_path: Path) -> None:
    program(tmp_path, "id", "echo 0")
    program(tmp_path, "apt-get", f'echo "$@" >> {tmp_path}/calls')
    answer = shell("is_debian() { true; }; apt_install 'a browser' chromium", path=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "install -y --no-install-recommends chromium" in (tmp_path / "calls").read_text()


def test_missing_package_that_apt_cannot_install_fails_with_its_words(tmp_path: Path) -> None:
    program(tmp_path, "id", "echo 0")
    program(tmp_path, "apt-get", "echo 'E: no such package'; exit 100")
    answer = shell("is_debian() { true; }; apt_install 'a browser' chromium", path=tmp_path)
    assert answer.returncode == 1
    assert "E: no such package" in answer.stderr


def test_chromium_missing_fails_and_never_skips(tmp_path: Path) -> None:
    program(tmp_path, "id", "echo 1000")
    answer = shell("find_chromium() { return 1; }; is_debian() { false; }; need_chromium; echo went on", path=tmp_path)
    assert answer.returncode == 1
    assert "chromium" in answer.stderr
    assert "went on" not in answer.stdout


@pytest.mark.parametrize(
    ("version", "fits"), [("0.13.9", True), ("0.14.0", True), ("1.0.0", True), ("0.13.8", False), ("0.4.30", False)]
)
def test_uv_too_old_for_the_lock_is_not_used(tmp_path: Path, version: str, fits: bool) -> None:
    program(tmp_path, "uv", f"echo 'uv {version} (x86_64-unknown-linux-gnu)'")
    assert (shell(f"uv_fits {tmp_path}/uv").returncode == 0) is fits


def test_certificates_of_the_machine_are_trusted(tmp_path: Path) -> None:
    bundle = tmp_path / "own-ca.pem"
    bundle.write_text("")
    answer = shell('echo "$UV_SYSTEM_CERTS $PIP_CERT"', PIP_CERT="", SSL_CERT_FILE=str(bundle))
    assert answer.stdout == f"1 {bundle}\n"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"FRAMAT_KIND": "production"}, "FRAMAT_KIND"),
        ({"DJANGO_SETTINGS_MODULE": "config.settings.production"}, "config.settings.production"),
        ({"DATABASE_URL": "postgresql://app@db.example.org/framat"}, "DATABASE_URL"),
        ({"REDIS_URL": "redis://redis.example.org/0"}, "REDIS_URL"),
    ],
)
def test_run_with_real_settings_is_refused_before_anything_happens(
    tmp_path: Path, environment: dict[str, str], named: str
) -> None:
    assert named in (refusal.reason_to_refuse(environment) or "")
    answer = refuse(environment, tmp_path / "data")
    assert answer.returncode == 1
    assert named in answer.stderr
    assert "gunicorn config.wsgi" in answer.stderr, "says what to use instead"
    assert not (tmp_path / "data").exists()


def test_run_locally_is_not_refused() -> None:
    assert refusal.reason_to_refuse({}) is None
    assert refusal.reason_to_refuse({"DJANGO_SETTINGS_MODULE": "config.settings.local", "DATABASE_URL": ""}) is None


def test_run_fresh_in_somebody_elses_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    answer = subprocess.run(
        [sys.executable, "-m", "config.embedded", "run", "--fresh", "--data", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if name not in FROM_OUTSIDE},
        check=False,
    )
    assert answer.returncode == 1
    assert "was not made by Framåt" in answer.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_free_port_taken_strict_is_none_otherwise_the_next() -> None:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]
        assert services.free_port("127.0.0.1", taken, strict=True) is None
        other = services.free_port("127.0.0.1", taken, strict=False)
        assert other is not None
        assert taken < other < taken + 20


@pytest.mark.parametrize("arguments", [[], ["-x"], ["-k", "register"], ["-m", "not browser", "--durations=5"]])
def test_whole_suite_is_spread_over_the_cores_and_one_process_besides(arguments: list[str], monkeypatch: Any) -> None:
    for cores, processes in ((2, "3"), (64, "8")):
        monkeypatch.setattr(testing, "_cores", lambda cores=cores: cores)
        assert testing.spread(arguments) == ["-n", processes]


@pytest.mark.parametrize(
    "arguments",
    [
        ["tests/core"],
        ["-x", "tests/core/test_scope.py::test_current_outside_a_scope_raises"],
        ["-n", "0"],
        ["-n0"],
        ["--numprocesses=3"],
        ["--pdb"],
        ["--collect-only"],
    ],
)
def test_named_paths_and_whoever_says_how_decide_themselves(arguments: list[str]) -> None:
    assert testing.spread(arguments) == []
