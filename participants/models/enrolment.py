"""Enrolment, sharing, pauses, outcome; handlers."""

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Absence, Organisation
from core.classes import classify
from core.db.closed import not_before, one_of, only_with
from core.ids import PublicIdField
from participants.enums import (
    EndKind,
    EndReason,
    EnrolmentState,
    HandlerEnd,
    HandlerKind,
    OutcomeKind,
    PauseReason,
    SharingBasis,
    StepBy,
    StillThere,
    SupportNeed,
    WaitingFor,
)
from participants.models.person import Participant, PersonBound


@pghistory.track()
class Enrolment(PersonBound):
    """A person's time with the team. `started_on` to `ended_on`; handlers, interventions and assessments hang on it."""

    data_classes = classify(
        public="public_id responsible_organisation state started_on ended_on created_at created_by documented_need",
        person="goal goal_occupation next_step next_step_by next_step_user next_step_who next_step_on waiting_for this_week this_week_on source own_values unread end_kind"
        " is_mistake",
        health="end_reason end_note",
    )

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="enrolments")
    public_id = PublicIdField()
    responsible_organisation = models.ForeignKey(
        Organisation, verbose_name=_("ansvarig organisation"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("läge"), max_length=8, choices=EnrolmentState.choices, default=EnrolmentState.ACTIVE)
    started_on = models.DateField(_("inskriven"), default=timezone.localdate)
    ended_on = models.DateField(_("avslutad"), null=True, blank=True)
    end_reason = models.CharField(_("varför det slutade"), max_length=24, choices=EndReason.choices, blank=True)
    end_kind = models.CharField(_("hur det slutade"), max_length=10, choices=EndKind.choices, blank=True)
    end_note = models.TextField(_("om slutet"), max_length=2000, blank=True)
    is_mistake = models.BooleanField(
        _("skrevs in av misstag"), default=False
    )  # registered by mistake: outside every figure
    source = models.CharField(_("kom via"), max_length=120, blank=True)
    documented_need = models.BooleanField(
        _("behovet är bedömt"), default=True
    )  # with an individual assessment of need (SoL 2025:400)
    goal = models.CharField(_("mot"), max_length=200, blank=True)
    goal_occupation = models.ForeignKey(
        "taxonomy.Occupation",
        verbose_name=_("yrke"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    next_step = models.CharField(_("nästa steg"), max_length=200, blank=True)
    next_step_by = models.CharField(max_length=6, choices=StepBy.choices, blank=True, default="")
    next_step_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("vem"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # Words, when it is neither one of us nor the person.
    next_step_who = models.CharField(_("vem"), max_length=60, blank=True)
    next_step_on = models.DateField(_("när"), null=True, blank=True)
    waiting_for = models.CharField(_("väntar på"), max_length=6, choices=WaitingFor.choices, blank=True, default="")
    # Where the person stands this week, in the team's short words; the day says how old they are.
    this_week = models.CharField(_("läget i veckan"), max_length=200, blank=True)
    this_week_on = models.DateField(null=True, blank=True)
    own_values = models.JSONField(default=dict, blank=True)  # {TeamColumn.key: text}
    unread = models.JSONField(default=dict, blank=True)  # {field: text that could not be read: "att tyda"}
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=~Q(state="ended"), name="enrolment_one_open_per_participant"
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False) | (~Q(state="ended") & Q(ended_on=None)),
                name="enrolment_ended_has_day",
            ),
            not_before("ended_on", "started_on"),
            models.CheckConstraint(
                condition=Q(state="ended") & ~Q(end_reason="") & ~Q(end_kind="")
                | ~Q(state="ended") & Q(end_reason="", end_kind=""),
                name="enrolment_ended_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_mistake=True, end_reason=EndReason.MISTAKE)
                | Q(is_mistake=False) & ~Q(end_reason=EndReason.MISTAKE),
                name="enrolment_mistake_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(next_step_by="user", next_step_user__isnull=False)
                | (~Q(next_step_by="user") & Q(next_step_user=None)),
                name="enrolment_step_by_user",
            ),
            one_of("state", EnrolmentState),
            one_of("end_reason", EndReason, blank=True),
            one_of("end_kind", EndKind, blank=True),
            one_of("waiting_for", WaitingFor),
            one_of("next_step_by", StepBy),
        ]
        indexes = [models.Index(fields=["team", "state"], name="enrolment_team_state")]

    @property
    def is_open(self) -> bool:
        return self.state != EnrolmentState.ENDED


@pghistory.track()
class Sharing(PersonBound):
    """The recorded basis for showing the person to the team's other organisations. Withdrawal closes at once."""

    data_classes = classify(public="enrolment basis recorded_on recorded_by withdrawn_on withdrawn_by", person="how")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="sharings")
    basis = models.CharField(_("grund för delning"), max_length=10, choices=SharingBasis.choices)
    how = models.CharField(max_length=120, blank=True)  # written, spoken at the first meeting, …
    recorded_on = models.DateField(default=timezone.localdate)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment"], condition=Q(withdrawn_on=None), name="sharing_one_in_force"),
            one_of("basis", SharingBasis),
            not_before("withdrawn_on", "recorded_on"),
            only_with("withdrawn_by", "withdrawn_on"),
        ]


