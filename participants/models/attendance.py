"""Hours somebody was to be there and was, day by day: what funders ask for."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.classes import classify
from core.db.closed import one_of
from participants.enums import AbsenceReason, Focus
from participants.models.health import HealthBoundQuerySet
from participants.models.person import PersonBound
from participants.models.plan import Intervention


class AttendanceQuerySet(HealthBoundQuerySet):
    """Hours at an intervention about health are about health."""

    about_health = Q(intervention__focus=Focus.HEALTH)


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
