"""A row of the register as it is read, and the team's own columns beside it."""

from datetime import date, datetime
from typing import Any, NamedTuple

from psycopg.types.multirange import DateMultirange


class Row(NamedTuple):
    """What the rows of the page are drawn from: the same for every choice of columns, so that the statement is."""

    id: int
    enrolment_id: int
    enrolment_public_id: str
    participant_id: int
    participant_public_id: str
    list_name: str
    state: str
    started_on: date
    ended_on: date | None
    handler_id: int | None
    handler_sort: str | None
    handler_since: date | None
    has_handover: bool
    handover_due_on: date | None
    goal: str
    next_step: str
    next_step_by: str
    next_step_user_id: int | None
    next_step_who: str
    next_step_on: date | None
    waiting_for: str
    this_week: str
    this_week_on: date | None
    next_meeting_at: datetime | None
    last_contact_on: date | None
    next_assessment_on: date | None
    last_assessment_on: date | None
    paused_until: date | None
    follow_up_on: date | None
    moved: DateMultirange
    interventions: list[list[Any]]
    municipality_name: str
    responsible_name: str
    tags: list[str]
    own_values: dict[str, str]
    unread: dict[str, str]
    updated_at: datetime


class OwnColumn(NamedTuple):
    """A column of the team's own."""

    key: str
    title: str
    kind: str
    choices: list[str]
