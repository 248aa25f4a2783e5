"""Hours somebody was to be there and was, day by day: what funders ask for."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.classes import classify
from participants.enums import AbsenceReason, Focus
from participants.models.health import HealthBoundQuerySet
from participants.models.person import PersonBound
from participants.models.plan import Intervention

WHY = [choice for choice in AbsenceReason.choices if choice[0] != AbsenceReason.ILL]


class AttendanceQuerySet(HealthBoundQuerySet):
    """Hours at an intervention about health are about health."""

    about_health = Q(intervention__focus=Focus.HEALTH)


@pghistory.track()
class Attendance(PersonBound):
    """One day of an intervention, in quarters of an hour. `there` is null while nobody has said. `why` never says that it
    was illness (SickDay)."""

    data_classes = classify(public="intervention day updated_at updated_by", person="planned there why")

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="attendance")
    day = models.DateField(_("dag"))
    planned = models.PositiveSmallIntegerField(default=0)
    there = models.PositiveSmallIntegerField(null=True, blank=True)
    why = models.CharField(max_length=7, choices=WHY, blank=True, default="")
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
            models.CheckConstraint(
                condition=Q(why__in=["", *(code for code, _label in WHY)]), name="attendance_why_one_of"
            ),
        ]
        indexes = [models.Index(fields=["team", "day"], name="attendance_team_day")]


class SickDayQuerySet(HealthBoundQuerySet):
    """Every one of them is about health, its history too."""

    about_health = Q(pk__isnull=False)


@pghistory.track()
class SickDay(PersonBound):
    """That a day's absence was illness: health data, in no list, sum or file."""

    data_classes = classify(health="attendance")

    attendance = models.OneToOneField(Attendance, on_delete=models.CASCADE, related_name="sick")

    objects = SickDayQuerySet.as_manager()  # type: ignore[misc]
