"""Small numbers stay unknown, also to whoever knows the rule and does the sums."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.suppression import LEAST, Shown, alone, may_follow, suppress


@pytest.mark.parametrize(
    ("cells", "shown", "total"),
    [
        ([20, 30], (20, 30), 50),
        ([5, 5], (5, 5), 10),
        ([4, 30], (None, None), 34),
        ([0, 30], (None, None), 30),
        ([2, 2], (None, None), None),
        ([0, 0, 0], (None, None, None), None),
        ([3, 12, 7], (None, 12, None), 22),
        ([1, 2, 9], (None, None, None), 12),
        ([4, 3, 9], (None, None, 9), 16),
        ([4, 4, 9], (None, None, None), 17),
        ([], (), None),
    ],
)
def test_cells_under_five_are_hidden_with_what_would_tell_them(cells, shown, total):
    found = suppress(cells)
    assert (found.cells, found.total) == (shown, total)


@pytest.mark.parametrize(("cell", "shown"), [(0, None), (4, None), (5, 5), (31, 31)])
def test_a_lone_number_is_hidden_under_five(cell, shown):
    assert alone(cell) == shown


def tables(shown: Shown) -> Iterator[tuple[int, ...]]:
    """Every table an onlooker would have to think of: what is shown stands, what is hidden fills up the total; any small
    numbers when the total is hidden too."""
    if shown.total is None:
        yield from product(range(LEAST), repeat=len(shown.cells))
        return
    open_places = [place for place, cell in enumerate(shown.cells) if cell is None]
    left = shown.total - sum(cell for cell in shown.cells if cell is not None)
    for filled in adding_up(left, len(open_places)):
        cells = list(shown.cells)
        for place, cell in zip(open_places, filled, strict=True):
            cells[place] = cell
        yield tuple(cell for cell in cells if cell is not None)


def adding_up(total: int, many: int) -> Iterator[tuple[int, ...]]:
    """Every way to write `total` as so many numbers from nought."""
    if many == 0:
        if total == 0:
            yield ()
        return
    if many == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in adding_up(total - first, many - 1):
            yield (first, *rest)


def told(cells: Sequence[int], hide: Callable[[Sequence[int]], Shown]) -> list[int]:
    """The places whose small number can be worked out from what `hide` shows, or is shown."""
    shown = hide(cells)
    alike = [one for one in tables(shown) if hide(one) == shown]
    assert tuple(cells) in alike
    return [
        place
        for place, cell in enumerate(cells)
        if cell < LEAST and (shown.cells[place] is not None or len({one[place] for one in alike}) == 1)
    ]


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_no_hidden_small_number_can_be_worked_out_of_any_small_table(length):
    everything = combinations_with_replacement(range(LEAST + 3), length)
    assert [cells for cells in everything if told(cells, suppress)] == []


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=1, max_size=4))
def test_no_hidden_small_number_can_be_worked_out(cells):
    assert told(cells, suppress) == []


def every_small_hidden(cells: Sequence[int]) -> Shown:
    """A rule with a hole: nothing is hidden for the sake of another."""
    return Shown(tuple(None if cell < LEAST else cell for cell in cells), sum(cells))


@pytest.mark.parametrize("cells", [(3, 12, 7), (0, 0, 9), (4, 4), (4, 4, 9)])
def test_what_a_weaker_rule_would_tell_is_found(cells):
    assert told(cells, every_small_hidden) != []
    assert told(cells, suppress) == []


@given(st.lists(st.integers(0, 60), max_size=5))
def test_what_is_shown_is_true(cells):
    shown = suppress(cells)
    assert all(kept is None or kept == cell for kept, cell in zip(shown.cells, cells, strict=True))
    assert shown.total in (None, sum(cells))


@given(st.lists(st.integers(LEAST, 60), min_size=1, max_size=5))
def test_nothing_is_hidden_where_nothing_is_small(cells):
    assert suppress(cells).cells == tuple(cells)


@pytest.mark.parametrize(
    ("now", "before", "may"),
    [([10, 30], [10, 30], True), ([11, 29], [10, 30], False), ([15, 25], [10, 30], True), ([15, 29], [10, 30], False),
     ([10, 35], [10, 30], True), ([15, 26], [10, 30], False)],
)  # fmt: skip
def test_what_follows_has_moved_by_nought_or_five(now, before, may):
    assert may_follow(now, before) is may
