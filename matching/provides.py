"""What matching gives the lower apps through the registries of core."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission, allows
from core import readlog, registry
from core.registry import Panel
from core.scope import Scope
from matching import queries

SHOWN = 5


def jobs_panel(participant: Any, scope: Scope) -> Mapping[str, Any] | None:
    """The open jobs nearest the person's occupations, on the participant's page; nothing for one who is not looking."""
    ranked = queries.jobs_for_person(participant, scope=scope, top=SHOWN)
    near = [one for one in ranked if one.is_near]
    return {"participant": participant, "ranked": near} if ranked else None


def people_panel(job: Any, scope: Scope) -> Mapping[str, Any] | None:
    """The team's people for a job, on the job's page, for those who may see people. They stand in the read log."""
    if not allows(scope.role, Permission.SEE_PEOPLE):
        return None
    ranked = queries.people_for_job(job, scope=scope, top=SHOWN)
    readlog.listed(scope, [one.subject.pk for one in ranked], place="matching:people_panel")
    return {"job": job, "ranked": ranked}


registry.panels.register(
    "matching", Panel("matching/jobs_panel.html", 50, jobs_panel, title=_("Jobb som passar"), anchor="matching")
)
registry.job_panels.register("matching", Panel("matching/people_panel.html", order=20, context=people_panel))
