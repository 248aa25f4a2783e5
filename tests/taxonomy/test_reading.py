"""Hand-written cells: what is found, how surely, and what is left over."""

import csv

import pytest
from django.conf import settings

from taxonomy.enums import Answer, Certainty, Kind
from taxonomy.queries import read, read_licences, read_many

SURE, GUESS, UNKNOWN = Certainty.SURE, Certainty.GUESS, Certainty.UNKNOWN
REGISTER = settings.BASE_DIR.parent / "shared" / "data" / "register" / "team_register_example.csv"
HOME_CARE = "Undersköterska, hemtjänst, äldreboende och habilitering"

CELLS = [
    # kind, cell, [(label, certainty, level)], rest, whole certainty
    ("yrke", "lager / truck", [("Lagerarbetare/Terminalarbetare", SURE, ""), ("Truckförare", SURE, "")], "", SURE),
    (
        "yrke",
        "undersköterska på sikt, annars vårdbiträde",
        [(HOME_CARE, GUESS, ""), ("Vårdbiträde", SURE, "")],
        "på sikt",
        GUESS,
    ),
    ("yrke", HOME_CARE, [(HOME_CARE, SURE, "")], "", SURE),
    ("yrke", "bussförare (har ej körkort än)", [("Bussförare", SURE, "")], "har ej körkort än", SURE),
    ("yrke", "Städ", [("Städare", SURE, "")], "", SURE),
    ("yrke", "kock", [("Kock à la carte", GUESS, "")], "", GUESS),
    ("yrke", "frisör?", [("Frisör", GUESS, "")], "", GUESS),
    ("yrke", "busförare", [("Bussförare", GUESS, "")], "", GUESS),
    ("yrke", "Städare på hotell", [("Städare", GUESS, "")], "pa", GUESS),
    ("yrke", '"vad som helst"', [], "vad som helst", UNKNOWN),
    ("yrke", "IT?", [], "IT?", UNKNOWN),
    ("yrke", "", [], "", UNKNOWN),
    ("yrke", "-", [], "", UNKNOWN),
    ("yrke", "\x00", [], "", UNKNOWN),
    ("yrke", "👍", [], "👍", UNKNOWN),
    ("ort", "Uppsala", [("Uppsala", SURE, "")], "", SURE),
    ("ort", "Upsala", [("Uppsala", SURE, "")], "", SURE),
    ("ort", "GBG", [("Göteborg", SURE, "")], "", SURE),
    ("ort", "göteborg", [("Göteborg", SURE, "")], "", SURE),
    ("ort", "411 05 Göteborg", [("Göteborg", SURE, "")], "", SURE),
    ("ort", "Malmö stad", [("Malmö", SURE, "")], "", SURE),
    ("ort", "Göteborgs kommun", [("Göteborg", GUESS, "")], "", GUESS),
    ("ort", "Växiö", [("Växjö", GUESS, "")], "", GUESS),
    ("ort", "Österåker", [("Österåker", SURE, "")], "", SURE),
    ("kommun", "Åkersberga", [("Österåker", SURE, "")], "", SURE),
    ("sprak", "Tigrinja", [("Tigrinska/Tigrinja", SURE, "")], "", SURE),
    ("sprak", "Persiska/Farsi", [("Persiska/Farsi", SURE, "")], "", SURE),
    ("sprak", "somaliska/engelska", [("Somaliska", SURE, ""), ("Engelska", SURE, "")], "", SURE),
    ("sprak", "arabiska, svenska (lite)", [("Arabiska", SURE, ""), ("Svenska", SURE, "2")], "", SURE),
    (
        "sprak",
        "ukrainska; ryska; sv B1",
        [("Ukrainska", SURE, ""), ("Ryska", SURE, ""), ("Svenska", SURE, "3")],
        "",
        SURE,
    ),
    ("sprak", "arabiska svenska", [("Arabiska", GUESS, ""), ("Svenska", GUESS, "")], "", GUESS),
    ("sprak", "swahilli", [("Swahili", GUESS, "")], "", GUESS),
    ("sprak", "behöver tolk", [], "behöver tolk", UNKNOWN),
]


