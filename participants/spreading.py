"""Who could take over whom when several people get another handler at once. Pure: no ORM.

Whoever knows the person already comes first (seed 003: the same handler), then the language the person would rather
speak, then the place, and in all of it that nobody gets too many. A proposal and nothing more: each can be changed, and
each receiver answers. Nothing about health, belief or how it goes for anybody goes in here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# So many more people than another a colleague may have before the language, or the place, decides no longer.
LANGUAGE_WEIGHS = 6
PLACE_WEIGHS = 2


@dataclass(frozen=True)
class Colleague:
    """`load`: people handled today and asked about. Languages and places as kept on the membership."""

    user_id: int
    load: int
    languages: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """A person who is to get a handler. `languages` the person would rather speak than Swedish, `places` where they live;
    `helpers` handle them beside the handler already, the first foremost; `barred` must not be asked."""

    key: int
    languages: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    helpers: tuple[int, ...] = ()
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Proposal:
    """Whom to ask, and why. `load` is what the colleague has today, before any of this."""

    user_id: int
    knows: bool
    languages: frozenset[str]
    places: frozenset[str]
    load: int


def spread(cases: Iterable[Case], colleagues: Sequence[Colleague]) -> dict[int, Proposal]:
    """A receiver for each case by its key; none for whom nobody may be asked. The same question has the same answer:
    of colleagues who are as good, the first given is taken."""
    load = {one.user_id: one.load for one in colleagues}
    found: dict[int, Proposal] = {}
    for case in sorted(cases, key=lambda case: _hardest_first(case, colleagues)):
        able = [one for one in colleagues if one.user_id not in case.barred]
        if not able:
            continue
        helper = next((one for user in case.helpers for one in able if one.user_id == user), None)
        chosen = helper or min(able, key=lambda one: _cost(case, one, load[one.user_id]))
        load[chosen.user_id] += 1
        shared = case.languages & chosen.languages, case.places & chosen.places
        found[case.key] = Proposal(chosen.user_id, helper is not None, *shared, chosen.load)
    return found


def _cost(case: Case, one: Colleague, load: int) -> tuple[int, int]:
    speaks, is_near = bool(case.languages & one.languages), bool(case.places & one.places)
    return load - LANGUAGE_WEIGHS * speaks - PLACE_WEIGHS * is_near, load


def _hardest_first(case: Case, colleagues: Sequence[Colleague]) -> tuple[bool, int, int]:
    """Those with a helper, then those whom fewest can speak with, so that the others fill up what is left."""
    speaking = sum(1 for one in colleagues if case.languages & one.languages and one.user_id not in case.barred)
    near = sum(1 for one in colleagues if case.places & one.places and one.user_id not in case.barred)
    return not case.helpers, speaking or len(colleagues) + 1, near or len(colleagues) + 1
