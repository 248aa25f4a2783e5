"""Side effects leave through here: a row in the business transaction; the dispatcher sends it to the broker.

The insert itself notifies the dispatcher when (and only when) the transaction commits (trigger in migration 0002).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.models import OutboxMessage

RESEND_AFTER = timedelta(minutes=6)  # longer than the broker's visibility timeout (300 s)
MAX_ATTEMPTS = 3


class Queue(StrEnum):
    QUICK = "snabb"
    HEAVY = "tung"  # PDF and spreadsheets


# Seconds before a task is asked to stop, and made to. All stay under the broker's visibility timeout (300 s), or the task
# would be handed out a second time while it runs, and under a run's claim. A spreadsheet is saved in chunks and
# asks again for the rest (core.runs.Later).
LIMITS: dict[str, dict[str, Any]] = {Queue.HEAVY: {"soft_time_limit": 240, "time_limit": 270}}


def send(
    task: str,
    *ids: int | str,
    queue: Queue = Queue.QUICK,
    run_after: datetime | None = None,
    unique_key: str | None = None,
) -> None:
    """Asks for a Celery task by name with ids as arguments; a known `unique_key` is not asked for again.

    The task's first argument is the message's own id: it marks it done with `finish` in the same transaction as its
    effect.
    """
    message = OutboxMessage(
        task=task, queue=queue, args=list(ids), run_after=run_after or timezone.now(), unique_key=unique_key
    )
    if unique_key is None:
        message.save()
    else:
        OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)


def claim_due(limit: int = 100) -> Sequence[OutboxMessage]:
    """Messages to hand to the broker now, marked as sent. What never gets done is set aside as stuck."""
    now = timezone.now()
    with transaction.atomic():
        due = list(
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(done_at=None, stuck_at=None, run_after__lte=now)
            .order_by("run_after")[:limit]
        )
        for message in due:
            message.sent_at = now
            if message.attempts >= MAX_ATTEMPTS:
                message.stuck_at = now
            else:
                message.attempts += 1
                message.run_after = now + RESEND_AFTER
        OutboxMessage.objects.bulk_update(due, ["sent_at", "attempts", "run_after", "stuck_at"])
    return [message for message in due if message.stuck_at is None]


def finish(message_id: int) -> None:
    """Marks a message done. Harmless to call twice."""
    OutboxMessage.objects.filter(pk=message_id, done_at=None).update(done_at=timezone.now())
