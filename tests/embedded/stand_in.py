"""A small stack for the tests, run as a program: real supervisor and watchdog, sleeping processes for the services.

usage: python -m tests.embedded.stand_in DATA [postgres] [valkey] [stubborn] [crashing]
Prints "ready" when everything runs.
"""

import sys
import time
from pathlib import Path

from config.embedded.children import Service
from config.embedded.folders import FolderError
from config.embedded.stack import AlreadyRunningError, Stack, say

SLEEPER = "import time; time.sleep(300)"
# A process with a child in a session of its own, as a worker might have; neither listens to SIGTERM.
STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
print("deaf", flush=True)
time.sleep(300)
"""
BOTH = 2  # lines in its log: until both say so, a SIGTERM would end them


def python(name: str, program: str) -> Service:
    return Service(name, [sys.executable, "-S", "-c", program])


def main() -> int:
    data, *wanted = sys.argv[1:]
    try:
        with Stack(Path(data), settings="config.settings.test", fast=True) as stack:
            if "postgres" in wanted:
                stack.start_postgres()
            if "valkey" in wanted:
                stack.start_valkey()
            stack.keep(python("sleeper", SLEEPER))
            if "stubborn" in wanted:
                stack.keep(python("stubborn", STUBBORN))
            if "crashing" in wanted:
                stack.keep(python("crashing", "print('oh no'); raise SystemExit(3)"))
            while "stubborn" in wanted and (stack.data / "log" / "stubborn.log").read_text().count("deaf") < BOTH:
                time.sleep(0.02)
            stack.announce("http://127.0.0.1:8123")
            print("ready", flush=True)
            stack.watch()
    except (AlreadyRunningError, FolderError) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("given up")
    return 0


if __name__ == "__main__":
    sys.exit(main())
