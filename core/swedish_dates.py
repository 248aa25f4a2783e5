"""Dates and times as people in Sweden write and read them. Pure: the caller says what day it is.

Reading: `parse_date` takes what a caseworker types in a hurry (1/3, imorgon, v. 14, ons, 260301, 1 mars, om två veckor).
Writing: one way everywhere: "ons 18 nov", "vecka 47", "10.42" (look.md, tone).
"""

import calendar
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Literal

Lean = Literal["near", "future", "past"]

FIRST_YEAR, LAST_YEAR = 1900, 2100

_Names = dict[str, tuple[str, ...]]
_DAYS: _Names = {
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: _Names = {
    "sv": (
        *("januari", "februari", "mars", "april", "maj", "juni"),
        *("juli", "augusti", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_NUMBERS = {
    **{"en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7},
    **{"åtta": 8, "nio": 9, "tio": 10, "elva": 11, "tolv": 12, "a": 1, "one": 1, "two": 2, "three": 3},
}
_NAMED_DAYS = {
    **{"idag": 0, "i dag": 0, "nu": 0, "today": 0, "imorgon": 1, "i morgon": 1, "imorn": 1, "i morron": 1},
    **{"tomorrow": 1, "övermorgon": 2, "i övermorgon": 2, "igår": -1, "i går": -1, "yesterday": -1},
    **{"förrgår": -2, "i förrgår": -2, "i förrgår då": -2},
}


def _short_names(names: _Names) -> dict[str, int]:
    """Every prefix of at least three letters that points at one name only, for all languages."""
    found: dict[str, set[int]] = {}
    for words in names.values():
        for number, word in enumerate(words):
            for length in range(3, len(word) + 1):
                found.setdefault(word[:length].lower(), set()).add(number)
    return {word: numbers.pop() for word, numbers in found.items() if len(numbers) == 1}


_MONTH_BY_WORD = {word: number + 1 for word, number in _short_names(_MONTHS).items()}
_DAY_BY_WORD = _short_names(_DAYS) | {"må": 0, "ti": 1, "on": 2, "to": 3, "fr": 4, "lö": 5, "sö": 6}
_MONTH = "(" + "|".join(sorted(_MONTH_BY_WORD, key=len, reverse=True)) + r")\.?"
_DAY = "(" + "|".join(sorted(_DAY_BY_WORD, key=len, reverse=True)) + r")(?:en|s|ens)?\.?"
_YEAR = r"(?:[ ,/.-]*?[-']?(\d{4}|\d{2}))?"


class NotADate(ValueError):
    """The text names no day between 1900 and 2100."""


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).lower().replace("−", "-").replace("–", "-")
    text = re.sub(r"\s+", " ", text).strip(" .,;:!?")
    return re.sub(r"^(?:den|på|nu på|kommande|from|fr\.o\.m\.?|tom|t\.o\.m\.?|on|the)\s+", "", text)


def _day(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotADate(f"year {year}")
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise NotADate(str(fault)) from fault


def _century(two: int, today: date) -> int:
    """The year with these two last figures from 80 years back to 19 ahead: 26 is 2026 and 85 is 1985."""
    return next(year for year in range(today.year - 80, today.year + 20) if year % 100 == two)


def _year(text: str | None, today: date) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else _century(int(text), today)


def _lean(candidates: list[date], today: date, lean: Lean) -> date:
    if lean == "future":
        return min((day for day in candidates if day >= today), default=max(candidates))
    if lean == "past":
        return max((day for day in candidates if day <= today), default=min(candidates))
    return min(candidates, key=lambda day: abs((day - today).days))


def _day_in_year(month: int, day: int, year: int | None, today: date, lean: Lean, weekday: int | None) -> date:
    """A day of a month; without a year the one that lies best, a weekday beside it must agree."""
    years = [year] if year is not None else list(range(today.year - 4, today.year + 5))
    candidates = []
    for each in years:
        try:
            candidates.append(_day(each, month, day))
        except NotADate:
            continue
    if weekday is not None:
        # A wrong weekday is a slip of the pen, not a wish for another year: only dates within half a year are believed.
        candidates = [c for c in candidates if c.weekday() == weekday and (year or abs((c - today).days) <= 190)]
    if not candidates:
        raise NotADate("no such day")
    return _lean(candidates, today, lean)


def _monday_of(year: int, week: int) -> date:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError as fault:
        raise NotADate(str(fault)) from fault


def _week(match: re.Match[str], today: date, lean: Lean) -> date:
    before, number, year_text, after = match.group(1), int(match.group(2)), match.group(3), match.group(4)
    shift = _DAY_BY_WORD[before or after] if (before or after) else 0
    year = _year(year_text, today)
    if year is not None:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise NotADate(f"year {year}")
        return _monday_of(year, number) + timedelta(days=shift)
    this_week = today - timedelta(days=today.weekday())
    mondays = []
    for each in (today.year - 1, today.year, today.year + 1):
        try:
            mondays.append(_monday_of(each, number))
        except NotADate:
            continue
    if not mondays:
        raise NotADate("no such week")
    return _lean(mondays, this_week, lean) + timedelta(days=shift)


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotADate(f"year {year}")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _shift(match: re.Match[str], today: date, sign: int) -> date:
    amount = _NUMBERS.get(match.group(1)) or int(match.group(1)) if match.group(1) else 1
    if amount > 5000:
        raise NotADate("too far away")
    unit = match.group(2)
    if unit.startswith(("månad", "mån", "month")):
        return _add_months(today, sign * amount)
    if unit.startswith(("år", "year")):
        return _add_months(today, sign * amount * 12)
    days = {"v": 7, "w": 7}.get(unit[0], 1) * amount
    return _checked(today + timedelta(days=sign * days))


def _checked(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotADate(f"year {day.year}")
    return day


def _weekday(match: re.Match[str], today: date, lean: Lean) -> date:
    """ons = the nearest one ahead (today counts); nästa = the week after this; förra, i onsdags = behind."""
    where, word = match.group(1) or "", match.group(2)
    weekday = _DAY_BY_WORD[word]
    if where in ("nästa ", "next "):
        return today - timedelta(days=today.weekday()) + timedelta(days=7 + weekday)
    if where in ("förra ", "i ", "last ") or lean == "past":
        back = (today.weekday() - weekday) % 7
        return today - timedelta(days=back or (7 if where else 0))
    return today + timedelta(days=(weekday - today.weekday()) % 7)


_ISO = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_FIGURES = re.compile(r"(\d{4}|\d{2})(\d{2})(\d{2})")
_SLASH = re.compile(rf"(?:{_DAY},? )?(\d{{1,2}})[/.](\d{{1,2}}){_YEAR}")
_DASH = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_WORDS = re.compile(rf"(?:{_DAY},? (?:den )?)?(\d{{1,2}})(?::?[ae]|:e|st|nd|rd|th)?\.? {_MONTH}{_YEAR}")
_LAST_OF = re.compile(rf"sista (?:i )?{_MONTH}{_YEAR}")
_WEEK = re.compile(rf"(?:{_DAY} )?(?:v|v\.|vecka|week|w)\.? ?(\d{{1,2}})(?:[ ,/-]+(\d{{4}}|\d{{2}}))?(?: {_DAY})?")
_ISO_WEEK = re.compile(r"(\d{4})-?w(\d{1,2})")
_UNIT = r"(dagar|dag|days?|d|veckor|vecka|weeks?|v|månader|månad|mån|months?|år|years?)"
_IN = re.compile(rf"(?:om|in|\+) ?(?:(\d{{1,4}}|{'|'.join(_NUMBERS)}) ?)?{_UNIT}")
_AGO = re.compile(rf"(?:för )?(?:(\d{{1,4}}|{'|'.join(_NUMBERS)}) )?{_UNIT} (?:sedan|sen|ago)")
_ONE_DAY = re.compile(rf"(nästa |förra |i |next |last )?{_DAY}")


def _parse_figures(text: str, today: date) -> date | None:
    if match := _ISO.fullmatch(text) or _FIGURES.fullmatch(text):
        year = _year(match.group(1), today)
        return _day(year or 0, int(match.group(2)), int(match.group(3)))
    if match := _DASH.fullmatch(text):
        return _day(int(match.group(3)), int(match.group(2)), int(match.group(1)))
    if match := _ISO_WEEK.fullmatch(text):
        return _checked(_monday_of(int(match.group(1)), int(match.group(2))))
    return None


def _parse_day_of_month(text: str, today: date, lean: Lean) -> date | None:
    if match := _SLASH.fullmatch(text):
        weekday = _DAY_BY_WORD[match.group(1)] if match.group(1) else None
        year = _year(match.group(4), today)
        return _day_in_year(int(match.group(3)), int(match.group(2)), year, today, lean, weekday)
    if match := _WORDS.fullmatch(text):
        weekday = _DAY_BY_WORD[match.group(1)] if match.group(1) else None
        month, year = _MONTH_BY_WORD[match.group(3)], _year(match.group(4), today)
        return _day_in_year(month, int(match.group(2)), year, today, lean, weekday)
    if match := _LAST_OF.fullmatch(text):
        month, year = _MONTH_BY_WORD[match.group(1)], _year(match.group(2), today)
        ends = [date(y, month, calendar.monthrange(y, month)[1]) for y in range(today.year - 1, today.year + 3)]
        return _checked(next((d for d in ends if d.year == year), None) or _lean(ends, today, lean))
    return None


def _parse_words(text: str, today: date, lean: Lean) -> date | None:
    if text in _NAMED_DAYS:
        return _checked(today + timedelta(days=_NAMED_DAYS[text]))
    if text in ("nästa vecka", "next week"):
        return today + timedelta(days=7 - today.weekday())
    if text in ("nästa månad", "next month"):
        return _add_months(today.replace(day=1), 1)
    if match := _WEEK.fullmatch(text):
        return _week(match, today, lean)
    if match := _IN.fullmatch(text):
        return _shift(match, today, 1)
    if match := _AGO.fullmatch(text):
        return _shift(match, today, -1)
    if match := _ONE_DAY.fullmatch(text):
        return _weekday(match, today, lean)
    return None


def parse_date(text: str, *, today: date, lean: Lean = "near") -> date:
    """The day a Swedish text names. Weeks give their Monday. Raises NotADate.

    `lean` settles a day without a year (1/3, ons, v. 14): nearest to today, the next one ahead, or the latest behind.
    """
    tidy = _tidy(text[:100])
    found = _parse_figures(tidy, today) or _parse_day_of_month(tidy, today, lean) or _parse_words(tidy, today, lean)
    if found is None:
        raise NotADate("not understood")
    return found


_CLOCK = re.compile(r"(?:kl\.? ?)?(\d{1,2})(?:[.:, ]?(\d{2}))?(?: ?h)?")
_HALF = re.compile(r"(?:kl\.? ?)?halv (\w+)")


def parse_time(text: str) -> time:
    """A time of day: 9, 9.30, 09:30, 0930, kl 13, halv tio. Raises ValueError.

    Said as people say it, an hour of one to six is in the afternoon ("halv tre", "2"); "02.30" is at night.
    """
    tidy = unicodedata.normalize("NFKC", text[:40]).lower().strip(" .")
    if match := _HALF.fullmatch(tidy):
        hour = _NUMBERS.get(match.group(1)) or (int(match.group(1)) if match.group(1).isdecimal() else 0)
        if 1 <= hour <= 24:
            return time(_by_day((hour - 1) % 24), 30)
    if match := _CLOCK.fullmatch(tidy):
        hour = int(match.group(1))
        return time(hour if len(match.group(1)) == 2 else _by_day(hour), int(match.group(2) or 0))
    raise ValueError("not a time")


def _by_day(hour: int) -> int:
    return hour + 12 if hour < 6 else hour


def _names(table: _Names, language: str) -> tuple[str, ...]:
    return table.get(language[:2], table["sv"])


def _month_short(month: int, language: str) -> str:
    return _names(_MONTHS, language)[month - 1][:3]


def short(day: date, *, today: date, language: str = "sv") -> str:
    """ "ons 18 nov"; further off than a quarter and in another year: "18 nov 2025"."""
    if day.year == today.year or abs((day - today).days) <= 92:
        return f"{_names(_DAYS, language)[day.weekday()][:3]} {day.day} {_month_short(day.month, language)}"
    return f"{day.day} {_month_short(day.month, language)} {day.year}"


def relative(day: date, *, today: date, language: str = "sv") -> str:
    """ "i dag", "i morgon", "i går", otherwise as `short`."""
    words = {
        "sv": {0: "i dag", 1: "i morgon", -1: "i går"},
        "en": {0: "today", 1: "tomorrow", -1: "yesterday"},
    }
    near = words.get(language[:2], words["sv"]).get((day - today).days)
    return near or short(day, today=today, language=language)


def long(day: date, *, language: str = "sv", year: bool = False) -> str:
    """ "måndag 16 november", with the year when asked."""
    text = f"{_names(_DAYS, language)[day.weekday()]} {day.day} {_names(_MONTHS, language)[day.month - 1]}"
    return f"{text} {day.year}" if year else text


def full(day: date, *, language: str = "sv") -> str:
    """ "18 nov 2026": unmistakable, also what a date field shows and reads back."""
    return f"{day.day} {_month_short(day.month, language)} {day.year}"


def span(first: date, last: date, *, today: date, language: str = "sv") -> str:
    """ "16–22 november", "30 november–6 december"; in another year than today's with the year, and with both when they
    differ: "28 december 2026–3 januari 2027"."""
    end = f"{last.day} {_names(_MONTHS, language)[last.month - 1]}"
    begin = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        begin += f" {_names(_MONTHS, language)[first.month - 1]}"
    if first.year != last.year:
        begin += f" {first.year}"
    if last.year != today.year or first.year != last.year:
        end += f" {last.year}"
    return f"{begin}–{end}"


def month(day: date, *, language: str = "sv") -> str:
    """ "november 2026"."""
    return f"{_names(_MONTHS, language)[day.month - 1]} {day.year}"


def week(day: date, *, language: str = "sv") -> str:
    """ "vecka 47"."""
    return f"{'week' if language[:2] == 'en' else 'vecka'} {day.isocalendar().week}"


def clock(moment: time | datetime) -> str:
    """ "10.42"."""
    return f"{moment.hour}.{moment.minute:02d}"


def stamp(moment: datetime, *, now: datetime, language: str = "sv") -> str:
    """When something happened, no longer than needed: "10.42", "i går 10.42", "fre 15.20", "12 nov 14.00", "4 okt 2025"."""
    days = (now.date() - moment.date()).days
    if days == 0:
        return clock(moment)
    if abs(days) == 1:
        return f"{relative(moment.date(), today=now.date(), language=language)} {clock(moment)}"
    if 1 < days < 6:
        return f"{_names(_DAYS, language)[moment.weekday()][:3]} {clock(moment)}"
    if moment.year == now.year or abs(days) <= 92:
        return f"{moment.day} {_month_short(moment.month, language)} {clock(moment)}"
    return full(moment.date(), language=language)


def distance(day: date, *, today: date, language: str = "sv") -> str:
    """ "om 11 dagar", "4 dagar sen", "om 3 veckor", "2 månader sen": days up to two weeks, weeks up to nine, then months."""
    days = (day - today).days
    if abs(days) <= 1:
        return relative(day, today=today, language=language)
    size = abs(days)
    if size < 15:
        amount, unit = size, ("dagar", "days")
    elif size < 64:
        amount, unit = round(size / 7), ("veckor", "weeks")
    elif size < 730:
        amount, unit = round(size / 30.44), ("månader", "months")
    else:
        amount, unit = round(size / 365.25), ("år", "years")
    if language[:2] == "en":
        return f"in {amount} {unit[1]}" if days > 0 else f"{amount} {unit[1]} ago"
    return f"om {amount} {unit[0]}" if days > 0 else f"{amount} {unit[0]} sen"
