"""Pure rules of the same handler throughout (seed 003, domain A.6): changes, days with the same, who stood in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """A primary handler's or a stand-in's days, [first, after); None = goes on. `is_mistake`: a wrong assignment that was
    corrected, as if it had never been."""

    user_id: int
    first: date
    after: date | None
    is_mistake: bool = False
    stands_in: bool = False


@dataclass(frozen=True)
class Continuity:
    """`days` with the handler of today, None without one; `changes` of primary handler; `stand_ins` times somebody else
    stood in, which are no changes."""

    days: int | None
    changes: int
    stand_ins: int

    @property
    def is_same_throughout(self) -> bool:
        return self.days is not None and self.changes == 0


def handler_changes(handlers: Iterable[tuple[int, bool]]) -> int:
    """How many times the person got another primary handler; (user id, was a mistake) in time order. The same one again
    after a time without, or after a corrected mistake, is no change; back to an earlier one is."""
    real = [user for user, is_mistake in handlers if not is_mistake]
    return sum(1 for before, now in zip(real, real[1:], strict=False) if before != now)


def continuity(periods: Iterable[Period], today: date) -> Continuity:
    """Counts from the day the handler took over; periods of the same one that meet are one time."""
    ordered = sorted(periods, key=lambda one: (one.first, one.after is None, one.after or one.first))
    real = [one for one in ordered if not one.is_mistake and one.first <= today]
    primary = [one for one in real if not one.stands_in]
    stand_ins = sum(1 for one in real if one.stands_in)
    changes = handler_changes((one.user_id, False) for one in primary)
    if not primary or not _runs(primary[-1], today):
        return Continuity(None, changes, stand_ins)
    since = primary[-1].first
    for one in reversed(primary[:-1]):
        if one.user_id != primary[-1].user_id or one.after is None or one.after < since:
            break
        since = one.first
    return Continuity((today - since).days, changes, stand_ins)


def is_same_since(periods: Iterable[Period], since: date, today: date) -> bool:
    """Whether the person has a handler today and nobody else has been theirs since a day. A stand-in and a corrected
    mistake are nobody else, and neither is a time without: that is another signal."""
    counted = [one for one in periods if not one.is_mistake and not one.stands_in and one.first <= today]
    lately = [one for one in counted if one.after is None or one.after > since]
    return len({one.user_id for one in lately}) == 1 and any(_runs(one, today) for one in lately)


def _runs(period: Period, today: date) -> bool:
    return period.after is None or period.after > today
