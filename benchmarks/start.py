"""How long bin/run takes until its page answers (or bin/test until it ends), and the peak of all its memory.

usage: bin/bench start [--cold] [--test]
Works in a fresh clone in a temporary folder, on what is committed. --cold begins with an empty uv cache and no
environment; otherwise both are warm and the data folder has been used once. Memory is the sum of the proportional set
size (PSS) of every process involved, PostgreSQL and Valkey included, sampled each 0.1 s.
"""

import argparse
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "FRAMAT_MEASURED"
READY = "Framåt runs"


class Memory(threading.Thread):
    """Samples the sum of PSS of every process that carries the token, and of PostgreSQL below the clone."""

    def __init__(self, token: str, clone: Path) -> None:
        super().__init__(daemon=True)
        self.token, self.clone = f"{TOKEN}={token}".encode(), os.fsencode(clone)
        self.peak = self.last = 0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.1):
            self.last = self.sample()
            self.peak = max(self.peak, self.last)

    def sample(self) -> int:
        """Kilobytes right now."""
        total, servers = 0, set()
        for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
            try:
                command = (folder / "cmdline").read_bytes()
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
                if self.clone in command and b"bin/postgres" in command:
                    servers.add(folder.name)
                elif parent not in servers and self.token not in (folder / "environ").read_bytes().split(b"\0"):
                    continue
                total += int((folder / "smaps_rollup").read_text().partition("\nPss:")[2].split()[0])
            except (OSError, IndexError, ValueError):
                continue
        return total


def measure(clone: Path, command: list[str], environment: dict[str, str]) -> None:
    """Runs it once and prints what it took."""
    token = secrets.token_hex(6)
    memory = Memory(token, clone)
    memory.start()
    begun = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd="/",
        env=environment | {TOKEN: token},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    took = None
    line = ""
    assert process.stdout
    for line in process.stdout:
        if READY in line:
            took = time.monotonic() - begun
            time.sleep(15)  # workers come up meanwhile
            print(f"  at rest {memory.last / 1024:.0f} MB", flush=True)
            process.send_signal(signal.SIGINT)
    status = process.wait()
    took = took or time.monotonic() - begun
    memory.over.set()
    print(f"  {took:.1f} s, peak {memory.peak / 1024:.0f} MB, exit status {status}: {line.strip()}", flush=True)
    if status:
        sys.exit(status)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench start")
    parser.add_argument("--cold", action="store_true", help="empty uv cache, no environment, no data")
    parser.add_argument("--test", action="store_true", help="measure bin/test instead of bin/run")
    options, more = parser.parse_known_args()
    folder = Path(tempfile.mkdtemp(prefix="framat-start-"))
    try:
        clone = folder / "framat"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        if options.cold:
            environment["UV_CACHE_DIR"] = str(folder / "cache")
        command = [str(clone / "bin" / "test"), *more] if options.test else [str(clone / "bin" / "run"), *more]
        print(f"{'bin/test' if options.test else 'bin/run'} {'cold' if options.cold else 'first, warm cache'}:")
        measure(clone, command, environment)
        if not options.cold:
            print("once more, warm:")
            measure(clone, command, environment)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
