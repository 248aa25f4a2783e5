"""Hours of attendance as they are written in a cell, and the weeks they stand in. Pure.

`4` is four hours there, `2/4` two of four planned, `/4` four planned; a word after says why somebody was away: `0/4 barn`,
or the word alone. Quarters of an hour, never finer (the funders' own step).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from core.folding import fold
from participants.enums import AbsenceReason

MOST = 24 * 4  # quarters of a day
_CELL = re.compile(r"(?P<there>[0-9.,]+)?\s*(?:/\s*(?P<planned>[0-9.,]+))?\s*(?P<why>[^0-9/]*)")
_WORDS: dict[str, AbsenceReason] = {
    "s": AbsenceReason.ILL,
    "sjuk": AbsenceReason.ILL,
    "ill": AbsenceReason.ILL,
    "b": AbsenceReason.CHILD,
    "barn": AbsenceReason.CHILD,
    "vab": AbsenceReason.CHILD,
    "child": AbsenceReason.CHILD,
    "l": AbsenceReason.AGREED,
    "ledig": AbsenceReason.AGREED,
    "leave": AbsenceReason.AGREED,
    "o": AbsenceReason.UNKNOWN,
    "okand": AbsenceReason.UNKNOWN,
    "unknown": AbsenceReason.UNKNOWN,
    "borta": AbsenceReason.AWAY,  # what illness is called to those who do not see the person's health
    "away": AbsenceReason.AWAY,
    "annat": AbsenceReason.OTHER,
    "other": AbsenceReason.OTHER,
}


class Unreadable(ValueError):
    """A cell that says nothing we know; the message is for the screen."""


@dataclass(frozen=True)
class Hours:
    """A day in quarters of an hour. `there` is None while nobody has said."""

    planned: int
    there: int | None = None
    why: str = ""


def read(text: str, usual: int) -> Hours | None:
    """What a cell says; None for an empty one. `usual` is what is planned where the cell does not say. Raises Unreadable."""
    text = " ".join(text.split())
    if not text:
        return None
    found = _CELL.fullmatch(text)
    if found is None:
        raise Unreadable(_("Skriv timmar, till exempel 4 eller 2/4 barn."))
    there, planned = _quarters(found["there"]), _quarters(found["planned"])
    word = fold(found["why"].strip(" ."))
    if word and word not in _WORDS:
        raise Unreadable(_("Orsaken känns inte igen. Skriv sjuk, barn, ledig, borta, okänd eller annat."))
    if word and there is None:
        there = 0
    if planned is None:
        planned = max(usual, there or 0)
    if word and there is not None and there >= planned:
        raise Unreadable(_("Den som var med hela tiden var inte borta. Skriv hur många timmar av hur många: 2/4 barn."))
    return Hours(planned, there, _WORDS[word].value if word else "")


def _quarters(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        hours = Decimal(text.replace(",", "."))
    except InvalidOperation as fault:
        raise Unreadable(_("Skriv timmar, till exempel 4 eller 2/4 barn.")) from fault
    if hours * 4 != int(hours * 4):
        raise Unreadable(_("Skriv hela kvartar: 0,25, 0,5 eller 0,75."))
    if hours * 4 > MOST:
        raise Unreadable(_("Ett dygn har 24 timmar."))
    return int(hours * 4)


def text_of(hours: Hours | None, *, sees_health: bool) -> str:
    """As `read` reads it, whatever is usual: "4/4", "2/4 barn", "/4". Illness is "borta" to those who do not see the person's health."""
    if hours is None:
        return ""
    planned = shown(hours.planned)
    if hours.there is None:
        return f"/{planned}"
    reason = AbsenceReason.AWAY if hours.why == AbsenceReason.ILL and not sees_health else hours.why
    why = str(AbsenceReason(reason).label) if reason else ""
    return f"{shown(hours.there)}/{planned} {why}".strip()


def shown(quarters: int) -> str:
    """ "4", "3,5", "0,25"."""
    return (
        f"{Decimal(quarters) / 4:f}".rstrip("0").rstrip(".").replace(".", ",") if quarters % 4 else str(quarters // 4)
    )


def usual(hours_per_week: Decimal | None) -> int:
    """Planned quarters of a working day: a fifth of the week's hours."""
    return round(hours_per_week / 5 * 4) if hours_per_week else 0


def monday(text: str, today: date) -> date:
    """Of "2026-W49"; this week's for anything else."""
    found = re.fullmatch(r"(20\d\d)-W(\d{1,2})", text.strip())
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else today - timedelta(today.weekday())
    except ValueError:
        return today - timedelta(today.weekday())


def week_key(first: date) -> str:
    """ "2026-W49", for addresses."""
    year, number, _day = first.isocalendar()
    return f"{year}-W{number:02}"


def first_of_month(text: str, today: date) -> date:
    """Of "2026-11"; this month's for anything else."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text.strip())
    return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)


def next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
