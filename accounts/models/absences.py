"""When a colleague is away. Why is never asked."""

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from accounts.models.teams import Membership, TeamOwned
from core.classes import classify
from core.ids import PublicIdField


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def not_over(self, today: date) -> "AbsenceQuerySet":
        """Going on, or coming; the first to begin first."""
        return self.filter(back_on__gt=today).order_by("starts_on", "pk")


class Absence(TeamOwned):
    """A colleague's days away from a team. `back_on` is the day they are back: the first outside it. `days` are working
    days of it; more than LONG without a stand-in is told (ABSENCE_COVER, domain A.6)."""

    LONG = 10

    data_classes = classify(public="public_id membership starts_on back_on created_at created_by")

    public_id = PublicIdField()
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="absences")
    starts_on = models.DateField(_("första dagen borta"))
    back_on = models.DateField(_("tillbaka"))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(back_on__gt=F("starts_on")), name="absence_back_after_start"),
            ExclusionConstraint(
                name="absence_one_at_a_time",
                expressions=[
                    (
                        Func(F("membership_id"), F("membership_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func(F("starts_on"), F("back_on"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["team", "back_on"], name="absence_team_back")]

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """The database holds them, and actions.absences tells of days that overlap in words."""
