"""What one hand-written cell says. Tables first; they are the specification."""

from datetime import date

import pytest

from participants.enums import NumberKind
from participants.importing import cells
from participants.importing.cells import Colleague

TODAY = date(2026, 11, 22)
TEAM = [
    Colleague(1, "Ulrika Åström", "ulrika@example.org"),
    Colleague(2, "Nour Saleh"),
    Colleague(3, "Joar Ek"),
    Colleague(4, "Per Öhman"),
    Colleague(5, "Ulrika Berg"),
]


@pytest.mark.parametrize(
    ("text", "normal", "kind"),
    [
        ("670203-9808", "196702039808", NumberKind.PERSONAL),
        ("19920909-2387", "199209092387", NumberKind.PERSONAL),
        ("9611182396", "199611182396", NumberKind.PERSONAL),
        (" 950917 - 9801 ", "199509179801", NumberKind.PERSONAL),
        ("198607122382", "198607122382", NumberKind.PERSONAL),
        ("0207072380", "200207072380", NumberKind.PERSONAL),
        ("207072380", "200207072380", NumberKind.PERSONAL),  # a spreadsheet dropped the zero
        ("650669-2398", "196506692398", NumberKind.COORDINATION),
        ("031086-2388", "200310862388", NumberKind.COORDINATION),
        ("870783-9810", "198707839810", NumberKind.COORDINATION),
        ("19920909-2387 (gammalt)", "199209092387", NumberKind.PERSONAL),
    ],
)
def test_number_in_any_spelling_is_read(text, normal, kind):
    read = cells.number(text)

    assert read.number is not None
    assert (read.number.normal, read.number.kind, read.other) == (normal, kind, "")


@pytest.mark.parametrize("text", ["TF19900101", "LMA 51-123456", "19900101-1234", "19700601-2385", "12345"])
def test_number_of_another_kind_is_kept_as_written(text):
    read = cells.number(text)

    assert (read.number, read.other) == (None, text)


@pytest.mark.parametrize("text", ["", "-", "?", "saknas", "finns ej"])
def test_number_absent_is_nothing(text):
    assert cells.number(text) == cells.NumberCell()


@pytest.mark.parametrize(
    ("text", "found", "rest"),
    [
        ("070 1740600 / 08-465 00 40", ["+46701740600", "+4684650040"], ""),
        ("08-465 00 40 / 070-174 06 05", ["+46701740605", "+4684650040"], ""),  # mobiles first
        ("0046701740002", ["+46701740002"], ""),
        ("+46 70 174 06 10", ["+46701740610"], ""),
        ("070-174 06 13", ["+46701740613"], ""),
        ("701740605", ["+46701740605"], ""),  # a spreadsheet dropped the zero
        ("46701740605", ["+46701740605"], ""),
        ("08/465 00 40", ["+4684650040"], ""),
        ("070-174 06 05, 070-174 06 06", ["+46701740605", "+46701740606"], ""),
        ("070-174 06 05\n070-174 06 07", ["+46701740605", "+46701740607"], ""),
        ("070-174 06 05 eller 070-174 06 07", ["+46701740605", "+46701740607"], ""),
        ("mob. 070-174 06 05", ["+46701740605"], ""),
        ("070-1740605 mamma Ali", ["+46701740605"], "mamma Ali"),
        ("ring inte", [], "ring inte"),
        ("070", [], "070"),
        ("-", [], ""),
        ("", [], ""),
    ],
)
def test_phones(text, found, rest):
    read = cells.phones(text)

    assert (list(read.found), read.rest) == (found, rest)


def test_phone_spelt_as_it_is_shown_is_not_mended():
    assert not cells.phones("070-174 06 05").fixed
    assert cells.phones("0701740605").fixed


@pytest.mark.parametrize(
    ("text", "value", "rest"),
    [
        ("P0@EXAMPLE.ORG ", "p0@example.org", ""),
        ("<mailto:x@example.org>", "x@example.org", ""),
        ("a@example.org; b@example.org", "a@example.org", "b@example.org"),
        ("finns ej", "", ""),
        ("?", "", ""),
        ("a(at)b", "", "a(at)b"),
        ("a@" + "b" * 300 + ".org", "", "a@" + "b" * 300 + ".org"),
    ],
)
def test_email(text, value, rest):
    read = cells.email(text)

    assert (read.value, read.rest) == (value, rest)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("v.32 2026", "2026-08-03"),
        ("v.49 2025", "2025-12-01"),
        ("5/6 2026", "2026-06-05"),
        ("260414", "2026-04-14"),
        ("22/12-25", "2025-12-22"),
        ("25/09-26", "2026-09-25"),
        ("2026.08.22", "2026-08-22"),
        ("2026-05-17", "2026-05-17"),
        ("2026-05-17 13.00", "2026-05-17"),
        ("46159", "2026-05-17"),  # a spreadsheet's own count of days
    ],
)
def test_day_in_any_swedish_spelling_is_read(text, day):
    read = cells.day(text, today=TODAY)

    assert read.value is not None
    assert read.value.isoformat() == day


@pytest.mark.parametrize("text", ["efter påsk", "0001-01-01", "9999-12-31", "31/2 2026", "v.60", "IT?", "1" * 400])
def test_day_that_is_none_stays_as_text(text):
    assert cells.day(text, today=TODAY) == cells.Day(rest=text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Per Öhman", [4]),
        ("per öhman", [4]),
        ("Nour", [2]),
        ("Ulrika Å", [1]),
        ("Ulr Åst", [1]),
        ("ULRIKA@example.org", [1]),
        ("PÖ", [4]),
        ("Nour/Joar", [2, 3]),
        ("Nour och Per", [2, 4]),
        ("Joar?", [3]),
        ("?", []),
    ],
)
def test_handlers_are_found(text, found):
    read = cells.handlers(text, TEAM)

    assert (list(read.found), read.rest) == (found, "")


@pytest.mark.parametrize("text", ["Ulrika", "Kalle", "Nour/Kalle", "U"])
def test_handler_unknown_or_of_two_minds_stays_as_text(text):
    assert cells.handlers(text, TEAM) == cells.Handlers(rest=text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Erik Öberg", "Erik", "Öberg"),
        ("Öberg, Erik", "Erik", "Öberg"),
        ("Malin", "Malin", ""),
        ("Abdi Ali Hassan", "Abdi Ali", "Hassan"),
        ("Sara-Lie van der Berg", "Sara-Lie", "van der Berg"),
        ("  Þóra   Berhane ", "Þóra", "Berhane"),
    ],
)
def test_whole_name(text, first, last):
    read = cells.whole_name(text)

    assert (read.first, read.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "answer"), [("ja", True), ("X", True), ("Nej", False), ("-", False), ("", False), ("ibland", None)]
)
def test_yes(text, answer):
    assert cells.yes(text) is answer
