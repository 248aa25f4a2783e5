"""Rows about a person's health, for those who see it (design 5.4)."""

from django.db.models import Exists, Q
from django.utils import timezone

from accounts.enums import HealthVisibility, Role
from accounts.models import Team
from core.scope import Kind, Scope
from participants.models.enrolment import HandlerAssignment
from participants.models.person import PersonBoundQuerySet


class HealthBoundQuerySet(PersonBoundQuerySet):
    """`about_health` says which rows are about health. Policies say the same in the database."""

    about_health: Q

    def visible_to(self, scope: Scope) -> "HealthBoundQuerySet":
        """Of persons the viewer may know of; what is about health for the person's current handlers and stand-in, and for
        the leader where the team has chosen so."""
        found = super().visible_to(scope)
        if scope.kind == Kind.RUN:
            return found  # type: ignore[return-value]
        today = timezone.localdate()
        mine = HandlerAssignment.objects.filter(
            Q(ended_on=None) | Q(ended_on__gt=today),
            team_id=scope.team,
            user_id=scope.user_id or 0,
            started_on__lte=today,
        )
        seen = ~self.about_health | Q(participant_id__in=mine.values("participant_id"))
        if scope.role == Role.LEADER:
            chosen = Team.objects.filter(pk=scope.team, health_visibility=HealthVisibility.HANDLERS_AND_LEADER)
            seen |= Q(Exists(chosen))
        return found.filter(seen)  # type: ignore[return-value]
