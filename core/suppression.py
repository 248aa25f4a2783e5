"""Small numbers in figures that leave the team: cells under five are not shown, and cannot be worked out from the rest.

A table here is a partition: its cells add up to a total that is shown beside them. One hidden cell is the total minus the
others, so more are hidden until that sum says nothing (design 5; complementary suppression).
"""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True)
class Shown:
    """A partition as it may be shown: None stands for "fewer than five, or hidden for the sake of one that is"."""

    cells: tuple[int | None, ...]
    total: int | None


def suppress(cells: Sequence[int], *, least: int = LEAST) -> Shown:
    """Hides every cell under `least` (nought too), then the smallest of the others until the sum of the hidden, which
    anybody can work out, says nothing about any of them. A total under `least` is hidden with all its cells."""
    total = sum(cells)
    if total < least:
        return Shown((None,) * len(cells), None)
    border = least  # what is smaller is hidden; equals go together, or the one left would tell of the other
    while (hidden := [cell for cell in cells if cell < border]) and not _says_nothing(hidden, least):
        border = min((cell for cell in cells if cell >= border), default=border) + 1
        if len(hidden) == len(cells):
            break
    return Shown(tuple(None if cell < border else cell for cell in cells), total)


def may_follow(cells: Sequence[int], shown: Sequence[int], *, least: int = LEAST) -> bool:
    """Whether `cells` of a partition may be shown after `shown` of the same one: every cell and the total have moved by
    nought or by at least `least`, or subtracting the two would tell of the few who moved."""
    moved = [now - before for now, before in zip(cells, shown, strict=True)]
    return all(step == 0 or abs(step) >= least for step in [*moved, sum(moved)])


def _says_nothing(hidden: Sequence[int], least: int) -> bool:
    """Whether the sum of hidden cells leaves each of them open: several, not next to nobody, and not all as large as a
    hidden cell can be."""
    return len(hidden) > 1 and sum(hidden) >= least and sum(hidden) != len(hidden) * (least - 1)


def alone(cell: int, *, least: int = LEAST) -> int | None:
    """A number that stands in no partition."""
    return suppress([cell], least=least).total
