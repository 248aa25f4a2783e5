"""Hours somebody was to be there and was, day by day: what funders ask for."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import HealthVisibility, Role
from accounts.models import Team
from core.classes import classify
from core.db.closed import one_of
from core.scope import Kind, Scope
from participants.enums import AbsenceReason, Focus
from participants.models.enrolment import HandlerAssignment
from participants.models.person import PersonBound, PersonBoundQuerySet
from participants.models.plan import Intervention


class AttendanceQuerySet(PersonBoundQuerySet):
    def visible_to(self, scope: Scope) -> "AttendanceQuerySet":
        """Of persons the viewer may know of; at an intervention about health for those who see the person's health (a
        policy says the same)."""
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
        seen = ~Q(intervention__focus=Focus.HEALTH) | Q(participant_id__in=mine.values("participant_id"))
        if scope.role == Role.LEADER:
            chosen = Team.objects.filter(pk=scope.team, health_visibility=HealthVisibility.HANDLERS_AND_LEADER)
            seen |= Q(team__in=chosen)
        return found.filter(seen)  # type: ignore[return-value]


@pghistory.track()
class Attendance(PersonBound):
    """One day of an intervention, in quarters of an hour. `there` is null while nobody has said. Illness is health data:
    told to those who see the person's health, in no list, sum or file."""

    data_classes = classify(public="intervention day updated_at updated_by", person="planned there", health="why")

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="attendance")
    day = models.DateField(_("dag"))
    planned = models.PositiveSmallIntegerField(default=0)
    there = models.PositiveSmallIntegerField(null=True, blank=True)
    why = models.CharField(max_length=7, choices=AbsenceReason.choices, blank=True, default="")
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AttendanceQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intervention", "day"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(planned__range=(0, 96)) & (Q(there=None) | Q(there__range=(0, 96))), name="attendance_hours"
            ),
            models.CheckConstraint(
                condition=Q(why="") | Q(there__lt=models.F("planned")), name="attendance_why_only_when_away"
            ),
            one_of("why", AbsenceReason, blank=True),
        ]
        indexes = [models.Index(fields=["team", "day"], name="attendance_team_day")]
