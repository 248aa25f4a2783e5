"""The CVs on the participant's page."""

from collections.abc import Mapping
from typing import Any

from accounts.permissions import Permission, allows
from core.scope import Scope
from cvbuilder import queries
from participants.models import Participant

SHOWN = 4


def context(participant: Participant, scope: Scope) -> Mapping[str, Any] | None:
    """The latest CVs in use. One query. Nothing for one who may only read when there is none."""
    cvs = list(queries.cvs_of(scope, participant).in_use()[: SHOWN + 1])
    may_work = allows(scope.role, Permission.WORK_WITH_PEOPLE)
    if not cvs and not may_work:
        return None
    return {
        "cvs": cvs[:SHOWN],
        "has_more": len(cvs) > SHOWN,
        "may_work": may_work,
        "may_export": allows(scope.role, Permission.EXPORT),
    }
