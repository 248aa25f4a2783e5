"""The weekly report, frozen as it was made."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import TeamOwned
from core.classes import classify
from core.db.closed import not_before
from core.ids import PublicIdField
from core.scope import Scope


class ReportQuerySet(models.QuerySet["WeeklyReport"]):
    def visible_to(self, scope: Scope) -> "ReportQuerySet":
        return self.filter(team_id=scope.team)


class WeeklyReport(TeamOwned):
    """A team's week in numbers. `figures` holds, in order: key, label, the counted people's ids (resolved anew for each
    viewer), or a value where the number counts nobody, and details. Never names."""

    data_classes = classify(public="public_id year week first_day last_day made_at", person="figures")

    public_id = PublicIdField()
    year = models.PositiveSmallIntegerField(_("år"))  # ISO
    week = models.PositiveSmallIntegerField(_("vecka"))  # ISO
    first_day = models.DateField()
    last_day = models.DateField()
    figures = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "year", "week"], name="weekly_report_once"),
            models.CheckConstraint(condition=models.Q(week__range=(1, 53)), name="weekly_report_week"),
            not_before("last_day", "first_day"),
        ]

    @property
    def label(self) -> str:
        """ "2026-W46"."""
        return f"{self.year}-W{self.week:02}"

    def figure(self, key: str) -> dict[str, Any] | None:
        return next((one for one in self.figures if one["key"] == key), None)
