"""Celery entries of participants."""

from celery import shared_task

from accounts.models import Team
from core.outbox import Queue
from core.scope import run_for_team
from participants import register
from participants.actions import bulk, cells, forget_merges, forget_old_intakes, lapse_transfers
from participants.importing import batches, commanded


@shared_task(name="participants.clear_old_imports", queue=Queue.QUICK)
def clear_old_imports() -> None:
    """Nightly: what is left of spreadsheets goes after thirty days, what can no longer be taken back after fourteen, and
    an import whose command was killed stops. Safe to run twice."""
    for team_id in list(Team.objects.values_list("pk", flat=True)):
        with run_for_team(team_id):
            commanded.settle_killed()
            batches.clear_old()
            bulk.clear_old()
            cells.clear_old()
            forget_merges(team_id=team_id)


@shared_task(name="participants.forget_intakes", queue=Queue.QUICK)
def forget_intakes() -> None:
    """Nightly: referrals in whose day has come go, and leave a count; questions from other teams lapse. Safe to run twice."""
    for team_id in list(Team.objects.values_list("pk", flat=True)):
        with run_for_team(team_id):
            forget_old_intakes(team_id=team_id)
            lapse_transfers(team_id=team_id)


@shared_task(name="participants.refresh_register", queue=Queue.HEAVY)
def refresh_register(message_id: int, team_id: int) -> None:
    """A large team's rows after a setting that all of them depend on. Safe to run twice: the facts decide."""
    register.refresh_large_team(message_id, team_id)
