"""Somebody who takes part and wants to be registered nowhere (domain B.3: declined from the start, counted as anonymous)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, TeamOwned
from core.classes import classify
from core.db.closed import not_before, one_of
from core.ids import PublicIdField
from participants.enums import IntakeSource, NamelessEnd


class Nameless(TeamOwned):
    """Nobody's data: no name, no words, no colleague, no way to a person. When it began and ended, from what kind of place,
    what it came to, and which organisation counts it."""

    data_classes = classify(public="public_id started_on ended_on source_kind responsible_organisation outcome")

    public_id = PublicIdField()
    started_on = models.DateField(_("började"), default=timezone.localdate)
    ended_on = models.DateField(_("slutade"), null=True, blank=True)
    source_kind = models.CharField(_("kom via"), max_length=12, choices=IntakeSource.choices)
    responsible_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("till vad"), max_length=8, choices=NamelessEnd.choices, blank=True, default="")

    class Meta:
        constraints = [
            one_of("source_kind", IntakeSource),
            one_of("outcome", NamelessEnd, blank=True),
            not_before("ended_on", "started_on"),
            models.CheckConstraint(
                condition=Q(ended_on=None, outcome="") | Q(ended_on__isnull=False) & ~Q(outcome=""),
                name="nameless_ended_says_what",
            ),
        ]
        indexes = [models.Index(fields=["team", "started_on"], name="nameless_team_start")]
