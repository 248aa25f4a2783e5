"""What nobody needs any more goes every night: messages that are done, mail that is sent, notices that were read,
refusals a year old."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from core import runs
from core.db.logs import forget_denied
from core.models import Mail, Notice, OutboxMessage, Run
from core.outbox import Queue

KIND = "core.sweep"
BATCH = 2000
# Kept for so long after the moment named. What is stuck, unsent or unread stays: somebody has to see it.
KEPT: Mapping[str, tuple[type[models.Model], str, timedelta]] = {
    "outbox": (OutboxMessage, "done_at", timedelta(days=14)),
    "mail": (Mail, "sent_at", timedelta(days=30)),
    "notices": (Notice, "read_at", timedelta(days=90)),
}


def begin() -> Run:
    """The night's run, one a day whoever asks."""
    day = timezone.localdate().isoformat()
    return runs.start(kind=KIND, title="Nattens städning", by_id=None, team_id=None, unique_key=f"sweep {day}")


def sweep(run: Run) -> dict[str, object]:
    """Returns how many rows of each went. Each batch is a transaction of its own; safe to run twice."""
    now = timezone.now()
    gone: dict[str, object] = {
        name: _remove(model._default_manager.filter(**{f"{moment}__lt": now - kept}))
        for name, (model, moment, kept) in KEPT.items()
    }
    gone["denied"] = _forget_denied()
    return gone


def _forget_denied() -> int:
    total = 0
    while True:
        with transaction.atomic():
            gone = forget_denied(BATCH)
        total += gone
        if gone < BATCH:
            return total


def _remove(rows: models.QuerySet[Any]) -> int:
    gone = 0
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            gone += rows.filter(pk__in=ids).delete()[0]
    return gone


runs.register(KIND, sweep, queue=Queue.HEAVY)
