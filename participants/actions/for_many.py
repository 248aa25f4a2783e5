"""What every deed for many shares: how it sorts people, and what it writes so that it can be taken back."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from participants.actions.access import known_to
from participants.models import BulkBatch, BulkEdit, Enrolment

Values = dict[str, Any]  # JSON: ids, texts, days as 2026-11-28


@dataclass
class Sorted:
    """`does`: by part, the enrolments something happens to. `left`: by reason, how many nothing happens to."""

    does: dict[str, list[Enrolment]] = field(default_factory=lambda: defaultdict(list))
    left: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Work:
    """`sort` says what would happen, `carry` does it and gives the edits (unsaved), `back` takes edits back and returns
    the ids of those that stay because a colleague has gone on since."""

    sort: Callable[[Sequence[Enrolment], Values], Sorted]
    carry: Callable[[Sorted, Values, BulkBatch], list[BulkEdit]]
    back: Callable[[Sequence[BulkEdit], User], set[int]]


def bound(enrolment: Enrolment) -> dict[str, Any]:
    """The keys of a row about this enrolment."""
    return {"team_id": enrolment.team_id, "participant_id": enrolment.participant_id, "enrolment": enrolment}


def edit_of(batch: BulkBatch, enrolment: Enrolment, part: str, **fields: Any) -> BulkEdit:
    """What a deed did to one, unsaved."""
    return BulkEdit(**bound(enrolment), batch=batch, part=part, **fields)


def ids_of(enrolments: Iterable[Enrolment]) -> list[int]:
    return [enrolment.pk for enrolment in enrolments]


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def known_of(enrolments: Sequence[Enrolment], user_id: int) -> set[int]:
    """Participants of these whom a colleague may know of."""
    if not enrolments:
        return set()
    people = [enrolment.participant_id for enrolment in enrolments]
    return known_to(User.objects.get(pk=user_id), enrolments[0].team_id, people)
