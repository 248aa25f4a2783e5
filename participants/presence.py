"""Who writes where in the team right now. Kept in Valkey for seconds, never in the database.

A place is a person and a column of the register ("anteckning" for a note). Whoever writes says so with every poll; the
last word is true for KEPT seconds. Stored are ids only; who may see the person is asked of the database each time.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.models import Membership
from core import nearby
from core.scope import Scope
from participants.models import Participant

KEPT = 12  # seconds the word of a poll holds
SHOWN = 15  # seconds after it when a page stops showing it by itself
NOTE = "anteckning"
MOST = 60  # letters of a place


@dataclass(frozen=True)
class Place:
    """A person's public id and a column's key."""

    person: str
    column: str

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """From "<person>/<column>"; None for anything else."""
        person, _sep, column = text.partition("/")
        known = len(text) <= MOST and text.isascii() and person.isalnum() and column.replace(".", "").isidentifier()
        return cls(person, column) if known else None


@dataclass(frozen=True)
class Writer:
    """A colleague at a place. `left`: seconds a page may go on showing it without hearing more."""

    place: Place
    name: str
    left: int


def tell(scope: Scope, tab: str, place: Place | None) -> list[Writer]:
    """Says where this page of the user's is writing (None: nowhere) and returns where colleagues are, for people the user
    may see. Without anybody there it costs no statement; else two."""
    tab = tab if len(tab) <= 12 and tab.isalnum() and tab.isascii() else "0"
    now = int(time.time())
    value = f"{now} {place.person}/{place.column}" if place else None
    found = nearby.swap(f"framat:here:{scope.team}", f"{scope.user}:{tab}", value, KEPT * 5)
    return _seen(scope, list(_others(scope, found.items(), now)))


def _others(scope: Scope, said: Iterable[tuple[str, str]], now: int) -> Iterable[tuple[int, Place, int]]:
    """User, place and age of each word that still holds and is not the user's own."""
    for field, value in said:
        user, (at, _sep, text) = field.partition(":")[0], value.partition(" ")
        place = Place.read(text)
        if place and user.isdigit() and at.isdigit() and int(user) != scope.user_id and now - int(at) <= KEPT:
            yield int(user), place, now - int(at)


def _seen(scope: Scope, others: Sequence[tuple[int, Place, int]]) -> list[Writer]:
    if not others:
        return []
    people = {place.person for _user, place, _age in others}
    seen = set(Participant.objects.visible_to(scope).filter(public_id__in=people).values_list("public_id", flat=True))
    members = Membership.objects.running().filter(team_id=scope.team, user_id__in={user for user, *_rest in others})
    names = {user_id: name for user_id, name in members.values_list("user_id", "user__name") if name.strip()}
    return [
        Writer(place, names[user].split()[0], SHOWN - age)
        for user, place, age in others
        if place.person in seen and user in names
    ]
