"""Who has opened the protected people a colleague answers for, since that colleague last looked it through (domain B.4)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from core.scope import Scope
from participants.enums import ProtectionLevel
from participants.models import ProtectedAccess
from participants.queries.readers import Opened, opened

MOST = 2000  # lines of one person


@dataclass(frozen=True)
class Openings:
    """What is to be looked through of one person, the manager's own openings left out."""

    access: ProtectedAccess
    since: datetime
    lines: list[Opened]


def managed(team_id: int) -> QuerySet[ProtectedAccess]:
    """The named managers of those who are protected."""
    rows = ProtectedAccess.objects.filter(team_id=team_id, is_manager=True)
    return rows.exclude(participant__protection_level=ProtectionLevel.NONE)


def of_access(scope: Scope, access: ProtectedAccess, until: datetime | None = None) -> Openings:
    """Three statements."""
    since = access.reviewed_to or access.given_at
    found = opened(scope, access.participant_id, until, MOST, after=since, besides=access.user_id)
    return Openings(access, since, found)


def of_manager(scope: Scope) -> list[Openings]:
    """Of everybody the viewer answers for; they are few. Three statements each."""
    rows = managed(scope.team).filter(user_id=scope.user).select_related("participant")
    return [of_access(scope, row) for row in rows.order_by("participant__sort_name", "pk")]
