"""The process that opens what somebody sent: `python -m core.filecheck.child KIND`, the file on stdin. Answers on stdout
"ok" and what is kept, or "no" and the fault, each on a line of its own."""

import resource
import sys

from core.filecheck.rules import Fault, FileKind, Wrong, cleaned

CPU_SECONDS = 10
MEMORY_BYTES = 1024 * 1024 * 1024


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # writes no file
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(kind: FileKind) -> bytes:
    """The answer for the file on stdin."""
    _limit()
    try:
        return b"ok\n" + cleaned(kind, sys.stdin.buffer.read())
    except Wrong as wrong:
        return f"no\n{wrong.fault}".encode()
    except MemoryError:
        return f"no\n{Fault.BOMB}".encode()
    except Exception:  # noqa: BLE001  a broken or hostile file fails in a hundred ways inside the libraries
        return f"no\n{Fault.BROKEN}".encode()


if __name__ == "__main__":
    sys.stdout.buffer.write(main(FileKind(sys.argv[1])))
