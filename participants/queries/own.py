"""What a person is shown of their own: on a screen turned to them, on their card, on their telephone. No colleague's
notes, no signals, nothing of how the team works."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from core.scope import Scope
from participants.enums import HandlerKind, MeetingState
from participants.models import Enrolment, HandlerAssignment, Intervention, Meeting, Participant
from participants.queries.access import sees_health, shown_intervention


@dataclass(frozen=True)
class Doing:
    """Something that goes on or is planned."""

    title: str
    where: str
    hours: Any
    starts_on: date
    last_day: date | None
    is_planned: bool


@dataclass(frozen=True)
class Helper:
    """Who helps, and how to reach them."""

    name: str
    phone: str
    email: str
    organisation: str = ""


@dataclass(frozen=True)
class Own:
    """The person's own plan. `helpers`: the handler first, then a stand-in of today."""

    participant: Participant
    enrolment: Enrolment
    doing: list[Doing]
    meeting_at: datetime | None
    meeting_place: str
    helpers: list[Helper]
    is_shared: bool

    @property
    def step(self) -> str:
        return str(self.enrolment.next_step)


def own(scope: Scope, participant: Participant, enrolment: Enrolment) -> Own:
    """For the person with a code, and for a colleague who shows or prints it. An intervention about health is in it for
    the person, and for those who see the person's health. Four statements, three for the person."""
    near = scope.participant_id == participant.pk or participant.pk in sees_health(scope, [participant.pk])
    today = timezone.localdate()
    rows = Intervention.objects.visible_to(scope).filter(
        Q(ended_on=None) | Q(ended_on__gte=today), enrolment=enrolment, end_reason=""
    )
    meeting = (
        Meeting.objects.visible_to(scope)
        .filter(enrolment=enrolment, state=MeetingState.PLANNED, starts_at__gte=timezone.now())
        .order_by("starts_at")
        .first()
    )
    return Own(
        participant=participant,
        enrolment=enrolment,
        doing=[_doing(row, today, near) for row in rows.order_by("starts_on", "pk")],
        meeting_at=timezone.localtime(meeting.starts_at) if meeting else None,
        meeting_place=meeting.place if meeting else "",
        helpers=_helpers(scope, enrolment, today),
        is_shared=participant.limited_to_organisation_id is None,
    )


def _doing(row: Intervention, today: date, near: bool) -> Doing:
    title, where = shown_intervention(row, sees_health=near)
    last = row.ended_on or row.planned_end_on
    return Doing(title, where, row.hours_per_week, row.starts_on, last, row.starts_on > today)


def _helpers(scope: Scope, enrolment: Enrolment, today: date) -> list[Helper]:
    found = (
        HandlerAssignment.objects.visible_to(scope)
        .filter(Q(ended_on=None) | Q(ended_on__gt=today), enrolment=enrolment, started_on__lte=today)
        .exclude(kind=HandlerKind.CO)
        .select_related("user")
        .order_by("kind", "started_on")  # "primary" before "stand_in"
    )
    return [Helper(each.user.name, each.user.phone, each.user.email) for each in found]


def earlier_goals(participant_id: int) -> list[tuple[str, datetime]]:
    """Goals the person had before, the latest first, each with when it was said, without the one of today. From the
    field history of the latest enrolment; one statement."""
    events: Any = Enrolment.pgh_event_model  # type: ignore[attr-defined]
    said = events.objects.filter(participant_id=participant_id).order_by("pgh_obj_id", "pgh_id")
    found: list[tuple[str, datetime]] = []
    for goal, at in said.values_list("goal", "pgh_created_at"):
        words = (goal or "").strip()
        if words and (not found or found[-1][0] != words):
            found.append((words, timezone.localtime(at)))
    return found[:-1][::-1] if found else []
