"""What matching gives the lower apps through the registries of core."""

from collections.abc import Mapping
from typing import Any

from core import registry
from core.registry import Panel
from core.scope import Scope
from matching import queries

SHOWN = 5


def jobs_panel(participant: Any, scope: Scope) -> Mapping[str, Any] | None:
    """The best open jobs on the participant's page."""
    return {"participant": participant, "ranked": queries.jobs_for_person(participant, scope=scope, top=SHOWN)}


def people_panel(job: Any, scope: Scope) -> Mapping[str, Any] | None:
    """The team's people for a job, on the job's page."""
    return {"job": job, "ranked": queries.people_for_job(job, scope=scope, top=SHOWN)}


registry.panels.register("matching", Panel("matching/jobs_panel.html", order=50, context=jobs_panel))
registry.job_panels.register("matching", Panel("matching/people_panel.html", order=20, context=people_panel))
