"""Swedish working days: Monday to Friday, less public holidays and the eves that are free in practice."""

from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _free(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("SE", years=year, categories=("public", "de_facto")))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _free(day.year)


def next_working_day(day: date) -> date:
    """The first working day after `day`: what "nästa vardag" means when something is promised."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def after(day: date, days: int) -> date:
    """The last of `days` working days after `day`: what begins on `day` is late from the day after it."""
    for _count in range(days):
        day = next_working_day(day)
    return day


def count(first: date, after: date) -> int:
    """Working days from `first` to the day before `after`."""
    return sum(is_working_day(first + timedelta(days=n)) for n in range((after - first).days))
