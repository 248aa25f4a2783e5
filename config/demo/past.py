"""The demo's field history: each line lies on the day of what it tells, and says which colleague wrote it.

The triggers would date all of it to the moment the demo is made, and every row would stand as changed this week.
"""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from pghistory.models import Context

from accounts.models import Team
from config.demo import bulk
from config.demo.people import at
from core.scope import Kind
from participants.enums import EnrolmentState, HandlerKind
from participants.models import (
    Attendance,
    Consent,
    Enrolment,
    FollowUp,
    HandlerAssignment,
    Intervention,
    Note,
    Outcome,
    Participant,
    Pause,
    Sharing,
    SickDay,
    StartItem,
)
from smail.models import Part, Rating

Line = tuple[datetime, dict[str, Any]]  # when, and the fields as they stood then where they differ from how they stand
STEP = ("next_step", "next_step_by", "next_step_who", "next_step_user_id", "next_step_on", "waiting_for")
WEEK = ("this_week", "this_week_on")
ASKED = {FollowUp: "outcome", SickDay: "attendance"}  # whose day stands in another row
END = ("state", "ended_on", "end_reason", "end_kind", "end_note")


def write(team: Team, leader_id: int) -> None:
    """Everything of the team's people, as if it had been written day by day by their handlers. Made with the triggers
    off; needs the team's scope."""
    writers = _Writers(team, leader_id)
    turns = _turns(team)
    told: tuple[tuple[Any, Callable[[Any], list[Line]]], ...] = (
        (Participant, lambda row: [(writers.began(row.pk), {})]),
        (Enrolment, lambda row: _enrolment(row, turns)),
        (Sharing, lambda row: [(at(row.recorded_on, 9), {})]),
        (HandlerAssignment, lambda row: _until(row, row.started_on, ended_on=None)),
        (Intervention, lambda row: _until(row, row.starts_on - timedelta(days=2), ended_on=None, end_reason="")),
        (Outcome, lambda row: [(at(row.starts_on, 11), {})]),
        (FollowUp, _follow_up),
        (Consent, _consent),
        (StartItem, lambda row: [(at(row.changed_on, 14), {})]),
        (Attendance, lambda row: [(at(row.day, 15), {})]),
        (SickDay, lambda row: [(at(row.attendance.day, 15), {})]),
        (Note, lambda row: [(row.happened_at, {})]),
        (Part, lambda row: [(row.ended_at, {})]),
        (Rating, lambda row: [(row.rated_at, {})]),
    )
    for model, lines in told:
        _lines_of(model, team, lines, writers)


class _Writers:
    """Who wrote: the person's handler, or had it last; else the leader. One context for each colleague."""

    def __init__(self, team: Team, leader_id: int) -> None:
        self.team, self.leader = team, leader_id
        rows = HandlerAssignment.objects.filter(team=team, kind=HandlerKind.PRIMARY).order_by("started_on")
        self.of_person = dict(rows.values_list("participant_id", "user_id"))
        begun = Enrolment.objects.filter(team=team).order_by("-started_on")
        self.started = dict(begun.values_list("participant_id", "started_on"))
        self.contexts: dict[int, uuid.UUID] = {}

    def began(self, person: int) -> datetime:
        return at(self.started[person], 9)

    def context(self, person: int) -> uuid.UUID:
        user = self.of_person.get(person, self.leader)
        if user not in self.contexts:
            told = {"user": user, "team": self.team.pk, "kind": str(Kind.MEMBER)}
            self.contexts[user] = Context.objects.create(id=uuid.uuid4(), metadata=told).pk
        return self.contexts[user]


def _turns(team: Team) -> dict[int, date]:
    """The day an enrolment became what it is now: paused, or at work or in studies."""
    found = dict(Pause.objects.filter(team=team).values_list("enrolment_id", "starts_on"))
    return found | dict(Outcome.objects.filter(team=team).values_list("enrolment_id", "starts_on"))


def _enrolment(row: Enrolment, turns: dict[int, date]) -> list[Line]:
    """Begun with nothing but a goal; then the step, the week and the turn, each on a day of its own."""
    days = [
        (_step_written(row), STEP if row.next_step else ()),
        (row.this_week_on or row.started_on, WEEK if row.this_week else ()),
        (row.ended_on or turns.get(row.pk, row.started_on), END if row.state != EnrolmentState.ACTIVE else ()),
    ]
    lines: list[Line] = []
    still: set[str] = {*STEP, *WEEK, *END}
    turns_of_it = sorted((max(day, row.started_on), names) for day, names in days if names)
    for day, names in [(row.started_on, ()), *turns_of_it]:
        still -= set(names)
        lines.append((at(day, 9 + len(lines)), {name: _blank(name) for name in still}))
    return lines


def _step_written(row: Enrolment) -> date:
    """Some days ago, another for each."""
    return max(row.started_on, timezone.localdate() - timedelta(days=2 + row.pk % 19))


def _blank(name: str) -> Any:
    if name == "state":
        return EnrolmentState.ACTIVE.value
    field: Any = Enrolment._meta.get_field(name.removesuffix("_id"))
    return None if field.null else field.get_default()


def _until(row: Any, first: date, **before: Any) -> list[Line]:
    """Begun, and ended on its day; an end that lies ahead was said from the beginning."""
    has_ended = row.ended_on is not None and row.ended_on <= timezone.localdate()
    begun = (at(first, 10), before if has_ended else {})
    return [begun, (at(row.ended_on, 15), {})] if has_ended else [begun]


def _follow_up(row: FollowUp) -> list[Line]:
    waiting = {"still": "", "support": "", "answered_on": None, "answered_by_id": None}
    planned = (at(row.outcome.starts_on, 11), waiting if row.answered_on else {})
    return [planned, (at(row.answered_on, 14), {})] if row.answered_on else [planned]


def _consent(row: Consent) -> list[Line]:
    running = {"withdrawn_at": None, "withdrawn_how": "", "withdrawn_by_id": None}
    given = (row.recorded_at, running if row.withdrawn_at else {})
    return [given, (row.withdrawn_at, {})] if row.withdrawn_at else [given]


def _lines_of(model: Any, team: Team, lines: Callable[[Any], list[Line]], writers: _Writers) -> None:
    event: Any = model.pgh_event_model
    # What is a list or JSON is empty in the demo, as it is by default.
    names = [f.attname for f in event._meta.concrete_fields if not isinstance(f, models.JSONField | ArrayField)]
    stand = [name for name in names if not name.startswith("pgh_")]
    bulk.insert(event, list(_events(model, team, lines, writers, stand)))


def _events(
    model: Any, team: Team, lines: Callable[[Any], list[Line]], writers: _Writers, stand: list[str]
) -> Iterator[bulk.Row]:
    now = timezone.now()
    rows = model._base_manager.filter(team=team).order_by("pk")
    for row in rows.select_related(ASKED[model]) if model in ASKED else rows:
        told = {name: getattr(row, name) for name in stand}
        person = row.pk if model is Participant else row.participant_id
        told |= {"pgh_obj_id": row.pk, "pgh_context_id": writers.context(person)}
        for turn, (moment, then) in enumerate(lines(row)):
            yield told | then | {"pgh_created_at": min(moment, now), "pgh_label": "update" if turn else "insert"}
