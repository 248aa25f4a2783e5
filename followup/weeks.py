"""ISO weeks. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta


class NotAWeek(ValueError):
    """The text is no ISO week."""


@dataclass(frozen=True, order=True)
class Week:
    year: int
    number: int

    @property
    def first(self) -> date:
        """Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Sunday."""
        return self.first + timedelta(days=6)

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02}"


def of(day: date) -> Week:
    year, number, _weekday = day.isocalendar()
    return Week(year, number)


def parse(text: str) -> Week:
    """ "2026-W46". Raises NotAWeek, also for week 53 of a year that has 52."""
    found = re.fullmatch(r"(20\d\d)-W(\d{1,2})", text.strip())
    if found is None:
        raise NotAWeek(text)
    week = Week(int(found[1]), int(found[2]))
    try:
        week.first  # noqa: B018
    except ValueError as error:
        raise NotAWeek(text) from error
    return week


def is_due(now: datetime, *, weekday: int, hour: int) -> bool:
    """Whether a team's report for this week should exist by now. `now` in Stockholm's time; `weekday` ISO, 1 = Monday."""
    today = now.isoweekday()
    return today > weekday or (today == weekday and now.hour >= hour)
