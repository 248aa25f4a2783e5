"""Personal data that went astray: reported, judged within 72 hours, ended."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import IncidentKind, IncidentRisk
from accounts.models.teams import TeamOwned
from accounts.permissions import Permission, allows
from core.classes import classify
from core.db.closed import not_before, one_of, only_with
from core.ids import PublicIdField
from core.scope import Scope

# GDPR article 33: the authority is told within 72 hours of when somebody in the organisation knew, unless a risk is
# unlikely; article 34: the people themselves without delay when the risk is high.
HOURS = 72


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, scope: Scope) -> "IncidentQuerySet":
        """Those one reported oneself; all of the team's for who manages it. A policy says the same."""
        mine = self.filter(team_id=scope.team)
        return mine if allows(scope.role, Permission.MANAGE_TEAM) else mine.filter(reported_by_id=scope.user_id or 0)


class Incident(TeamOwned):
    """What happened, in words that should name nobody, and what was decided. The clock starts when it was found."""

    data_classes = classify(
        public="public_id kind found_at people_about risk reported_at reported_by decided_at decided_by authority_told_at"
        " people_told_at closed_at closed_by",
        restricted="what measures",
    )

    public_id = PublicIdField()
    kind = models.CharField(_("vad hände"), max_length=10, choices=IncidentKind.choices)
    what = models.TextField(_("berätta"), max_length=4000)
    found_at = models.DateTimeField(_("upptäckt"), default=timezone.now)
    people_about = models.PositiveIntegerField(_("ungefär hur många personer"), null=True, blank=True)
    reported_at = models.DateTimeField(auto_now_add=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    risk = models.CharField(
        _("risk för de berörda"), max_length=8, choices=IncidentRisk.choices, blank=True, default=""
    )
    measures = models.TextField(_("vad som gjorts"), max_length=4000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    authority_told_at = models.DateTimeField(null=True, blank=True)
    people_told_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = IncidentQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", IncidentKind),
            one_of("risk", IncidentRisk, blank=True),
            only_with("decided_by", "decided_at"),
            only_with("closed_by", "closed_at"),
            not_before("decided_at", "found_at"),
            models.CheckConstraint(condition=Q(decided_at=None) | ~Q(risk=""), name="incident_decided_has_risk"),
        ]
        ordering = ["-found_at", "-pk"]

    @property
    def due_at(self) -> datetime:
        return self.found_at + timedelta(hours=HOURS)

    @property
    def hours_left(self) -> int:
        """Whole hours until the 72 are over; negative when they are."""
        return int((self.due_at - timezone.now()) / timedelta(hours=1))

    @property
    def must_tell_authority(self) -> bool:
        return self.risk in (IncidentRisk.RISK, IncidentRisk.HIGH)

    @property
    def must_tell_people(self) -> bool:
        return self.risk == IncidentRisk.HIGH

    def left_to_do(self) -> list[Any]:
        """What must be done before it can be closed."""
        told = [
            (self.decided_at is None, _("Bedöm risken")),
            (self.must_tell_authority and self.authority_told_at is None, _("Anmäl till Integritetsskyddsmyndigheten")),
            (self.must_tell_people and self.people_told_at is None, _("Berätta för dem det gäller")),
        ]
        return [words for waits, words in told if waits]
