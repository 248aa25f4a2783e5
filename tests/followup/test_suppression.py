"""Small numbers stay unknown, also to whoever knows the rule and does the sums."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.suppression import LEAST, alone, may_follow, suppress


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


def tables(length: int, total: int | None, most: int):
    """Every table an onlooker would have to think of: those of this total, or any small one when it is hidden."""
    return (cells for cells in product(range(most + 1), repeat=length) if total is None or sum(cells) == total)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=1, max_size=4))
def test_no_hidden_small_number_can_be_worked_out(cells):
    shown = suppress(cells)
    alike = [
        one
        for one in tables(len(cells), shown.total, LEAST if shown.total is None else shown.total)
        if suppress(one) == shown
    ]
    assert tuple(cells) in alike
    for index, cell in enumerate(cells):
        if cell < LEAST:
            assert shown.cells[index] is None
            assert len({one[index] for one in alike}) > 1, (cells, index)


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
