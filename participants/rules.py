"""Pure rules over dates: coverage, gaps, job focus, lanes of the movement board. Sources: SMAIL chefshandledning (seed 003), domain A.6-A.7."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
FOLLOW_UP_DAYS = (
    30,
    90,
    180,
)  # after a job or studies began (domain A.6 FOLLOW_UP_JOB); the support is kept through the last


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


class Lane(StrEnum):
    """Where a person stands on the movement board: a fact, not a step. Any lane may follow any other (seed 003: no
    staircase). Nothing about health decides one."""

    NEW = "new"
    WITHOUT_JOB_FOCUS = "without_job_focus"
    JOB_FOCUS = "job_focus"
    AT_WORKPLACE = "at_workplace"
    IN_WORK = "in_work"
    PAUSED = "paused"


def lane(state: str, started_on: date, day: date, *, job: bool, workplace: bool, new_days: int) -> Lane | None:
    """The one lane of an enrolment on a day; None when it has ended.

    `job`: something job-focused runs that day; `workplace`: out at a workplace that day. Job focus from the first day
    counts as job focus, not as new. participants.queries.states says the same in SQL.
    """
    if state == "ended":
        return None
    if state == "paused":
        return Lane.PAUSED
    if state == "in_work":
        return Lane.IN_WORK
    if workplace:
        return Lane.AT_WORKPLACE
    if job:
        return Lane.JOB_FOCUS
    return Lane.NEW if (day - started_on).days <= new_days else Lane.WITHOUT_JOB_FOCUS


Flow = tuple[Lane | None, Lane | None]  # from, to; None is outside: newly enrolled, ended


def flows(before: Mapping[int, Lane], after: Mapping[int, Lane]) -> dict[Flow, set[int]]:
    """Who stands somewhere else after than before: people, each once, by where from and where to."""
    found: dict[Flow, set[int]] = {}
    for person in before.keys() | after.keys():
        flow = before.get(person), after.get(person)
        if flow[0] != flow[1]:
            found.setdefault(flow, set()).add(person)
    return found


def came(before: Mapping[int, Lane], after: Mapping[int, Lane]) -> dict[Lane, set[int]]:
    """Who stands in a lane after that did not stand in it before, by lane: people, each once."""
    found: dict[Lane, set[int]] = {each: set() for each in Lane}
    for person, where in after.items():
        if before.get(person) != where:
            found[where].add(person)
    return found
