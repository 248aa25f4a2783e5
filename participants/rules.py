"""Pure rules over dates: coverage, gaps, job focus. Sources: SMAIL chefshandledning (seed 003), domain A.6-A.7."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """An intervention as days: first, last (None = goes on), and what it aims at."""

    first: date
    last: date | None
    job: bool = False
    study: bool = False


def merged(spans: Iterable[Span]) -> list[tuple[date, date | None]]:
    """The days covered, as half-open ranges [first, after) that neither touch nor overlap; None = goes on."""
    found: list[tuple[date, date | None]] = []
    for span in sorted(spans, key=lambda s: s.first):
        after = None if span.last is None else span.last + ONE_DAY
        if after is not None and after <= span.first:
            continue
        if found and (found[-1][1] is None or span.first <= found[-1][1]):
            last_after = found[-1][1]
            if last_after is not None and (after is None or after > last_after):
                found[-1] = (found[-1][0], after)
        else:
            found.append((span.first, after))
    return found


def gap_days(covered: list[tuple[date, date | None]], started_on: date, today: date) -> int:
    """Days since an intervention last covered a day (or since the start, when none has); 0 while one covers today.

    Never counted from before the start: who comes back has not had a gap while away.
    """
    before = [r for r in covered if r[0] <= today]
    if before and (before[-1][1] is None or before[-1][1] > today):
        return 0
    since = max(before[-1][1], started_on) if before and before[-1][1] else started_on
    return max(0, (today - since).days)


def ends_on(covered: list[tuple[date, date | None]], today: date) -> date | None:
    """The last day of the coverage that runs today; None when none runs or it goes on."""
    for first, after in covered:
        if first <= today and after is not None and after > today:
            return after - ONE_DAY
    return None
