"""Advice on a plan: gaps ahead, one thing at a time, no job focus (seed 003, domain A.7). Pure; never a wall."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from participants.rules import ONE_DAY, Span, merged
from participants.standing import LIMITS


class Advice(StrEnum):
    NOTHING_RUNS = "nothing_runs"
    GAP_AHEAD = "gap_ahead"
    ALONE = "alone"
    NO_JOB_FOCUS = "no_job_focus"


class Told(NamedTuple):
    """`first` and `last` are the days of a gap; `last` is None when nothing comes after it."""

    advice: Advice
    first: date | None = None
    last: date | None = None


def advice(spans: Sequence[Span], today: date) -> list[Told]:
    """What to think of before today's plan is left as it is: nothing at all; the first gap of more than a week ahead;
    a single thing at a time; nothing with job focus now or within two weeks."""
    ahead = [span for span in spans if span.last is None or span.last >= today]
    if not ahead:
        return [Told(Advice.NOTHING_RUNS)]
    found = []
    gap = next((gap for gap in gaps(ahead, today) if gap[1] is None or (gap[1] - gap[0]).days >= LIMITS.gap), None)
    if gap is not None:
        found.append(Told(Advice.GAP_AHEAD, *gap))
    if not together(ahead, today):
        found.append(Told(Advice.ALONE))
    soon = today + timedelta(days=LIMITS.job_focus)
    if not any(span.job and span.first <= soon for span in ahead):
        found.append(Told(Advice.NO_JOB_FOCUS))
    return found


def gaps(spans: Iterable[Span], since: date) -> list[tuple[date, date | None]]:
    """Stretches from a day on that nothing covers, first and last day; after the last span it goes on (None)."""
    found: list[tuple[date, date | None]] = []
    free = since
    for first, after in merged(spans):
        if first > free:
            found.append((free, first - ONE_DAY))
        if after is None:
            return found
        free = max(free, after)
    return [*found, (free, None)]


def together(spans: Sequence[Span], since: date) -> list[tuple[date, date | None]]:
    """Stretches on or after a day where two or more run at the same time, first and last day."""
    pairs = []
    for at, one in enumerate(spans):
        for other in spans[at + 1 :]:
            first = max(one.first, other.first)
            ends = [last for last in (one.last, other.last) if last is not None]
            last = min(ends) if ends else None
            if (last is None or last >= first) and (last is None or last >= since):
                pairs.append(Span(first, last))
    return [(first, None if after is None else after - ONE_DAY) for first, after in merged(pairs)]
