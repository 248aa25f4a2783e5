"""Who sees what about a person's health (design 5.4). The rule is said here, and once more in the database
(health_open_to_scope() of participants' migration 0002); everybody else asks one of the two."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import HealthVisibility, Role
from accounts.models import Team
from core.scope import Kind, Scope
from participants.enums import Focus
from participants.models import HandlerAssignment, Intervention, Participant


def sees_health(scope: Scope, participant_ids: Collection[int]) -> set[int]:
    """Those of `participant_ids` whose health the scope's user may see: current handler, co-handler or stand-in; the
    leader where the team has chosen so. One query, two for a leader. Nobody but members of staff sees any."""
    if scope.kind != Kind.MEMBER or scope.user_id is None or not participant_ids:
        return set()
    if scope.role == Role.LEADER and _leader_sees(Team.objects.get(pk=scope.team)):
        seen = Participant.objects.visible_to(scope).filter(pk__in=participant_ids)
        return set(seen.values_list("pk", flat=True))
    today = timezone.localdate()
    mine = HandlerAssignment.objects.visible_to(scope).filter(
        Q(ended_on=None) | Q(ended_on__gt=today),
        participant_id__in=participant_ids,
        user_id=scope.user_id,
        started_on__lte=today,
    )
    return set(mine.values_list("participant_id", flat=True))


def sees_health_of(scope: Scope, team: Team, assignments: Iterable[HandlerAssignment]) -> bool:
    """The same of one person the viewer sees, from the person's handlers already read. No query."""
    if scope.kind != Kind.MEMBER or scope.user_id is None:
        return False
    if scope.role == Role.LEADER and _leader_sees(team):
        return True
    today = timezone.localdate()
    return any(one.user_id == scope.user_id and is_running(one, today) for one in assignments)


def is_running(assignment: HandlerAssignment, today: date) -> bool:
    """`ended_on` is the first day without."""
    return assignment.started_on <= today and (assignment.ended_on is None or assignment.ended_on > today)


def _leader_sees(team: Team) -> bool:
    return team.health_visibility == HealthVisibility.HANDLERS_AND_LEADER


def shown_intervention(intervention: Intervention, *, sees_health: bool) -> tuple[str, str]:
    """Title and place as this viewer may read them: one about health is "annan insats" to the others."""
    if intervention.focus == Focus.HEALTH and not sees_health:
        return _("Annan insats"), ""
    return intervention.title, intervention.provider
