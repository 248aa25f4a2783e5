"""The night's part of retention: the list anew in each team, and those whose seven days are over erased one by one."""

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Team
from core import runs
from core.models import Run
from core.scope import run_for_team
from participants.actions import retention
from participants.enums import ErasureState
from participants.models import Erasure

KIND = "participants.erase"


def nightly() -> int:
    """For core.sweeping: returns how many have come on the lists. Where somebody's day has come a run of its own erases."""
    new, today = 0, timezone.localdate()
    for team_id in list(Team.objects.values_list("pk", flat=True)):
        with run_for_team(team_id):
            new += retention.renew_list(team_id=team_id)
            waiting = _waiting(team_id).exists()
        if waiting:
            key = f"erase {team_id} {today}"
            runs.start(kind=KIND, title="Gallring", by_id=None, team_id=team_id, unique_key=key)
    return new


def _waiting(team_id: int) -> QuerySet[Erasure]:
    return Erasure.objects.filter(team_id=team_id, state=ErasureState.APPROVED, erase_on__lte=timezone.localdate())


def erase(run: Run) -> dict[str, object]:
    """Each person in a transaction of its own: stopped in the middle, it goes on where it was."""
    team_id, today, gone = run.team_id or 0, timezone.localdate(), 0
    with run_for_team(team_id):
        ids = list(_waiting(team_id).order_by("pk").values_list("pk", flat=True))
    for done, pk in enumerate(ids, start=1):
        with run_for_team(team_id):
            gone += retention.erase_approved(erasure_id=pk, today=today)
        runs.progress(run, done, len(ids))
    return {"erased": gone}
