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
            if not batch.waiting:
                break
            total = total or len(batch.waiting)
            bulk.carry_chunk(batch=batch)
            done = total - len(batch.waiting)
        runs.progress(run, done, total, _("%(n)d av %(total)d är gjorda") % {"n": done, "total": total})
    run.result_url = reverse("participants:recent", args=[batch.team.slug])
    return dict(batch.counts)


def _may_still(batch: BulkBatch) -> bool:
    members = Membership.objects.running().filter(team_id=batch.team_id, user_id=batch.by_id)
    return any(allows(role, Permission.WORK_WITH_PEOPLE) for role in members.values_list("role", flat=True))
