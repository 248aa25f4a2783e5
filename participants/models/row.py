"""The register's read model and the team's own columns."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from psycopg.types.multirange import DateMultirange

from accounts.models import TeamOwned
from core.classes import classify
from core.db.closed import not_before, one_of
from participants.enums import ColumnKind, EnrolmentState, StepBy, WaitingFor
from participants.models.enrolment import Enrolment
from participants.models.person import Participant, PersonBound


class DateMultirangeField(models.Field):
    """PostgreSQL's datemultirange: the days something covers, whatever today is."""

    def db_type(self, connection: Any) -> str:
        return "datemultirange"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return value if value is None or isinstance(value, DateMultirange) else DateMultirange(value)


class _DaysLookup(models.Lookup):
    """A condition on days. The right side is plain dates, never an expression."""

    prepare_rhs = False

    def sql(self, days: str) -> str:
        raise NotImplementedError

    def days(self) -> list[date]:
        return list(self.rhs) if isinstance(self.rhs, (tuple, list)) else [self.rhs]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        lhs, lhs_params = self.process_lhs(compiler, connection)
        sql = self.sql(lhs)
        return sql, [*lhs_params * sql.count(lhs), *self.days()]


@DateMultirangeField.register_lookup
class CoversDay(_DaysLookup):
    """`covered__covers_day=today`: something runs that day."""

    lookup_name = "covers_day"

    def sql(self, days: str) -> str:
        return f"{days} @> %s::date"


@DateMultirangeField.register_lookup
class TouchesDays(_DaysLookup):
    """`covered__touches_days=(first, last)`: something runs on some day from first to last."""

    lookup_name = "touches_days"

    def sql(self, days: str) -> str:
        return f"{days} && daterange(%s::date, %s::date, '[]')"


@DateMultirangeField.register_lookup
class EndsBetween(_DaysLookup):
    """`covered__ends_between=(today, last, apart)`: what runs today has its last day no later than `last`, and nothing
    begins in the `apart` days after it."""

    lookup_name = "ends_between"

    def days(self) -> list[Any]:
        today, last, apart = self.rhs
        return [today, last, today, last, apart]

    def sql(self, days: str) -> str:
        # What goes on beyond the last day is left out first: taking the days apart costs ten times as much.
        return (
            f"(NOT {days} @> daterange(%s::date, %s::date + 1, '[]')"
            f" AND EXISTS (SELECT FROM unnest({days}) ran WHERE ran @> %s::date AND upper(ran) <= %s::date + 1"
            f" AND NOT {days} && daterange(upper(ran), upper(ran) + %s::int, '[)')))"
        )


class TeamColumn(TeamOwned):
    """A column of the team's own, with owner and purpose. Never about health."""

    data_classes = classify(public="key title kind choices purpose owner position is_retired")

    key = models.CharField(max_length=40)
    title = models.CharField(_("rubrik"), max_length=60)
    kind = models.CharField(_("slag"), max_length=6, choices=ColumnKind.choices, default=ColumnKind.TEXT)
    choices = models.JSONField(default=list, blank=True)
    purpose = models.CharField(_("till vad"), max_length=200, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "key"], name="team_column_key_once"),
            one_of("kind", ColumnKind),
        ]
        ordering = ["position", "pk"]


