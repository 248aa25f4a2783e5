"""Celery entries of the ground."""

from celery import shared_task
from django.db import transaction

from core import mail, outbox, runfiles, runs, scope, sweeping
from core.db.logs import ensure_partitions, seal_lines
from core.outbox import Queue


@shared_task(name="core.execute_run", queue=Queue.QUICK)
def execute_run(message_id: int, run_id: int) -> None:
    """Carries out a run on the queue the outbox named. Safe to run twice: the run is claimed."""
    runs.carry_out(message_id, run_id)


@shared_task(name="core.send_mail", queue=Queue.QUICK)
def send_mail(message_id: int, mail_id: int) -> None:
    """Sends a mail at most once after its claim."""
    mail.deliver(mail_id)
    outbox.finish(message_id)


@shared_task(name="core.seal_log", queue=Queue.QUICK)
def seal_log() -> None:
    """Hourly: chains new read-log lines. Safe to run twice: sealed lines are left out."""
    with transaction.atomic():
        seal_lines()


@shared_task(name="core.ensure_log_partitions", queue=Queue.QUICK)
def ensure_log_partitions() -> None:
    """Daily: makes the read log's partitions for this month and the next two. Safe to run twice."""
    with transaction.atomic():
        ensure_partitions()


@shared_task(name="core.remove_old_files", queue=Queue.QUICK)
def remove_old_files() -> None:
    """Daily: files of runs are kept a week. Safe to run twice."""
    runfiles.remove_old()


@shared_task(name="core.begin_sweep", queue=Queue.QUICK)
def begin_sweep() -> None:
    """Nightly: starts the run that removes what nobody needs any more. Safe to run twice: one run a day."""
    with scope.system():
        sweeping.begin()
