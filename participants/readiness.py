"""Klar att börja, as a part of the person's page."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from core.scope import Scope
from participants import permissions
from participants.enums import StartPoint, StartState
from participants.models import Participant

_ORDER = {state: number for number, state in enumerate((StartState.NEEDED, StartState.ONGOING, StartState.DONE))}
_POINTS = {point: number for number, point in enumerate(StartPoint)}


class Shown(NamedTuple):
    """A point as the page tells it: what, how it stands, since when and by whom."""

    point: StartPoint
    state: StartState
    changed_on: date
    by: str


def shown(rows: list[dict[str, Any]]) -> list[Shown]:
    """From `queries.person.find`'s rows: what is needed first, then what goes on, then what is done."""
    found = [
        Shown(
            StartPoint(row["point"]),
            StartState(row["state"]),
            date.fromisoformat(row["changed_on"]),
            row["by"] or "",
        )
        for row in rows
    ]
    return sorted(found, key=lambda item: (_ORDER[item.state], _POINTS[item.point]))


def panel(participant: Participant, scope: Scope) -> Mapping[str, Any] | None:
    """For core.registry.panels, of a participant fetched by `queries.person.find`: asks nothing more. None while nobody
    has said anything."""
    found = shown(getattr(participant, "start_rows", []))
    return {"start_items": found, "may_work": permissions.may_work(scope)} if found else None
