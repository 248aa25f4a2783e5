"""Pure definitions of what answers say (domain A.4). The two raters are never averaged; a single ±1 says nothing.

Answers are `Mapping[indicator code, 1-5 or None]`; None is "vet inte" or "vill inte svara", never 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Answers = Mapping[str, int | None]
Outcome = Literal["", "progress", "stable", "regression"]

INDEX_NEEDS = 5  # answered indicators, for an index to be made
INDEX_STEP = Decimal("0.40")
GAP = 2  # raters this far apart: something to talk about
SAID = 2  # a change is put into words from here on: single-item scales are noisy
GROUP_MINIMUM = 5  # people behind a figure over a group


@dataclass(frozen=True)
class Change:
    """One indicator of one rater from one reading to another."""

    code: str
    before: int
    now: int

    @property
    def step(self) -> int:
        return self.now - self.before


@dataclass(frozen=True)
class Difference:
    """The two raters on one indicator in the same assessment."""

    code: str
    participant: int
    handler: int


@dataclass(frozen=True)
class GroupChange:
    """A group's change on one indicator; None in `mean` and `median` when fewer than five people are behind it."""

    people: int
    mean: Decimal | None
    median: Decimal | None

    @property
    def is_suppressed(self) -> bool:
        return self.mean is None


@dataclass(frozen=True)
class GroupLevel:
    """A group's mean on one indicator; None when fewer than five people are behind it."""

    people: int
    mean: Decimal | None


def index(answers: Answers) -> Decimal | None:
    """Mean of what was answered, two decimals; None with fewer than five answers."""
    given = [value for value in answers.values() if value is not None]
    if len(given) < INDEX_NEEDS:
        return None
    return _rounded(Decimal(sum(given)) / len(given))


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


def changes(before: Answers, now: Answers) -> list[Change]:
    """Indicators answered both times, in the order of `now`."""
    found = []
    for code, value in now.items():
        earlier = before.get(code)
        if value is not None and earlier is not None:
            found.append(Change(code, earlier, value))
    return found


def has_progressed(first: Answers, latest: Answers) -> bool:
    """Since the start: two indicators up and none down, or the index up by 0.4."""
    steps = [change.step for change in changes(first, latest)]
    by_steps = sum(step >= 1 for step in steps) >= 2 and all(step > -1 for step in steps)
    return by_steps or _index_step(first, latest) >= INDEX_STEP


def has_regressed(previous: Answers, latest: Answers) -> bool:
    """Since last time: the index down by 0.4, one indicator down two steps, or three down one."""
    steps = [change.step for change in changes(previous, latest)]
    return (
        _index_step(previous, latest) <= -INDEX_STEP
        or any(step <= -2 for step in steps)
        or sum(step <= -1 for step in steps) >= 3
    )


def _index_step(before: Answers, now: Answers) -> Decimal:
    """Change of the index; 0 when one of the two cannot be made."""
    earlier, later = index(before), index(now)
    return Decimal(0) if earlier is None or later is None else later - earlier


def verdict(first: Answers, previous: Answers | None, latest: Answers) -> Outcome:
    """What one rater's readings say. "" with a single reading. A fresh step back is told before an old step forward."""
    if previous is None:
        return ""
    if has_regressed(previous, latest):
        return "regression"
    return "progress" if has_progressed(first, latest) else "stable"


def worth_saying(first: Answers, latest: Answers) -> list[Change]:
    """Changes of two steps or more, the largest first."""
    found = [change for change in changes(first, latest) if abs(change.step) >= SAID]
    return sorted(found, key=lambda change: -abs(change.step))


def differences(participant: Answers, handler: Answers) -> list[Difference]:
    """Where the two raters stand two steps apart or more: talking points, not errors."""
    found = []
    for code, own in participant.items():
        theirs = handler.get(code)
        if own is not None and theirs is not None and abs(own - theirs) >= GAP:
            found.append(Difference(code, own, theirs))
    return found


def group_change(steps: Iterable[int]) -> GroupChange:
    """Mean and median of people's steps on one indicator; suppressed under five people."""
    sample = sorted(steps)
    if len(sample) < GROUP_MINIMUM:
        return GroupChange(len(sample), None, None)
    mean = _rounded(Decimal(sum(sample)) / len(sample))
    return GroupChange(len(sample), mean, _median(sample))


def group_level(values: Iterable[int]) -> GroupLevel:
    """Mean of people's answers; suppressed, and the number of people with it, under five."""
    sample = list(values)
    if len(sample) < GROUP_MINIMUM:
        return GroupLevel(0, None)
    return GroupLevel(len(sample), _rounded(Decimal(sum(sample)) / len(sample)))


def _median(sample: Sequence[int]) -> Decimal:
    middle = len(sample) // 2
    if len(sample) % 2:
        return Decimal(sample[middle])
    return _rounded(Decimal(sample[middle - 1] + sample[middle]) / 2)
