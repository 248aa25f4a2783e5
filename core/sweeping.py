"""What nobody needs any more goes every night: messages that are done, mail that is sent, notices that were read,
refusals a year old."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from core import filestore, runs
from core.db.logs import forget_denied
from core.models import Mail, Notice, OutboxMessage, Run
from core.outbox import Queue
from core.scope import system

KIND = "core.sweep"
BATCH = 2000
# Kept for so long after the moment named. What is stuck, unsent or unread stays: somebody has to see it.
KEPT: Mapping[str, tuple[type[models.Model], str, timedelta]] = {
    "outbox": (OutboxMessage, "done_at", timedelta(days=14)),
    "mail": (Mail, "sent_at", timedelta(days=30)),
    "notices": (Notice, "read_at", timedelta(days=90)),
}

# What higher apps sweep, by the name its count has in the run: each opens its own scopes and is safe to run twice.
_more: dict[str, Callable[[], int]] = {}


def register(name: str, sweep: Callable[[], int]) -> None:
    """Called from an app's provides.py."""
    _more[name] = sweep


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
    gone["run_files"] = _orphaned_files()
    return gone | {name: act() for name, act in _more.items()}


def _orphaned_files() -> int:
    """Files of runs that no run knows of any more."""
    with system():
        known = set(Run.objects.filter(result__has_key="file").values_list("result__file", flat=True))
    return filestore.sweep("runs", known)


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
