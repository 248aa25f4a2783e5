"""Celery entries of followup."""

from celery import shared_task

from core.outbox import Queue
from followup import runs


@shared_task(name="followup.make_due_reports", queue=Queue.QUICK)
def make_due_reports() -> None:
    """Hourly: reports of the teams whose day and hour have come. Safe to run twice: a report is made once."""
    runs.make_due_reports()
