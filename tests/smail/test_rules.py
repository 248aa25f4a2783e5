"""When the next assessment is due (domain A.4, A.6)."""

from datetime import date

import pytest

from smail.rules import Away, Due, nearness, next_due

START = date(2026, 1, 10)


@pytest.mark.parametrize(
    ("last", "pauses", "is_open", "due"),
    [
        (None, [], True, date(2026, 1, 24)),
        (date(2026, 2, 1), [], True, date(2026, 5, 2)),
        (date(2026, 2, 1), [], False, None),
        (None, [Away(date(2026, 1, 12), None)], True, None),
        (None, [Away(date(2026, 1, 12), date(2026, 3, 1))], True, date(2026, 3, 15)),
        (date(2026, 2, 1), [Away(date(2026, 2, 10), date(2026, 2, 20))], True, date(2026, 5, 2)),
        (date(2026, 2, 1), [Away(date(2026, 4, 1), date(2026, 5, 1))], True, date(2026, 5, 15)),
        (date(2026, 4, 1), [Away(date(2026, 1, 12), date(2026, 3, 31))], True, date(2026, 6, 30)),
        (date(2026, 2, 1), [Away(date(2026, 2, 2), date(2026, 2, 3)), Away(date(2026, 4, 1), None)], True, None),
    ],
)
def test_next_due_follows_start_last_and_pause(last, pauses, is_open, due):
    assert next_due(started_on=START, last_locked_on=last, every_days=90, is_open=is_open, pauses=pauses) == due


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 5, 1), Due.LATER),
        (date(2026, 5, 17), Due.LATER),
        (date(2026, 5, 18), Due.SOON),
        (date(2026, 6, 15), Due.SOON),
        (date(2026, 6, 16), Due.LATE),
    ],
)
def test_nearness_has_a_fortnight_on_both_sides(today, expected):
    assert nearness(date(2026, 6, 1), today) is expected
    assert nearness(None, today) is Due.NONE
