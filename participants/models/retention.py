"""How long people are kept, who is due to be erased, what is left afterwards: numbers and no person."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import TeamOwned
from core.classes import classify
from core.db.closed import one_of, only_with
from core.ids import PublicIdField
from participants.enums import DaysEnrolled, ErasureState, HandlerTurns, IntakeSource, OutcomeKind, RetentionKind
from participants.models.person import PersonBound

MONTHS = (1, 240)


class RetentionPolicy(TeamOwned):
    """A team's own word on how many months after the last enrolment a person is kept; without a row
    participants.retention.PERSON_MONTHS has it."""

    data_classes = classify(public="kind months set_by set_at")

    kind = models.CharField(max_length=8, choices=RetentionKind.choices, default=RetentionKind.PERSON)
    months = models.PositiveSmallIntegerField(_("månader"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "kind"], name="retention_policy_once"),
            models.CheckConstraint(condition=Q(months__range=MONTHS), name="retention_policy_months"),
            one_of("kind", RetentionKind),
        ]


class LegalHold(PersonBound):
    """The person is kept whatever the policy says: a dispute, an appeal, an audit. As long as one is not ended."""

    data_classes = classify(public="held_at held_by ended_at ended_by", restricted="reason")

    reason = models.CharField(_("varför"), max_length=200)
    held_at = models.DateTimeField(auto_now_add=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [only_with("ended_by", "ended_at")]
        indexes = [models.Index(fields=["participant"], condition=Q(ended_at=None), name="legal_hold_running")]


class Erasure(PersonBound):
    """A person whose time is over: due, proposed by one colleague, approved by another, erased seven days later. Made and
    taken away by the nightly list; goes with the person."""

    DAYS = 7

    data_classes = classify(
        public="public_id due_on months state proposed_at proposed_by approved_at approved_by erase_on stopped_at"
        " stopped_by"
    )

    public_id = PublicIdField()
    due_on = models.DateField()
    months = models.PositiveSmallIntegerField()  # the policy it was due by
    state = models.CharField(max_length=8, choices=ErasureState.choices, default=ErasureState.DUE)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    erase_on = models.DateField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant"], name="erasure_once"),
            one_of("state", ErasureState),
            only_with("stopped_by", "stopped_at"),
            models.CheckConstraint(  # four eyes
                condition=Q(state="due", proposed_by=None, approved_by=None, erase_on=None)
                | Q(state="proposed", proposed_by__isnull=False, approved_by=None, erase_on=None)
                | (
                    Q(state="approved", proposed_by__isnull=False, approved_by__isnull=False, erase_on__isnull=False)
                    & ~Q(approved_by=F("proposed_by"))
                ),
                name="erasure_four_eyes",
            ),
        ]
        indexes = [models.Index(fields=["team", "state"], name="erasure_team_state")]


class ErasureProtocol(TeamOwned):
    """What was erased on a day, by which policy, on whose word: numbers, never who."""

    data_classes = classify(public="day months people rows proposed_by approved_by")

    day = models.DateField(default=timezone.localdate)
    months = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "day", "months", "proposed_by", "approved_by"], name="erasure_protocol_once"
            )
        ]
        ordering = ["-day", "-pk"]


class DocumentProtocol(TeamOwned):
    """How many documents went on a night, since their time was over or they had lain in the bin: numbers, never whose."""

    data_classes = classify(public="day due binned")

    day = models.DateField(default=timezone.localdate)
    due = models.PositiveIntegerField(default=0)
    binned = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "day"], name="document_protocol_once"),
            models.CheckConstraint(condition=Q(due__gt=0) | Q(binned__gt=0), name="document_protocol_not_empty"),
        ]
        ordering = ["-day"]


class AnonymousOutcome(TeamOwned):
    """What statistics keep of somebody who was erased: coarse classes, no day, no id, nothing that singles out."""

    data_classes = classify(public="year source days outcome turns progressed")

    year = models.PositiveSmallIntegerField()  # when the last enrolment ended
    source = models.CharField(max_length=12, choices=IntakeSource.choices, blank=True, default="")
    days = models.CharField(max_length=8, choices=DaysEnrolled.choices)
    outcome = models.CharField(max_length=12, choices=OutcomeKind.choices, blank=True, default="")
    turns = models.CharField(max_length=4, choices=HandlerTurns.choices)
    progressed = models.BooleanField(null=True)  # None: not measured twice

    class Meta:
        constraints = [
            one_of("source", IntakeSource, blank=True),
            one_of("days", DaysEnrolled),
            one_of("outcome", OutcomeKind, blank=True),
            one_of("turns", HandlerTurns),
        ]
