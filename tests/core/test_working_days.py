"""Working days around weekends, holidays and eves."""

from datetime import date

import pytest

from core.working_days import is_working_day, next_working_day


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 11, 19), date(2026, 11, 20)),
        (date(2026, 11, 20), date(2026, 11, 23)),
        (date(2026, 12, 23), date(2026, 12, 28)),  # eve, Christmas Day, Boxing Day, Sunday
        (date(2026, 6, 18), date(2026, 6, 22)),  # midsummer
        (date(2026, 12, 30), date(2027, 1, 4)),
    ],
)
def test_next_working_day_leaps_over_what_is_free(day, following):
    assert next_working_day(day) == following


def test_sundays_and_holidays_are_no_working_days():
    assert not is_working_day(date(2026, 11, 22))
    assert not is_working_day(date(2026, 1, 6))
    assert is_working_day(date(2026, 1, 7))
