"""What is on offer and what is done: activities, interventions. Remarks from an old spreadsheet."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import TeamOwned
from core.classes import classify
from core.db.closed import not_before, one_of, only_with
from core.ids import PublicIdField
from participants.enums import Focus, InterventionEnd, RemarkKind
from participants.models.enrolment import Enrolment
from participants.models.person import PersonBound


class Activity(TeamOwned):
    """Something on offer, here or by another actor (seed 003 asks for lists of what there is)."""

    data_classes = classify(
        public="name focus provider place contact is_open indicators starts_on ends_on places hours_per_week open_to"
    )

    name = models.CharField(_("namn"), max_length=120)
    focus = models.CharField(_("inriktning"), max_length=6, choices=Focus.choices)
    provider = models.CharField(_("anordnare"), max_length=120, blank=True)
    place = models.CharField(_("plats"), max_length=120, blank=True)
    contact = models.CharField(_("kontakt"), max_length=160, blank=True)
    indicators = models.JSONField(default=list, blank=True)  # codes of the SMAIL indicators it supports
    is_open = models.BooleanField(_("tar emot"), default=True)
    starts_on = models.DateField(_("börjar nästa gång"), null=True, blank=True)  # None = any day
    ends_on = models.DateField(_("slutar"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("platser"), null=True, blank=True)  # None = as many as come
    hours_per_week = models.DecimalField(_("timmar i veckan"), max_digits=4, decimal_places=1, null=True, blank=True)
    open_to = models.CharField(_("vilka som kan vara med"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "name"], name="activity_name_once"),
            one_of("focus", Focus),
            not_before("ends_on", "starts_on"),
            models.CheckConstraint(
                condition=Q(hours_per_week=None) | Q(hours_per_week__range=(0, 168)), name="activity_hours"
            ),
        ]


@pghistory.track()
class Intervention(PersonBound):
    """A running, planned or ended effort for one person. `ended_on` is the last day of it.

    One with focus HEALTH is health data: others than the handlers see "annan insats" (design 4, look.md).
    """

    data_classes = classify(
        public="public_id enrolment focus starts_on planned_end_on ended_on created_by created_at",
        person="activity title provider hours_per_week why_alone",
        health="end_reason note",
    )

    public_id = PublicIdField()
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="interventions")
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="interventions"
    )
    title = models.CharField(_("vad"), max_length=120)
    focus = models.CharField(_("inriktning"), max_length=6, choices=Focus.choices)
    provider = models.CharField(_("var"), max_length=120, blank=True)
    hours_per_week = models.DecimalField(_("timmar i veckan"), max_digits=4, decimal_places=1, null=True, blank=True)
    starts_on = models.DateField(_("från"))
    planned_end_on = models.DateField(_("till"), null=True, blank=True)
    ended_on = models.DateField(_("slutade"), null=True, blank=True)
    end_reason = models.CharField(_("varför det slutade"), max_length=10, choices=InterventionEnd.choices, blank=True)
    why_alone = models.CharField(_("varför en insats räcker nu"), max_length=200, blank=True)
    note = models.TextField(_("anteckning"), max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            not_before("planned_end_on", "starts_on"),
            models.CheckConstraint(
                condition=Q(ended_on=None)
                | Q(ended_on__gte=F("starts_on"))
                | Q(end_reason__in=["cancelled", "mistake"]),
                name="intervention_end_order",
            ),
            models.CheckConstraint(  # what never took place may lack a day
                condition=Q(ended_on=None, end_reason__in=["", "cancelled", "mistake"])
                | Q(ended_on__isnull=False) & ~Q(end_reason=""),
                name="intervention_ended_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week=None) | Q(hours_per_week__range=(0, 168)), name="intervention_hours"
            ),
            one_of("focus", Focus),
            one_of("end_reason", InterventionEnd, blank=True),
        ]
        indexes = [models.Index(fields=["enrolment", "starts_on"], name="intervention_enrolment")]

    @property
    def last_day(self) -> "object":
        """The last day it covers: real end, else planned end, else None (goes on)."""
        return self.ended_on or self.planned_end_on

    @property
    def is_job_focused(self) -> bool:
        return self.focus == Focus.JOB


class RestrictedRemark(PersonBound):
    """Words from an old spreadsheet that a human must look at: protection, health. Shown to handlers and leader."""

    data_classes = classify(public="public_id enrolment kind reviewed_at reviewed_by created_at", health="text source")

    public_id = PublicIdField()
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=10, choices=RemarkKind.choices)
    text = models.TextField(max_length=2000)
    source = models.CharField(max_length=160, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [one_of("kind", RemarkKind), only_with("reviewed_by", "reviewed_at")]
