"""Celery entries of employers. Plain functions in runs do the work."""

from celery import shared_task

from core.outbox import Queue
from employers import runs


@shared_task(name="employers.expire_jobs", queue=Queue.QUICK)
def expire_jobs() -> None:
    """Every ten minutes: jobs whose last day is over. Safe to run twice: expired ones are left out."""
    runs.expire_jobs()


@shared_task(name="employers.forget_drafts", queue=Queue.QUICK)
def forget_drafts() -> None:
    """Daily: erases jobs begun by an employer and never confirmed. Safe to run twice."""
    runs.forget_drafts()
