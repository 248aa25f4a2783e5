"""Consents, as a part of the person's page."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone

from core.scope import Scope
from participants.enums import ConsentKind
from participants.models import Participant
from participants.queries.consents import ends_soon


class Shown(NamedTuple):
    """A consent that runs: what, to whom, until when."""

    kind: ConsentKind
    recipient: str
    valid_to: date | None
    ends_soon: bool


def shown(rows: list[dict[str, Any]]) -> list[Shown]:
    """From `queries.person.find`'s rows: those that run, what ends first standing first."""
    today = timezone.localdate()
    found = []
    for row in rows:
        last = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
        if last is None or last >= today:
            found.append(Shown(ConsentKind(row["kind"]), row["recipient"], last, ends_soon(last, today)))
    order = {kind: number for number, kind in enumerate(ConsentKind)}
    return sorted(found, key=lambda one: (not one.ends_soon, one.valid_to or date.max, order[one.kind]))


def panel(participant: Participant, scope: Scope) -> Mapping[str, Any] | None:
    """For core.registry.panels, of a participant fetched by `queries.person.find`: asks nothing more. None without any,
    unless the person is shown to other organisations without a ground: that has to be seen."""
    found = shown(getattr(participant, "consent_rows", []))
    lacks_basis = getattr(participant, "lacks_basis", False)
    return {"consents": found, "lacks_basis": lacks_basis} if found or lacks_basis else None
