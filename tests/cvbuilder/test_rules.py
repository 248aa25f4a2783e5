"""Periods, order, gaps, blocks, names: pure rules."""

from datetime import date

import pytest

from cvbuilder import rules
from cvbuilder.words import WORDS


def month(text: str) -> date | None:
    return date.fromisoformat(f"{text}-01") if text else None


@pytest.mark.parametrize(
    ("first", "last", "language", "said"),
    [
        ("2022-03", "", "sv", "sedan mars 2022"),
        ("", "2015-05", "sv", "till 2015"),
        ("", "", "sv", ""),
        ("2019-01", "2021-12", "sv", "2019–2021"),
        ("2019-05", "2020-04", "sv", "2019–2020"),
        ("2020-03", "2020-05", "sv", "mars–maj 2020"),
        ("2020-03", "2020-03", "sv", "mars 2020"),
        ("2020-01", "2020-12", "sv", "2020"),
        ("2020-11", "2021-01", "sv", "november 2020 – januari 2021"),
        ("2022-03", "", "en", "since March 2022"),
        ("2020-03", "2020-05", "en", "March–May 2020"),
        ("2022-03", "", "uk", "з березня 2022"),
        ("2020-03", "2020-03", "uk", "березень 2020"),
        ("2022-03", "", "ar", "منذ مارس 2022"),
        ("0001-01", "9999-12", "sv", "1–9999"),
    ],
)
def test_period_months_is_said_as_short_as_is_honest(first, last, language, said):
    assert rules.period(month(first), month(last), WORDS[language]) == said


@pytest.mark.parametrize(
    ("months", "language", "said"),
    [(0, "sv", ""), (8, "sv", "8 månader"), (12, "sv", "1 år"), (18, "sv", "18 månader"), (60, "sv", "5 år"),
     (60, "ar", "5 سنوات"), (24, "uk", "2 роки"), (12, "en", "1 year")],
)  # fmt: skip
def test_length_of_time_follows_the_languages_plural(months, language, said):
    assert rules.length_of_time(months, WORDS[language]) == said


def test_newest_first_puts_running_first_and_undated_last():
    rows = [
        (None, None, 1),
        (date(2000, 1, 1), date(2010, 1, 1), 2),
        (date(2015, 1, 1), None, 3),
        (None, date(2012, 1, 1), 4),
        (date(2018, 1, 1), None, 5),
        (date(2005, 1, 1), date(2010, 1, 1), 6),
    ]
    assert [key for *_dates, key in sorted(rows, key=lambda row: rules.newest_first(*row))] == [5, 3, 4, 6, 2, 1]


@pytest.mark.parametrize(
    ("keys", "chosen", "order"),
    [
        ("abc", "", "abc"),
        ("abc", "cba", "cba"),
        ("abc", "ca", "bca"),  # b is new: before c, which follows it naturally
        ("abc", "ba", "bac"),  # c is new: nothing follows it
        ("abc", "xca", "bca"),
        ("abc", "aab", "abc"),
        ("", "ab", ""),
    ],
)
def test_in_chosen_order_keeps_the_choice_and_lets_new_ones_in(keys, chosen, order):
    assert "".join(rules.in_chosen_order(list(keys), list(chosen))) == order


@pytest.mark.parametrize(
    ("key", "step", "order"), [("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("x", 1, "abc")]
)
def test_moved_stays_within_the_list(key, step, order):
    assert "".join(rules.moved(list("abc"), key, step)) == order


def test_gaps_tells_whole_years_between_what_is_dated():
    spans = [
        (date(2000, 1, 1), date(2003, 6, 1)),
        (date(2003, 8, 1), date(2005, 1, 1)),
        (date(2009, 12, 1), date(2010, 2, 1)),
        (date(2012, 1, 1), None),
        (None, None),
        (None, date(2014, 1, 1)),
    ]
    assert rules.gaps(spans) == [rules.Gap(2006, 2008), rules.Gap(2011, 2011)]
    assert rules.gaps([]) == []
    assert rules.gaps([(None, None)]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Hej", "ltr"), ("السلام", "rtl"), ("123 السلام", "rtl"), ("123", "ltr"), ("", "ltr"), ("שלום", "rtl")],
)
def test_direction_is_that_of_the_first_letter(text, expected):
    assert rules.direction(text) == expected


def test_blocks_part_paragraphs_and_lists():
    found = rules.blocks("Hej\npå dig\n\n- ett\n• två\nslut")

    assert [(b.lines, b.is_list) for b in found] == [
        (("Hej", "på dig"), False),
        (("ett", "två"), True),
        (("slut",), False),
    ]
    assert rules.blocks(" \n ") == ()


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (["cv", "Zahra Ahmadi"], "cv-Zahra-Ahmadi"),
        (["cv", "Åsa Öberg"], "cv-Åsa-Öberg"),
        (["cv", "../../etc/passwd"], "cv-etc-passwd"),
        (["cv", 'a"; filename="x.exe\r\nX: y'], "cv-a-filename-x-exe-X-y"),
        (["cv", ""], "cv"),
        (["", "..."], "cv"),
        (["cv", "x" * 300], "cv-" + "x" * 77),
        (["cv", "أحمد"], "cv-أحمد"),
    ],
)
def test_file_name_holds_letters_and_hyphens_only(parts, name):
    assert rules.file_name(parts) == name


@pytest.mark.parametrize(
    "stored", [None, [], {}, {"experience": None}, {"experience": [1, [], [1], [None, True], [1, 2, 3]]}]
)
def test_arrangement_of_nonsense_is_no_arrangement(stored):
    assert rules.arrangement_of(stored, "experience") == []


def test_without_glyph_names_each_letter_once():
    assert rules.without_glyph("a漢b漢 \u200f", frozenset(map(ord, "ab"))) == "漢"


def test_every_language_says_everything():
    swedish = WORDS["sv"]
    for words in WORDS.values():
        assert set(words.headings) == set(swedish.headings)
        assert set(words.levels) == set(swedish.levels)
        assert "{}" in words.since
        assert "{}" in words.until


@pytest.mark.parametrize(
    ("codes", "otherwise", "language", "name"),
    [
        (("AR", "", "ARA"), "Arabiska", "sv", "Arabiska"),
        (("AR", "", "ARA"), "Arabiska", "ar", "العربية"),
        (("FA",), "x", "uk", "Перська"),
        (("", "", ""), "Bajuni", "en", "Bajuni"),
        (("", "QQQ"), "Bilen", "en", "Bilen"),
    ],
)
def test_language_name_is_that_of_the_document(codes, otherwise, language, name):
    assert rules.language_name(codes, otherwise, language) == name
