"""A batch that the command saves. While the command lives it holds a lock that goes with its connection, so that a batch
nobody saves any more is told from one that is being saved, however the command ended."""

from contextlib import suppress

from django.db import DatabaseError, connection

from participants.importing import batches
from participants.importing.enums import BatchState
from participants.models import ImportBatch

_KEY = "hashtextextended('participants.import_register', %s)"


def hold(batch: ImportBatch) -> None:
    """From here on this process saves it. In the transaction that makes it: nobody sees it without its lock."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_lock({_KEY})", [batch.pk])  # noqa: S608


def let_go(batch: ImportBatch) -> None:
    """Saved or stopped. A connection that has ended has let go by itself."""
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_unlock({_KEY})", [batch.pk])  # noqa: S608


def settle_killed() -> int:
    """Of the scope's team: batches whose command was killed stop as at a fault (batches.stop). Returns how many."""
    left = ImportBatch.objects.filter(state=BatchState.RUNNING, run_public_id="", content=None)
    gone = [batch for batch in left if _is_let_go(batch)]
    for batch in gone:
        batches.stop(batch)
    return len(gone)


def _is_let_go(batch: ImportBatch) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock({_KEY})", [batch.pk])  # noqa: S608
        return bool(cursor.fetchone()[0])
