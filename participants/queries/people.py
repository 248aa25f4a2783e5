"""Finding people by name."""

from typing import NamedTuple

from core import search
from core.scope import Scope
from participants.models import Participant

MOST = 5


class Lookalike(NamedTuple):
    public_id: str
    name: str
    birth_year: int | None


def lookalikes(scope: Scope, first_name: str, last_name: str) -> list[Lookalike]:
    """People the viewer knows of whose name begins alike, at most five. Nobody for less than a whole name."""
    if len(first_name.strip()) < 2 or (last_name and len(last_name.strip()) < 2):
        return []
    ids = search.find(f"{first_name} {last_name}", team_id=scope.team, subject_type="participant", limit=20)
    people = Participant.objects.visible_to(scope).filter(pk__in=ids).order_by("sort_name", "pk")[:MOST]
    return [Lookalike(person.public_id, person.list_name, person.birth_year) for person in people]
