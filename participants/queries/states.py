"""The ready-made states of the register: conditions on the row's dates, asked of today in SQL.

The same thresholds as participants.standing, which draws the row's signals; a test holds the two together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from core.scope import Scope
from participants.enums import EnrolmentState, MeetingState, WaitingFor
from participants.models import Meeting
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
    NO_HANDLER = "saknar-handledare"
    GAP = "glapp"
    NO_JOB_FOCUS = "utan-jobbfokus"
    NO_STEP = "saknar-nasta-steg"
    STEP_LATE = "sena-steg"
    WAITING_FOR_US = "vantar-pa-oss"
    WAITING_FOR_PERSON = "vantar-pa-personen"
    ENDS_SOON = "slutar-snart"
    ASSESSMENT_DUE = "fragor-om-jobb"
    HANDOVER = "overlamning"
    PAUSED = "pausade"
    IN_WORK = "i-arbete"
    ENDED = "avslutade"


@dataclass(frozen=True)
class Asked:
    """Who asks, and what day it is in Stockholm."""

    scope: Scope
    today: date

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def ahead(self, days: int) -> date:
        return self.today + timedelta(days=days)


def _meeting_today(asked: Asked) -> Q:
    start = timezone.make_aware(datetime.combine(asked.today, time.min))
    end = timezone.make_aware(datetime.combine(asked.ahead(1), time.min))
    today = Meeting.objects.filter(
        team_id=asked.scope.team, state=MeetingState.PLANNED, starts_at__gte=start, starts_at__lt=end
    )
    return OPEN & Q(enrolment_id__in=today.values("enrolment_id"))


def _gap(asked: Asked) -> Q:
    since = asked.ago(LIMITS.gap + 1)
    return ACTIVE & Q(started_on__lte=since) & ~Q(covered__touches_days=(since, asked.today))


def _no_job_focus(asked: Asked) -> Q:
    since = asked.ago(LIMITS.job_focus + 1)
    return ACTIVE & Q(started_on__lte=since) & ~Q(job_focused__touches_days=(since, asked.today))


def _ends_soon(asked: Asked) -> Q:
    last = asked.ahead(LIMITS.ends_ahead)
    return (
        ACTIVE & Q(covered__covers_day=asked.today) & Q(covered__ends_between=(asked.today, last, LIMITS.next_starts))
    )


CONDITIONS: dict[Ready, Callable[[Asked], Q]] = {
    Ready.ALL: lambda asked: OPEN,
    Ready.MINE: lambda asked: OPEN & Q(handler_id=asked.scope.user_id),
    Ready.NEW_TO_ME: lambda asked: OPEN & Q(handler_id=asked.scope.user_id, handler_since__gte=asked.ago(LIMITS.new)),
    Ready.MEETING_TODAY: _meeting_today,
    Ready.NO_HANDLER: lambda asked: AT_WORK & Q(handler_id=None),
    Ready.GAP: _gap,
    Ready.NO_JOB_FOCUS: _no_job_focus,
    Ready.NO_STEP: lambda asked: AT_WORK & Q(next_step=""),
    Ready.STEP_LATE: lambda asked: AT_WORK & Q(next_step_on__lt=asked.today) & ~Q(next_step=""),
    Ready.WAITING_FOR_US: lambda asked: OPEN & Q(waiting_for=WaitingFor.US),
    Ready.WAITING_FOR_PERSON: lambda asked: OPEN & Q(waiting_for=WaitingFor.PERSON),
    Ready.ENDS_SOON: _ends_soon,
    Ready.ASSESSMENT_DUE: lambda asked: AT_WORK & Q(next_assessment_on__lte=asked.ahead(LIMITS.assessment_ahead)),
    Ready.HANDOVER: lambda asked: OPEN & Q(has_handover=True),
    Ready.PAUSED: lambda asked: Q(state=EnrolmentState.PAUSED),
    Ready.IN_WORK: lambda asked: Q(state=EnrolmentState.IN_WORK),
    Ready.ENDED: lambda asked: Q(state=EnrolmentState.ENDED),
}


def condition(ready: Ready, asked: Asked) -> Q:
    """The rows of a ready-made state, for a viewer and a day."""
    return CONDITIONS[ready](asked)
