"""Orders of the register. Those of SORTS walk an index, however many rows there are; every other column is ordered here
when all rows are on one sheet, in Swedish order and with empty cells last whichever way it is turned.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from core.folding import sort_key
from participants import columns
from participants.enums import EnrolmentState, StepBy, WaitingFor
from participants.queries.watch import spans_of, standing
from participants.standing import LIMITS, Level, signals

# Name in the address: the column. All but the name may be empty and then stand last, by name.
SORTS = {
    "namn": "sort_name",
    "start": "started_on",
    "handledare": "handler_sort",
    "steg": "next_step_on",
    "kontakt": "last_contact_on",
    "skattning": "next_assessment_on",
}

Value = Any  # something that sorts among its like, None when the cell is empty
_STATES, _LEVELS = list(EnrolmentState), list(Level)


def _text(field: str) -> Callable[[Any, date], Value]:
    return lambda row, _today: sort_key(getattr(row, field)) if getattr(row, field) else None


def _day(field: str) -> Callable[[Any, date], Value]:
    return lambda row, _today: getattr(row, field)


def _whose(row: Any, _today: date) -> Value:
    words = str(StepBy.PERSON.label) if row.next_step_by == StepBy.PERSON else row.next_step_who
    return sort_key(words) if words else None


def _runs_until(row: Any, today: date) -> Value:
    """The last day of what runs: what ends soonest stands first, nothing running last."""
    ends = [last or date.max for _first, last, _job in spans_of(row.interventions) if last is None or last >= today]
    return max(ends, default=None)


def _signal(row: Any, today: date) -> Value:
    found = signals(standing(row, spans_of(row.interventions)), today, LIMITS)
    return (_LEVELS.index(found[0].level), sort_key(found[0].words)) if found else None


def _waiting(row: Any, _today: date) -> Value:
    return sort_key(str(WaitingFor(row.waiting_for).label)) if row.waiting_for else None


# A column without an indexed order: what its rows are ordered by.
ON_SHEET: dict[str, Callable[[Any, date], Value]] = {
    "mot": _text("goal"),
    "nasta": _text("next_step"),
    "vem": _whose,
    "veckan": _text("this_week"),
    "insatser": _runs_until,
    "mote": _day("next_meeting_at"),
    "signal": _signal,
    "andrad": _day("updated_at"),
    "lage": lambda row, _today: _STATES.index(EnrolmentState(row.state)),
    "vantar": _waiting,
    "avslutad": _day("ended_on"),
    "sedan": _day("handler_since"),
    "paus": _day("paused_until"),
    "uppfoljning": _day("follow_up_on"),
    "skattad": _day("last_assessment_on"),
    "etiketter": lambda row, _today: [sort_key(name) for name in row.tags] or None,
    "kommun": _text("municipality_name"),
    "organisation": _text("responsible_name"),
}


def order_of(column: columns.Column) -> str:
    """The name in the address that orders by this column. "steg" has long meant the day of the next step."""
    return column.sort or ("nasta" if column.key == "steg" else column.key)


def is_order(name: str) -> bool:
    return name in SORTS or name in ON_SHEET or name.startswith(columns.OWN)


def arranged(rows: Sequence[Any], name: str, *, descending: bool, today: date) -> list[Any]:
    """The rows, which come by name, in the order of a column of the sheet."""
    read = ON_SHEET.get(name)
    if read is None:
        key = name.removeprefix(columns.OWN)

        def read(row: Any, _today: date) -> Value:
            text = str(row.own_values.get(key, ""))
            return sort_key(text) if text else None

    with_values = [(read(row, today), row) for row in rows]
    filled = [pair for pair in with_values if pair[0] is not None]
    filled.sort(key=lambda pair: pair[0], reverse=descending)
    return [row for _value, row in filled] + [row for value, row in with_values if value is None]