@pytest.mark.parametrize(("kind", "cell", "found", "rest", "certainty"), CELLS, ids=[c[1][:30] for c in CELLS])
def test_read(db, kind, cell, found, rest, certainty):
    reading = read(kind, cell)
    assert [(f.label, f.certainty, f.level) for f in reading.found] == found
    assert reading.rest == rest
    assert reading.certainty == certainty
    assert all(f.kind == kind for f in reading.found)


def test_read_it_gives_the_field_when_no_occupation_fits(db):
    reading = read(Kind.OCCUPATION, "IT?")
    assert [(f.kind, f.label, f.certainty) for f in reading.fields] == [(Kind.FIELD, "Data/IT", GUESS)]


def test_read_guess_names_the_other_candidates(db):
    found = read(Kind.OCCUPATION, "undersköterska").found[0]
    assert len(found.others) == 1
    assert found.text == "undersköterska"


def test_read_remark_stays_with_what_it_was_said_about(db):
    found = read(Kind.OCCUPATION, "bussförare (har ej körkort än)").found[0]
    assert found.remark == "har ej körkort än"


@pytest.mark.parametrize("text", ["a" * 100_000, "a, " * 10_000, "((((", "))))(", "\ud7fb", "ﷺ" * 300, "1/2/3"])
@pytest.mark.parametrize("kind", list(Kind))
def test_read_survives_anything(db, kind, text):
    assert read(kind, text).certainty in (UNKNOWN, GUESS)


def test_read_many_takes_the_same_number_of_queries_for_2_and_2000_cells(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        read_many(Kind.OCCUPATION, ["kock", "IT?"])
    with django_assert_max_num_queries(4):
        readings = read_many(Kind.OCCUPATION, [f"kock {n}, bussförrare, okänt{n}" for n in range(2000)])
    assert len(readings) == 2000


@pytest.mark.parametrize(
    ("cell", "labels", "answer", "certainty", "rest"),
    [
        ("B", ["B"], Answer.YES, SURE, ""),
        ("B, C", ["B", "C"], Answer.YES, SURE, ""),
        ("ja", ["B"], Answer.YES, GUESS, ""),
        ("nej", [], Answer.NO, SURE, ""),
        ("övningskör", [], Answer.LEARNING, SURE, ""),
        ("B96", ["Utökad B"], Answer.YES, SURE, ""),
        ("", [], Answer.NOTHING, UNKNOWN, ""),
        ("utländskt körkort", [], Answer.NOTHING, UNKNOWN, "utländskt"),
    ],
)
def test_read_licences(db, cell, labels, answer, certainty, rest):
    reading = read_licences([cell])[cell]
    assert [f.label for f in reading.found] == labels
    assert (reading.answer, reading.certainty, reading.rest) == (answer, certainty, rest)


@pytest.mark.skipif(not REGISTER.exists(), reason="the collected register is not on this machine")
def test_every_cell_of_the_example_register_is_read_or_left_whole(db):
    with REGISTER.open(encoding="latin-1", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == 40

    towns = read_many(Kind.PLACE, [row["Ort"] for row in rows])
    languages = read_many(Kind.LANGUAGE, [row["Språk"] for row in rows])
    wishes = read_many(Kind.OCCUPATION, [row["Önskat yrke"] for row in rows])
    licences = read_licences([row["Körkort"] for row in rows])

    assert {text for text, r in towns.items() if r.certainty != SURE} == {""}
    assert {text for text, r in languages.items() if r.certainty != SURE} == {""}
    assert {text for text, r in wishes.items() if not r.found} == {"", "IT?", '"vad som helst"'}
    assert {text for text, r in licences.items() if r.certainty == UNKNOWN} == {""}
