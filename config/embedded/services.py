"""What a running Framåt consists of: the steps before it opens, and the processes that stay."""

import socket
import sys
from pathlib import Path

from config.embedded.children import Service
from config.embedded.folders import ROOT

SETTINGS = "config.settings.local"


def manage(command: str, *arguments: str) -> Service:
    """A step that runs a command of manage.py."""
    return Service(command, [sys.executable, str(ROOT / "manage.py"), command, *arguments])


def has_command(name: str) -> bool:
    """Whether one of our apps has this command (without the second it takes to ask Django)."""
    return any(ROOT.glob(f"*/management/commands/{name}.py"))


def ourselves(step: str) -> Service:
    """A step that this package does itself, in a process of its own."""
    return Service(step, [sys.executable, "-m", "config.embedded", step])


def web(host: str, port: int) -> Service:
    """Threads, since requests wait for the database; two processes, one for each core of a small machine."""
    options = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--graceful-timeout", "5"]
    return Service(
        "web",
        [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{host}:{port}", "--no-control-socket", *options],
    )


def worker(queue: str, concurrency: int) -> Service:
    quiet = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    name = ["--hostname", f"{queue}@%h", "--queues", queue, "--concurrency", str(concurrency)]
    return Service(f"worker-{queue}", [sys.executable, "-m", "celery", "-A", "config", "worker", *name, *quiet])


def beat(data: Path) -> Service:
    schedule = ["--schedule", str(data / "run" / "beat-schedule"), "--pidfile=", "--loglevel", "WARNING"]
    return Service("beat", [sys.executable, "-m", "celery", "-A", "config", "beat", *schedule])


def background(data: Path) -> list[Service]:
    """Everything beside the web: the only dispatcher and the only beat, and the workers of both queues."""
    services = [worker("snabb", 2), worker("tung", 1), beat(data)]
    if has_command("dispatch_outbox"):
        services.insert(0, manage("dispatch_outbox"))
    return services


def free_port(host: str, wanted: int, *, strict: bool) -> int | None:
    """The wanted port if nobody listens there, else (unless strict) the next free one of twenty; None if there is none."""
    for port in [wanted] if strict else range(wanted, min(wanted + 20, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return None


def lan_address() -> str:
    """This machine's address on the local network, as its own routing table has it; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address (RFC 5737)
        except OSError:
            return socket.gethostbyname(socket.gethostname())
        address: str = probe.getsockname()[0]
        return address
