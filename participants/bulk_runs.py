"""A deed for more people than anybody should wait for."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.permissions import Permission, allows
from core import runs, scope
from core.models import Run
from participants.actions import bulk
from participants.models import BulkBatch


def run_bulk(run: Run) -> dict[str, object]:
    """Goes on where the batch stands: run twice, the second time finds nobody waiting."""
    batch_id, done = run.params["batch"], 0
    total = None
    while True:
        with scope.run_for_team(run.team_id or 0, user_id=run.owner_id):
            batch = BulkBatch.objects.select_related("team", "by").get(pk=batch_id)
            if not _may_still(batch):
                raise runs.RunError(_("Du arbetar inte med teamets deltagare längre. Resten gjordes inte."))
            if batch.done_at is not None:
                break
            total = total or len(batch.waiting)
            bulk.carry_chunk(batch=batch)
            done = total - len(batch.waiting)
        runs.progress(run, done, total, _("%(n)d av %(total)d är gjorda") % {"n": done, "total": total})
    run.result_url = reverse("participants:recent", args=[batch.team.slug])
    return dict(batch.counts)


def run_back(run: Run) -> dict[str, object]:
    """Takes a batch back, on from where it stands: run twice, the second time finds it taken back."""
    batch_id, total = run.params["batch"], None
    while True:
        with scope.run_for_team(run.team_id or 0, user_id=run.owner_id):
            batch = BulkBatch.objects.select_related("team", "by").get(pk=batch_id)
            if not _may_still(batch):
                raise runs.RunError(_("Du arbetar inte med teamets deltagare längre. Resten ångrades inte."))
            taken, left = bulk.taken_and_left(batch)
            if batch.undone_at is not None:
                break
            total = total or taken + len(batch.waiting)
            bulk.carry_back(batch=batch, by=batch.by)
            done = total - len(batch.waiting)
        runs.progress(run, done, total, _("%(n)d av %(total)d är klara") % {"n": done, "total": total})
    run.message = " ".join(filter(None, bulk.told_back(taken, left)))
    run.result_url = reverse("participants:recent", args=[batch.team.slug])
    return {"taken": taken, "left": left}


def _may_still(batch: BulkBatch) -> bool:
    members = Membership.objects.running().filter(team_id=batch.team_id, user_id=batch.by_id)
    return any(allows(role, Permission.WORK_WITH_PEOPLE) for role in members.values_list("role", flat=True))