class RegisterRow(PersonBound):
    """One per enrolment: everything the register shows, lists and counts. Dates and states that do not depend on
    today; no viewer-specific and no restricted value. Written only by participants.register.update and rebuild."""

    data_classes = classify(
        public="enrolment enrolment_public_id participant_public_id organisation state started_on ended_on handler handler_sort handler_since"
        " handler_changes covered job_focused studied moved interventions next_meeting_at last_contact_on paused_until follow_up_on"
        " next_assessment_on last_assessment_on has_handover handover_due_on updated_at responsible_name",
        person="list_name sort_name goal next_step next_step_by next_step_user next_step_who next_step_on waiting_for this_week this_week_on municipality_name"
        " municipality_code tags own_values unread",
    )

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="row")
    enrolment_public_id = models.CharField(max_length=14, default="")  # the row's own id on the page and as a cursor
    participant_public_id = models.CharField(max_length=14)
    list_name = models.CharField(max_length=170)
    sort_name = models.CharField(max_length=170, db_collation="C")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    responsible_name = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=EnrolmentState.choices)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    municipality_name = models.CharField(max_length=80, blank=True)
    municipality_code = models.CharField(max_length=4, blank=True)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # The handler's name in Swedish order and their id, so that namesakes stand apart; null without a handler.
    handler_sort = models.CharField(max_length=190, null=True, db_collation="C")  # noqa: DJ001
    handler_since = models.DateField(null=True)
    handler_changes = models.PositiveSmallIntegerField(default=0)
    has_handover = models.BooleanField(default=False)  # one is open: not answered, or its checklist not done
    handover_due_on = models.DateField(null=True)  # its last day in time
    goal = models.CharField(max_length=200, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    next_step_by = models.CharField(max_length=6, choices=StepBy.choices, blank=True, default="")
    next_step_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    next_step_who = models.CharField(max_length=150, blank=True)  # the colleague's name or the words; "" = the person
    next_step_on = models.DateField(null=True)
    waiting_for = models.CharField(max_length=6, choices=WaitingFor.choices, blank=True)
    this_week = models.CharField(max_length=200, blank=True)
    this_week_on = models.DateField(null=True)
    # Days with an intervention, with a job-focused one, with one towards studies.
    covered = DateMultirangeField(default=DateMultirange)
    job_focused = DateMultirangeField(default=DateMultirange)
    studied = DateMultirangeField(default=DateMultirange)
    # Days on which something turned: enrolled, an intervention, a result or a pause began or ended.
    moved = DateMultirangeField(default=DateMultirange)
    # [[first day, last day or null, is job-focused], …] by first day, for the bars; health looks like any other.
    interventions = models.JSONField(default=list)
    next_meeting_at = models.DateTimeField(null=True)  # earliest planned; the page ignores one in the past
    last_contact_on = models.DateField(null=True)
    paused_until = models.DateField(null=True)
    follow_up_on = models.DateField(null=True)  # the next follow-up of a job or studies that nobody has answered
    next_assessment_on = models.DateField(null=True)  # from smail
    last_assessment_on = models.DateField(null=True)  # from smail
    tags = models.JSONField(default=list)  # names, in order
    own_values = models.JSONField(default=dict)
    unread = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    @property
    def step_whose(self) -> str:
        """Whose the next step is, in the screen's words."""
        return str(StepBy.PERSON.label) if self.next_step_by == StepBy.PERSON else self.next_step_who

    class Meta:
        constraints = [
            one_of("state", EnrolmentState),
            one_of("waiting_for", WaitingFor),
            one_of("next_step_by", StepBy),
            not_before("ended_on", "started_on"),
        ]
        indexes = [
            models.Index(fields=["team", "sort_name", "participant_public_id"], name="row_team_name"),
            models.Index(fields=["team", "state", "sort_name"], name="row_team_state"),
            models.Index(fields=["team", "handler", "sort_name"], name="row_team_handler"),
            models.Index(fields=["team", "handler_sort", "sort_name"], name="row_team_handler_name"),
            models.Index(fields=["team", "next_step_on", "sort_name"], name="row_team_step"),
            models.Index(fields=["team", "started_on", "sort_name"], name="row_team_start"),
            models.Index(fields=["team", "last_contact_on", "sort_name"], name="row_team_contact"),
            models.Index(fields=["team", "next_assessment_on", "sort_name"], name="row_team_assessment"),
            models.Index(fields=["team", "municipality_code", "sort_name"], name="row_team_place"),
        ]
