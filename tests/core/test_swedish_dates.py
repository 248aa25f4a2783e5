"""What a caseworker types, and how it is shown."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import swedish_dates
from core.swedish_dates import NotADate, parse_date, parse_time

SUNDAY = date(2026, 11, 22)  # week 47


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026/03/01", date(2026, 3, 1)),
        ("20260301", date(2026, 3, 1)),
        ("260301", date(2026, 3, 1)),
        ("850304", date(1985, 3, 4)),
        ("1/3", date(2027, 3, 1)),
        ("12/6", date(2026, 6, 12)),
        ("1/3 2026", date(2026, 3, 1)),
        ("1/3-27", date(2027, 3, 1)),
        ("1.3.2027", date(2027, 3, 1)),
        ("1-3-2027", date(2027, 3, 1)),
        ("1 mars", date(2027, 3, 1)),
        ("1:a mars", date(2027, 3, 1)),
        ("den 5 maj 2027", date(2027, 5, 5)),
        ("5 maj -27", date(2027, 5, 5)),
        ("1 dec.", date(2026, 12, 1)),
        ("18 nov 2026", date(2026, 11, 18)),
        ("ons 18 nov", date(2026, 11, 18)),
        ("tis 1/12", date(2026, 12, 1)),
        ("29 feb", date(2028, 2, 29)),
        ("sista november", date(2026, 11, 30)),
        ("idag", SUNDAY),
        ("i dag", SUNDAY),
        ("imorgon", date(2026, 11, 23)),
        ("I morgon!", date(2026, 11, 23)),
        ("i övermorgon", date(2026, 11, 24)),
        ("igår", date(2026, 11, 21)),
        ("i förrgår", date(2026, 11, 20)),
        ("sön", SUNDAY),
        ("ons", date(2026, 11, 25)),
        ("på onsdag", date(2026, 11, 25)),
        ("nästa onsdag", date(2026, 11, 25)),
        ("i fredags", date(2026, 11, 20)),
        ("förra fredagen", date(2026, 11, 20)),
        ("v. 14", date(2027, 4, 5)),
        ("v14 ons", date(2027, 4, 7)),
        ("ons vecka 14", date(2027, 4, 7)),
        ("v 53", date(2026, 12, 28)),
        ("vecka 14 2026", date(2026, 3, 30)),
        ("2026-W14", date(2026, 3, 30)),
        ("nästa vecka", date(2026, 11, 23)),
        ("om 3 dagar", date(2026, 11, 25)),
        ("om två veckor", date(2026, 12, 6)),
        ("om en månad", date(2026, 12, 22)),
        ("om ett år", date(2027, 11, 22)),
        ("+3 dagar", date(2026, 11, 25)),
        ("för tre dagar sen", date(2026, 11, 19)),
        ("2 veckor sedan", date(2026, 11, 8)),
        ("tomorrow", date(2026, 11, 23)),
        ("1 May 2027", date(2027, 5, 1)),
        ("１/３", date(2027, 3, 1)),  # figures of full width, from a phone's keyboard
    ],
)
def test_parse_date_known_spelling_gives_the_day(text: str, expected: date) -> None:
    assert parse_date(text, today=SUNDAY) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "efter påsk", "32/13", "31/2", "0/1", "maj", "it?", "asap", "2026-02-30", "20260230"),
        *("0001-01-01", "1899-12-31", "2101-01-01", "v. 54", "v. 0", "om 99999 dagar", "om 9999 år", "ons 19 nov"),
        *("1/3/", "--", "1e3", "🎂", "\x00", "٣٣/٣", "9" * 500, "mån " * 60),
    ],
)
def test_parse_date_no_day_raises_not_a_date(text: str) -> None:
    with pytest.raises(NotADate):
        parse_date(text, today=SUNDAY)


@pytest.mark.parametrize(
    ("text", "lean", "expected"),
    [
        ("12/6", "future", date(2027, 6, 12)),
        ("1/3", "past", date(2026, 3, 1)),
        ("ons", "past", date(2026, 11, 18)),
        ("v. 14", "past", date(2026, 3, 30)),
        ("22/11", "future", SUNDAY),
        ("22/11", "past", SUNDAY),
    ],
)
def test_parse_date_without_year_leans_as_asked(text: str, lean: swedish_dates.Lean, expected: date) -> None:
    assert parse_date(text, today=SUNDAY, lean=lean) == expected


@given(st.text(max_size=60))
def test_parse_date_any_text_gives_a_sane_day_or_not_a_date(text: str) -> None:
    try:
        day = parse_date(text, today=SUNDAY)
    except NotADate:
        return
    assert 1900 <= day.year <= 2100


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["sv", "en"]))
def test_full_read_back_is_the_same_day(day: date, language: str) -> None:
    assert parse_date(swedish_dates.full(day, language=language), today=SUNDAY) == day


@given(st.integers(-92, 92))
def test_short_read_back_near_today_is_the_same_day(offset: int) -> None:
    day = date.fromordinal(SUNDAY.toordinal() + offset)

    assert parse_date(swedish_dates.short(day, today=SUNDAY), today=SUNDAY) == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[("9", time(9)), ("9.30", time(9, 30)), ("09:30", time(9, 30)), ("0930", time(9, 30)), ("930", time(9, 30))],
        *[("kl 13", time(13)), ("kl. 13.15", time(13, 15)), ("halv tio", time(9, 30)), ("halv 1", time(12, 30))],
        *[("halv tre", time(14, 30)), ("2", time(14)), ("4.15", time(16, 15)), ("02.30", time(2, 30)), ("7", time(7))],
    ],
)
def test_parse_time_known_spelling_gives_the_time(text: str, expected: time) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize("text", ["", "25", "9.75", "halv", "halv noll", "efter lunch", "9999", "\x00"])
def test_parse_time_no_time_raises(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_time(text)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 18), "ons 18 nov"),
        (date(2026, 3, 1), "sön 1 mar"),
        (date(2027, 1, 11), "mån 11 jan"),
        (date(2025, 9, 25), "25 sep 2025"),
        (date(2027, 5, 5), "5 maj 2027"),
    ],
)
def test_short_day_shows_year_only_when_needed(day: date, expected: str) -> None:
    assert swedish_dates.short(day, today=SUNDAY) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 22, 10, 42), "10.42"),
        (datetime(2026, 11, 21, 9, 5), "i går 9.05"),
        (datetime(2026, 11, 20, 15, 20), "fre 15.20"),
        (datetime(2026, 11, 12, 14, 0), "12 nov 14.00"),
        (datetime(2025, 1, 4, 14, 0), "4 jan 2025"),
    ],
)
def test_stamp_is_no_longer_than_needed(moment: datetime, expected: str) -> None:
    assert swedish_dates.stamp(moment, now=datetime(2026, 11, 22, 12, 0)) == expected


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(0, "i dag"), (1, "i morgon"), (-1, "i går"), (11, "om 11 dagar"), (-4, "4 dagar sen"), (21, "om 3 veckor"),
     (-90, "3 månader sen"), (-1100, "3 år sen")],
)  # fmt: skip
def test_distance_counts_in_the_unit_people_use(offset: int, expected: str) -> None:
    day = date.fromordinal(SUNDAY.toordinal() + offset)

    assert swedish_dates.distance(day, today=SUNDAY) == expected


def test_names_of_week_and_day() -> None:
    assert swedish_dates.week(SUNDAY) == "vecka 47"
    assert swedish_dates.week(SUNDAY, language="en") == "week 47"
    assert swedish_dates.long(date(2026, 11, 16)) == "måndag 16 november"
    assert swedish_dates.long(date(2026, 11, 16), year=True, language="en") == "Monday 16 November 2026"
    assert swedish_dates.clock(time(9, 5)) == "9.05"


@pytest.mark.parametrize(
    ("first", "last", "sv", "en"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "16–22 november", "16–22 November"),
        (date(2026, 11, 30), date(2026, 12, 6), "30 november–6 december", "30 November–6 December"),
        (date(2025, 11, 10), date(2025, 11, 16), "10–16 november 2025", "10–16 November 2025"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 december 2026–3 januari 2027", "28 December 2026–3 January 2027"),
    ],
)
def test_span_says_month_and_year_only_where_they_differ(first, last, sv, en):
    today = date(2026, 11, 23)
    assert swedish_dates.span(first, last, today=today) == sv
    assert swedish_dates.span(first, last, today=today, language="en") == en
