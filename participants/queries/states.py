"""The ready-made states of the register: conditions on the row's dates, asked of today in SQL. Who asks and what day it
is are given when the statement runs (`Asked`), so that its text is made once.

The same thresholds as participants.standing, which draws the row's signals; a test holds the two together.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import BigIntegerField, DateField, DateTimeField, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Absence
from core.db.prepared import Given
from core.scope import Scope
from participants.enums import (
    GOAL_OUTCOMES,
    WORKPLACE_OUTCOMES,
    EnrolmentState,
    HandlerKind,
    MeetingState,
    StepBy,
    WaitingFor,
)
from participants.models import Consent, Enrolment, HandlerAssignment, Meeting, Outcome, Pause
from participants.queries.moved import since_visit
from participants.rules import Lane
from participants.standing import LIMITS

ACTIVE = Q(state=EnrolmentState.ACTIVE)
OPEN = ~Q(state=EnrolmentState.ENDED)
AT_WORK = Q(state__in=[EnrolmentState.ACTIVE, EnrolmentState.IN_WORK])


class Ready(StrEnum):
    """A ready-made state; the value stands in the address."""

    ALL = "alla"
    MINE = "mina"
    NEW_TO_ME = "nya-for-mig"
    MEETING_TODAY = "mote-i-dag"
    MOVED = "andrat-sedan-sist"
    NO_HANDLER = "saknar-handledare"
    HANDLER_AWAY = "handledare-borta"
    GAP = "glapp"
    NO_JOB_FOCUS = "utan-jobbfokus"
    NO_STEP = "saknar-nasta-steg"
    STEP_LATE = "sena-steg"
    WAITING_FOR_ME = "vantar-pa-mig"
    WAITING_FOR_US = "vantar-pa-oss"
    WAITING_FOR_PERSON = "vantar-pa-personen"
    ENDS_SOON = "slutar-snart"
    ASSESSMENT_DUE = "fragor-om-jobb"
    HANDOVER = "overlamning"
    CONSENT_ENDING = "samtycke-slutar"
    PAUSED = "pausade"
    PAUSE_CONTACT = "pausade-att-hora-av"
    IN_WORK = "i-arbete"
    FOLLOW_UP = "folj-upp"
    ENDED = "avslutade"
    UNREAD = "att-tyda"
    STILL = "inget-nytt"
    NEW = "nya"
    WITHOUT_JOB_FOCUS = "utan-jobbfokus-nu"
    JOB_FOCUS = "med-jobbfokus"
    AT_WORKPLACE = "ute-pa-arbetsplats"


@dataclass(frozen=True)
class Asked:
    """Who asks, and what day it is in Stockholm."""

    scope: Scope
    today: date


def _day(days: int) -> Given:
    """So many days from today."""
    return Given(lambda asked: asked.today + timedelta(days=days), DateField())


def _midnight(days: int) -> Given:
    """The beginning of that day in Stockholm."""

    def read(asked: Asked) -> datetime:
        return timezone.make_aware(datetime.combine(asked.today + timedelta(days=days), time.min))

    return Given(read, DateTimeField())


TODAY = _day(0)
# Nobody and no organisation have id 0, so that whoever has none is nobody, instead of NULL that hides nothing.
ME = Given(lambda asked: asked.scope.user_id or 0, BigIntegerField())
TEAM = Given(lambda asked: asked.scope.team, BigIntegerField())
ORGANISATION = Given(lambda asked: asked.scope.organisation_id or 0, BigIntegerField())
SELF = Given(lambda asked: asked.scope.participant_id or 0, BigIntegerField())


def with_us(team_id: int, day: date) -> QuerySet:
    """Those a team works with on a day, as the facts stood: AT_WORK for days that are not today. Enrolled and not ended,
    not paused; those in work or studies stay, with `at_work`, since the support goes on (seed 003, domain B.9)."""

    def in_force(rows: QuerySet, first: str, after: str) -> Exists:
        """On that day; `after` is the first day it no longer is."""
        over = Q(**{f"{after}__isnull": True}) | Q(**{f"{after}__gt": day})
        return Exists(rows.filter(over, enrolment=OuterRef("pk"), **{f"{first}__lte": day}))

    reached = Outcome.objects.filter(team_id=team_id, kind__in=GOAL_OUTCOMES)
    return (
        Enrolment.objects.filter(team_id=team_id, is_mistake=False, started_on__lte=day)
        .exclude(ended_on__lte=day)
        .exclude(in_force(Pause.objects.filter(team_id=team_id), "starts_on", "ends_on"))
        .annotate(at_work=in_force(reached, "starts_on", "ended_on"))
    )


MEETS_TODAY = Meeting.objects.filter(
    team_id=TEAM, state=MeetingState.PLANNED, starts_at__gte=_midnight(0), starts_at__lt=_midnight(1)
)
GAP_SINCE, NO_JOB_SINCE = _day(-LIMITS.gap - 1), _day(-LIMITS.job_focus - 1)
STILL_SINCE = _day(-LIMITS.still)
ENDS_SOON = (TODAY, _day(LIMITS.ends_ahead), LIMITS.next_starts)

OUT_NOW = Outcome.objects.filter(
    Q(ended_on=None) | Q(ended_on__gt=TODAY), team_id=TEAM, kind__in=WORKPLACE_OUTCOMES, starts_on__lte=TODAY
)
WORKPLACE = Q(enrolment_id__in=OUT_NOW.values("enrolment_id"))
JOB_TODAY = Q(job_focused__covers_day=TODAY)
BEGAN_LATELY = Q(started_on__gte=_day(-LIMITS.new))
# The lanes of the movement board, as participants.rules.lane has them.
LANES: dict[Lane, Ready] = {
    Lane.NEW: Ready.NEW,
    Lane.WITHOUT_JOB_FOCUS: Ready.WITHOUT_JOB_FOCUS,
    Lane.JOB_FOCUS: Ready.JOB_FOCUS,
    Lane.AT_WORKPLACE: Ready.AT_WORKPLACE,
    Lane.IN_WORK: Ready.IN_WORK,
    Lane.PAUSED: Ready.PAUSED,
}

ENDING = Consent.objects.filter(
    team_id=TEAM, withdrawn_at=None, valid_to__gte=TODAY, valid_to__lte=_day(LIMITS.consent_ahead)
)

# Away today, however long: queries.absences tells a leader beforehand of those who are away for long (ABSENCE_COVER).
AWAY_TODAY = Absence.objects.filter(team_id=TEAM, starts_on__lte=TODAY, back_on__gt=TODAY)
STANDING_IN = HandlerAssignment.objects.filter(
    Q(ended_on=None) | Q(ended_on__gt=TODAY), team_id=TEAM, kind=HandlerKind.STAND_IN, started_on__lte=TODAY
)

HAS_STEP = ~Q(next_step="")


def _waiting(said: WaitingFor, by: StepBy) -> Q:
    """Whom we wait for: as somebody has said, else whoever has the next step."""
    return Q(waiting_for=said) | HAS_STEP & Q(waiting_for=WaitingFor.NOBODY, next_step_by=by)


# Whom we wait for, as a filter; nobody is no filter.
WAITING: dict[WaitingFor, Q] = {
    WaitingFor.US: _waiting(WaitingFor.US, StepBy.USER),
    WaitingFor.PERSON: _waiting(WaitingFor.PERSON, StepBy.PERSON),
    WaitingFor.OTHER: _waiting(WaitingFor.OTHER, StepBy.OTHER),
}

CONDITIONS: dict[Ready, Q] = {
    Ready.ALL: OPEN,
    Ready.MINE: OPEN & Q(handler_id=ME),
    Ready.NEW_TO_ME: OPEN & Q(handler_id=ME, handler_since__gte=_day(-LIMITS.new)),
    Ready.MEETING_TODAY: OPEN & Q(enrolment_id__in=MEETS_TODAY.values("enrolment_id")),
    Ready.MOVED: Q(since_visit(TEAM, ME)),
    Ready.NO_HANDLER: AT_WORK & Q(handler_id=None),
    Ready.HANDLER_AWAY: OPEN
    & Q(handler_id__in=AWAY_TODAY.values("membership__user_id"))
    & ~Q(enrolment_id__in=STANDING_IN.values("enrolment_id")),
    Ready.GAP: ACTIVE & Q(started_on__lte=GAP_SINCE) & ~Q(covered__touches_days=(GAP_SINCE, TODAY)),
    Ready.NO_JOB_FOCUS: ACTIVE & Q(started_on__lte=NO_JOB_SINCE) & ~Q(job_focused__touches_days=(NO_JOB_SINCE, TODAY)),
    Ready.NO_STEP: AT_WORK & Q(next_step=""),
    Ready.STEP_LATE: AT_WORK & Q(next_step_on__lt=TODAY) & ~Q(next_step=""),
    Ready.WAITING_FOR_ME: OPEN & HAS_STEP & Q(next_step_user_id=ME, waiting_for__in=(WaitingFor.NOBODY, WaitingFor.US)),
    Ready.WAITING_FOR_US: OPEN & WAITING[WaitingFor.US],
    Ready.WAITING_FOR_PERSON: OPEN & WAITING[WaitingFor.PERSON],
    Ready.ENDS_SOON: ACTIVE & Q(covered__covers_day=TODAY) & Q(covered__ends_between=ENDS_SOON),
    Ready.ASSESSMENT_DUE: AT_WORK & Q(next_assessment_on__lte=_day(LIMITS.assessment_ahead)),
    Ready.HANDOVER: OPEN & Q(has_handover=True),
    Ready.CONSENT_ENDING: OPEN & Q(enrolment_id__in=ENDING.values("enrolment_id")),
    Ready.PAUSED: Q(state=EnrolmentState.PAUSED),
    Ready.PAUSE_CONTACT: Q(state=EnrolmentState.PAUSED) & (Q(paused_until=None) | Q(paused_until__lte=TODAY)),
    Ready.IN_WORK: Q(state=EnrolmentState.IN_WORK),
    Ready.FOLLOW_UP: Q(state=EnrolmentState.IN_WORK, follow_up_on__lte=_day(LIMITS.follow_up_ahead)),
    Ready.ENDED: Q(state=EnrolmentState.ENDED),
    Ready.UNREAD: OPEN & ~Q(unread={}),
    Ready.STILL: ACTIVE & Q(started_on__lt=STILL_SINCE) & ~Q(moved__touches_days=(STILL_SINCE, TODAY)),
    Ready.NEW: ACTIVE & BEGAN_LATELY & ~JOB_TODAY & ~WORKPLACE,
    Ready.WITHOUT_JOB_FOCUS: ACTIVE & ~BEGAN_LATELY & ~JOB_TODAY & ~WORKPLACE,
    Ready.JOB_FOCUS: ACTIVE & JOB_TODAY & ~WORKPLACE,
    Ready.AT_WORKPLACE: ACTIVE & WORKPLACE,
}
