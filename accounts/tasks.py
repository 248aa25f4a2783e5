"""Celery entries of accounts."""

from celery import shared_task

from accounts import runs
from core.outbox import Queue


@shared_task(name="accounts.sweep", queue=Queue.QUICK)
def sweep() -> None:
    """Daily. Safe to run twice: what is gone stays gone."""
    runs.sweep()
