"""What to watch for a row of the register, for this app's pages and for the apps above."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from participants.models import RegisterRow
from participants.standing import LIMITS, Level, Signal, Standing, signals

Spans = list[tuple[date, date | None, bool]]


def standing(row: Any, spans: Spans) -> Standing:
    """The facts of a row (RegisterRow, or the page's own tuple of its columns)."""
    return Standing(
        state=row.state,
        started_on=row.started_on,
        ended_on=row.ended_on,
        has_handler=row.handler_id is not None,
        has_handover=row.has_handover,
        handover_due_on=row.handover_due_on,
        goal=row.goal,
        next_step=row.next_step,
        next_step_on=row.next_step_on,
        last_contact_on=row.last_contact_on,
        next_assessment_on=row.next_assessment_on,
        paused_until=row.paused_until,
        follow_up_on=row.follow_up_on,
        moved=[(days.lower, days.upper) for days in row.moved],
        spans=spans,
    )


def spans_of(interventions: Iterable[list[Any]]) -> Spans:
    """RegisterRow's [[first, last, is job-focused], …] with real dates."""
    read = date.fromisoformat
    return [(read(first), read(last) if last else None, bool(job)) for first, last, job in interventions]


def strongest_signal(row: RegisterRow, today: date) -> Signal | None:
    """The first thing to act on; None when there is nothing but things to know."""
    found = signals(standing(row, spans_of(row.interventions)), today, LIMITS)
    return next((signal for signal in found if signal.level != Level.KNOW), None)
