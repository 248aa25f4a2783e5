"""Two transactions that meet, for tests of what the second is told."""

import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.db import connection, transaction

PATIENCE = 10  # seconds the first keeps its transaction open for the second to come and wait


def second_meets(first: Callable[[], Any], second: Callable[[], Any], *, is_request: bool = False) -> Any:
    """Runs `first` in a thread's transaction that stays open until `second`, in a transaction here, waits for it or is
    done. Returns what `second` gave or raised; a request opens its transaction itself. Needs a database of the test's own
    (fixture `own_database`)."""
    acted, over = threading.Event(), threading.Event()
    faults: list[Exception] = []

    def run_first() -> None:
        try:
            with transaction.atomic():
                first()
                acted.set()
                limit = time.monotonic() + PATIENCE
                while not over.is_set() and not _somebody_waits() and time.monotonic() < limit:
                    time.sleep(0.02)
        except Exception as fault:
            faults.append(fault)
        finally:
            acted.set()
            connection.close()

    thread = threading.Thread(target=run_first)
    thread.start()
    acted.wait(60)
    try:
        with nullcontext() if is_request else transaction.atomic():
            return second()
    except Exception as fault:
        return fault
    finally:
        over.set()
        thread.join(60)
        assert not faults, faults


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])