class Pause(PersonBound):
    """A time when the person is not with us for now. Silences due dates; the next contact is agreed. `ends_on` is the day
    they are back: the first outside the pause."""

    data_classes = classify(
        public="enrolment starts_on ends_on back_on created_by", person="next_contact_on step_before", health="reason"
    )

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(_("varför"), max_length=14, choices=PauseReason.choices)
    starts_on = models.DateField(_("från"), default=timezone.localdate)
    ends_on = models.DateField(_("till"), null=True, blank=True)
    back_on = models.DateField(_("väntas tillbaka"), null=True, blank=True)
    next_contact_on = models.DateField(_("nästa kontakt"), null=True, blank=True)
    step_before = models.CharField(max_length=200, blank=True)  # the next step that waits while the contact is it
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            not_before("ends_on", "starts_on"),
            not_before("back_on", "starts_on"),
            one_of("reason", PauseReason),
            models.UniqueConstraint(fields=["enrolment"], condition=Q(ends_on=None), name="pause_one_open"),
        ]


@pghistory.track()
class Outcome(PersonBound):
    """A job, studies or another result, as it began. `ended_on` when it did not last."""

    data_classes = classify(
        public="enrolment kind starts_on ended_on created_by created_at", person="where occupation extent_percent"
    )

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(_("vad"), max_length=12, choices=OutcomeKind.choices)
    starts_on = models.DateField(_("från"))
    ended_on = models.DateField(_("till"), null=True, blank=True)
    where = models.CharField(_("var"), max_length=160, blank=True)
    occupation = models.ForeignKey(
        "taxonomy.Occupation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    extent_percent = models.PositiveSmallIntegerField(_("omfattning i procent"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(extent_percent=None) | Q(extent_percent__range=(1, 100)), name="outcome_extent"
            ),
            not_before("ended_on", "starts_on"),
            one_of("kind", OutcomeKind),
        ]


@pghistory.track()
class FollowUp(PersonBound):
    """A day on which a job or studies are followed up: is the person still there, is support needed? Asked until it is
    answered."""

    data_classes = classify(
        public="public_id enrolment outcome after_days due_on answered_on answered_by", person="still support"
    )

    public_id = PublicIdField()
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="follow_ups")
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="follow_ups")
    after_days = models.PositiveSmallIntegerField()  # since it began
    due_on = models.DateField()
    still = models.CharField(max_length=9, choices=StillThere.choices, blank=True, default="")
    support = models.CharField(max_length=4, choices=SupportNeed.choices, blank=True, default="")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outcome", "after_days"], name="follow_up_once"),
            one_of("still", StillThere, blank=True),
            one_of("support", SupportNeed, blank=True),
            only_with("answered_by", "answered_on"),
            models.CheckConstraint(
                condition=Q(answered_on=None, still="") | Q(answered_on__isnull=False) & ~Q(still=""),
                name="follow_up_answered_says",
            ),
        ]
        indexes = [
            models.Index(fields=["enrolment", "due_on"], condition=Q(answered_on=None), name="follow_up_waiting")
        ]


@pghistory.track()
class HandlerAssignment(PersonBound):
    """Who handles an enrolment, and when. At most one primary handler on any day; none is allowed."""

    data_classes = classify(public="enrolment user kind started_on ended_on end_reason absence created_by")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="handler_assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=HandlerKind.choices, default=HandlerKind.PRIMARY)
    started_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)  # first day somebody else has it
    end_reason = models.CharField(max_length=10, choices=HandlerEnd.choices, blank=True, default="")
    # Of a stand-in: the handler's days away that it was chosen for. It follows them when they change.
    absence = models.ForeignKey(Absence, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="handler_one_primary_a_day",
                expressions=[
                    (
                        Func(F("enrolment_id"), F("enrolment_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func(F("started_on"), F("ended_on"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(kind="primary"),
            ),
            not_before("ended_on", "started_on"),
            one_of("kind", HandlerKind),
            one_of("end_reason", HandlerEnd, blank=True),
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(ended_on__isnull=False), name="handler_end_reason_has_day"
            ),
        ]
        indexes = [
            models.Index(fields=["team", "user"], condition=Q(ended_on=None), name="handler_running"),
            models.Index(fields=["enrolment"], name="handler_enrolment"),
        ]
